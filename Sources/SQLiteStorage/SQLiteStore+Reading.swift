import GRDB
package import MailModel
package import MailStorage
import Synchronization

extension SQLiteStore {
    /// Everything that `body` reads is of one snapshot.
    func read<Value: Sendable>(
        from pool: DatabasePool? = nil, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await (pool ?? self.pool).read(body)
        } catch {
            throw StoreError(error)
        }
    }

    /// - Parameter after: Where the messages begin that have to be looked at.
    func search<Value: Sendable>(
        _ query: MessageQuery, after: CaptureID = .zero,
        _ body: @escaping @Sendable (MessageSearch, Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let search: @Sendable (Database) throws -> Value = { [tuning] db in
            try body(try MessageSearch(query, on: db, tuning), db)
        }
        let isLong = isLong(query, after: after)
        backlog.noteSearch(isLong: isLong)
        guard isLong else { return try await read(search) }
        do {
            return try await searchPool.read(search)
        } catch let error as DatabaseError where error.isDamage {
            // Nobody may wait for what follows until it ends.
            let isSurelyIndex = error.extendedResultCode == .SQLITE_CORRUPT_VTAB
            if isSurelyIndex { backlog.noteDamage() } else { backlog.noteSuspicion() }
            // Without the index messages are looked at one by one. Where that works, it is the index that is damaged.
            let value = try await read(search)
            backlog.noteDamage()
            return value
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // What the index does not understand is no reason to find nothing.
            return try await read(search)
        } catch {
            throw StoreError(error)
        }
    }

    package func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        let limit = limit.clamped(to: Page.limits)
        return try await search(query) { search, db in try search.page(before: before, limit: limit, on: db) }
    }

    package func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        let limit = limit.clamped(to: Page.limits)
        return try await search(query) { search, db in try search.rows(below: CaptureID(.max), limit: limit, on: db) }
    }

    package func ids(_ query: MessageQuery) async throws(StoreError) -> [CaptureID] {
        try await search(query) { search, db in try search.ids(on: db) }
    }

    package func matches(
        _ query: MessageQuery, after: CaptureID, limit: Int
    ) async throws(StoreError) -> [Summary] {
        let limit = limit.clamped(to: Page.limits)
        return try await search(query, after: after) { search, db in
            try search.rows(after: after, limit: limit, on: db)
        }
    }

    package func message(_ id: CaptureID) async throws(StoreError) -> StoredMessage? {
        try await read { db in
            let sql = """
                SELECT \(MessageRow.columns), content.octets FROM \(MessageRow.source)
                JOIN content ON content.id = message.id WHERE message.id = ?
                """
            guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.rawValue]) else { return nil }
            return StoredMessage(summary: MessageRow.summary(row), content: try row.octets("octets"))
        }
    }

    package func octets(of id: CaptureID, in range: Range<Int>) async throws(StoreError) -> [UInt8]? {
        try await read { db in try ContentRow.octets(of: id, in: range, on: db) }
    }

    package func rows(_ ids: [CaptureID]) async throws(StoreError) -> [Summary] {
        try await read { db in try MessageRow.fetch(ids, on: db) }
    }

    package func tags(in inbox: InboxName?) async throws(StoreError) -> [TagCount] {
        try await read { try TagRow.counts(in: inbox, on: $0) }
    }

    package func unassessed(
        ruleset: String, besides suspects: Set<CaptureID>, limit: Int
    ) async throws(StoreError) -> [CaptureID] {
        let known = assessed.withLock { $0.end(of: ruleset, besides: suspects) }
        let last = lastChange
        let ids = try await read { db in
            let lack = try AssessmentRow.Lack(of: ruleset, besides: suspects, on: db)
            return try lack.first(limit.clamped(to: Page.limits), after: known ?? lack.start(on: db), on: db)
        }
        assessed.withLock { $0.note(ruleset, besides: suspects, first: ids.first, last: last) }
        return ids
    }

    package func assessments(
        of inbox: InboxName?, limit: Int
    ) async throws(StoreError) -> [CaptureID: Assessment] {
        try await read { db in try AssessmentRow.newest(in: inbox, limit: limit, on: db) }
    }

    package func inboxes() async throws(StoreError) -> [Inbox] { try await read { try InboxRow.all(on: $0) } }

    package func inboxes(overAt now: Timestamp) async throws(StoreError) -> [InboxName] {
        try await read { db in try InboxRow.over(at: now, on: db) }
    }

    package func inbox(_ name: InboxName) async throws(StoreError) -> Inbox? {
        try await read { db in try InboxRow.named(name, on: db) }
    }

    package func session(_ id: SessionID) async throws(StoreError) -> SessionRecord? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT \(SessionRow.columns), dialogue FROM session WHERE id = ?", arguments: [id.rawValue]
            ).map(SessionRow.session)
        }
    }

    package func sessions(before: SessionID?, limit: Int) async throws(StoreError) -> [SessionRecord] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(SessionRow.columns) FROM session WHERE id < ? ORDER BY id DESC LIMIT ?",
                arguments: [before?.rawValue ?? .max, limit.clamped(to: Page.limits)]
            ).map(SessionRow.session)
        }
    }

    package func changes(after cursor: CaptureID) -> AsyncStream<Change> {
        feed.changes(after: cursor) { [self] cursor in await past(cursor) }
    }

    package var lastChange: CaptureID { feed.last }

    /// What the tables tell of the next changes after `cursor`, oldest first; nothing when they do not reach back that far.
    private func past(_ cursor: CaptureID) async -> [Change] {
        let limit = Page.limits.upperBound
        let changes = try? await read { db -> [Change] in
            guard let others = try ChangeRow.fetch(after: cursor, limit: limit, on: db) else { return [] }
            let added = try MessageSearch(.all, on: db).rows(after: cursor, limit: limit, on: db).map(Change.added)
            return Change.inOrder(added, others, limit: limit)
        }
        return changes ?? []
    }
}
