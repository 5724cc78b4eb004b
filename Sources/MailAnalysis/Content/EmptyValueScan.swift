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
            guard Self.mayBegin(octets[range.lowerBound]), !Self.isQuoted(range, in: octets) else { continue }
            let previous = index > 0 ? reading.words[index - 1] : nil
            if let end = Self.printed(range, after: previous, in: octets) {
                found.append(end)
            } else if Self.isValue(word, after: previous, in: reading)
                || SaidValue.isOne(at: index, in: reading) && Self.isSpelled(word, in: octets),
                !(reading.words.indices.contains(index + 1) && Self.isTerm(reading.words[index + 1], after: word))
            {
                let greeting = previous.flatMap { Self.greetings.contains($0.hash) ? $0 : nil }
                found.append((greeting?.range.lowerBound ?? range.lowerBound)..<range.upperBound)
            }
        }
    }

    /// As JavaScript does.
    private static func isSpelled(_ word: Word, in octets: [UInt8]) -> Bool {
        switch word.hash {
        case undefined, null: octets[Int(word.start)].isLowercase
        default: word.range.count == 3 && octets.holds(notANumber, at: Int(word.start))
        }
    }

    /// `null`, `'undefined'`: it is written about, in marks.
    private static func isQuoted(_ range: Range<Int>, in octets: [UInt8]) -> Bool {
        let before = octets.at(range.lowerBound - 1)
        return [UInt8(ascii: "`"), .apostrophe, .quote].contains(before) && octets.at(range.upperBound) == before
    }

    /// `undefined behaviour`, `null pointer`: a term, and no value.
    private static func isTerm(_ next: Word, after word: Word) -> Bool {
        next.start == word.end + 1 && followers.contains(next.hash)
    }

    private static let followers = Set(
        [
            "behaviour", "behavior", "value", "values", "variable", "variables", "symbol", "symbols", "reference",
            "references", "function", "functions", "method", "methods", "index", "offset", "pointer", "pointers",
            "check", "checks", "hypothesis", "byte", "bytes", "property", "properties", "type", "types", "and", "or",
            "island", "modem", "set", "object", "terms", "result", "results",
        ].map { WordHash.of($0) })

    private static func isValue(_ word: Word, after previous: Word?, in reading: ReadableText) -> Bool {
        let octets = reading.octets
        if let previous, isRepeated(word, previous) || isBare(word, after: previous, in: octets) { return true }
        return (word.hash == undefined || word.hash == null) && octets[Int(word.start)].isLowercase
            && fills(word.range, after: previous, in: reading)
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
        if word.hash == undefined { return octets[Int(word.start)].isLowercase && holders.contains(previous.hash) }
        return blanks.contains(word.hash) && greetings.contains(previous.hash)
            && octets.indices.contains(Int(word.end)) && [.comma, .lf, .cr, 0x21].contains(octets[Int(word.end)])
    }

    private static let holders = Set(
        [
            "hi", "hello", "dear", "hey", "order", "invoice", "number", "user", "account", "hallo", "bonjour",
            "bestellung", "rechnung", "commande", "facture", "pedido", "factura", "bestelling", "booking", "ticket",
        ].map { WordHash.of($0) })
    static let greetings = Set(["hi", "hello", "dear", "hey", "hallo", "bonjour"].map { WordHash.of($0) })
    private static let blanks = Set(["none", "nil", "null", "nan"].map { WordHash.of($0) })
    private static let undefined = WordHash.of("undefined")
    private static let null = WordHash.of("null")

    /// `[object Object]`, `NaN`, `Invalid Date`, `Optional(…)`: nobody writes them where a value belongs.
    private static func printed(_ word: Range<Int>, after previous: Word?, in octets: [UInt8]) -> Range<Int>? {
        let start = word.lowerBound
        switch word.count {
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
    private static func isUnit(_ start: Int, in octets: [UInt8]) -> Bool {
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

    private static let notANumber = Array("NaN".utf8)
    /// Of `[object Object]`, `[object Promise]`.
    private static let object = Array("[object ".utf8)
    private static let invalidDate = Array("Invalid Date".utf8)
    /// As a library for dates spells it.
    private static let invalidMoment = Array("Invalid date".utf8)
    private static let optional = Array("Optional(".utf8)

    /// Whether `null` or `undefined` stands where a value belongs: behind a greeting, a label or a sign, with nothing
    /// behind it that would make it part of a sentence.
    private static func fills(_ word: Range<Int>, after previous: Word?, in reading: ReadableText) -> Bool {
        let octets = reading.octets
        var before = word.lowerBound
        while before > 0, octets[before - 1] == .space { before -= 1 }
        let sign = before > 0 ? octets[before - 1] : .lf
        let next = octets.indices.contains(word.upperBound) ? octets[word.upperBound] : .lf
        let isEnd = [.comma, .dot, .lf, .cr, .close, UInt8(ascii: "!")].contains(next)
        if sign == .lf || sign == .cr {
            // A cell of a table, and a greeting of which nothing else is left; programs have such lines as well.
            if next == .lf || next == .cr { return reading.origin != .plain }
            return next == .comma && before == word.lowerBound && isFirst(before, in: octets)
        }
        if sign == .colon {
            let isLast = next == .dot && octets.at(word.upperBound + 1) <= .cr
            let isPrice = next == .space && isUnit(word.upperBound + 1, in: octets)
            return (isEnd && next != .dot || isLast || isPrice) && isLabel(before - 1, in: octets)
        }
        if [UInt8(ascii: "$"), UInt8(ascii: "#"), 0xAC, 0xA3].contains(sign) { return isEnd || next == .space }
        // A sign of a currency, U+20A0…U+20BF.
        if octets.holds([0xE2, 0x82], at: word.upperBound) { return true }
        guard let previous, previous.range.upperBound == before, isEnd || next == .space else { return false }
        if isEnd, openers.contains(previous.hash) { return true }
        return next != .close && prepositions.contains(previous.hash) && isOfOrder(previous, in: octets)
    }

    private static func isFirst(_ position: Int, in octets: [UInt8]) -> Bool {
        position < 256 && octets[..<position].allSatisfy { $0 <= .space }
    }

    /// `Delivery address:` from the beginning of a line, as forms have it; `default: null` is a setting, and `Re:` none
    /// of either.
    private static func isLabel(_ colon: Int, in octets: [UInt8]) -> Bool {
        var start = colon
        while start > 0, colon - start < 40, octets[start - 1].isLetter || octets[start - 1] == .space { start -= 1 }
        while start < colon, octets[start] == .space { start += 1 }
        guard start < colon, octets[start].isUppercase,
            start == 0 || "\n\r.|,;!?".utf8.contains(octets[start - 1])
                || octets[start - 1] == .space && start > 1 && [.lf, .dot].contains(octets[start - 2])
        else { return false }
        return unlabelled.index(of: start..<colon, in: octets) == nil
    }

    private static let unlabelled = WordTable([
        "re", "fwd", "fw", "aw", "wg", "sv", "tr", "default", "value", "type", "returns", "typeerror", "error", "note",
    ])

    /// `ships on undefined`: the word before the preposition is one of orders and appointments.
    private static func isOfOrder(_ preposition: Word, in octets: [UInt8]) -> Bool {
        var end = Int(preposition.start)
        while end > 0, octets[end - 1] == .space { end -= 1 }
        var start = end
        while start > 0, end - start < 20, octets[start - 1].isLetter { start -= 1 }
        return matters.index(of: start..<end, in: octets) != nil
    }

    private static let matters = WordTable([
        "arrive", "arrives", "arriving", "deliver", "delivered", "delivery", "ship", "ships", "shipped", "sent",
        "due", "order", "ordered", "booked", "booking", "valid", "payment", "paid", "invoice", "expires", "expire",
        "scheduled", "appointment", "meeting", "starts", "ends", "renews", "registered", "signed", "invited", "thanks",
        "reservation", "charged", "message", "comment",
    ])

    /// Words behind which a name comes.
    static let openers = Set(
        [
            "hi", "hello", "dear", "hey", "welcome", "thanks", "mr", "mrs", "ms", "order", "invoice", "hallo",
            "bonjour", "hola",
        ].map { WordHash.of($0) })
    private static let prepositions = Set(
        ["for", "to", "on", "by", "from", "until"].map { WordHash.of($0) })
}

extension [UInt8] {
    /// The octet at a place; NUL where there is none.
    fileprivate func at(_ position: Int) -> UInt8 { indices.contains(position) ? self[position] : 0 }
}

extension UInt8 {
    fileprivate var isLowercase: Bool { 0x61...0x7A ~= self }

    fileprivate var isUppercase: Bool { 0x41...0x5A ~= self }
}
