import MailModel

/// Reads the dates of mail: RFC 5322 §3.3, its obsolete forms (§4.3), and what programs write instead.
///
/// Numbers count by their order: day, month, year, hour, minute, second. A month may be a name and stand before
/// the day.
struct DateParser {
    private var cursor: FieldCursor
    private var numbers: [Int] = []
    private var month: Int?
    private var offset: Int?
    private var isAfternoon: Bool?

    static func date(_ body: Range<Int>, in source: [UInt8]) -> ZonedTime? {
        var range = body
        // A `Received` field has its date behind the last semicolon. RFC 5322 §3.6.7.
        if let semicolon = source[body].lastIndex(of: .semicolon) { range = (semicolon + 1)..<body.upperBound }
        var parser = DateParser(cursor: FieldCursor(source, range))
        return parser.run()
    }

    private init(cursor: FieldCursor) {
        self.cursor = cursor
    }

    private mutating func run() -> ZonedTime? {
        numbers.reserveCapacity(8)
        while let octet = cursor.peek, offset == nil {
            if octet == .open {
                _ = cursor.comment()
            } else if octet.isDigit {
                number()
            } else if octet.isLetter {
                guard word() else { return nil }
            } else if (octet == .plus || octet == .hyphen) && isTimeComplete
                && (cursor.peek(after: 1)?.isDigit ?? false)
            {
                cursor.advance()
                offset = zone(isSigned: true) * (octet == .plus ? 1 : -1)
            } else {
                cursor.advance()
            }
        }
        return value()
    }

    /// Day, month and year, then at least hour and minute.
    private var isTimeComplete: Bool { numbers.count + (month == nil ? 0 : 1) >= 5 }

    private mutating func digits() -> (value: Int, count: Int) {
        var (value, count) = (0, 0)
        while let octet = cursor.peek, octet.isDigit {
            value = min(value * 10 + Int(octet - .zero), 1_000_000)
            count += 1
            cursor.advance()
        }
        return (value, count)
    }

    private mutating func number() {
        let needed = month == nil ? 6 : 5
        if numbers.count >= needed {
            // Behind the seconds: a fraction, or a zone without its sign.
            let isFraction = cursor.position > 0 && cursor.source[cursor.position - 1] == .dot
            let zone = zone(isSigned: false)
            if !isFraction { offset = zone }
            return
        }
        numbers.append(digits().value)
    }

    /// `hhmm`, `hh:mm` or `hh` as minutes.
    private mutating func zone(isSigned: Bool) -> Int {
        let (value, count) = digits()
        if count <= 2 {
            guard cursor.peek == .colon, cursor.peek(after: 1)?.isDigit ?? false else {
                return isSigned || count == 2 ? value * 60 : value
            }
            cursor.advance()
            return value * 60 + digits().value
        }
        return value / 100 * 60 + value % 100
    }

    /// `false` for a word that cannot be in a date.
    private mutating func word() -> Bool {
        let start = cursor.position
        while let octet = cursor.peek, octet.isLetter || octet.isDigit && cursor.position > start + 1 {
            cursor.advance()
        }
        let word = start..<cursor.position
        let letters = cursor.source[word]
        if isTimeComplete {
            switch String(lowercasing: letters) {
            case "am": isAfternoon = false
            case "pm": isAfternoon = true
            default:
                offset = Self.universal.contains(String(lowercasing: letters)) ? signedZone() : nil
                offset = offset ?? Self.offset(of: letters)
                takeYearBehindZone()
            }
            return true
        }
        if letters.count >= 3, let named = Self.names[Self.key(letters)], month == nil, numbers.count <= 1 {
            month = named
            return true
        }
        // Weekdays come first; `T` stands between date and time in ISO 8601.
        return numbers.isEmpty || letters.count == 1 || Self.isOrdinal(letters)
    }

    private static let universal: Set<String> = ["gmt", "utc", "ut", "z"]

    /// What is counted from the zone before it: `GMT+0200`, as JavaScript writes it.
    private mutating func signedZone() -> Int? {
        var ahead = cursor
        ahead.skipBlanks()
        guard let sign = ahead.peek, sign == .plus || sign == .hyphen, ahead.peek(after: 1)?.isDigit ?? false else {
            return nil
        }
        ahead.advance()
        cursor = ahead
        return zone(isSigned: true) * (sign == .plus ? 1 : -1)
    }

    /// `Jan 31 09:00:00 EST 2026`, as some programs write it.
    private mutating func takeYearBehindZone() {
        guard month != nil, numbers.count == 4 else { return }
        cursor.skipBlanks()
        let (value, count) = digits()
        if count == 4 { numbers.append(value) }
    }

    private static func isOrdinal(_ letters: ArraySlice<UInt8>) -> Bool {
        ["st", "nd", "rd", "th"].contains(String(lowercasing: letters))
    }

    private static func key(_ letters: ArraySlice<UInt8>) -> UInt32 {
        letters.prefix(3).reduce(0) { $0 << 8 | UInt32($1.lowercased) }
    }

    private static let names: [UInt32: Int] = {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return Dictionary(uniqueKeysWithValues: months.enumerated().map { (key(Array($1.utf8)[...]), $0 + 1) })
    }()

    /// The named zones of RFC 5322 §4.3, in minutes; every other name says nothing.
    private static func offset(of letters: ArraySlice<UInt8>) -> Int {
        switch String(lowercasing: letters.prefix(3)) {
        case "edt": -4 * 60
        case "est", "cdt": -5 * 60
        case "cst", "mdt": -6 * 60
        case "mst", "pdt": -7 * 60
        case "pst": -8 * 60
        default: 0
        }
    }

    // MARK: The value

    private func value() -> ZonedTime? {
        guard var time = civilTime() else { return nil }
        if let isAfternoon { time.hour = time.hour % 12 + (isAfternoon ? 12 : 0) }
        guard let days = CivilTime.days(inMonth: time.month, of: time.year), 1...days ~= time.day,
            0..<24 ~= time.hour, 0..<60 ~= time.minute, 0...60 ~= time.second, 1...9999 ~= time.year
        else { return nil }
        // A zone that cannot be is no zone.
        let minutes = offset.flatMap { abs($0) < 24 * 60 ? $0 : nil } ?? 0
        return ZonedTime(
            secondsSince1970: time.secondsSince1970 - Int64(minutes) * 60, offsetMinutes: minutes)
    }

    private func civilTime() -> CivilTime? {
        var numbers = numbers
        var time = CivilTime(year: 0, month: 0, day: 0)
        if let month, !numbers.isEmpty {
            // asctime: `Jan 31 09:00:00 2026`.
            if numbers.count == 5, numbers[4] > 60 { numbers.insert(numbers.remove(at: 4), at: 1) }
            numbers.insert(month, at: 1)
        }
        guard numbers.count >= 5 else { return nil }
        let isYearFirst = numbers[0] > 31
        (time.year, time.day) = isYearFirst ? (numbers[0], numbers[2]) : (Self.year(numbers[2]), numbers[0])
        time.month = numbers[1]
        (time.hour, time.minute) = (numbers[3], numbers[4])
        if numbers.count > 5 { time.second = numbers[5] }
        return time
    }

    /// Two digits below 50 are of this century, three digits count from 1900. RFC 5322 §4.3.
    private static func year(_ number: Int) -> Int {
        switch number {
        case 0..<50: 2000 + number
        case 50..<1000: 1900 + number
        default: number
        }
    }
}
