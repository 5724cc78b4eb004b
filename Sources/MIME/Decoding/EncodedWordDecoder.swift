/// Decodes the encoded-words of a text. RFC 2047.
///
/// White space between two of them is dropped, and pieces in the same charset are joined before they are decoded,
/// so that a character that was cut in two becomes whole again.
struct EncodedWordDecoder {
    private let input: [UInt8]
    private var output: [UInt8] = []
    /// Decoded octets whose charset has not been applied yet.
    private var pending: [UInt8] = []
    private var charset = ""
    private var lastWasEncoded = false
    /// The last closing `?=` has been passed, so no word can end any more.
    private var isWithoutEnds = false
    /// What was wrong with the words, each kind once.
    private(set) var defects: Set<DefectKind> = []

    init(_ input: [UInt8]) { self.input = input }

    mutating func run() -> String {
        output.reserveCapacity(input.count)
        var position = 0
        while position < input.count {
            let start = nextStart(from: position)
            takePlain(position..<start.position)
            guard let word = start.word else { break }
            takeWord(word)
            position = word.end
        }
        flush()
        return String(decoding: output, as: UTF8.self)
    }

    private struct Word {
        let charset: Range<Int>
        let isBase64: Bool
        let text: Range<Int>
        let end: Int
    }

    private mutating func nextStart(from start: Int) -> (position: Int, word: Word?) {
        var position = start
        while !isWithoutEnds, let sign = input.firstIndex(of: .equals, in: position..<input.count) {
            if let word = word(at: sign) { return (sign, word) }
            position = sign + 1
        }
        return (input.count, nil)
    }

    /// `=?charset?encoding?text?=`. RFC 2047 §2. Blanks inside the text are wrong but common, and stay.
    private mutating func word(at start: Int) -> Word? {
        guard start + 1 < input.count, input[start + 1] == .question else { return nil }
        let charsetStart = start + 2
        let window = charsetStart..<min(charsetStart + Self.longestCharset, input.count)
        guard let charsetEnd = input.firstIndex(of: .question, in: window), charsetEnd > charsetStart,
            charsetEnd + 2 < input.count, input[charsetEnd + 2] == .question
        else { return nil }
        let method = input[charsetEnd + 1].lowercased
        guard method == UInt8(ascii: "b") || method == UInt8(ascii: "q"),
            !input[charsetStart..<charsetEnd].contains(where: \.isFolding)
        else { return nil }
        let textStart = charsetEnd + 3
        guard let textEnd = endOfText(from: textStart) else {
            isWithoutEnds = true
            defects.insert(.encodedWordDamaged)
            return nil
        }
        return Word(
            charset: charsetStart..<charsetEnd, isBase64: method == UInt8(ascii: "b"), text: textStart..<textEnd,
            end: textEnd + 2)
    }

    private static let longestCharset = 64

    private func endOfText(from start: Int) -> Int? {
        var position = start
        while let mark = input.firstIndex(of: .question, in: position..<input.count) {
            if mark + 1 < input.count, input[mark + 1] == .equals { return mark }
            position = mark + 1
        }
        return nil
    }

    private mutating func takePlain(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let isBetweenWords = lastWasEncoded && range.upperBound < input.count
        if isBetweenWords, input[range].allSatisfy(\.isFolding) { return }
        flush()
        lastWasEncoded = false
        let start = output.count
        output += input[range]
        for index in start..<output.count where output[index] == .lf { output[index] = .space }
    }

    private mutating func takeWord(_ word: Word) {
        let label = String(octets: input[word.charset])
        if word.end - word.charset.lowerBound + 2 > 75 { defects.insert(.encodedWordTooLong) }
        if label != charset { flush() }
        charset = label
        let text = input[word.text].filter { $0 != .lf }
        if word.isBase64 {
            let result = Base64.decode(text, in: text.indices)
            if result.isDamaged { defects.insert(.encodedWordDamaged) }
            pending += result.octets
        } else {
            QuotedPrintable.decodeWord(text, into: &pending)
        }
        lastWasEncoded = true
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        let reading = Charset.read(pending, label: charset)
        if !reading.isExact {
            defects.insert(Charset(label: charset) == nil ? .encodedWordCharset : .encodedWordDamaged)
        }
        output += reading.text.utf8
        pending.removeAll(keepingCapacity: true)
    }
}
