/// Names under which mail asks for charsets that `iconv` calls otherwise. WHATWG Encoding §4.2, IANA registry.
enum CharsetNames {
    static let known: [String: Charset] = {
        var known: [String: Charset] = [:]
        for (charset, names) in table {
            for name in names.split(separator: " ") { known[String(name)] = charset }
        }
        return known
    }()

    /// A label in lower case without what does not belong to it, then the ways in which names are misspelled.
    static func spellings(of label: String) -> [String] {
        var name = String(
            octets: label.utf8.filter { $0 > 0x20 && $0 != .quote && $0 != .apostrophe }.map(\.lowercased))
        if name.hasPrefix("charset=") { name.removeFirst(8) }
        name = String(name.prefix { $0 != "*" && $0 != ";" && $0 != ">" && $0 != "," })
        var spellings = [name]
        if name.contains("_") { spellings.append(String(name.map { $0 == "_" ? "-" : $0 })) }
        if name.hasPrefix("x-") { spellings.append(String(name.dropFirst(2))) }
        if name.utf8.allSatisfy(\.isDigit) { spellings.append("cp\(name)") }
        return spellings
    }

    /// Where an old set is a subset of what programs really send under its name, the larger set stands here.
    private static let table: [(Charset, String)] = [
        (
            .utf8,
            """
            utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig cp65001
            """
        ),
        (
            .ascii,
            """
            us-ascii ascii ansi_x3.4-1968 ansi_x3.4-1986 iso646-us iso_646.irv:1991 iso-ir-6 us cp367 ibm367 csascii \
            7bit 8bit default none unknown-8bit x-unknown
            """
        ),
        (
            .windows1252,
            """
            iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 latin1 latin-1 l1 windows-1252 cp1252 x-cp1252 \
            cp819 ibm819 iso-ir-100 csisolatin1 ansi iso8859_1 cp-1252 win-1252 windows1252
            """
        ),
        (.hz, "hz-gb-2312 hz hzgb2312"),
        (.converted("CP874"), "windows-874 iso-8859-11 iso8859-11 iso885911 tis-620 dos-874 cp874 x-windows-874"),
        (
            .converted("CP1254"),
            "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 iso-ir-148 csisolatin5 windows-1254 iso_8859-9:1989"
        ),
        (.converted("ISO-8859-15"), "csisolatin9 l9 iso8859-15 iso885915 latin9 latin-9"),
        (.converted("ISO-8859-7"), "sun_eu_greek iso-8859-7 greek8 iso8859-7 iso88597"),
        (.converted("ISO-8859-6"), "iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i"),
        (.converted("ISO-8859-8"), "iso-8859-8-e iso-8859-8-i logical visual csiso88598e csiso88598i"),
        (
            .converted("CP932"),
            "shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j ms932 mskanji shiftjis cswindows31j x-ms-cp932 cp932"
        ),
        (.converted("EUC-JP-MS"), "euc-jp x-euc-jp eucjp x-euc cseucpkdfmtjapanese"),
        (.converted("ISO-2022-JP-3"), "iso-2022-jp csiso2022jp iso-2022-jp-ms cp50220 cp50221 cp50222 iso-2022-jp-3"),
        (
            .converted("CP949"),
            """
            euc-kr euckr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 ksx1001 ks_x_1001 ms949 korean iso-ir-149 csksc56011987 cseuckr \
            windows-949 cp949 x-windows-949 uhc ks_c_5601
            """
        ),
        (
            .converted("GB18030"),
            """
            gb2312 gbk gb18030 chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 ms936 \
            windows-936 euc-cn gb2312-80
            """
        ),
        (.converted("BIG5-HKSCS"), "big5 big5-hkscs big-5 cn-big5 csbig5 x-x-big5 big5-eten cp950 windows-950"),
        (.converted("KOI8-U"), "koi8-u koi8-ru"),
        (.converted("KOI8-R"), "koi8-r koi8 koi cskoi8r koi8_r"),
        (.converted("MAC-CYRILLIC"), "x-mac-cyrillic x-mac-ukrainian"),
        (.converted("MACINTOSH"), "x-mac-roman macroman csmacintosh mac"),
        (.converted("IBM866"), "ibm866 cp866 866 csibm866"),
        (.converted("UTF-7"), "unicode-1-1-utf-7 utf7 csunicode11utf7 x-unicode-2-0-utf-7 unicode-2-0-utf-7"),
        (.converted("UTF-16"), "utf-16 utf16 ucs-2 unicode iso-10646-ucs-2 csunicode unicodefeff"),
        (.converted("UTF-16LE"), "utf-16le utf16le"),
        (.converted("UTF-16BE"), "utf-16be utf16be unicodefffe"),
        (.converted("CP1250"), "windows-1250 x-cp1250 win-1250 windows1250"),
        (.converted("CP1251"), "windows-1251 x-cp1251 win-1251 windows1251 win1251"),
        (.converted("CP1253"), "windows-1253 x-cp1253"),
        (.converted("CP1255"), "windows-1255 x-cp1255"),
        (.converted("CP1256"), "windows-1256 x-cp1256"),
        (.converted("CP1257"), "windows-1257 x-cp1257"),
        (.converted("CP1258"), "windows-1258 x-cp1258"),
    ]
}
