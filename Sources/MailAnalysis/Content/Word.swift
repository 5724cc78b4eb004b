import MIME

/// A word of a text: letters, digits and what is not ASCII. Writing without blanks counts by character.
struct Word {
    let start: Int32
    let end: Int32
    /// FNV-1a of the word, in lower case, apostrophes left out.
    let hash: UInt64

    var range: Range<Int> { Int(start)..<Int(end) }

    static func all(in octets: ArraySlice<UInt8>) -> [Word] {
        var words: [Word] = []
        words.reserveCapacity(octets.count / 6)
        octets.withUnsafeBufferPointer { octets in
            var position = 0
            while position < octets.count {
                guard octets[position].isWord else {
                    position += 1
                    continue
                }
                let start = position
                var hash = WordHash()
                position = hash.take(octets, at: position)
                guard hash.value != WordHash().value else { continue }
                words.append(Word(start: Int32(start), end: Int32(position), hash: hash.value))
            }
        }
        return words
    }
}

/// FNV-1a over the octets of a word.
struct WordHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of a whole word, which is given in lower case and without apostrophes.
    static func of(_ word: some StringProtocol) -> UInt64 {
        var hash = WordHash()
        for octet in word.utf8 { hash.add(octet) }
        return hash.value
    }

    @inline(__always)
    private mutating func add(_ octet: UInt8) { value = (value ^ UInt64(octet)) &* 0x100_0000_01B3 }

    /// Takes the word at `start`; answers where it ends.
    @inline(__always)
    fileprivate mutating func take(_ octets: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        var position = start
        while position < octets.count {
            let octet = octets[position]
            if octet < 0x80 {
                if octet.isWord {
                    add(octet.lowercased)
                    position += 1
                } else if octet == .apostrophe, position + 1 < octets.count, octets[position + 1].isLetter {
                    position += 1
                } else {
                    return position
                }
                continue
            }
            let length = octet.sequenceLength
            let end = min(position + length, octets.count)
            switch NonASCII(octets, position..<end) {
            case .apostrophe: break
            case .separator: return position == start ? end : position
            case .character:
                if position > start { return position }
                for index in position..<end { add(octets[index]) }
                return end
            case .letter:
                if end - position == 2 {
                    let (first, second) = lowercased(octet, octets[position + 1])
                    add(first)
                    add(second)
                } else {
                    for index in position..<end { add(octets[index]) }
                }
            }
            position = end
        }
        return position
    }

    /// The two octets of a letter up to U+07FF in lower case, for Latin, Greek and Cyrillic ones.
    @inline(__always)
    private func lowercased(_ first: UInt8, _ second: UInt8) -> (UInt8, UInt8) {
        let scalar = UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)
        let distance: UInt32 =
            switch scalar {
            case 0xC0...0xDE where scalar != 0xD7: 0x20
            case 0x391...0x3A9, 0x410...0x42F: 0x20
            case 0x400...0x40F: 0x50
            // In pairs, the capital in front.
            case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: scalar & 1 == 0 ? 1 : 0
            case 0x139...0x148, 0x179...0x17E: scalar & 1 == 1 ? 1 : 0
            default: 0
            }
        let lowered = scalar + distance
        return (0xC0 | UInt8(truncatingIfNeeded: lowered >> 6), 0x80 | UInt8(truncatingIfNeeded: lowered & 0x3F))
    }

    /// What a character beyond ASCII is for dividing text into words.
    private enum NonASCII {
        case letter
        /// A word by itself, in writing without blanks.
        case character
        case separator
        case apostrophe

        @inline(__always)
        init(_ octets: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
            let first = octets[range.lowerBound]
            let second = range.count > 1 ? octets[range.lowerBound + 1] : 0
            switch first {
            // U+0080…U+00BF, signs.
            case 0xC2: self = second == 0xAD ? .apostrophe : .separator
            // U+0E00…U+0E7F, Thai.
            case 0xE0: self = second == 0xB8 || second == 0xB9 ? .character : .letter
            // U+2000…U+2FFF, punctuation and symbols; U+2018 and U+2019 are apostrophes, U+200B…U+200D nothing at all.
            case 0xE2:
                let third = range.count > 2 ? octets[range.lowerBound + 2] : 0
                let isSilent = second == 0x80 && (third == 0x99 || third == 0x98 || 0x8B...0x8D ~= third)
                self = isSilent ? .apostrophe : .separator
            // U+3000…U+303F, punctuation of East Asia.
            case 0xE3: self = second == 0x80 ? .separator : .character
            case 0xE4...0xE9, 0xF0...0xF4: self = .character
            case 0xEF: self = Self.wide(second, range.count > 2 ? octets[range.lowerBound + 2] : 0)
            case 0x80...0xBF: self = .separator
            default: self = .letter
            }
        }

        /// Of U+F000…U+FFFF: U+FEFF is nothing at all, and U+FF01…U+FF65 has the punctuation of ASCII in the width of
        /// Chinese characters, with letters and digits between.
        private static func wide(_ second: UInt8, _ third: UInt8) -> NonASCII {
            switch (second, third) {
            case (0xBB, 0xBF): .apostrophe
            case (0xBC, 0x81...0x8F), (0xBC, 0x9A...0xA0), (0xBC, 0xBB...0xBF), (0xBD, 0x80), (0xBD, 0x9B...0xA5):
                .separator
            default: .letter
            }
        }
    }
}

extension UInt8 {
    @inline(__always)
    fileprivate var isWord: Bool { self >= 0x80 || isLetter || isDigit }

    /// How many octets the UTF-8 character has that begins with this one.
    @inline(__always)
    var sequenceLength: Int {
        switch self {
        case ..<0xC0: 1
        case ..<0xE0: 2
        case ..<0xF0: 3
        default: 4
        }
    }
}
