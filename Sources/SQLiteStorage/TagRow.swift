import GRDB
import MailModel
import MailStorage

/// Rows of `tag` and `message_tag`.
enum TagRow {
    /// How many rows `tag` has, so that no commit need count them.
    struct Census {
        fileprivate var count: Int
        /// Whether there may be some that no message bears any more. To look takes milliseconds where there are many.
        fileprivate var mayHaveSpare = true

        init(_ db: Database) throws { count = try Int.fetchOne(db, sql: "SELECT count(*) FROM tag") ?? 0 }
    }

    static func tags(of id: CaptureID, on db: Database) throws -> [TagName] {
        let sql = "SELECT name FROM message_tag JOIN tag ON tag.id = tag WHERE message = ?"
        return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [id.rawValue]).compactMap { TagName($0) }
            .sorted()
    }

    /// Answers with those for which there was room.
    ///
    /// - Parameter limit: Most tags that are in use at one time.
    static func add(
        _ tags: some Sequence<TagName>, to id: CaptureID, _ census: inout Census, limit: Int, on db: Database
    ) throws -> [TagName] {
        try tags.filter { tag in
            guard let number = try number(of: tag, &census, limit: limit, on: db) else { return false }
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO message_tag (message, tag) VALUES (?, ?)")
                .execute(arguments: [id.rawValue, number])
            return true
        }
    }

    static func remove(
        _ tags: some Sequence<TagName>, from id: CaptureID, _ census: inout Census, on db: Database
    ) throws {
        for tag in tags {
            let sql = """
                DELETE FROM message_tag WHERE message = ? AND tag = (SELECT id FROM tag WHERE name = ?)
                """
            try db.cachedStatement(sql: sql).execute(arguments: [id.rawValue, tag.rawValue])
            census.mayHaveSpare = true
        }
    }

    static func removeAll(from id: CaptureID, _ census: inout Census, on db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM message_tag WHERE message = ?").execute(arguments: [id.rawValue])
        if db.changesCount > 0 { census.mayHaveSpare = true }
    }

    /// `nil` for a new one where there is no room.
    private static func number(
        of tag: TagName, _ census: inout Census, limit: Int, on db: Database
    ) throws -> Int64? {
        let select = try db.cachedStatement(sql: "SELECT id FROM tag WHERE name = ?")
        if let number = try Int64.fetchOne(select, arguments: [tag.rawValue]) { return number }
        if census.count >= limit, census.mayHaveSpare { try forgetSpare(&census, on: db) }
        guard census.count < limit else { return nil }
        try db.execute(sql: "INSERT INTO tag (name) VALUES (?)", arguments: [tag.rawValue])
        census.count += 1
        return db.lastInsertedRowID
    }

    /// Forgets tags that no message bears any more.
    private static func forgetSpare(_ census: inout Census, on db: Database) throws {
        try db.execute(sql: "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM message_tag WHERE tag = tag.id)")
        census.count -= db.changesCount
        census.mayHaveSpare = false
    }

    static func counts(in inbox: InboxName?, on db: Database) throws -> [TagCount] {
        // Crossed, so that the tags are gone through and not the messages.
        let condition = inbox.map { _ in
            "CROSS JOIN message ON message.id = message WHERE inbox = (SELECT id FROM inbox WHERE name = ?)"
        }
        let rows = try Row.fetchAll(
            db, sql: "SELECT name, count(*) FROM message_tag JOIN tag ON tag.id = tag \(condition ?? "") GROUP BY tag",
            arguments: inbox.map { [$0.rawValue] } ?? [])
        return rows.compactMap { row in TagName(row[0]).map { TagCount(name: $0, messages: row[1]) } }
            .sorted { $0.name < $1.name }
    }
}
