import Glibc

/// The octets that the grammars of mail are made of. RFC 5234 §B.1.
extension UInt8 {
    @inlinable package static var tab: UInt8 { 0x09 }
    @inlinable package static var lf: UInt8 { 0x0A }
    @inlinable package static var cr: UInt8 { 0x0D }
    @inlinable package static var space: UInt8 { 0x20 }
    @inlinable package static var quote: UInt8 { 0x22 }
    @inlinable package static var percent: UInt8 { 0x25 }
    @inlinable package static var apostrophe: UInt8 { 0x27 }
    @inlinable package static var open: UInt8 { 0x28 }
    @inlinable package static var close: UInt8 { 0x29 }
    @inlinable package static var asterisk: UInt8 { 0x2A }
    @inlinable package static var plus: UInt8 { 0x2B }
    @inlinable package static var comma: UInt8 { 0x2C }
    @inlinable package static var hyphen: UInt8 { 0x2D }
    @inlinable package static var dot: UInt8 { 0x2E }
    @inlinable package static var slash: UInt8 { 0x2F }
    @inlinable package static var zero: UInt8 { 0x30 }
    @inlinable package static var colon: UInt8 { 0x3A }
    @inlinable package static var semicolon: UInt8 { 0x3B }
    @inlinable package static var less: UInt8 { 0x3C }
    @inlinable package static var equals: UInt8 { 0x3D }
    @inlinable package static var greater: UInt8 { 0x3E }
    @inlinable package static var question: UInt8 { 0x3F }
    @inlinable package static var at: UInt8 { 0x40 }
    @inlinable package static var openBracket: UInt8 { 0x5B }
    @inlinable package static var backslash: UInt8 { 0x5C }
    @inlinable package static var closeBracket: UInt8 { 0x5D }
    @inlinable package static var underscore: UInt8 { 0x5F }

    /// Space or tab. RFC 5234 §B.1.
    @inlinable @inline(__always)
    package var isBlank: Bool { self == .space || self == .tab }

    /// White space of a folded field, line ends included. RFC 5322 §2.2.3.
    @inlinable @inline(__always)
    package var isFolding: Bool { self == .space || self == .tab || self == .lf || self == .cr }

    @inlinable @inline(__always)
    package var isDigit: Bool { self &- 0x30 < 10 }

    @inlinable @inline(__always)
    package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    @inlinable @inline(__always)
    package var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// An ASCII capital.
    @inlinable @inline(__always)
    package var isUppercase: Bool { self &- 0x41 < 26 }

    /// An ASCII small letter.
    @inlinable @inline(__always)
    package var isLowercase: Bool { self &- 0x61 < 26 }

    /// 0…15, or `nil` when the octet is no hexadecimal digit of either case.
    @inlinable @inline(__always)
    package var hexadecimal: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = self | 0x20
        return letter &- 0x61 < 6 ? letter &- 0x57 : nil
    }
}

extension [UInt8] {
    /// The octet at a place; NUL where there is none.
    @inlinable @inline(__always)
    package func at(_ position: Int) -> UInt8 { indices.contains(position) ? self[position] : 0 }

    /// The first place of `octet` within `range`.
    package func firstIndex(of octet: UInt8, in range: Range<Int>) -> Int? {
        let range = range.clamped(to: indices)
        guard !range.isEmpty else { return nil }
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = memchr(base + range.lowerBound, Int32(octet), range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// `range` without the octets at its ends that satisfy `isMargin`.
    package func trimming(_ range: Range<Int>, where isMargin: (UInt8) -> Bool) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isMargin(self[start]) { start += 1 }
        while start < end, isMargin(self[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether the octets of `range` spell `word`, which is given in lower case, in any case.
    package func spells(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for offset in 0..<letters.count where self[range.lowerBound + offset].lowercased != letters[offset] {
                return false
            }
            return true
        }
    }

    /// Whether the octets of `range` spell `word`, which is given in lower case, in any case.
    package func spells(_ word: [UInt8], in range: Range<Int>) -> Bool {
        guard range.count == word.count else { return false }
        for offset in 0..<word.count where self[range.lowerBound + offset].lowercased != word[offset] {
            return false
        }
        return true
    }

    /// Whether `other` stands at `position`, octet for octet.
    package func holds(_ other: [UInt8], at position: Int) -> Bool {
        guard position >= 0, position + other.count <= count else { return false }
        return withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in
                guard let base = mine.baseAddress, let word = theirs.baseAddress else { return theirs.isEmpty }
                return memcmp(base + position, word, theirs.count) == 0
            }
        }
    }

    /// Whether `other` stands anywhere.
    package func holds(_ other: [UInt8]) -> Bool {
        guard let first = other.first else { return true }
        var position = 0
        while let found = firstIndex(of: first, in: position..<count) {
            if holds(other, at: found) { return true }
            position = found + 1
        }
        return false
    }
}
