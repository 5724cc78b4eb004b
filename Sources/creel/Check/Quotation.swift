/// Octets of a message as a line of text that can be shown anywhere.
enum Quotation {
    /// Octets that are shown.
    static let limit = 120

    /// Control characters are escaped, what is no UTF-8 stands as `\x80`, and what is too long ends in `…`.
    static func text(of octets: ArraySlice<UInt8>) -> String {
        var text = ""
        var rest = octets.prefix(limit)
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            // A character that the limit cuts is left out.
            if rest.count < length, octets.count > limit { break }
            if let character = String(validating: rest.prefix(length), as: UTF8.self), rest.count >= length {
                text += character
                rest = rest.dropFirst(length)
            } else {
                text += "\\x" + String(first, radix: 16)
                rest.removeFirst()
            }
        }
        while text.hasSuffix("\n") || text.hasSuffix("\r\n") || text.hasSuffix("\r") { text.removeLast() }
        return text.escapingControls() + (octets.count > limit ? "…" : "")
    }
}
