/// HZ: Chinese between `~{` and `~}`, two 7-bit octets a character. RFC 1843.
enum HZ {
    /// The same text in the 8-bit form of GB 2312.
    static func eucCN(_ octets: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var isChinese = false
        var position = 0
        while position < octets.count {
            let (first, second) = (octets[position], position + 1 < octets.count ? octets[position + 1] : nil)
            let escape = first == tilde ? second.flatMap { escapes(isChinese: isChinese)[$0] } : nil
            if let escape {
                isChinese = escape.isChinese
                output += escape.text
                position += 2
            } else if isChinese, first != .lf, let second {
                output += [first | 0x80, second | 0x80]
                position += 2
            } else {
                // A line end always ends Chinese.
                if first == .lf { isChinese = false }
                output.append(first)
                position += 1
            }
        }
        return output
    }

    private static let tilde = UInt8(ascii: "~")

    /// What a tilde and the octet behind it stand for.
    private static func escapes(isChinese: Bool) -> [UInt8: (text: [UInt8], isChinese: Bool)] {
        isChinese
            ? [UInt8(ascii: "}"): ([], false)]
            : [UInt8(ascii: "{"): ([], true), tilde: ([tilde], false), .lf: ([], false)]
    }
}
