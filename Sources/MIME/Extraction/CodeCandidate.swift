/// What may be a code by its form: 4 to 8 digits, in one piece or in groups, or letters and digits.
struct CodeCandidate {
    enum Form { case digits, mixed, letters }

    /// The words it is made of.
    let words: Range<Int>
    let form: Form
    /// As it is typed.
    let code: String
    /// A year of this century or the last.
    var isYear: Bool {
        form == .digits && words.count == 1 && code.count == 4 && (code.hasPrefix("19") || code.hasPrefix("20"))
    }
    /// A sign stands before it that only an announcement makes free: `code=482913`, `code #482913`.
    let isMarked: Bool

    /// What begins at a word; `nil` for what is something else by its form or by what it touches.
    init?(at index: Int, in text: CodeText) {
        guard let (words, form, code) = Self.read(at: index, in: text), Self.isFree(words, in: text) else { return nil }
        (self.words, self.form, self.code) = (words, form, code)
        isMarked = [.equals, UInt8(ascii: "#")].contains(text.octet(before: words.lowerBound))
    }

    // MARK: Form

    private static func read(at index: Int, in text: CodeText) -> (Range<Int>, Form, String)? {
        if let boxes = Self.boxes(at: index, in: text) { return boxes }
        let word = text.spelling(of: index)
        // Most words are not looked at closer.
        guard word.count <= longest, !word.contains(where: \.isLowercase) || !word.allSatisfy(\.isLetter) else {
            return nil
        }
        let pieces = word.split(separator: .hyphen, omittingEmptySubsequences: false)
        let joined = pieces.joined()
        guard joined.allSatisfy({ $0.isDigit || $0.isLetter }) else { return nil }
        let digits = joined.reduce(0) { $0 + ($1.isDigit ? 1 : 0) }
        if digits == joined.count { return number(at: index, pieces.map(\.count), in: text) }
        // `G-482913`: the letter says who sends it.
        if pieces.count == 2, pieces[0].count == 1, word[word.startIndex].isUppercase, 4...8 ~= pieces[1].count,
            digits == pieces[1].count
        {
            return (index..<(index + 1), .digits, String(octets: pieces[1]))
        }
        let isOneCase = !joined.contains(where: \.isUppercase) || !joined.contains(where: \.isLowercase)
        guard isOneCase, pieces.count <= 2, 4...10 ~= joined.count, pieces.allSatisfy({ !$0.isEmpty }) else {
            return nil
        }
        if digits > 0 { return isMeasure(word) ? nil : (index..<(index + 1), .mixed, String(octets: word)) }
        let areHalves = pieces.count == 2 && pieces[0].count == pieces[1].count && 3...5 ~= pieces[0].count
        let isWord = CodeVocabulary.plainWords.contains(text.words[index].text)
        guard areHalves || pieces.count == 1 && joined.allSatisfy(\.isUppercase), !isWord else { return nil }
        return (index..<(index + 1), .letters, String(octets: word))
    }

    private static let longest = 16

    /// - Parameter groups: How many digits stand between the hyphens of the word.
    private static func number(at index: Int, _ groups: [Int], in text: CodeText) -> (Range<Int>, Form, String)? {
        var words = index..<(index + 1)
        if groups.count == 1 {
            guard !isPiece(index, in: text) || !isPiece(index - 1, in: text, before: index) else { return nil }
            while isPiece(words.upperBound - 1, in: text, before: words.upperBound) {
                words = index..<(words.upperBound + 1)
            }
        }
        let lengths = words.count == 1 ? groups : words.map { text.words[$0].count }
        guard lengths.count == 1 ? 4...8 ~= lengths[0] : grouped.contains(lengths), !isDialled(words, in: text) else {
            return nil
        }
        let digits = words.flatMap { text.spelling(of: $0).filter(\.isDigit) }
        return (words, .digits, String(octets: digits))
    }

    private static let grouped: Set<[Int]> = [
        [3, 3], [4, 4], [2, 2, 2], [1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1],
    ]

    private static func isPiece(_ index: Int, in text: CodeText) -> Bool {
        text.words.indices.contains(index) && 2...4 ~= text.words[index].count
            && text.spelling(of: index).allSatisfy(\.isDigit)
    }

    /// Whether two words are groups of one number: both as long, or long enough, with one blank between.
    private static func isPiece(_ index: Int, in text: CodeText, before next: Int) -> Bool {
        guard isPiece(index, in: text), isPiece(next, in: text), text.words[next].gap == .blank else { return false }
        let (first, second) = (text.words[index].count, text.words[next].count)
        return first == second || min(first, second) > 2
    }

    /// Whether a number is the end of one for the telephone: `+49 69 1234567`, `030 1234567`.
    private static func isDialled(_ words: Range<Int>, in text: CodeText) -> Bool {
        var first = words.lowerBound
        while first > 0, words.lowerBound - first < 5, text.words[first].gap == .blank,
            text.spelling(of: first - 1).allSatisfy(\.isDigit)
        { first -= 1 }
        let isForeign = text.octet(before: first) == .plus
        return isForeign || first < words.lowerBound && text.spelling(of: first).first == .zero
    }

    /// Digits and capitals each by itself, as in boxes, with nothing but white space between.
    private static func boxes(at index: Int, in text: CodeText) -> (Range<Int>, Form, String)? {
        func isBox(_ index: Int) -> Bool {
            let word = text.spelling(of: index)
            return word.count == 1 && word.allSatisfy { $0.isDigit || $0.isUppercase }
        }
        func goesOn(_ index: Int) -> Bool {
            text.words.indices.contains(index) && isBox(index) && text.words[index].gap.isSubset(of: .white)
        }
        guard isBox(index), !(index > 0 && goesOn(index) && isBox(index - 1)) else { return nil }
        var end = index + 1
        while end - index <= 8, goesOn(end) { end += 1 }
        let octets = (index..<end).flatMap { text.spelling(of: $0) }
        guard 4...8 ~= octets.count, octets.contains(where: \.isDigit) else { return nil }
        let isNumber = octets.allSatisfy(\.isDigit)
        return (index..<end, isNumber ? .digits : .mixed, String(octets: octets))
    }

    /// `10min`, `4th`, `2-factor`.
    private static func isMeasure(_ word: ArraySlice<UInt8>) -> Bool {
        let behind = word.drop { $0.isDigit || $0 == .dot }.drop { $0 == .hyphen }
        return 1...4 ~= word.count - behind.count && CodeVocabulary.suffixes.contains(String(lowercasing: behind))
    }

    // MARK: Surroundings

    /// Not part of an address, an amount, a time or a longer number.
    private static func isFree(_ words: Range<Int>, in text: CodeText) -> Bool {
        let (first, last) = (words.lowerBound, words.upperBound - 1)
        let (start, end) = (text.words[first].start, text.words[last].end)
        let (before, behind) = (text.octet(before: first), text.octet(behind: last))
        if binders.contains(before) || binders.contains(behind) || behind == UInt8(ascii: "#") || behind == .equals {
            return false
        }
        let next = text.octets.at(end + 1)
        if [.dot, .comma, .colon].contains(before), text.octets.at(start - 2).isDigit { return false }
        if before == .question, start > 1, text.octets.at(start - 2) > .space { return false }
        if behind == .dot || behind == .colon || behind == .question, next.isDigit || next.isLetter { return false }
        if behind == .comma, isFraction(at: end + 1, in: text.octets) { return false }
        return !isMeasured(first, last, in: text)
    }

    private static let binders = Set("/@&%$+_~\\".utf8)

    /// Two digits behind a comma, as amounts have them; Chinese goes on behind it with characters.
    private static func isFraction(at position: Int, in octets: [UInt8]) -> Bool {
        octets.at(position).isDigit && octets.at(position + 1).isDigit && !octets.at(position + 2).isDigit
            && octets.at(position + 2) < 0xE3
    }

    /// A unit touches it, or follows in its line.
    private static func isMeasured(_ first: Int, _ last: Int, in text: CodeText) -> Bool {
        if first > 0, text.words[first].gap.isEmpty, signs.contains(text.words[first - 1].text) { return true }
        guard last + 1 < text.words.count else { return false }
        let next = text.words[last + 1]
        if next.gap.isSubset(of: .blank), CodeVocabulary.units.contains(next.text) { return true }
        if next.gap.isEmpty { return CodeVocabulary.unitsInside.contains { next.text.utf8.starts(with: $0) } }
        return next.gap == .blank && signs.contains(next.text)
    }

    private static let signs: Set<String> = ["€", "£", "¥", "₹", "₽"]
}
