/// The query of a URL. RFC 3986 §3.4.
struct QueryString: Hashable, Sendable {
    private var pairs: [String] = []

    /// Nothing where there is no value.
    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?) {
        if let value { pairs.append("\(name)=\(Self.encoded(value.description))") }
    }

    /// With the question mark; empty without parameters.
    var text: String { pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&") }

    /// Everything but unreserved characters stands as percent sign and two hexadecimal digits. RFC 3986 §2.3.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { octet in
            let character = Character(UnicodeScalar(octet))
            let isPlain = octet < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
            guard !isPlain else { return String(character) }
            return (octet < 16 ? "%0" : "%") + String(octet, radix: 16, uppercase: true)
        }.joined()
    }
}
