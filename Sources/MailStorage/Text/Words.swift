/// The words of a folded text, as the index knows them: runs of letters and digits. Of scripts that put no space between
/// words, each character is one.
package struct Words: Sequence, IteratorProtocol {
    private let text: [UInt8]
    private var place = 0

    /// - Parameter folded: Of ``TextFold``.
    package init(of folded: [UInt8]) { text = folded }

    /// Where the next word lies.
    package mutating func next() -> Range<Int>? {
        guard let word = Self.word(in: text.span, from: place) else {
            place = text.count
            return nil
        }
        place = word.upperBound
        return word
    }

    private static func word(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        var place = start
        while place < text.count {
            let start = place
            let part = WordPart(at: start, in: text)
            place = text.endOfCharacter(at: start)
            switch part {
            case .none: continue
            case .whole: return start..<place
            case .letter:
                while place < text.count, WordPart(at: place, in: text) == .letter {
                    place = text.endOfCharacter(at: place)
                }
                return start..<place
            }
        }
        return nil
    }
}

/// What a character is for the words of a text.
package enum WordPart: Sendable {
    /// Stands between words.
    case none
    case letter
    /// A word by itself.
    case whole

    /// Of the character that begins at a place of a folded text.
    package init(at place: Int, in text: [UInt8]) { self.init(at: place, in: text.span) }

    fileprivate init(at place: Int, in text: Span<UInt8>) {
        let octet = text[place]
        if octet < 0x80 {
            self = (0x61...0x7A).contains(octet) || (0x30...0x39).contains(octet) ? .letter : .none
        } else {
            self.init(text.scalar(at: place))
        }
    }

    private init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        // Latin, Greek, Cyrillic; multiplication and division are no letters.
        case 0xC0...0x2FF, 0x370...0x52F: self = scalar.value == 0xD7 || scalar.value == 0xF7 ? .none : .letter
        // Thai, Lao, Burmese, Khmer; Kana; ideographs.
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            self = .whole
        default:
            let properties = scalar.properties
            self = properties.isAlphabetic || properties.numericType != nil ? .letter : .none
        }
    }
}

extension [UInt8] {
    /// Of the character at a place of a text in UTF-8.
    package func endOfCharacter(at place: Int) -> Int { span.endOfCharacter(at: place) }

    /// Whether one word is joined to the next by a single sign of ASCII that is no space.
    func isJoint(between left: Range<Int>, and right: Range<Int>) -> Bool {
        left.upperBound + 1 == right.lowerBound && (0x21...0x7E).contains(self[left.upperBound])
    }
}

/// Octets that are looked at one by one: an array would be retained for each.
extension Span<UInt8> {
    fileprivate func endOfCharacter(at place: Int) -> Int {
        var end = place + 1
        while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    fileprivate func scalar(at place: Int) -> Unicode.Scalar {
        let octets = (place..<endOfCharacter(at: place)).map { self[$0] }
        return String(decoding: octets, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    }
}

extension ArraySlice<UInt8> {
    /// So many characters of a text in UTF-8, or all where there are fewer.
    func firstCharacters(_ count: Int) -> ArraySlice {
        var (end, left) = (startIndex, count)
        while end < endIndex, self[end] & 0xC0 == 0x80 || left > 0 {
            if self[end] & 0xC0 != 0x80 { left -= 1 }
            end += 1
        }
        return self[..<end]
    }

    func lastCharacters(_ count: Int) -> ArraySlice {
        var (start, left) = (endIndex, count)
        while start > startIndex, left > 0 {
            start -= 1
            if self[start] & 0xC0 != 0x80 { left -= 1 }
        }
        return self[start...]
    }
}
