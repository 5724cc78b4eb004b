import GRDB
import MailModel

/// Rows of `inbox`, to and from values.
enum InboxRow {
    /// What is saved, and what came since; the ledger tells why.
    private static let select = """
        WITH later AS (\(InboxLedger.later))
        SELECT inbox.name, inbox.messages + ifnull(later.messages, 0), inbox.unseen + ifnull(later.messages, 0),
            inbox.octets + ifnull(later.octets, 0),
            message.id, message.received_at, description, colour, keep_count, keep_age, keep_octets, ttl, expires_at
        FROM inbox LEFT JOIN later ON later.inbox = inbox.id LEFT JOIN message ON message.id =
            (SELECT id FROM message WHERE message.inbox = inbox.id ORDER BY id DESC LIMIT 1)
        """

    /// In the order of the alphabet.
    static func all(on db: Database) throws -> [Inbox] {
        try Row.fetchAll(db, sql: "\(select) ORDER BY inbox.name").compactMap(inbox)
    }

    /// By the index of those that end at all; `default` does not.
    static func over(at now: Timestamp, on db: Database) throws -> [InboxName] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT name FROM inbox WHERE expires_at <= ? ORDER BY name"),
            arguments: [now.milliseconds]
        ).compactMap { InboxName($0) }.filter { $0 != .default }
    }

    static func named(_ name: InboxName, on db: Database) throws -> Inbox? {
        try Row.fetchOne(db, sql: "\(select) WHERE inbox.name = ?", arguments: [name.rawValue]).flatMap(inbox)
    }

    /// The number of an inbox, and how many messages it holds; `nil` where there is none of that name.
    static func holding(_ name: InboxName, on db: Database) throws -> (number: Int64, messages: Int)? {
        let sql = """
            SELECT id, messages + (SELECT count(*) FROM message WHERE message.id > (SELECT upto FROM inbox_count) \
            AND message.inbox = inbox.id) FROM inbox WHERE name = ?
            """
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [name.rawValue]).map { ($0[0], $0[1]) }
    }

    /// `nil` for a name that is none, such as nobody could have written.
    private static func inbox(_ row: Row) -> Inbox? {
        guard let name = InboxName(row[0]) else { return nil }
        return Inbox(
            name: name, settings: settings(row, from: 6), messages: row[1], unseen: row[2], octets: row[3],
            newest: (row[4] as Int64?).map { CaptureID($0) },
            lastReceivedAt: (row[5] as Int64?).map(Timestamp.init(milliseconds:)))
    }

    static func name(of id: Int64, on db: Database) throws -> InboxName? {
        let statement = try db.cachedStatement(sql: "SELECT name FROM inbox WHERE id = ?")
        return try String.fetchOne(statement, arguments: [id]).flatMap(InboxName.init)
    }

    /// What is set for inboxes, by number.
    static func settings(on db: Database) throws -> [(Int64, InboxSettings)] {
        let sql = "SELECT description, colour, keep_count, keep_age, keep_octets, ttl, expires_at, id FROM inbox"
        return try Row.fetchAll(db, sql: sql).map { ($0[7] as Int64, settings($0, from: 0)) }
    }

    /// Of an inbox, or of all: messages before this number went because there is a limit to what is kept.
    static func removedBefore(in inbox: InboxName?, on db: Database) throws -> CaptureID? {
        let condition = inbox.map { _ in " WHERE name = ?" } ?? ""
        return try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT max(removed_before) FROM inbox\(condition)"),
            arguments: inbox.map { [$0.rawValue] } ?? []
        ).map { CaptureID($0) }
    }

    /// Takes note of the newest message of each inbox, by number, that retention has removed.
    static func noteRemoved(upTo newest: [Int64: CaptureID], on db: Database) throws {
        let update = try db.cachedStatement(
            sql: "UPDATE inbox SET removed_before = max(ifnull(removed_before, 0), ?) WHERE id = ?")
        for (inbox, id) in newest { try update.execute(arguments: [id.rawValue + 1, inbox]) }
    }

    private static func settings(_ row: Row, from first: Int) -> InboxSettings {
        var settings = InboxSettings()
        settings.description = row[first]
        settings.colour = (row[first + 1] as String?).flatMap { InboxSettings.Colour($0) }
        settings.retention = Retention(
            count: row[first + 2], age: (row[first + 3] as Int64?).map(TimeSpan.init(milliseconds:)),
            octets: row[first + 4])
        settings.ttl = (row[first + 5] as Int64?).map(TimeSpan.init(milliseconds:))
        settings.expiresAt = (row[first + 6] as Int64?).map(Timestamp.init(milliseconds:))
        return settings
    }

    /// Forgets what is set for an inbox, and what retention has removed from it.
    static func forgetAll(of id: Int64, on db: Database) throws {
        _ = try set(id, { $0 = InboxSettings() }, on: db)
        try db.execute(sql: "UPDATE inbox SET removed_before = NULL WHERE id = ?", arguments: [id])
    }

    /// Answers with what was set before.
    static func set(
        _ id: Int64, _ change: (inout InboxSettings) -> Void, on db: Database
    ) throws -> (before: InboxSettings, after: InboxSettings) {
        let columns = "description, colour, keep_count, keep_age, keep_octets, ttl, expires_at"
        let row = try Row.fetchOne(db, sql: "SELECT \(columns) FROM inbox WHERE id = ?", arguments: [id])
        let before = row.map { settings($0, from: 0) } ?? InboxSettings()
        var after = before
        change(&after)
        try db.execute(
            sql: "UPDATE inbox SET (\(columns)) = (?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
            arguments: [
                after.description, after.colour?.description, after.retention.count,
                after.retention.age?.milliseconds, after.retention.octets, after.ttl?.milliseconds,
                after.expiresAt?.milliseconds, id,
            ])
        return (before, after)
    }
}
