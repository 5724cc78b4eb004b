import MIME

/// Looks for words that are spelled so that only people can read them.
struct ObfuscationScan {
    struct Found {
        let what: String
        let range: Range<Int>
    }

    private(set) var found: [Found] = []
    private static let limit = 50
    /// Single letters in a row that are one word; initials and abbreviations have fewer.
    private static let gappyLetters = 5

    init(_ reading: ReadableText) {
        findGaps(reading)
        findMixedScripts(reading)
        findRandomWords(reading)
    }

    /// `V I A G R A`, `F.R.E.E.`: single letters with the same single sign between them.
    private mutating func findGaps(_ reading: ReadableText) {
        let (words, octets) = (reading.words, reading.octets)
        var start = 0
        while start < words.count, found.count < Self.limit {
            guard Self.isLetter(words[start], octets) else {
                start += 1
                continue
            }
            let separator = octets.character(at: Int(words[start].end))
            var end = start + 1
            while end < words.count, Self.isLetter(words[end], octets), words[end].start == words[end - 1].end + 1,
                octets.character(at: Int(words[end - 1].end)) == separator
            { end += 1 }
            let fewest = separator == .space && reading.origin != .subject ? Self.gappyLetters : 4
            let isWord = end - start >= fewest
            if isWord,
                separator == .space || separator == .dot || separator == .hyphen || separator == .underscore
                    || separator == .asterisk
            {
                let range = Int(words[start].start)..<Int(words[end - 1].end)
                // Ordered letters are an alphabet, as in an index.
                if !Self.isAlphabet(range, octets) {
                    found.append(Found(what: "'\(reading.quote(range))' is one word", range: range))
                }
            }
            start = end
        }
    }

    private static func isLetter(_ word: Word, _ octets: [UInt8]) -> Bool {
        word.end - word.start == 1 && octets[Int(word.start)].isLetter
    }

    private static func isAlphabet(_ range: Range<Int>, _ octets: [UInt8]) -> Bool {
        let letters = octets[range].filter(\.isLetter).map(\.lowercased)
        return zip(letters, letters.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// Words of four letters and more in which Latin letters stand beside others that look like them.
    private mutating func findMixedScripts(_ reading: ReadableText) {
        for word in reading.words where found.count < Self.limit && word.range.count > 4 {
            let octets = reading.octets[word.range]
            guard octets.contains(where: { 0xCE...0xD3 ~= $0 }), octets.contains(where: \.isLetter) else { continue }
            let scalars = String(decoding: octets, as: UTF8.self).unicodeScalars
            let greek = scalars.count { Script(of: $0) == .greek }
            // One Greek letter with Latin ones is a unit or a formula.
            guard scalars.count > 3, greek != 1, Homograph.isDisguised(scalars) else { continue }
            found.append(Found(what: "'\(reading.quote(word.range))' mixes scripts", range: word.range))
        }
    }

    /// `qzxwvkjhgf`: next to no vowel among the letters, eight of them in a subject. At the end of a text, where such words
    /// make every copy another, three of them.
    private mutating func findRandomWords(_ reading: ReadableText) {
        let isSubject = reading.origin == .subject
        let words = reading.words.suffix(isSubject ? Self.wordsOfSubject : Self.wordsAtEnd)
        let random = words.filter { Self.isRandom(reading.octets[$0.range], atLeast: isSubject ? 8 : 6) }
        guard isSubject || random.count >= 3 else { return }
        for word in random {
            found.append(Found(what: "'\(reading.quote(word.range))' is no word", range: word.range))
        }
    }

    private static let wordsOfSubject = 100
    private static let wordsAtEnd = 12

    private static func isRandom(_ word: ArraySlice<UInt8>, atLeast length: Int) -> Bool {
        guard word.count >= length, word.allSatisfy({ 0x61...0x7A ~= $0 }) else { return false }
        return word.count { [0x61, 0x65, 0x69, 0x6F, 0x75, 0x79].contains($0) } * 8 <= word.count
    }
}

extension [UInt8] {
    /// The octet at a place; a space where there is none.
    fileprivate func character(at position: Int) -> UInt8 { position < count ? self[position] : .space }
}
