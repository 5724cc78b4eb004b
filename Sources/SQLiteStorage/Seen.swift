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
        var found: [ClosedRange<Int64>] = []
        while let row = try rows.next() { found.append((row[0] as Int64) << 6...((row[0] as Int64) << 6 | 63)) }
        let ranges = NumberRanges(found)
        return isSeen ? ranges.within(numbers) : ranges.gaps(within: numbers)
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
