/// Finds any of a few words wherever they stand in octets, be it inside of others: one look at a table for each octet,
/// and a comparison only where two octets are those that a word begins with.
package struct WordFinder: Sendable {
    private let words: [[UInt8]]
    private let foldsCase: Bool
    /// One bit for every two octets, in each case that counts: whether a word begins so. 8 KB, so that it stays in the
    /// cache.
    private let beginnings: [UInt64]

    /// - Parameters:
    ///   - list: Words of two octets and more.
    ///   - foldsCase: Words are found in any case; the list is in lower case then.
    package init(_ list: [String], foldsCase: Bool = true) {
        words = list.map { Array($0.utf8) }
        self.foldsCase = foldsCase
        var beginnings = [UInt64](repeating: 0, count: 1 << 10)
        for word in words where word.count > 1 {
            for first in Self.spellings(of: word[0], foldsCase) {
                for second in Self.spellings(of: word[1], foldsCase) {
                    let pair = Self.pair(first, second)
                    beginnings[pair >> 6] |= 1 << (UInt64(pair) & 63)
                }
            }
        }
        self.beginnings = beginnings
    }

    /// Whether one of the words stands in a text.
    package func areIn(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        return areIn(octets, octets.indices)
    }

    /// Whether one of the words stands in a range of octets.
    package func areIn(_ octets: [UInt8], _ range: Range<Int>) -> Bool {
        octets.withUnsafeBufferPointer { areIn($0, range) }
    }

    private func areIn(_ octets: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count > 1 else { return false }
        return beginnings.withUnsafeBufferPointer { beginnings in
            var first = octets[range.lowerBound]
            for position in (range.lowerBound + 1)..<range.upperBound {
                let second = octets[position]
                let pair = Self.pair(first, second)
                first = second
                let mayBegin = beginnings[pair >> 6] >> (UInt64(pair) & 63) & 1 != 0
                if mayBegin, isWord(octets, (position - 1)..<range.upperBound) { return true }
            }
            return false
        }
    }

    /// Whether one of the words stands in a slice of octets.
    func areIn(_ octets: ArraySlice<UInt8>) -> Bool { octets.withUnsafeBufferPointer { areIn($0, 0..<$0.count) } }

    private static func spellings(of octet: UInt8, _ foldsCase: Bool) -> [UInt8] {
        foldsCase && octet.isLetter ? [octet, octet & ~0x20] : [octet]
    }

    @inline(__always)
    private func folded(_ octet: UInt8) -> UInt8 { foldsCase ? octet.lowercased : octet }

    @inline(__always)
    private static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 8 | Int(second) }

    /// Whether one of the words stands at the beginning of `range`.
    private func isWord(_ octets: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        words.contains { word in
            word.count <= range.count && word.indices.allSatisfy { folded(octets[range.lowerBound + $0]) == word[$0] }
        }
    }
}
