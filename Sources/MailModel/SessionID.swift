/// Names one connection, for ever; grows with the time at which the connection began.
///
/// The value is microseconds since 1970, moved on where two connections begin in the same microsecond. It is
/// written as a decimal string, because JavaScript cannot hold every 64-bit number.
package struct SessionID: Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    package static func < (left: SessionID, right: SessionID) -> Bool { left.rawValue < right.rawValue }
}

extension SessionID: CustomStringConvertible, LosslessStringConvertible {
    package var description: String { String(rawValue) }

    package init?(_ description: String) {
        guard let value = Int64(description), value >= 0 else { return nil }
        self.init(value)
    }
}

extension SessionID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = SessionID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a session id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
