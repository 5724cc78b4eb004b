/// Finds the phrases of a fixed list in words: one look at a table for each word.
struct Lexicon: Sendable {
    /// A phrase and where it stands.
    struct Hit {
        let topic: Topic
        /// Which phrase of the list, so that repetitions can be told from other phrases.
        let phrase: Int
        let range: Range<Int>
    }

    static let shared = Lexicon(Topic.phrases)

    private struct Entry {
        let topic: Topic
        let words: [UInt64]
        /// The next entry that begins in the same slot; -1 for none.
        let next: Int
    }

    private var entries: [Entry] = []
    /// By the first word: the latest entry; -1 for none. Their number is a power of two.
    private var slots: [Int]

    init(_ list: [(topic: Topic, phrases: [String])]) {
        slots = [Int](repeating: -1, count: 4096)
        for (topic, phrases) in list {
            for phrase in phrases {
                let words = phrase.split(separator: " ").map { WordHash.of($0) }
                guard let first = words.first else { continue }
                let slot = Int(truncatingIfNeeded: first) & (slots.count - 1)
                entries.append(Entry(topic: topic, words: words, next: slots[slot]))
                slots[slot] = entries.count - 1
            }
        }
    }

    /// Every phrase in the order in which it begins; of two that begin together, both.
    func phrases(in words: [Word]) -> [Hit] {
        var hits: [Hit] = []
        for position in words.indices {
            var index = slots[Int(truncatingIfNeeded: words[position].hash) & (slots.count - 1)]
            while index >= 0 {
                let entry = entries[index]
                if let end = match(entry.words, words, at: position), hits.count < Self.limit {
                    let range = words[position].range.lowerBound..<words[end - 1].range.upperBound
                    hits.append(Hit(topic: entry.topic, phrase: index, range: range))
                }
                index = entry.next
            }
        }
        return hits
    }

    /// How many phrases of one text are told.
    static let limit = 2000

    private func match(_ phrase: [UInt64], _ words: [Word], at position: Int) -> Int? {
        guard position + phrase.count <= words.count else { return nil }
        for offset in phrase.indices where words[position + offset].hash != phrase[offset] { return nil }
        return position + phrase.count
    }
}
