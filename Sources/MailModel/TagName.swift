/// A word that people and rules put on messages, to find them again. Those that look alike and have other octets are two.
package struct TagName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// Longest tag, in octets of UTF-8.
    package static let maximumOctets = 100
    /// Most tags of one message.
    package static let maximumPerMessage = 100

    /// `nil` when the name is empty, longer than 100 octets, begins or ends with a space, or holds a control character
    /// or a comma, which separates tags in a field of a message.
    package init?(_ name: String) {
        let octets = name.utf8
        guard (1...Self.maximumOctets).contains(octets.count),
            octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ",") }),
            octets.first != UInt8(ascii: " "), octets.last != UInt8(ascii: " ")
        else { return nil }
        rawValue = name
    }

    package static func == (left: TagName, right: TagName) -> Bool { left.rawValue.hasOctets(of: right.rawValue) }

    package func hash(into hasher: inout Hasher) { rawValue.hashOctets(into: &hasher) }

    package static func < (left: TagName, right: TagName) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    package var description: String { rawValue }
}

extension TagName: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let tag = TagName(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no tag")
        }
        self = tag
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// A tag that is in use.
package struct TagCount: Hashable, Sendable, Encodable {
    package var name: TagName
    package var messages: Int

    package init(name: TagName, messages: Int) { (self.name, self.messages) = (name, messages) }
}
