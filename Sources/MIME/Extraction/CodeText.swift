/// A text as the words in it and what stands between them, for those who look for codes.
struct CodeText {
    /// The text, its wide, typographic and invisible signs made plain.
    let octets: [UInt8]
    private(set) var words: [Word] = []

    /// Letters, digits, and hyphens between them. Digits part from letters beyond ASCII: Chinese and Japanese need no
    /// space between them.
    struct Word {
        let start: Int
        let end: Int
        /// What stands between it and the word before.
        let gap: Gap
        /// In lower case.
        let text: String

        var count: Int { end - start }
    }

    /// What stands before a word.
    struct Gap: OptionSet {
        let rawValue: UInt16

        static let blank = Gap(rawValue: 1)
        static let blanks = Gap(rawValue: 2)
        static let line = Gap(rawValue: 4)
        /// An empty line.
        static let paragraph = Gap(rawValue: 8)
        /// A full stop or another sign that ends a sentence.
        static let sentence = Gap(rawValue: 16)
        static let colon = Gap(rawValue: 32)
        static let opener = Gap(rawValue: 64)
        static let dash = Gap(rawValue: 128)
        static let comma = Gap(rawValue: 256)
        static let dot = Gap(rawValue: 512)
        /// Quotes, number signs and what marks up plain text.
        static let mark = Gap(rawValue: 1024)
        static let other = Gap(rawValue: 2048)

        static let lines: Gap = [.line, .paragraph]
        static let white: Gap = [.blank, .blanks, .line, .paragraph]
    }

    init(_ source: [UInt8]) {
        octets = PlainSigns.of(source)
        var position = 0
        var last = 0
        while position < octets.count {
            guard octets[position].isWord else {
                position += 1
                continue
            }
            let start = position
            position += 1
            while position < octets.count, continuesWord(at: position) { position += 1 }
            words.append(
                Word(
                    start: start, end: position, gap: gap(last..<start),
                    text: String(decoding: octets[start..<position], as: UTF8.self).lowercased()))
            last = position
        }
    }

    private func continuesWord(at position: Int) -> Bool {
        let (octet, before) = (octets[position], octets[position - 1])
        if octet == .hyphen { return before.isWord && octets.at(position + 1).isWord }
        guard octet.isWord else { return false }
        return !(octet.isDigit && before >= 0x80 || octet >= 0x80 && before.isDigit)
    }

    private func gap(_ range: Range<Int>) -> Gap {
        var gap: Gap = range.lowerBound == 0 ? .paragraph : []
        for position in range {
            switch octets[position] {
            case .space, .tab: gap.insert(gap.contains(.blank) ? .blanks : .blank)
            case .lf: gap.insert(gap.contains(.line) ? .paragraph : .line)
            case .cr: break
            case .dot, .question, UInt8(ascii: "!"):
                gap.insert(octets.at(position + 1) <= .space ? .sentence : .dot)
            case .colon, .equals: gap.insert(.colon)
            case .open, .openBracket: gap.insert(.opener)
            case .close, .closeBracket, .quote, .apostrophe, .asterisk, UInt8(ascii: "#"), .greater, UInt8(ascii: "|"),
                UInt8(ascii: "`"):
                gap.insert(.mark)
            case .comma: gap.insert(.comma)
            case .hyphen, PlainSigns.dash: gap.insert(.dash)
            default: gap.insert(.other)
            }
        }
        return gap
    }

    /// What stands between a word and the next one, or the end.
    func gap(behind index: Int) -> Gap { index + 1 < words.count ? words[index + 1].gap : .paragraph }

    /// The octets of a word in the case in which they stand.
    func spelling(of index: Int) -> ArraySlice<UInt8> { octets[words[index].start..<words[index].end] }

    /// A space where the text ends.
    func octet(before index: Int) -> UInt8 { words[index].start > 0 ? octets[words[index].start - 1] : .space }
    func octet(behind index: Int) -> UInt8 { words[index].end < octets.count ? octets[words[index].end] : .space }
}

extension UInt8 {
    /// A letter of any script, or a digit.
    fileprivate var isWord: Bool { isLetter || isDigit || self >= 0x80 }
}

/// Makes wide, typographic and invisible signs plain, so that there is one of each to look for.
private enum PlainSigns {
    /// Stands for dashes, which are no hyphens.
    static let dash: UInt8 = 0x1F

    /// Never longer than the source.
    static func of(_ source: [UInt8]) -> [UInt8] {
        guard source.contains(where: { $0 >= 0x80 }) else { return source }
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        var position = 0
        while position < source.count {
            let octet = source[position]
            if octet >= 0x80, let (plain, length) = Self.plain(source, at: position) {
                output += plain
                position += length
            } else {
                output.append(octet)
                position += 1
            }
        }
        return output
    }

    private static func plain(_ source: [UInt8], at position: Int) -> ([UInt8], Int)? {
        let (second, third) = (source.at(position + 1), source.at(position + 2))
        switch source[position] {
        case 0xC2: return latin[second].map { ($0, 2) }
        case 0xD8: return arabic[second].map { ($0, 2) }
        case 0xE2: return (second == 0x80 ? general(third) : symbol(second, third)).map { ($0, 3) }
        case 0xE3: return second == 0x80 ? (ideographic[third] ?? [.quote], 3) : nil
        case 0xEF: return wide(second, third).map { ($0, 3) }
        case 0xF0: return second == 0x9F ? ([.space], 4) : nil
        default: return nil
        }
    }

    /// U+00A0…
    private static let latin: [UInt8: [UInt8]] = [
        0xA0: [.space], 0xA1: [.space], 0xAB: [.quote], 0xAD: [], 0xBB: [.quote], 0xBF: [.space],
    ]
    /// U+0600…
    private static let arabic: [UInt8: [UInt8]] = [0x8C: [.comma], 0x9B: [.comma], 0x9F: [.question, .space]]
    /// U+3000…; what else is there are brackets.
    private static let ideographic: [UInt8: [UInt8]] = [0x80: [.space], 0x81: [.comma], 0x82: [.dot, .space]]

    /// U+2000…
    private static func general(_ third: UInt8) -> [UInt8]? {
        switch third {
        case 0x80...0x8A, 0xAF: [.space]
        case 0x8B...0x8F, 0xAA...0xAE: []
        case 0x90, 0x91: [.hyphen]
        case 0x92...0x95: [dash]
        case 0x98...0x9B: [.apostrophe]
        case 0x9C...0x9F: [.quote]
        case 0xA2: [.asterisk]
        case 0xA6: [.dot, .space]
        case 0xA8, 0xA9: [.lf]
        default: nil
        }
    }

    /// U+2040…: arrows, shapes and dingbats; € and № mean something.
    private static func symbol(_ second: UInt8, _ third: UInt8) -> [UInt8]? {
        switch second {
        case 0x81: third == 0x9F ? [.space] : third == 0xA0 ? [] : nil
        case 0x86...0xAF: [.space]
        default: nil
        }
    }

    /// U+FF01…: what ASCII has as well; the mark of byte order, and selectors of variants, are nothing.
    private static func wide(_ second: UInt8, _ third: UInt8) -> [UInt8]? {
        switch (second, third) {
        case (0xBC, 0x81), (0xBC, 0x9F): [third &- 0x60, .space]
        case (0xBC, 0x82...0xBF): [third &- 0x60]
        case (0xBD, 0x80...0x9E): [third &- 0x20]
        case (0xB8, 0x80...0x8F), (0xBB, 0xBF): []
        case (0xBD, 0xA1): [.dot, .space]
        case (0xBD, 0xA4): [.comma]
        default: nil
        }
    }
}
