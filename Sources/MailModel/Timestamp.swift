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
        var text: [UInt8] = []
        text.reserveCapacity(24)
        CivilTime(secondsSince1970: seconds).append(to: &text)
        text.append(UInt8(ascii: "."))
        text.append(decimal: Int(fraction), width: 3)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
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
        var text: [UInt8] = []
        text.reserveCapacity(25)
        CivilTime(secondsSince1970: secondsSince1970 + Int64(offsetMinutes) * 60).append(to: &text)
        if offsetMinutes == 0 {
            text.append(UInt8(ascii: "Z"))
        } else {
            text.append(offsetMinutes < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            text.append(decimal: abs(offsetMinutes) / 60, width: 2)
            text.append(UInt8(ascii: ":"))
            text.append(decimal: abs(offsetMinutes) % 60, width: 2)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension ZonedTime: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
