import Glibc

/// The octets that the grammars of mail are made of. RFC 5234 §B.1.
extension UInt8 {
    static var tab: UInt8 { 0x09 }
    static var lf: UInt8 { 0x0A }
    static var cr: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var quote: UInt8 { 0x22 }
    static var percent: UInt8 { 0x25 }
    static var apostrophe: UInt8 { 0x27 }
    static var open: UInt8 { 0x28 }
    static var close: UInt8 { 0x29 }
    static var asterisk: UInt8 { 0x2A }
    static var plus: UInt8 { 0x2B }
    static var comma: UInt8 { 0x2C }
    static var hyphen: UInt8 { 0x2D }
    static var dot: UInt8 { 0x2E }
    static var slash: UInt8 { 0x2F }
    static var zero: UInt8 { 0x30 }
    static var colon: UInt8 { 0x3A }
    static var semicolon: UInt8 { 0x3B }
    static var less: UInt8 { 0x3C }
    static var equals: UInt8 { 0x3D }
    static var greater: UInt8 { 0x3E }
    static var question: UInt8 { 0x3F }
    static var at: UInt8 { 0x40 }
    static var backslash: UInt8 { 0x5C }
    static var underscore: UInt8 { 0x5F }

    /// Space or tab. RFC 5234 §B.1.
    @inline(__always)
    var isBlank: Bool { self == .space || self == .tab }

    /// White space of a folded field, line ends included. RFC 5322 §2.2.3.
    @inline(__always)
    var isFolding: Bool { self == .space || self == .tab || self == .lf || self == .cr }

    @inline(__always)
    var isDigit: Bool { self &- 0x30 < 10 }

    @inline(__always)
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// 0…15, or `nil` when the octet is no hexadecimal digit of either case.
    @inline(__always)
    var hexadecimal: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = self | 0x20
        return letter &- 0x61 < 6 ? letter &- 0x57 : nil
    }
}

extension [UInt8] {
    /// The first place of `octet` within `range`.
    func firstIndex(of octet: UInt8, in range: Range<Int>) -> Int? {
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
    func trimming(_ range: Range<Int>, where isMargin: (UInt8) -> Bool) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isMargin(self[start]) { start += 1 }
        while start < end, isMargin(self[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether the octets of `range` spell `word`, which is given in lower case, in any case.
    func spells(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for offset in 0..<letters.count where self[range.lowerBound + offset].lowercased != letters[offset] {
                return false
            }
            return true
        }
    }

    /// Whether the octets of `range` spell `word`, which is given in lower case, in any case.
    func spells(_ word: [UInt8], in range: Range<Int>) -> Bool {
        guard range.count == word.count else { return false }
        for offset in 0..<word.count where self[range.lowerBound + offset].lowercased != word[offset] {
            return false
        }
        return true
    }

    /// Whether `other` stands at `position`, octet for octet.
    func holds(_ other: [UInt8], at position: Int) -> Bool {
        guard position >= 0, position + other.count <= count else { return false }
        return withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in
                guard let base = mine.baseAddress, let word = theirs.baseAddress else { return theirs.isEmpty }
                return memcmp(base + position, word, theirs.count) == 0
            }
        }
    }
}
