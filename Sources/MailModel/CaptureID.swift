/// The number of a captured message: API id, page cursor and event cursor in one.
///
/// Strictly grows in commit order and is never used twice, not even after deletions and restarts, so it
/// also serves as an IMAP UID (RFC 9051 §2.3.1.1). Changes other than arrivals take a number from the same
/// sequence, which is why ids may have gaps.
package struct CaptureID: Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// Lies before every message.
    package static let zero = CaptureID(0)

    package static func < (left: CaptureID, right: CaptureID) -> Bool { left.rawValue < right.rawValue }
}

extension CaptureID: CustomStringConvertible, LosslessStringConvertible {
    package var description: String { String(rawValue) }

    /// Reads a decimal number of zero or more; anything else is `nil`.
    package init?(_ description: String) {
        guard let value = Int64(description), value >= 0 else { return nil }
        self.init(value)
    }
}

extension CaptureID: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
