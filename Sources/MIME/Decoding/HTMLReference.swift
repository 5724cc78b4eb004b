/// Character references of HTML: `&amp;`, `&#8364;`, `&#x20AC;`. HTML Standard §13.5.
enum HTMLReference {
    /// The character that the reference at `position` stands for and where the reference ends; `nil` for an
    /// ampersand that begins none. Only names of common characters are known.
    static func read(_ input: [UInt8], at position: Int) -> (text: String, end: Int)? {
        let limit = min(position + 12, input.count)
        guard let semicolon = input.firstIndex(of: .semicolon, in: position..<limit), semicolon > position + 1 else {
            return nil
        }
        let name = input[(position + 1)..<semicolon]
        if name.first == UInt8(ascii: "#") {
            return scalar(name.dropFirst()).map { (String($0), semicolon + 1) }
        }
        return names[String(decoding: name, as: UTF8.self)].map { ($0, semicolon + 1) }
    }

    /// Text with every reference resolved.
    static func resolve(_ input: [UInt8]) -> String {
        var output: [UInt8] = []
        var position = 0
        while position < input.count {
            if input[position] == UInt8(ascii: "&"), let (text, end) = read(input, at: position) {
                output += text.utf8
                position = end
            } else {
                output.append(input[position])
                position += 1
            }
        }
        return String(octets: output)
    }

    private static func scalar(_ digits: ArraySlice<UInt8>) -> Character? {
        let isHexadecimal = digits.first?.lowercased == UInt8(ascii: "x")
        let text = String(decoding: isHexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
        guard let value = UInt32(text, radix: isHexadecimal ? 16 : 10) else { return nil }
        // Numbers that only make sense in Windows-1252 are read so. HTML Standard §13.2.5.80.
        if 0x80..<0xA0 ~= value { return Windows1252.text(of: [UInt8(value)]).first }
        return Unicode.Scalar(value).map { Character($0.value == 0 ? "\u{FFFD}" : $0) }
    }

    private static let names: [String: String] = {
        var names: [String: String] = [:]
        let words = table.split(separator: " ")
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            names[String(words[index])] = String(words[index + 1])
        }
        for space in ["nbsp", "ensp", "emsp", "thinsp"] { names[space] = " " }
        for invisible in ["zwnj", "zwj", "shy", "lrm", "rlm", "ZeroWidthSpace", "NoBreak"] { names[invisible] = "" }
        return names
    }()

    private static let table = """
        amp & lt < gt > quot " apos ' iexcl ¡ cent ¢ pound £ curren ¤ yen ¥ brvbar ¦ sect § uml ¨ copy © ordf ª laquo « \
        not ¬ reg ® macr ¯ deg ° plusmn ± sup2 ² sup3 ³ acute ´ micro µ para ¶ middot · cedil ¸ sup1 ¹ ordm º raquo » \
        frac14 ¼ frac12 ½ frac34 ¾ iquest ¿ Agrave À Aacute Á Acirc Â Atilde Ã Auml Ä Aring Å AElig Æ Ccedil Ç \
        Egrave È Eacute É Ecirc Ê Euml Ë Igrave Ì Iacute Í Icirc Î Iuml Ï ETH Ð Ntilde Ñ Ograve Ò Oacute Ó Ocirc Ô \
        Otilde Õ Ouml Ö times × Oslash Ø Ugrave Ù Uacute Ú Ucirc Û Uuml Ü Yacute Ý THORN Þ szlig ß agrave à aacute á \
        acirc â atilde ã auml ä aring å aelig æ ccedil ç egrave è eacute é ecirc ê euml ë igrave ì iacute í icirc î \
        iuml ï eth ð ntilde ñ ograve ò oacute ó ocirc ô otilde õ ouml ö divide ÷ oslash ø ugrave ù uacute ú ucirc û \
        uuml ü yacute ý thorn þ yuml ÿ OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ Gamma Γ Delta Δ \
        Omega Ω alpha α beta β gamma γ delta δ pi π sigma σ omega ω ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ \
        rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › euro € trade ™ \
        larr ← uarr ↑ rarr → darr ↓ harr ↔ minus − infin ∞ asymp ≈ ne ≠ le ≤ ge ≥ hearts ♥ star ☆ starf ★ check ✓
        """
}
