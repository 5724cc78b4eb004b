import FoundationEssentials
import GRDB
import MailModel

/// Rows of `removal`: what `changes(after:)` tells of messages that are gone.
enum RemovalRow {
    static func insert(_ ids: [CaptureID], at: CaptureID, on db: Database) throws {
        let statement = try RawStatement("INSERT INTO removal (at, ids) VALUES (?, ?)", on: db)
        statement.bind(at.rawValue, at: 1)
        try statement.run(with: encode(ids), at: 2)
    }

    /// Forgets the oldest `count` removals, and remembers up to where that reaches.
    static func forget(_ count: Int, on db: Database) throws {
        try db.execute(
            sql: """
                UPDATE forgotten_removal SET at = (SELECT max(at) FROM (SELECT at FROM removal ORDER BY at LIMIT ?));
                DELETE FROM removal WHERE at <= (SELECT at FROM forgotten_removal)
                """, arguments: [count])
    }

    /// Removals after `cursor`, oldest first; `nil` when some of them are forgotten.
    static func fetch(after cursor: CaptureID, limit: Int, on db: Database) throws -> [Change]? {
        let forgotten = try Int64.fetchOne(db, sql: "SELECT at FROM forgotten_removal") ?? 0
        guard cursor.rawValue >= forgotten else { return nil }
        let rows = try Row.fetchAll(
            db, sql: "SELECT at, ids FROM removal WHERE at > ? ORDER BY at LIMIT ?",
            arguments: [cursor.rawValue, limit])
        return rows.map { row in .removed(at: CaptureID(row[0]), ids: decode(row[1])) }
    }

    /// Eight octets each, the lowest first.
    private static func encode(_ ids: [CaptureID]) -> [UInt8] {
        ids.flatMap { id in (0..<8).map { UInt8(truncatingIfNeeded: id.rawValue >> ($0 * 8)) } }
    }

    private static func decode(_ data: Data) -> [CaptureID] {
        let octets = Array(data)
        return stride(from: 0, to: octets.count - 7, by: 8).map { start in
            CaptureID((0..<8).reduce(Int64(0)) { $0 | Int64(octets[start + $1]) << ($1 * 8) })
        }
    }
}
