import MIME

/// Looks for what programming languages print for a value that is not there.
struct EmptyValueScan {
    private(set) var found: [Range<Int>] = []
    private static let limit = 100

    init(_ reading: ReadableText) {
        let (octets, words) = (reading.octets, reading.words)
        for (index, word) in words.enumerated() where found.count < Self.limit {
            let range = word.range
            if Self.greetsNobody(word, in: octets) {
                found.append(range.lowerBound..<(range.upperBound + 2))
                continue
            }
            guard Self.mayBegin(octets[range.lowerBound]) else { continue }
            let previous = index > 0 ? words[index - 1] : nil
            if let marks = Self.marks(around: range, in: octets) {
                if let previous, Self.isGreeted(word, marks, after: previous, in: octets) {
                    found.append(previous.range.lowerBound..<marks.upperBound)
                }
                continue
            }
            if let printed = PrintedValue.range(at: range, after: previous, in: octets) {
                found.append(Self.withGreeting(previous, printed))
            } else if Self.isValue(word, after: previous, in: reading) || Self.acts(at: index, in: reading)
                || SaidValue.isOne(at: index, in: reading) && Self.isSpelled(word, in: octets),
                !(words.indices.contains(index + 1) && Self.isTerm(words[index + 1], after: word))
            {
                found.append(Self.withGreeting(previous, range))
            }
        }
    }

    /// The greeting before a value counts, too, as it would greet nobody then.
    private static func withGreeting(_ previous: Word?, _ value: Range<Int>) -> Range<Int> {
        guard let previous, Greeting.hashes.contains(previous.hash) else { return value }
        return previous.range.lowerBound..<value.upperBound
    }

    /// As JavaScript does.
    private static func isSpelled(_ word: Word, in octets: [UInt8]) -> Bool {
        switch word.hash {
        case undefined, null: octets[Int(word.start)].isLowercase
        default: word.range.count == 3 && octets.holds(PrintedValue.notANumber, at: Int(word.start))
        }
    }

    /// The word with the marks that it stands in: `null` in backticks, 'undefined', “NaN”. It is written about.
    private static func marks(around word: Range<Int>, in octets: [UInt8]) -> Range<Int>? {
        let before = octets.at(word.lowerBound - 1)
        switch before {
        case UInt8(ascii: "`"), .apostrophe, .quote:
            return octets.at(word.upperBound) == before ? (word.lowerBound - 1)..<(word.upperBound + 1) : nil
        // `(null)`, `<nil>`.
        case .open: return octets.at(word.upperBound) == .close ? (word.lowerBound - 1)..<(word.upperBound + 1) : nil
        case .less: return octets.at(word.upperBound) == .greater ? (word.lowerBound - 1)..<(word.upperBound + 1) : nil
        // U+2018…U+201F.
        case 0x98...0x9F where octets.holds(quotation, at: word.lowerBound - 3):
            return octets.holds(quotation, at: word.upperBound) ? (word.lowerBound - 3)..<(word.upperBound + 3) : nil
        // « and ».
        case 0xAB where octets.at(word.lowerBound - 2) == 0xC2, 0xBB where octets.at(word.lowerBound - 2) == 0xC2:
            return octets.at(word.upperBound) == 0xC2 ? (word.lowerBound - 2)..<(word.upperBound + 2) : nil
        default: return nil
        }
    }

    private static let quotation: [UInt8] = [0xE2, 0x80]

    /// `Hello "undefined",`: nobody is called so, marks or not.
    private static func isGreeted(_ word: Word, _ marks: Range<Int>, after previous: Word, in octets: [UInt8]) -> Bool {
        octets[marks.lowerBound] != UInt8(ascii: "`") && Int(previous.end) + 1 == marks.lowerBound
            && octets[Int(previous.end)] == .space && Greeting.hashes.contains(previous.hash)
            && (isSpelled(word, in: octets) || blanks.index(of: word.range, in: octets) ?? 0 > 0)
            && ends.contains(octets.at(marks.upperBound))
    }

    /// What stands behind somebody who was addressed.
    private static let ends: Set<UInt8> = [.comma, .lf, .cr, UInt8(ascii: "!")]

    /// `undefined invited you`: somebody without a name, at the beginning of a line.
    private static func acts(at index: Int, in reading: ReadableText) -> Bool {
        let word = reading.words[index]
        guard word.hash == undefined || word.hash == null, reading.words.indices.contains(index + 1) else {
            return false
        }
        let next = reading.words[index + 1]
        return reading.octets[Int(word.start)].isLowercase && next.start == word.end + 1
            && [0, .lf].contains(reading.octets.at(Int(word.start) - 1)) && deeds.contains(next.hash)
    }

    private static let deeds = Set(
        [
            "invited", "sent", "shared", "mentioned", "commented", "liked", "wants", "added", "replied", "joined",
            "accepted", "requested", "assigned", "booked", "ordered", "paid",
        ].map { WordHash.of($0) })

    /// `undefined behaviour`, `null pointer`: a term, and no value.
    private static func isTerm(_ next: Word, after word: Word) -> Bool {
        next.start == word.end + 1 && followers.contains(next.hash)
    }

    private static let followers = Set(
        [
            "behaviour", "behavior", "value", "values", "variable", "variables", "symbol", "symbols", "reference",
            "references", "function", "functions", "method", "methods", "index", "offset", "pointer", "pointers",
            "check", "checks", "hypothesis", "byte", "bytes", "property", "properties", "type", "types", "and", "or",
            "island", "modem", "set", "object", "term", "terms", "result", "results", "safety", "terminator", "string",
            "strings", "character", "characters", "device", "route", "space", "matrix", "vector", "slope", "model",
            "distribution", "sector",
        ].map { WordHash.of($0) })

    private static func isValue(_ word: Word, after previous: Word?, in reading: ReadableText) -> Bool {
        let octets = reading.octets
        if let previous, isRepeated(word, previous) || isBare(word, after: previous, in: octets) { return true }
        if word.hash == undefined, let previous, owners.contains(previous.hash),
            PrintedValue.isUnit(Int(word.end) + 1, in: octets)
        {
            return true
        }
        return (word.hash == undefined || word.hash == null) && octets[Int(word.start)].isLowercase
            && fills(word.range, after: previous, in: reading)
    }

    /// `You have undefined new messages`.
    private static let owners = Set(["have", "earned", "got", "hast", "haben"].map { WordHash.of($0) })

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
            && Greeting.hashes.contains(word.hash)
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
        guard Greeting.hashes.contains(previous.hash), let blank = blanks.index(of: word.range, in: octets),
            octets.indices.contains(Int(word.end))
        else { return false }
        // `Hello None None,`: first name and last name.
        let isTwice = octets[Int(word.end)] == .space && octets.holds(Array(octets[word.range]), at: Int(word.end) + 1)
        guard isTwice || ends.contains(octets[Int(word.end)]) else { return false }
        return blank > 0 || octets[Int(previous.start)].isUppercase
    }

    private static let holders = Greeting.hashes.union(
        [
            "order", "invoice", "number", "user", "account", "bestellung", "rechnung", "commande", "facture", "pedido",
            "factura", "bestelling", "booking", "ticket",
        ].map { WordHash.of($0) })
    /// As languages spell them: Nan and Nil are people. `hi nan` is said to a grandmother, `Hi nan` is not.
    private static let blanks = WordTable(["nan", "None", "none", "nil", "null", "NULL", "NaN"], foldsCase: false)
    private static let undefined = WordHash.of("undefined")
    private static let null = WordHash.of("null")

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
        let label = sign == .colon ? before - 1 : octets.holds(wideColon, at: before - 3) ? before - 3 : nil
        if let label {
            let isLast = next == .dot && octets.at(word.upperBound + 1) <= .cr
            let isPrice = next == .space && PrintedValue.isUnit(word.upperBound + 1, in: octets)
            return (isEnd && next != .dot || isLast || isPrice) && isLabel(label, in: octets)
        }
        // In an address, `#` leads to a place in the page.
        if sign == UInt8(ascii: "#") { return octets.at(before - 2) <= .space && (isEnd || next == .space) }
        if [UInt8(ascii: "$"), 0xAC, 0xA3].contains(sign) { return isEnd || next == .space }
        // A sign of a currency, U+20A0…U+20BF.
        if octets.holds([0xE2, 0x82], at: word.upperBound) { return true }
        guard let previous, isEnd || next == .space else { return false }
        if sign == .dot { return previous.range.upperBound + 1 == before && abbreviations.contains(previous.hash) }
        guard previous.range.upperBound == before else { return false }
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
        while start > 0, colon - start < 60, isOfLabel(start - 1, in: octets) { start -= 1 }
        while start < colon, octets[start] == .space { start += 1 }
        guard start < colon, beginsLikeLabel(start, in: octets), isAtBeginning(start, in: octets) else { return false }
        return unlabelled.index(of: octets.trimming(start..<colon, where: \.isBlank), in: octets) == nil
    }

    /// Letters, also those beyond ASCII, and blanks between them; bullets and dashes, U+2000…U+2FFF, are none.
    private static func isOfLabel(_ position: Int, in octets: [UInt8]) -> Bool {
        let octet = octets[position]
        guard octet >= 0x80 else { return octet.isLetter || octet == .space }
        var first = position
        while first > 0, position - first < 3, octets[first] & 0xC0 == 0x80 { first -= 1 }
        return octets[first] != 0xE2
    }

    /// No small letter of Latin, Greek or Cyrillic; other writing has no capitals.
    private static func beginsLikeLabel(_ start: Int, in octets: [UInt8]) -> Bool {
        switch octets[start] {
        case ..<0x80: octets[start].isUppercase
        // ß to ÿ.
        case 0xC3: octets.at(start + 1) < 0x9F
        // From α and а on.
        case 0xCE, 0xD0: octets.at(start + 1) < 0xB0
        case 0xCF, 0xD1: false
        default: true
        }
    }

    /// The beginning of a line, of a sentence, or of an item of a list.
    private static func isAtBeginning(_ start: Int, in octets: [UInt8]) -> Bool {
        guard start > 0 else { return true }
        let before = octets[start - 1]
        guard before == .space else { return "\n\r.|,;!?".utf8.contains(before) }
        let item = octets.at(start - 2)
        let isBullet = item == .hyphen || item == .asterisk ? [0, .lf].contains(octets.at(start - 3)) : false
        return isBullet || item == 0 || item == .lf || item == .dot || octets.holds(bullet, at: start - 4)
    }

    /// U+2022.
    private static let bullet: [UInt8] = [0xE2, 0x80, 0xA2]
    /// U+FF1A.
    private static let wideColon: [UInt8] = [0xEF, 0xBC, 0x9A]

    private static let unlabelled = WordTable([
        "re", "fwd", "fw", "aw", "wg", "sv", "tr", "default", "value", "type", "returns", "typeerror", "error", "note",
        "fehler", "default value", "return value", "initial value", "result", "output",
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

    /// Words behind which a name comes, or a number.
    static let openers = Greeting.hashes.union(
        [
            "thanks", "mr", "mrs", "ms", "herr", "herrn", "frau", "madame", "monsieur", "señor", "señora", "order",
            "invoice",
        ].map { WordHash.of($0) })
    /// The same, with a dot behind them.
    private static let abbreviations = Set(
        ["mr", "mrs", "ms", "dr", "no", "nr", "sr", "sra", "mme"].map { WordHash.of($0) })
    private static let prepositions = Set(
        ["for", "to", "on", "by", "from", "until"].map { WordHash.of($0) })
}
