/// An inbox: what it is called, what is set for it, and what is in it.
package struct Inbox: Hashable, Sendable {
    package var name: InboxName
    package var settings: InboxSettings
    package var messages: Int
    /// Of the messages, those that nobody has seen.
    package var unseen: Int
    /// Octets of their contents.
    package var octets: Int64
    /// `nil` when it is empty.
    package var newest: CaptureID?
    /// When the newest was received.
    package var lastReceivedAt: Timestamp?

    package init(
        name: InboxName, settings: InboxSettings = InboxSettings(), messages: Int = 0, unseen: Int = 0,
        octets: Int64 = 0, newest: CaptureID? = nil, lastReceivedAt: Timestamp? = nil
    ) {
        (self.name, self.settings) = (name, settings)
        (self.messages, self.unseen, self.octets) = (messages, unseen, octets)
        (self.newest, self.lastReceivedAt) = (newest, lastReceivedAt)
    }
}

/// What people set for an inbox.
package struct InboxSettings: Hashable, Sendable {
    package var description: String?
    package var colour: Colour?
    package var retention = Retention()
    /// How long it lives from the moment at which that was set; `nil` for ever.
    package var ttl: TimeSpan?
    /// When it goes, with all that is in it.
    package var expiresAt: Timestamp?

    package init() {}

    /// Nothing is set.
    package var isEmpty: Bool { self == InboxSettings() }

    /// Whether its time to live is over.
    package func isOver(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// A colour as HTML writes it: `#1a2b3c`.
    package struct Colour: Hashable, Sendable, LosslessStringConvertible {
        package let description: String

        /// `nil` unless it is a number sign and six hexadecimal digits.
        package init?(_ text: String) {
            guard text.utf8.count == 7, text.first == "#", text.dropFirst().allSatisfy(\.isHexDigit) else { return nil }
            description = text.lowercased()
        }
    }
}

/// How much of an inbox is kept; what is beyond goes, the oldest first.
package struct Retention: Hashable, Sendable, Codable {
    /// Most messages; `nil` for any number.
    package var count: Int?
    /// Longest time that a message is kept; `nil` for ever.
    package var age: TimeSpan?
    /// Most octets of all contents; `nil` for any number.
    package var octets: Int64?

    package init(count: Int? = nil, age: TimeSpan? = nil, octets: Int64? = nil) {
        (self.count, self.age, self.octets) = (count, age, octets)
    }

    package var isLimited: Bool { count != nil || age != nil || octets != nil }

    /// Whether a message has been kept for long enough, if it came at `received`.
    package func isOver(received: Timestamp, at now: Timestamp) -> Bool {
        age.map { received < now - $0 } ?? false
    }
}

extension Retention {
    private enum CodingKeys: String, CodingKey { case count, age, octets }

    /// Every key is always there.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(count, forKey: .count)
        try container.encode(age, forKey: .age)
        try container.encode(octets, forKey: .octets)
    }
}

extension Inbox: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, description, colour, messages, unseen, octets, newest, lastReceivedAt, retention, ttl, expiresAt
    }

    /// Every key is always there; what is absent is `null`. The settings have their keys beside the others.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(settings.description, forKey: .description)
        try container.encode(settings.colour?.description, forKey: .colour)
        try container.encode(messages, forKey: .messages)
        try container.encode(unseen, forKey: .unseen)
        try container.encode(octets, forKey: .octets)
        try container.encode(newest, forKey: .newest)
        try container.encode(lastReceivedAt, forKey: .lastReceivedAt)
        try container.encode(settings.retention, forKey: .retention)
        try container.encode(settings.ttl, forKey: .ttl)
        try container.encode(settings.expiresAt, forKey: .expiresAt)
    }
}
