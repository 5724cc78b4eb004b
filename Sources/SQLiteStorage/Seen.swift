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
