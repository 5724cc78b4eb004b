import MIME

/// Tells by its spelling alone that a value is not there, as programming languages print it.
enum PrintedValue {
    /// `[object Object]`, `NaN`, `Invalid Date`, `Optional(…)`, `<no value>`: nobody writes them where a value belongs.
    static func range(at word: Range<Int>, after previous: Word?, in octets: [UInt8]) -> Range<Int>? {
        let start = word.lowerBound
        switch word.count {
        case 2 where octets.holds(noValue, at: start - 1): return (start - 1)..<(start - 1 + noValue.count)
        case 3 where octets.holds(notANumber, at: start): return isAmount(word, in: octets) ? word : nil
        case 6 where start > 0 && octets.holds(object, at: start - 1) && octets.at(word.upperBound + 1).isUppercase:
            let end = octets.firstIndex(
                of: UInt8(ascii: "]"), in: word.upperBound..<min(word.upperBound + 24, octets.count))
            let isOneWord = end.map { octets[(word.upperBound + 1)..<$0].allSatisfy(\.isLetter) } ?? false
            return isOneWord ? end.map { (start - 1)..<($0 + 1) } : nil
        case 7 where octets.holds(invalidDate, at: start) || octets.holds(invalidMoment, at: start):
            let end = start + invalidDate.count
            return isDate(start..<end, after: previous, in: octets) ? start..<end : nil
        case 8 where octets.holds(optional, at: start):
            let first = octets.at(start + optional.count)
            return first == .quote || first.isDigit ? start..<(start + optional.count) : nil
        default: return nil
        }
    }

    /// `$NaN`, `NaN %`, `NaN items`, `Total: NaN`, and alone on a line.
    private static func isAmount(_ word: Range<Int>, in octets: [UInt8]) -> Bool {
        // `NaN/NaN/NaN`, a date.
        if "/-:".utf8.contains(octets.at(word.upperBound)), octets.holds(notANumber, at: word.upperBound + 1) {
            return true
        }
        var (before, behind) = (word.lowerBound, word.upperBound)
        while before > 0, octets[before - 1] == .space { before -= 1 }
        while octets.at(behind) == .space { behind += 1 }
        let sign = octets.at(before - 1)
        // The ends of €, £ and their like.
        if [UInt8(ascii: "$"), UInt8(ascii: "#"), 0xAC, 0xA3, 0xA5].contains(sign) { return true }
        let isEnd = behind >= octets.count || [.lf, .cr].contains(octets[behind])
        if sign == .colon || sign == .lf || before == 0, isEnd || octets.at(behind) == .comma { return true }
        var first = before
        while first > 0, before - first < 4, octets[first - 1].isLetter { first -= 1 }
        if before - first == 3, units.index(of: first..<before, in: octets) != nil { return true }
        if [.percent, UInt8(ascii: "$")].contains(octets.at(behind)) { return true }
        return isUnit(behind, in: octets)
    }

    /// `EUR`, `€`, `items`.
    static func isUnit(_ start: Int, in octets: [UInt8]) -> Bool {
        if currencies.contains(where: { octets.holds($0, at: start) }) { return true }
        var end = start
        while end - start < 12, octets.at(end).isLetter { end += 1 }
        return units.index(of: start..<end, in: octets) != nil
    }

    /// Pounds, yen, and U+20A0…U+20BF.
    private static let currencies: [[UInt8]] = [[0xC2, 0xA3], [0xC2, 0xA5], [0xE2, 0x82]]
    private static let units = WordTable([
        "usd", "eur", "gbp", "chf", "new", "messages", "unread", "orders", "products", "percent", "stars", "days",
        "hours", "minutes", "items", "points", "times", "day", "hour", "item", "kg",
        "km", "credits", "tage", "stunden", "jours",
    ])

    /// Behind a word or a sign that a date follows, and at the end of what is said.
    private static func isDate(_ date: Range<Int>, after previous: Word?, in octets: [UInt8]) -> Bool {
        var behind = date.upperBound
        while octets.at(behind) == .space { behind += 1 }
        // `Invalid Date format`.
        guard behind == date.upperBound || !octets.at(behind).isLetter || times.contains(octets.at(behind)) else {
            return false
        }
        var before = date.lowerBound
        while before > 0, octets[before - 1] == .space { before -= 1 }
        if before == 0 || [.lf, .cr, .colon, .hyphen, .open, UInt8(ascii: "|")].contains(octets[before - 1]) {
            return true
        }
        return previous.map { Int($0.end) == before && dated.contains($0.hash) } ?? false
    }

    /// How the words begin that may follow a date: `at`, `to`, `um`, `à`.
    private static let times = Set("atu".utf8)
    private static let dated = Set(
        [
            "on", "at", "date", "due", "until", "by", "from", "to", "since", "am", "le", "el", "il", "expires", "of",
            "for", "before", "after", "and", "den", "bis", "der", "vom", "op", "dated",
        ].map { WordHash.of($0) })

    static let notANumber = Array("NaN".utf8)
    /// As templates of Go say it.
    private static let noValue = Array("<no value>".utf8)
    /// Of `[object Object]`, `[object Promise]`.
    private static let object = Array("[object ".utf8)
    private static let invalidDate = Array("Invalid Date".utf8)
    /// As a library for dates spells it.
    private static let invalidMoment = Array("Invalid date".utf8)
    private static let optional = Array("Optional(".utf8)
}
