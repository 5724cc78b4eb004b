/// Looks for characters that nobody sees where they change what is read. Unicode Technical Standard #39.
///
/// Writing systems that need joiners, emoji and hyphenation are left alone: what counts is a character between two
/// letters of alphabets that do without.
struct InvisibleScan {
    struct Found {
        let name: String
        let what: String
        let range: Range<Int>
    }

    private(set) var found: [Found] = []
    private static let limit = 100

    init(_ octets: [UInt8]) {
        guard octets.contains(where: { $0 == 0xE2 || $0 == 0xE1 || $0 == 0xC2 || $0 == 0xCD || $0 == 0xEF }) else {
            return
        }
        var letters = 0
        // The soft hyphens of a word, and whether one letter stood alone before one of them.
        var softHyphens: [Range<Int>] = []
        var hasShortPiece = false
        var pending: (name: String, range: Range<Int>)?
        var position = 0
        var decoder = UTF8Reader(octets)
        while found.count < Self.limit, let scalar = decoder.next() {
            let range = position..<decoder.position
            position = decoder.position
            switch scalar.value {
            case 0x202D, 0x202E:
                found.append(Found(name: name(scalar), what: "turns the text around", range: range))
            case 0xAD:
                if letters == 1 { hasShortPiece = true }
                softHyphens.append(range)
                letters = 0
            case 0x200B, 0x200C, 0x200D, 0x2060...0x2064, 0xFEFF, 0x034F, 0x180E:
                let first = pending ?? (name(scalar), range)
                pending = letters > 0 ? (first.name, first.range.lowerBound..<range.upperBound) : nil
            case _ where Self.isPlainLetter(scalar):
                if let pending {
                    found.append(Found(name: pending.name, what: "stands inside a word", range: pending.range))
                }
                pending = nil
                letters += 1
            default:
                endWord(softHyphens, hasShortPiece && softHyphens.count > 1)
                (letters, hasShortPiece, pending) = (0, false, nil)
                softHyphens.removeAll(keepingCapacity: true)
            }
        }
        endWord(softHyphens, hasShortPiece && softHyphens.count > 1)
    }

    /// Hyphenation leaves no letter alone; a word of such pieces is hidden, not hyphenated.
    private mutating func endWord(_ softHyphens: [Range<Int>], _ isHidden: Bool) {
        guard isHidden, let first = softHyphens.first, let last = softHyphens.last else { return }
        found.append(
            Found(name: "A soft hyphen", what: "stands inside a word", range: first.lowerBound..<last.upperBound))
    }

    private static func isPlainLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch Script(of: scalar) {
        case .latin, .greek, .cyrillic: true
        default: false
        }
    }

    private func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

/// The characters of UTF-8, one after the other; what is no UTF-8 reads as U+FFFD, octet by octet.
struct UTF8Reader {
    private let octets: [UInt8]
    private(set) var position = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    mutating func next() -> Unicode.Scalar? {
        guard position < octets.count else { return nil }
        let first = octets[position]
        let length = first.sequenceLength
        guard first >= 0x80 else {
            position += 1
            return Unicode.Scalar(first)
        }
        guard length > 1, position + length <= octets.count else { return replacement() }
        var value = UInt32(first) & (0xFF >> UInt32(length + 1))
        for index in (position + 1)..<(position + length) {
            guard octets[index] & 0xC0 == 0x80 else { return replacement() }
            value = value << 6 | UInt32(octets[index] & 0x3F)
        }
        guard let scalar = Unicode.Scalar(value) else { return replacement() }
        position += length
        return scalar
    }

    private mutating func replacement() -> Unicode.Scalar {
        position += 1
        return "\u{FFFD}"
    }
}
