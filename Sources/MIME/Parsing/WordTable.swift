/// Finds words of a fixed list in octets without making strings of them: open addressing over FNV-1a.
package struct WordTable: Sendable {
    /// Index of a word plus one; 0 for a free slot. Their number is a power of two.
    private let slots: [UInt16]
    private let words: [UInt8]
    /// Where each word begins in `words`, and the end of the last.
    private let starts: [Int]
    private let foldsCase: Bool

    /// - Parameters:
    ///   - list: At most 65,535 words; an empty word is never found.
    ///   - foldsCase: Words are found in any case; the list is in lower case then.
    package init(_ list: [String], foldsCase: Bool = true) {
        var slots = [UInt16](repeating: 0, count: 16)
        while slots.count < list.count * 3 { slots += slots }
        var words: [UInt8] = []
        var starts = [0]
        for (index, word) in list.enumerated() {
            words += word.utf8
            starts.append(words.count)
            guard !word.isEmpty else { continue }
            var slot = Self.hash(starts[index]..<words.count, in: words, foldsCase: foldsCase) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt16(index + 1)
        }
        (self.slots, self.words, self.starts, self.foldsCase) = (slots, words, starts, foldsCase)
    }

    /// Which word of the list stands at `range` of `octets`.
    package func index(of range: Range<Int>, in octets: [UInt8]) -> Int? {
        var slot = Self.hash(range, in: octets, foldsCase: foldsCase) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if isEqual(starts[index]..<starts[index + 1], range, in: octets) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isEqual(_ word: Range<Int>, _ range: Range<Int>, in octets: [UInt8]) -> Bool {
        guard word.count == range.count else { return false }
        for offset in 0..<word.count {
            let octet = octets[range.lowerBound + offset]
            if words[word.lowerBound + offset] != (foldsCase ? octet.lowercased : octet) { return false }
        }
        return true
    }

    @inline(__always)
    private static func hash(_ range: Range<Int>, in octets: [UInt8], foldsCase: Bool) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for position in range {
            let octet = octets[position]
            hash = (hash ^ UInt32(foldsCase ? octet.lowercased : octet)) &* 0x0100_0193
        }
        return Int(hash ^ hash >> 15)
    }
}
