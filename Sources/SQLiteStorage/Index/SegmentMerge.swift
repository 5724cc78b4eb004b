import GRDB
import MailStorage

/// Merges the segments in which FTS5 has written a part of the index, step by step, so that a term is looked up at one
/// place and not at a dozen.
///
/// FTS5 writes a segment with each transaction and merges as few of them by itself as writing quickly allows.
struct SegmentMerge {
    let part: Int64
    /// Messages that the part had when it began.
    private let messages: Int
    /// Tables that are left; the first of them is under way when `isBegun`.
    private var tables: [String]
    private var isBegun = false

    /// Pages of FTS5, of some 4 KB, that a step writes.
    private static let pages = 500

    init(of part: Int64, messages: Int) {
        (self.part, self.messages) = (part, messages)
        tables = ["trigrams_\(part)", "terms_\(part)"]
    }

    /// Whether it is worth the work: of a part that gets more messages each is merged twice on average.
    static func isDue(messages: Int, merged: Int, isFull: Bool, fewest: Int) -> Bool {
        isFull ? messages > merged : messages >= max(fewest, 2 * merged)
    }

    /// Merges a little; answers whether that was all.
    mutating func step(on db: Database) throws -> Bool {
        // All of its messages may have gone, and the part with them.
        let sql = "SELECT 1 FROM part WHERE id = ?"
        guard let table = tables.first, try Bool.fetchOne(db, sql: sql, arguments: [part]) ?? false else { return true }
        let before = db.totalChangesCount
        // A negative number has all segments merged into one; who asks again with it would begin anew.
        try db.execute(
            sql: "INSERT INTO \(table) (\(table), rank) VALUES ('merge', ?)",
            arguments: [isBegun ? Self.pages : -Self.pages])
        isBegun = true
        // As SQLite tells it: the statement itself counts as a change.
        guard db.totalChangesCount - before < 2 else { return false }
        tables.removeFirst()
        isBegun = false
        guard tables.isEmpty else { return false }
        try db.execute(sql: "UPDATE part SET merged = ? WHERE id = ?", arguments: [messages, part])
        return true
    }
}
