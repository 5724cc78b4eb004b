import GRDB
import MailModel
import MailStorage

/// Rows of `tag` and `message_tag`.
enum TagRow {
    /// Most tags that are in use at one time.
    static let limit = 10_000

    static func tags(of id: CaptureID, on db: Database) throws -> [TagName] {
        let sql = "SELECT name FROM message_tag JOIN tag ON tag.id = tag WHERE message = ?"
        return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [id.rawValue]).compactMap { TagName($0) }
            .sorted()
    }

    static func add(_ tags: some Sequence<TagName>, to id: CaptureID, on db: Database) throws {
        for tag in tags {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO message_tag (message, tag) VALUES (?, ?)")
                .execute(arguments: [id.rawValue, try number(of: tag, on: db)])
        }
    }

    static func remove(_ tags: some Sequence<TagName>, from id: CaptureID, on db: Database) throws {
        for tag in tags {
            let sql = """
                DELETE FROM message_tag WHERE message = ? AND tag = (SELECT id FROM tag WHERE name = ?)
                """
            try db.cachedStatement(sql: sql).execute(arguments: [id.rawValue, tag.rawValue])
        }
    }

    static func removeAll(from id: CaptureID, on db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM message_tag WHERE message = ?").execute(arguments: [id.rawValue])
    }

    private static func number(of tag: TagName, on db: Database) throws -> Int64 {
        let select = try db.cachedStatement(sql: "SELECT id FROM tag WHERE name = ?")
        if let number = try Int64.fetchOne(select, arguments: [tag.rawValue]) { return number }
        try makeRoom(on: db)
        try db.execute(sql: "INSERT INTO tag (name) VALUES (?)", arguments: [tag.rawValue])
        return db.lastInsertedRowID
    }

    /// Forgets tags that no message bears any more, where there are too many.
    private static func makeRoom(on db: Database) throws {
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM tag") ?? 0 >= limit else { return }
        try db.execute(sql: "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM message_tag WHERE tag = tag.id)")
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM tag") ?? 0 >= limit else { return }
        throw StoreError.full("\(limit) tags are in use, which is the limit; take some off their messages")
    }

    static func counts(on db: Database) throws -> [TagCount] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT name, count(*) FROM message_tag JOIN tag ON tag.id = tag GROUP BY tag")
        return rows.compactMap { row in TagName(row[0]).map { TagCount(name: $0, messages: row[1]) } }
            .sorted { $0.name < $1.name }
    }
}
