import GRDB
import MailModel
import MailStorage
import Synchronization

/// Everything that writes, one batch at a time: a batch is a transaction.
///
/// Lives on the queue of the batch queue; nothing here is called concurrently but `status`.
final class Writer: Sendable {
    enum Item: Sendable {
        case append(Capture, @Sendable (Result<Summary, StoreError>) -> Void)
        case record(SessionRecord, (@Sendable () -> Void)?)
        case remove([CaptureID], @Sendable (Result<Int, StoreError>) -> Void)
    }

    /// What is told once the transaction is durable.
    private typealias Answer = @Sendable () -> Void

    private struct State {
        var last: CaptureID
        var inboxes: [InboxName: Int64]
        var counts: InboxCounts
        /// Counts a record that replaces another, too; made exact when it passes the limit.
        var sessionsAtMost: Int
        var removals: Int
        var trouble: String?
        var commits = 0
        var appended = 0

        mutating func apply(_ transaction: Transaction) {
            (last, inboxes) = (transaction.last, transaction.inboxes)
            (sessionsAtMost, removals) = (transaction.sessionsAtMost, transaction.removals)
            counts.apply(transaction.counts)
            appended += transaction.appended
            commits += 1
            trouble = nil
        }
    }

    private let pool: DatabasePool
    private let disk: DiskRoom
    private let feed: ChangeFeed
    private let checkpointer: Checkpointer
    private let limits: SQLiteStore.Limits
    private let state: Mutex<State>

    init(
        pool: DatabasePool, disk: DiskRoom, feed: ChangeFeed, checkpointer: Checkpointer,
        limits: SQLiteStore.Limits
    ) throws {
        (self.pool, self.disk, self.feed, self.checkpointer, self.limits) = (pool, disk, feed, checkpointer, limits)
        state = Mutex(
            try pool.read { db in
                State(
                    last: try Self.lastChange(db), inboxes: try Self.inboxes(db), counts: try InboxCounts(db),
                    sessionsAtMost: try Self.sessionCount(db),
                    removals: try Int.fetchOne(db, sql: "SELECT count(*) FROM removal") ?? 0)
            })
    }

    /// The largest number that was ever given, as far as the tables still show it.
    static func lastChange(_ db: Database) throws -> CaptureID {
        let sql = "SELECT max((SELECT ifnull(max(id), 0) FROM message), (SELECT ifnull(max(at), 0) FROM removal))"
        return CaptureID(try Int64.fetchOne(db, sql: sql) ?? 0)
    }

    private static func inboxes(_ db: Database) throws -> [InboxName: Int64] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, id FROM inbox")
        let pairs = rows.compactMap { row in InboxName(row[0]).map { ($0, row[1] as Int64) } }
        return Dictionary(pairs) { first, _ in first }
    }

    var status: (trouble: String?, messages: Int, commits: Int, appended: Int) {
        state.withLock { ($0.trouble, $0.counts.total, $0.commits, $0.appended) }
    }

    // MARK: - Batches

    /// Writes all items in one transaction and answers each. When that fails each gets a transaction of its own,
    /// so that a bad item fails alone.
    func commit(_ items: ArraySlice<Item>) {
        do {
            try write(items)
        } catch  where items.count > 1 {
            for index in items.indices { commit(items[index...index]) }
        } catch {
            fail(items, with: StoreError(error))
        }
    }

    private func write(_ items: ArraySlice<Item>) throws {
        let transaction = try pool.writeWithoutTransaction { db in
            try disk.check(for: Self.octets(items), on: db)
            checkpointer.moveRest(on: db)
            var transaction = Transaction(from: state.withLock { $0 })
            try RawStatement.transaction(on: db) {
                for item in items { try perform(item, in: &transaction, on: db) }
                try finish(&transaction, on: db)
            }
            return transaction
        }
        state.withLock { $0.apply(transaction) }
        feed.publish(transaction.changes)
        for answer in transaction.answers { answer() }
        checkpointer.noteCommit(ofOctets: transaction.octets + Self.commitOctets)
    }

    private func fail(_ items: ArraySlice<Item>, with error: StoreError) {
        // A full disk is looked at anew whenever somebody asks.
        if case .unavailable(let text) = error { state.withLock { $0.trouble = text } }
        for item in items {
            switch item {
            case .append(_, let completion): completion(.failure(error))
            case .record(_, let completion): completion?()
            case .remove(_, let completion): completion(.failure(error))
            }
        }
    }

    private static func octets(_ items: ArraySlice<Item>) -> Int {
        items.reduce(0) { sum, item in
            if case .append(let capture, _) = item {
                sum + capture.content.count + capture.envelope.octets
            } else {
                sum
            }
        }
    }

    // MARK: - Items

    /// Octets of log that a commit takes besides content: the last pages of each table, and the first of the file.
    private static let commitOctets = 40 << 10

    /// What a batch has done so far; becomes true with its commit.
    private struct Transaction {
        var last: CaptureID
        var inboxes: [InboxName: Int64]
        var sessionsAtMost: Int
        var removals: Int
        var counts = InboxCounts.Changes()
        var appended = 0
        var changes: [Change] = []
        var answers: [Answer] = []
        var octets = 0

        init(from state: State) {
            (last, inboxes) = (state.last, state.inboxes)
            (sessionsAtMost, removals) = (state.sessionsAtMost, state.removals)
        }

        mutating func nextNumber() -> CaptureID {
            last = CaptureID(last.rawValue + 1)
            return last
        }
    }

    private func perform(_ item: Item, in transaction: inout Transaction, on db: Database) throws {
        switch item {
        case .append(let capture, let completion):
            let summary = try append(capture, in: &transaction, on: db)
            transaction.answers.append { completion(.success(summary)) }
        case .record(let session, let completion):
            try record(session, in: &transaction, on: db)
            if let completion { transaction.answers.append(completion) }
        case .remove(let ids, let completion):
            let count = try remove(ids, in: &transaction, on: db)
            transaction.answers.append { completion(.success(count)) }
        }
    }

    private func append(_ capture: Capture, in transaction: inout Transaction, on db: Database) throws -> Summary {
        let inbox = try inboxID(of: capture.inbox, in: &transaction, on: db)
        let summary = capture.summary(id: transaction.nextNumber())
        let content = try RawStatement("INSERT INTO content (id, octets) VALUES (?, ?)", on: db)
        content.bind(summary.id.rawValue, at: 1)
        try content.run(with: capture.content, at: 2)
        let row = try RawStatement(MessageRow.insert, on: db)
        MessageRow.bind(capture, id: summary.id, inbox: inbox, to: row)
        try row.run()
        transaction.counts.add(1, to: inbox)
        transaction.appended += 1
        transaction.octets += capture.content.count + capture.envelope.octets
        transaction.changes.append(.added(summary))
        return summary
    }

    private func inboxID(of name: InboxName, in transaction: inout Transaction, on db: Database) throws -> Int64 {
        if let id = transaction.inboxes[name] { return id }
        try db.execute(sql: "INSERT INTO inbox (name) VALUES (?)", arguments: [name.rawValue])
        let id = db.lastInsertedRowID
        try db.execute(sql: Schema.inboxIndex)
        transaction.inboxes[name] = id
        return id
    }

    private func record(_ session: SessionRecord, in transaction: inout Transaction, on db: Database) throws {
        let row = try RawStatement(SessionRow.upsert, on: db)
        SessionRow.bind(session, to: row)
        try row.run()
        transaction.sessionsAtMost += 1
        transaction.octets += 1024
    }

    private func remove(_ ids: [CaptureID], in transaction: inout Transaction, on db: Database) throws -> Int {
        var gone: [CaptureID] = []
        for id in ids {
            let inbox = try Int64.fetchOne(
                db.cachedStatement(sql: "DELETE FROM message WHERE id = ? RETURNING inbox"), arguments: [id.rawValue])
            guard let inbox else { continue }
            try db.cachedStatement(sql: "DELETE FROM content WHERE id = ?").execute(arguments: [id.rawValue])
            transaction.counts.add(-1, to: inbox)
            gone.append(id)
        }
        guard !gone.isEmpty else { return 0 }
        let at = transaction.nextNumber()
        try RemovalRow.insert(gone, at: at, on: db)
        transaction.removals += 1
        transaction.changes.append(.removed(at: at, ids: gone))
        return gone.count
    }

    /// Keeps the limits, once for the whole batch.
    private func finish(_ transaction: inout Transaction, on db: Database) throws {
        let counts = state.withLock { $0.counts }
        try counts.saveIfDue(&transaction.counts, upTo: transaction.last, on: db)
        if transaction.sessionsAtMost > limits.sessions { try trimSessions(&transaction, on: db) }
        let spareRemovals = transaction.removals - limits.removals
        if spareRemovals > 0 {
            try RemovalRow.forget(spareRemovals, on: db)
            transaction.removals -= spareRemovals
        }
    }

    /// Drops a tenth more than must be, so that the next time is not the next batch.
    private func trimSessions(_ transaction: inout Transaction, on db: Database) throws {
        transaction.sessionsAtMost = try Self.sessionCount(db)
        guard transaction.sessionsAtMost > limits.sessions else { return }
        let kept = limits.sessions - limits.sessions / 10
        try db.execute(
            sql: "DELETE FROM session WHERE id IN (SELECT id FROM session ORDER BY id LIMIT ?)",
            arguments: [transaction.sessionsAtMost - kept])
        transaction.sessionsAtMost = kept
    }

    private static func sessionCount(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM session") ?? 0
    }
}

extension StoreError {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            self = .full("The disk of the database is full; delete messages or make room")
        case let error as DatabaseError:
            self = .unavailable("The database failed: \(error.message ?? "\(error.resultCode)")")
        default: self = .unavailable("The database failed: \(error)")
        }
    }
}
