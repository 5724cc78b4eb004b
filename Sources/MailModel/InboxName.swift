/// The name of an inbox. Every message is in exactly one; `default` always exists.
package struct InboxName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package static let `default` = InboxName(unchecked: "default")

    /// Longest name, in octets of UTF-8.
    package static let maximumOctets = 255

    private init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// `nil` when the name is empty, longer than 255 octets, or holds a control character or a slash.
    package init?(_ name: String) {
        let octets = name.utf8
        guard (1...Self.maximumOctets).contains(octets.count),
            octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") })
        else { return nil }
        rawValue = name
    }

    package var description: String { rawValue }
}

extension InboxName: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
