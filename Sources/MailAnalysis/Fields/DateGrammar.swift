import MIME
import MailModel

/// The `date-time` of RFC 5322 §3.3 and §4.3, read as strictly as it is written there.
///
/// ``Header/date(of:)`` reads what programs write instead, too; this tells what is wrong with it.
enum DateGrammar {
    /// What is wrong with a date, as the end of a sentence; `nil` when nothing is.
    static func fault(in body: ArraySlice<UInt8>) -> String? {
        var words = words(of: body)[...]
        let weekday = words.first.flatMap { weekdays.firstIndex(of: $0.lowercased()) }
        if weekday != nil { words = words.dropFirst() }
        guard words.count >= 5 else { return "has not day, month, year, time and zone" }
        let date = Array(words)
        guard let day = number(date[0], digits: 1...2), let year = number(date[2], digits: 2...4) else {
            return "does not begin with day, month and year"
        }
        guard let month = months.firstIndex(of: date[1].lowercased()) else { return "has no month '\(date[1])'" }
        let fullYear = year < 50 ? year + 2000 : year < 1000 ? year + 1900 : year
        guard let days = CivilTime.days(inMonth: month + 1, of: fullYear), 1...days ~= day else {
            return "has a day that the month has not"
        }
        guard isTime(date[3]) else { return "has no time '\(date[3])'" }
        if let fault = faultOfZone(date[4]) { return fault }
        if date.count > 5 { return "has '\(date[5])' behind the zone" }
        guard let weekday else { return nil }
        if !body.contains(.comma) { return "has no comma behind the weekday" }
        // Of a year in two digits nobody can tell what the weekday was.
        let isRight = year < 1000 || weekday == self.weekday(day: day, month: month + 1, year: year)
        return isRight ? nil : "names another weekday than that of the day"
    }

    /// From 0 for Monday, by Zeller's congruence.
    private static func weekday(day: Int, month: Int, year: Int) -> Int {
        let (month, year) = month < 3 ? (month + 12, year - 1) : (month, year)
        return (day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400 + 5) % 7
    }

    /// Words without comments; commas separate.
    private static func words(of body: ArraySlice<UInt8>) -> [String] {
        var depth = 0
        let visible = body.map { octet -> UInt8 in
            if octet == .open { depth += 1 }
            defer { if octet == .close, depth > 0 { depth -= 1 } }
            return depth > 0 || octet.isFolding || octet == .comma ? .space : octet
        }
        return visible.split(separator: .space).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func number(_ word: String, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.utf8.count), word.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(word)
    }

    private static func isTime(_ word: String) -> Bool {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map {
            number(String($0), digits: 2...2)
        }
        guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1] else { return false }
        return hour < 24 && minute < 60 && (parts.count == 2 || (parts[2] ?? 61) <= 60)
    }

    private static func faultOfZone(_ word: String) -> String? {
        guard let sign = word.utf8.first, sign == .plus || sign == .hyphen else {
            return word.utf8.count == 1 && word.utf8.allSatisfy(\.isLetter) || zones.contains(word.uppercased())
                ? nil : "has no zone '\(word)'"
        }
        guard let zone = number(String(word.dropFirst()), digits: 4...4), zone % 100 < 60 else {
            return "has no zone '\(word)'"
        }
        return zone <= 1400 ? nil : "has a zone that no place has, '\(word)'"
    }

    /// RFC 5322 §4.3, and `UTC`, which programs write and everybody reads.
    private static let zones: Set<String> = [
        "UT", "UTC", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT",
    ]
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
