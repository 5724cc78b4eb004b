import GRDB
import MIME
import MailModel
import MailStorage

/// A query as it is asked of a connection; all that one call answers is of one snapshot when the connection reads one.
///
/// The columns of a row are searched by SQLite; where the content decides, row by row here.
struct MessageSearch {
    enum Order: String {
        case ascending = "ASC"
        case descending = "DESC"
    }

    private let query: MessageQuery
    private let condition: QueryCondition

    init(_ query: MessageQuery, on db: Database) throws {
        (self.query, condition) = (query, try QueryCondition(query, on: db))
    }

    /// The newest rows below `before`, and how many match in all.
    func page(before: CaptureID?, limit: Int, on db: Database) throws -> Page {
        let before = before ?? CaptureID(.max)
        guard query.isSearch else {
            let rows = try rows(below: before, limit: limit + 1, on: db)
            return Page(rows, limit: limit, matched: try count(on: db))
        }
        // Once through all of them for both.
        var (rows, matched): ([Summary], Int) = ([], 0)
        try visit("TRUE", [], .descending, on: db) { row in
            matched += 1
            if rows.count <= limit, row[0] < before.rawValue { rows.append(MessageRow.summary(row)) }
            return true
        }
        return Page(rows, limit: limit, matched: matched)
    }

    /// Newest first.
    func rows(below before: CaptureID, limit: Int, on db: Database) throws -> [Summary] {
        try rows("message.id < ?", before, .descending, limit: limit, on: db)
    }

    /// Oldest first.
    func rows(after: CaptureID, limit: Int, on db: Database) throws -> [Summary] {
        try rows("message.id > ?", after, .ascending, limit: limit, on: db)
    }

    /// Oldest first.
    func ids(on db: Database) throws -> [CaptureID] {
        var ids: [CaptureID] = []
        try visit("TRUE", [], .ascending, on: db) { row in
            ids.append(CaptureID(row[0]))
            return true
        }
        return ids
    }

    /// How many messages the inbox holds, or all of them: what is kept with the inboxes, and what came since.
    private func count(on db: Database) throws -> Int {
        let since = "SELECT count(*) FROM message WHERE id > (SELECT upto FROM inbox_count)"
        guard let inbox = query.inbox else {
            return try Int.fetchOne(db, sql: "SELECT (SELECT sum(messages) FROM inbox) + (\(since))") ?? 0
        }
        let sql = "SELECT messages + (\(since) AND message.inbox = inbox.id) FROM inbox WHERE name = ?"
        return try Int.fetchOne(db, sql: sql, arguments: [inbox.rawValue]) ?? 0
    }

    private func rows(
        _ range: String, _ bound: CaptureID, _ order: Order, limit: Int, on db: Database
    ) throws -> [Summary] {
        var rows: [Summary] = []
        try visit(range, [bound.rawValue], order, on: db) { row in
            rows.append(MessageRow.summary(row))
            return rows.count < limit
        }
        return rows
    }

    /// Shows matches to `body`, as rows with the columns of `MessageRow`, until it answers `false`.
    private func visit(
        _ range: String, _ bound: StatementArguments, _ order: Order, on db: Database, _ body: (Row) -> Bool
    ) throws {
        let sql = """
            SELECT \(MessageRow.columns) FROM \(MessageRow.source)
            WHERE \(range) AND \(condition.sql) ORDER BY message.id \(order.rawValue)
            """
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: bound + condition.arguments)
        while let row = try rows.next() {
            guard try matches(row, on: db) else { continue }
            guard body(row) else { return }
        }
    }

    private func matches(_ row: Row, on db: Database) throws -> Bool {
        guard !condition.isExact else { return true }
        let summary = MessageRow.summary(row)
        return try query.matches(
            summary, rules: { try AssessmentRow.rules(of: summary.id, on: db) },
            content: {
                let sql = "SELECT octets FROM content WHERE id = ?"
                let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [summary.id.rawValue])
                return SearchableContent(Message(try row?.octets("octets") ?? []))
            })
    }
}

extension Row {
    /// A blob, copied once.
    func octets(_ column: String) throws -> [UInt8] {
        try withUnsafeData(named: column) { data in data.map { Array($0) } ?? [] }
    }
}
