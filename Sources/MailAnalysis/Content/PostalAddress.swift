import MIME

extension ReadableText {
    /// Whether anything in it may be a postal address. Meant to err on the side of yes: a number of five digits, a
    /// British postcode, or a word for a street with a number beside it will do, and text in a script whose addresses
    /// look otherwise is taken at its word.
    var holdsPostalAddress: Bool {
        if isMostlyBeyondLatin { return true }
        for index in words.indices {
            let word = words[index]
            if isNumber(word, digits: 4...6), !isInAddress(word) { return true }
            if Self.streets.contains(word.hash) || endsLikeStreet(word), hasNumberNear(index) { return true }
            if isOutwardCode(word), index + 1 < words.count, isInwardCode(words[index + 1]) { return true }
        }
        return false
    }

    private static let streets = Set(
        [
            "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "ln", "drive", "dr", "court",
            "ct", "way", "square", "sq", "plaza", "parkway", "pkwy", "highway", "suite", "floor", "box", "place",
            "quay",
            "rue", "via", "viale", "piazza", "calle", "avenida", "rua", "praça", "platz", "straße", "strasse", "str",
            "weg", "allee", "gasse", "ring", "laan", "straat", "plein", "gade", "vej", "gata", "gatan", "vägen", "gate",
            "katu", "tie", "ulica", "ul", "aleja", "náměstí", "utca", "strada", "ulitsa",
        ].map { WordHash.of($0) })

    private func endsLikeStreet(_ word: Word) -> Bool {
        Self.streetEndings.contains { octets.holdsFolded($0, upTo: Int(word.end), from: Int(word.start)) }
    }

    private static let streetEndings = [
        "straße", "strasse", "straat", "gatan", "vägen", "gasse", "platz", "allee",
    ].map { Array($0.utf8) }

    private func hasNumberNear(_ index: Int) -> Bool {
        ((index - 4)..<(index + 4)).clamped(to: words.indices).contains { isNumber(words[$0], digits: 1...5) }
    }

    private func isNumber(_ word: Word, digits: ClosedRange<Int>) -> Bool {
        digits.contains(word.range.count) && octets[word.range].allSatisfy(\.isDigit) && !isYear(word)
    }

    /// Part of an address of the web, or behind a sign: the number of an order.
    private func isInAddress(_ word: Word) -> Bool {
        word.start > 0 && "/=#-_?&".utf8.contains(octets[Int(word.start) - 1])
    }

    private func isYear(_ word: Word) -> Bool {
        word.range.count == 4 && octets[word.start..<word.end].starts(with: "20".utf8)
    }

    /// `CB1`, `SW1A`.
    private func isOutwardCode(_ word: Word) -> Bool {
        let text = octets[word.range]
        return 2...4 ~= text.count && (text.first?.isLetter ?? false) && text.contains(where: \.isDigit)
            && text.allSatisfy { $0.isDigit || 0x41...0x5A ~= $0 }
    }

    /// `2AB`
    private func isInwardCode(_ word: Word) -> Bool {
        let text = octets[word.range]
        return text.count == 3 && (text.first?.isDigit ?? false) && text.dropFirst().allSatisfy { 0x41...0x5A ~= $0 }
    }

    private var isMostlyBeyondLatin: Bool {
        statistics.visible > 20 && octets.count { $0 >= 0xD8 } * 3 > statistics.visible
    }
}

extension [UInt8] {
    /// Whether what begins at `start` ends in a word of lower case, in any case of its ASCII letters.
    fileprivate func holdsFolded(_ word: [UInt8], upTo end: Int, from start: Int) -> Bool {
        guard end - start >= word.count else { return false }
        for index in word.indices where self[end - word.count + index].lowercased != word[index] { return false }
        return true
    }

    fileprivate subscript(range: Range<Int32>) -> ArraySlice<UInt8> {
        self[Int(range.lowerBound)..<Int(range.upperBound)]
    }
}
