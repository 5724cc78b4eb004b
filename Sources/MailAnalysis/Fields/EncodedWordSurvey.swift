import MIME

/// The encoded-words of one field, each looked at for itself. RFC 2047.
///
/// Reading a field forgives most of what is found here; some readers do not.
struct EncodedWordSurvey {
    struct Word {
        let range: Range<Int>
        /// What the word decodes to by itself, before its charset is applied; `nil` where it cannot be decoded.
        let octets: [UInt8]?
        let isBase64: Bool
        let fault: Fault?
    }

    enum Fault: String {
        case unfinished = "is not ended by ?="
        case encoding = "has an encoding other than B and Q"
        case tooLong = "is longer than 75 characters"
        case charset = "names a charset that nobody knows"
        case damaged = "cannot be decoded as it says"
        case split = "ends or begins in the middle of a character"
    }

    private(set) var words: [Word] = []

    init(_ body: Range<Int>, in source: [UInt8]) {
        var position = body.lowerBound
        while let sign = source.firstIndex(of: .equals, in: position..<body.upperBound) {
            guard let (word, end) = Self.word(at: sign, body.upperBound, in: source) else {
                position = sign + 1
                continue
            }
            words.append(word)
            position = end
        }
    }

    /// `nil` where nothing begins that was meant as an encoded-word.
    private static func word(at start: Int, _ limit: Int, in source: [UInt8]) -> (Word, end: Int)? {
        guard start + 1 < limit, source[start + 1] == .question,
            let charsetEnd = source.firstIndex(of: .question, in: (start + 2)..<min(limit, start + 66)),
            charsetEnd > start + 2, charsetEnd + 2 < limit, source[charsetEnd + 2] == .question,
            source[(start + 2)..<charsetEnd].allSatisfy({ $0 > .space && $0 < 0x7F })
        else { return nil }
        let textStart = charsetEnd + 3
        var end = textStart
        while end < limit, source[end] != .question || end + 1 >= limit || source[end + 1] != .equals,
            !source[end].isFolding
        { end += 1 }
        let isFinished = end + 1 < limit && source[end] == .question && source[end + 1] == .equals
        let range = start..<(isFinished ? end + 2 : end)
        let method = source[charsetEnd + 1].lowercased
        let label = String(decoding: source[(start + 2)..<charsetEnd], as: UTF8.self)
        guard isFinished, method == UInt8(ascii: "b") || method == UInt8(ascii: "q") else {
            let fault: Fault = isFinished ? .encoding : .unfinished
            return (Word(range: range, octets: nil, isBase64: false, fault: fault), range.upperBound)
        }
        let isBase64 = method == UInt8(ascii: "b")
        let (octets, isDamaged) = decode(textStart..<end, isBase64, in: source)
        let fault = fault(of: octets, isDamaged, label: withoutLanguage(label), length: range.count)
        return (Word(range: range, octets: octets, isBase64: isBase64, fault: fault), range.upperBound)
    }

    private static func decode(_ text: Range<Int>, _ isBase64: Bool, in source: [UInt8]) -> ([UInt8], Bool) {
        guard isBase64 else {
            var octets: [UInt8] = []
            QuotedPrintable.decodeWord(source[text], into: &octets)
            return (octets, isDamagedQ(text, in: source))
        }
        let result = Base64.decode(source, in: text)
        return (result.octets, result.isDamaged)
    }

    private static func isDamagedQ(_ text: Range<Int>, in source: [UInt8]) -> Bool {
        text.contains { index in
            source[index] == .equals
                && (index + 2 >= text.upperBound || source[index + 1].hexadecimal == nil
                    || source[index + 2].hexadecimal == nil)
        }
    }

    private static func fault(of octets: [UInt8], _ isDamaged: Bool, label: String, length: Int) -> Fault? {
        guard Charset(label: label) != nil else { return .charset }
        if isDamaged { return .damaged }
        if !Charset.read(octets, label: label).isExact { return .split }
        return length > 75 ? .tooLong : nil
    }

    /// `utf-8*en` names a language as well. RFC 2231 §5.
    private static func withoutLanguage(_ label: String) -> String { String(label.prefix { $0 != "*" }) }
}
