import GRDB
import MailModel

/// Which messages somebody has seen: one bit each in the table `seen`, 64 to a row.
struct Seen {
    private let db: Database
    /// The row that was read last, and what is to become of it.
    private var word: Int64?
    private var before: Int64 = 0
    private var bits: Int64 = 0

    init(_ db: Database) { self.db = db }

    /// Whether a message was seen before.
    mutating func contains(_ id: CaptureID) throws -> Bool {
        try load(id)
        return bits & Self.bit(id) != 0
    }

    /// Answers whether that made a difference.
    mutating func set(_ id: CaptureID, _ isSeen: Bool) throws -> Bool {
        guard try contains(id) != isSeen else { return false }
        bits ^= Self.bit(id)
        return true
    }

    /// Where those lie that were seen, or those that were not, and perhaps others; ascending.
    func ranges(within numbers: ClosedRange<Int64>, seen isSeen: Bool) throws -> [ClosedRange<Int64>] {
        let bits = isSeen ? "bits != 0" : "bits = -1"
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT word FROM seen WHERE word BETWEEN ? AND ? AND \(bits) ORDER BY word"),
            arguments: [numbers.lowerBound >> 6, numbers.upperBound >> 6])
        // The ranges of the words, one for those that follow each other.
        var found: [ClosedRange<Int64>] = []
        while let row = try rows.next() {
            let word: Int64 = row[0]
            let (start, end) = (max(word << 6, numbers.lowerBound), min(word << 6 | 63, numbers.upperBound))
            if let last = found.last, last.upperBound == start - 1 {
                found[found.count - 1] = last.lowerBound...end
            } else {
                found.append(start...end)
            }
        }
        return isSeen ? found : found.gaps(within: numbers)
    }

    private static func bit(_ id: CaptureID) -> Int64 { 1 << (id.rawValue & 63) }

    private mutating func load(_ id: CaptureID) throws {
        guard word != id.rawValue >> 6 else { return }
        try save()
        word = id.rawValue >> 6
        let select = try db.cachedStatement(sql: "SELECT bits FROM seen WHERE word = ?")
        before = try Int64.fetchOne(select, arguments: [word]) ?? 0
        bits = before
    }

    /// Called at the end, where anything was set.
    mutating func save() throws {
        guard bits != before, let word else { return }
        before = bits
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO seen (word, bits) VALUES (?, ?)")
            .execute(arguments: [word, bits])
    }
}

extension [ClosedRange<Int64>] {
    /// What lies between ascending ranges, before the first and behind the last.
    fileprivate func gaps(within numbers: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
        var (gaps, start): ([ClosedRange<Int64>], Int64) = ([], numbers.lowerBound)
        for range in self {
            if start < range.lowerBound { gaps.append(start...range.lowerBound - 1) }
            guard range.upperBound < numbers.upperBound else { return gaps }
            start = range.upperBound + 1
        }
        return gaps + [start...numbers.upperBound]
    }
}
