/// The name of an inbox. Every message is in exactly one; `default` always exists.
///
/// Names that look alike and have other octets, as `é` can be spelled in two ways, are two, as they are in a database.
package struct InboxName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package static let `default` = InboxName(unchecked: "default")

    /// Longest name, in octets of UTF-8.
    package static let maximumOctets = 255

    /// What a name may be, as a phrase.
    package static let allowed = "1 to \(maximumOctets) octets, no slash, no control character, and neither . nor .."

    private init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// `nil` for what is not ``allowed``. No URL leads to `.` and `..`.
    package init?(_ name: String) {
        let octets = name.utf8
        guard (1...Self.maximumOctets).contains(octets.count),
            octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }), name != ".", name != ".."
        else { return nil }
        rawValue = name
    }

    package var description: String { rawValue }

    package static func == (left: InboxName, right: InboxName) -> Bool { left.rawValue.hasOctets(of: right.rawValue) }

    package func hash(into hasher: inout Hasher) { rawValue.hashOctets(into: &hasher) }
}

extension String {
    /// Whether both are spelled alike. Strings themselves are equal where Unicode takes them for the same.
    func hasOctets(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    func hashOctets(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension InboxName: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
