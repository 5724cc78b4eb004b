/// A point in time, in milliseconds since 1970 UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timestamp: CustomStringConvertible {
    /// `2026-01-31T09:00:00.123Z`. RFC 3339 §5.6.
    package var description: String {
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        let fraction = milliseconds - seconds * 1000
        return "\(CivilTime(secondsSince1970: seconds).text).\(fraction.padded(to: 3))Z"
    }
}

extension Timestamp: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A point in time as its author's clock showed it: the value of a `Date` field. RFC 5322 §3.3.
package struct ZonedTime: Hashable, Sendable {
    /// Seconds since 1970 UTC.
    package let secondsSince1970: Int64
    /// Minutes east of UTC. `-0000`, a zone that says nothing, is kept as 0.
    package let offsetMinutes: Int

    package init(secondsSince1970: Int64, offsetMinutes: Int) {
        self.secondsSince1970 = secondsSince1970
        self.offsetMinutes = offsetMinutes
    }
}

extension ZonedTime: CustomStringConvertible {
    /// `2026-01-31T10:00:00+01:00`. RFC 3339 §5.6.
    package var description: String {
        let local = CivilTime(secondsSince1970: secondsSince1970 + Int64(offsetMinutes) * 60).text
        guard offsetMinutes != 0 else { return local + "Z" }
        let distance = abs(offsetMinutes)
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(local)\(sign)\((distance / 60).padded(to: 2)):\((distance % 60).padded(to: 2))"
    }
}

extension ZonedTime: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
