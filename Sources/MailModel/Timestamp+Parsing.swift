extension Timestamp: LosslessStringConvertible {
    /// Reads `2026-01-31T09:00:00Z` or `2026-01-31T10:00:00.5+01:00`; of a fraction, the milliseconds. RFC 3339 §5.6.
    ///
    /// `nil` for everything else, days that no month has included.
    package init?(_ text: String) {
        var reader = DateTimeReader(rest: Array(text.utf8)[...])
        guard let time = reader.civilTime(), let fraction = reader.milliseconds(), let offset = reader.offsetMinutes(),
            reader.rest.isEmpty
        else { return nil }
        self.init(milliseconds: (time.secondsSince1970 - Int64(offset * 60)) * 1000 + fraction)
    }
}

/// Takes the pieces of a date-time off its front. RFC 3339 §5.6.
private struct DateTimeReader {
    var rest: ArraySlice<UInt8>

    mutating func civilTime() -> CivilTime? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("T"),
            let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            let days = CivilTime.days(inMonth: month, of: year), (1...days).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        return CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// 0 where there is no fraction; `nil` where it has no digits.
    mutating func milliseconds() -> Int64? {
        guard take(".") else { return 0 }
        var (value, weight, isEmpty): (Int64, Int64, Bool) = (0, 100, true)
        while let digit = digit() {
            value += Int64(digit) * weight
            (weight, isEmpty) = (weight / 10, false)
        }
        return isEmpty ? nil : value
    }

    /// East of UTC.
    mutating func offsetMinutes() -> Int? {
        if take("Z") { return 0 }
        let sign = take("-") ? -1 : 1
        guard sign < 0 || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    /// Letters count in either case.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        let wanted = UInt8(ascii: character)
        let isLetter = wanted >= UInt8(ascii: "A")
        guard let octet = rest.first, octet == wanted || (isLetter && octet == wanted | 0x20) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int? {
        guard let octet = rest.first, octet &- UInt8(ascii: "0") < 10 else { return nil }
        rest.removeFirst()
        return Int(octet - UInt8(ascii: "0"))
    }
}
