import MIME

/// Watches for words that are whole on the screen and in pieces in the source, as filters are evaded.
struct WordIntegrity {
    /// Comments and empty elements that stand inside words.
    private(set) var broken: [Range<Int>] = []
    /// References by number that stand for plain letters and digits.
    private(set) var numericLetters: [Range<Int>] = []
    /// The last text ended in a letter, and nothing but comments came behind.
    private var isInWord = false
    private var comments: [Range<Int>] = []

    mutating func text(_ range: Range<Int>, in source: [UInt8]) {
        guard let first = range.first, let last = range.last else { return }
        if isInWord, source[first].isLetter, broken.count < HTMLInspection.maximumPlaces { broken += comments }
        (isInWord, comments) = (source[last].isLetter, [])
        findNumericLetters(range, in: source)
    }

    mutating func comment(_ range: Range<Int>) {
        if isInWord { comments.append(range) }
    }

    mutating func breakWord() { (isInWord, comments) = (false, []) }

    /// Words may well begin or end with an element; only what is empty hides something.
    mutating func passElement(_ range: Range<Int>, isEmpty: Bool) {
        if isEmpty { comment(range) } else { breakWord() }
    }

    private mutating func findNumericLetters(_ range: Range<Int>, in source: [UInt8]) {
        var position = range.lowerBound
        while let sign = source.firstIndex(of: .ampersand, in: position..<range.upperBound) {
            position = sign + 1
            guard position < range.upperBound, source[position] == .hash else { continue }
            var text: [UInt8] = []
            let end = CharacterReference.read(
                at: sign, in: source, until: range.upperBound, isValue: false, into: &text)
            guard let end, text.count == 1, text[0].isLetter || text[0].isDigit else { continue }
            if numericLetters.count < HTMLInspection.maximumPlaces { numericLetters.append(sign..<end) }
            position = end
        }
    }
}
