/// Date and time of day in the proleptic Gregorian calendar; the arithmetic behind RFC 3339 and RFC 5322 dates.
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    /// 1…12
    package var month: Int
    /// 1…31
    package var day: Int
    /// 0…23
    package var hour: Int
    package var minute: Int
    /// 0…60; a leap second counts as the first second of the next minute.
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// The time of day in UTC at `seconds` since 1970.
    package init(secondsSince1970 seconds: Int64) {
        let (days, rest) = seconds.flooredDivision(by: 86_400)
        // Years begin in March here, so that the leap day comes last.
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        (hour, minute, second) = (Int(rest / 3600), Int(rest / 60 % 60), Int(rest % 60))
    }

    /// Seconds since 1970, taking the value as UTC.
    package var secondsSince1970: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = shiftedYear.flooredDivision(by: 400)
        let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// 28…31, or `nil` when `month` is no month.
    package static func days(inMonth month: Int, of year: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        case 1...12: return 31
        default: return nil
        }
    }

    /// Appends `2026-01-31T09:00:00`, without a zone. RFC 3339 §5.6.
    ///
    /// Octets, because lists write thousands of these.
    func append(to text: inout [UInt8]) {
        text.append(decimal: year, width: 4)
        append(month, behind: "-", to: &text)
        append(day, behind: "-", to: &text)
        append(hour, behind: "T", to: &text)
        append(minute, behind: ":", to: &text)
        append(second, behind: ":", to: &text)
    }

    private func append(_ value: Int, behind separator: Unicode.Scalar, to text: inout [UInt8]) {
        text.append(UInt8(ascii: separator))
        text.append(decimal: value, width: 2)
    }
}

extension BinaryInteger {
    /// Decimal digits with leading zeros up to `width`; meant for values of zero and more.
    package func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}

extension [UInt8] {
    /// Appends decimal digits with leading zeros up to `width`; of a value below zero, without its sign.
    mutating func append(decimal number: Int, width: Int) {
        let value = number.magnitude
        var divisor: UInt = 1
        for _ in 1..<width { divisor *= 10 }
        while value / divisor > 9 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}

extension Int64 {
    /// Quotient rounded down, and a remainder that is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
