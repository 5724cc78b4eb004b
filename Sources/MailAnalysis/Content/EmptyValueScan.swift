import MIME

/// Looks for what programming languages print for a value that is not there.
struct EmptyValueScan {
    private(set) var found: [Range<Int>] = []
    private static let limit = 100

    init(_ reading: ReadableText) {
        let octets = reading.octets
        for (index, word) in reading.words.enumerated() where found.count < Self.limit {
            let range = word.range
            if Self.greetsNobody(word, in: octets) {
                found.append(range.lowerBound..<(range.upperBound + 2))
                continue
            }
            guard Self.mayBegin(octets[range.lowerBound]) else { continue }
            let previous = index > 0 ? reading.words[index - 1] : nil
            if let end = Self.printed(range, in: octets) {
                found.append(end)
            } else if Self.isValue(word, after: previous, in: octets) {
                let greeting = previous.flatMap { Self.greetings.contains($0.hash) ? $0 : nil }
                found.append((greeting?.range.lowerBound ?? range.lowerBound)..<range.upperBound)
            }
        }
    }

    private static func isValue(_ word: Word, after previous: Word?, in octets: [UInt8]) -> Bool {
        if let previous, isRepeated(word, previous) || isBare(word, after: previous, in: octets) { return true }
        return (word.hash == undefined || word.hash == null) && octets[Int(word.start)].isLowercase
            && fills(word.range, after: previous, in: octets)
    }

    /// Whether one of the values begins so: `NaN`, `null`, `undefined`, `Invalid Date`, `object`.
    @inline(__always)
    private static func mayBegin(_ octet: UInt8) -> Bool {
        switch octet | 0x20 {
        case UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "i"), UInt8(ascii: "o"): true
        default: false
        }
    }

    /// `Hello ,` at the beginning of a line: no name came behind the greeting.
    private static func greetsNobody(_ word: Word, in octets: [UInt8]) -> Bool {
        octets.at(Int(word.end)) == .space && octets.at(Int(word.end) + 1) == .comma
            && (word.start == 0 || octets[Int(word.start) - 1] == .lf)
            && greetings.contains(word.hash)
    }

    /// `undefined undefined`: first name and last name.
    private static func isRepeated(_ word: Word, _ previous: Word) -> Bool {
        word.hash == previous.hash && word.start == previous.end + 1 && (word.hash == undefined || word.hash == null)
    }

    /// What languages print for nothing, right behind a greeting: `Hello None,`; and `order undefined` anywhere.
    private static func isBare(_ word: Word, after previous: Word, in octets: [UInt8]) -> Bool {
        guard word.start == previous.end + 1, octets.indices.contains(Int(previous.end)),
            octets[Int(previous.end)] == .space
        else { return false }
        if word.hash == undefined { return holders.contains(previous.hash) }
        return blanks.contains(word.hash) && greetings.contains(previous.hash)
            && octets.indices.contains(Int(word.end)) && [.comma, .lf, .cr, 0x21].contains(octets[Int(word.end)])
    }

    private static let holders = Set(
        ["hi", "hello", "dear", "hey", "order", "invoice", "number", "user", "account", "hallo", "bonjour"]
            .map { WordHash.of($0) })
    private static let greetings = Set(["hi", "hello", "dear", "hey", "hallo", "bonjour"].map { WordHash.of($0) })
    private static let blanks = Set(["none", "nil", "null", "nan"].map { WordHash.of($0) })
    private static let undefined = WordHash.of("undefined")
    private static let null = WordHash.of("null")

    /// `[object Object]`, `NaN`, `Invalid Date`, `Optional(…)`: nobody writes them.
    private static func printed(_ word: Range<Int>, in octets: [UInt8]) -> Range<Int>? {
        let start = word.lowerBound
        switch word.count {
        case 3 where octets.holds(notANumber, at: start):
            return octets.indices.contains(word.upperBound) && octets[word.upperBound] == .hyphen ? nil : word
        case 6 where start > 0 && octets.holds(object, at: start - 1):
            let end = octets.firstIndex(
                of: UInt8(ascii: "]"), in: word.upperBound..<min(word.upperBound + 24, octets.count))
            return end.map { (start - 1)..<($0 + 1) }
        case 7 where octets.holds(invalidDate, at: start) || octets.holds(invalidMoment, at: start):
            return start..<(start + invalidDate.count)
        case 8 where octets.holds(optional, at: start): return start..<(start + optional.count)
        default: return nil
        }
    }

    private static let notANumber = Array("NaN".utf8)
    /// Of `[object Object]`, `[object Promise]`.
    private static let object = Array("[object ".utf8)
    private static let invalidDate = Array("Invalid Date".utf8)
    /// As a library for dates spells it.
    private static let invalidMoment = Array("Invalid date".utf8)
    private static let optional = Array("Optional(".utf8)

    /// Whether `null` or `undefined` stands where a value belongs: behind a greeting, a label or a sign, with nothing
    /// behind it that would make it part of a sentence.
    private static func fills(_ word: Range<Int>, after previous: Word?, in octets: [UInt8]) -> Bool {
        var before = word.lowerBound
        while before > 0, octets[before - 1] == .space { before -= 1 }
        let sign = before > 0 ? octets[before - 1] : .lf
        let next = octets.indices.contains(word.upperBound) ? octets[word.upperBound] : .lf
        let isEnd = [.comma, .dot, .lf, .cr, .semicolon, .close, UInt8(ascii: "!")].contains(next)
        if sign == .lf || sign == .cr { return isEnd && next != .dot }
        if [.colon, .equals, UInt8(ascii: "$"), UInt8(ascii: "#"), 0xAC, 0xA3].contains(sign) {
            return isEnd || next == .space
        }
        // A sign of a currency, U+20A0…U+20BF.
        if octets.holds([0xE2, 0x82], at: word.upperBound) { return true }
        guard let previous, previous.range.upperBound == before else { return false }
        return isEnd && openers.contains(previous.hash)
    }

    /// Words behind which a name comes.
    private static let openers = Set(
        [
            "hi", "hello", "dear", "hey", "welcome", "thanks", "mr", "mrs", "ms", "order", "invoice", "hallo",
            "bonjour",
            "hola", "user", "account", "name", "for", "to", "on", "by", "from", "until",
        ].map { WordHash.of($0) })
}

extension [UInt8] {
    /// The octet at a place; NUL where there is none.
    fileprivate func at(_ position: Int) -> UInt8 { position < count ? self[position] : 0 }
}

extension UInt8 {
    fileprivate var isLowercase: Bool { 0x61...0x7A ~= self }
}
