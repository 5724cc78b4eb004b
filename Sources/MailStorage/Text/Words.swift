/// The words of a folded text, as the index knows them: runs of letters and digits. Of scripts that put no space between
/// words, each character is one.
package struct Words: Sequence, IteratorProtocol {
    private let text: [UInt8]
    private var place = 0

    /// - Parameter folded: Of ``TextFold``.
    package init(of folded: [UInt8]) { text = folded }

    /// Where the next word lies.
    package mutating func next() -> Range<Int>? {
        while place < text.count {
            let start = place
            switch WordPart(at: place, in: text) {
            case .none: place = text.endOfCharacter(at: place)
            case .whole:
                place = text.endOfCharacter(at: place)
                return start..<place
            case .letter:
                repeat {
                    place = text.endOfCharacter(at: place)
                } while place < text.count
                    && WordPart(at: place, in: text) == .letter
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
    package init(at place: Int, in text: [UInt8]) {
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
    package func endOfCharacter(at place: Int) -> Int {
        var end = place + 1
        while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    /// Whether one word is joined to the next by a single sign of ASCII that is no space.
    func isJoint(between left: Range<Int>, and right: Range<Int>) -> Bool {
        left.upperBound + 1 == right.lowerBound && (0x21...0x7E).contains(self[left.upperBound])
    }

    fileprivate func scalar(at place: Int) -> Unicode.Scalar {
        let octets = self[place..<endOfCharacter(at: place)]
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
