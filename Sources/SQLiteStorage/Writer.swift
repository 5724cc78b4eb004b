import GRDB
import MailModel
import MailStorage
import Synchronization

/// Everything that writes, one batch at a time: a batch is a transaction.
///
/// Lives on the thread of the batch queue; nothing here is called concurrently but `status`.
final class Writer: Sendable {
    enum Item: Sendable {
        case append(Capture, @Sendable (Result<Summary, StoreError>) -> Void)
        case record(SessionRecord, (@Sendable (StoreError?) -> Void)?)
        case work(Work)
        /// There may be room for messages that wait for the index.
        case room

        fileprivate var isAppend: Bool { if case .append = self { true } else { false } }
    }

    /// Anything else that is done in a transaction.
    struct Work: Sendable {
        /// Does it; what it answers is called once the transaction is durable.
        let perform: @Sendable (inout WriteTransaction) throws -> Answer
        /// Called instead when it failed.
        let fail: @Sendable (StoreError) -> Void
    }

    /// What is told once the transaction is durable.
    typealias Answer = @Sendable () -> Void

    private struct State {
        var base: WriteTransaction.Base
        var ledger: InboxLedger
        var trouble: String?
        var commits = 0
        var appended = 0
        /// Messages for which the index has no room yet.
        var waiting: [Item] = []

        mutating func apply(_ transaction: WriteTransaction) {
            base = transaction.base
            ledger.apply(transaction.ledger)
            appended += transaction.appended
            commits += 1
            trouble = nil
        }
    }

    private let pool: DatabasePool
    private let disk: DiskRoom
    /// `nil` where commits are not synced.
    private let logRoom: LogRoom?
    private let feed: ChangeFeed
    private let checkpointer: Checkpointer
    private let backlog: IndexBacklog
    private let limits: SQLiteStore.Limits
    private let contents: RecentContents
    private let state: Mutex<State>

    init(
        pool: DatabasePool, disk: DiskRoom, logRoom: LogRoom?, feed: ChangeFeed, checkpointer: Checkpointer,
        backlog: IndexBacklog, limits: SQLiteStore.Limits
    ) throws {
        (self.pool, self.disk, self.logRoom) = (pool, disk, logRoom)
        (self.feed, self.checkpointer, self.backlog, self.limits) = (feed, checkpointer, backlog, limits)
        contents = RecentContents(window: limits.duplicateWindow)
        state = Mutex(try pool.read { db in State(base: try .init(db), ledger: try InboxLedger(db)) })
    }

    var status: (trouble: String?, messages: Int, commits: Int, appended: Int, inboxes: Int) {
        state.withLock { ($0.trouble, $0.ledger.total.messages, $0.commits, $0.appended, $0.base.inboxes.count) }
    }

    /// Whether there are more messages, or octets, than are kept; and how long messages are kept, of each inbox or, under
    /// `nil`, of all.
    func excess(over overall: Retention) -> (isThere: Bool, ages: [Int64?: TimeSpan]) {
        state.withLock { state in
            let inboxes = state.base.retention
            let isThere =
                state.ledger.total.exceeds(overall)
                || inboxes.contains { inbox, retention in state.ledger[inbox].exceeds(retention) }
            var ages: [Int64?: TimeSpan] = inboxes.reduce(into: [:]) { $0[$1.key] = $1.value.age }
            ages[nil] = overall.age
            return (isThere, ages)
        }
    }

    // MARK: - Batches

    /// Items of one transaction.
    static let largestBatch = 512

    /// Writes all items and answers each. Messages for which the index has no room wait for it, in their order, and nothing
    /// else with them.
    func commit(_ items: ArraySlice<Item>) {
        var rest = (takeWaiting() + items)[...]
        while !rest.isEmpty {
            guard rest.contains(where: \.isAppend) else { return transact(rest) }
            do throws(StoreError) {
                guard try backlog.hasRoom() else {
                    let appends = rest.filter(\.isAppend)
                    state.withLock { $0.waiting = appends }
                    return transact(rest.filter { !$0.isAppend }[...])
                }
            } catch {
                fail(rest.filter(\.isAppend)[...], with: error)
                return transact(rest.filter { !$0.isAppend }[...])
            }
            transact(rest.prefix(Self.largestBatch))
            rest = rest.dropFirst(Self.largestBatch)
        }
    }

    /// Writes what waits for the index, as nobody can wait any longer.
    func commitWaiting() {
        let waiting = takeWaiting()
        for start in stride(from: 0, to: waiting.count, by: Self.largestBatch) {
            transact(waiting[start...].prefix(Self.largestBatch))
        }
    }

    private func takeWaiting() -> [Item] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Writes all items in one transaction and answers each. When that fails, each gets a transaction of its own,
    /// so that a bad item fails alone; unless it fails for a reason that concerns all of them.
    private func transact(_ items: ArraySlice<Item>) {
        let items = items.filter { if case .room = $0 { false } else { true } }[...]
        guard !items.isEmpty else { return }
        do {
            try write(items)
        } catch {
            let failure = StoreError(error)
            if items.count > 1, !Self.concernsAll(error) {
                for index in items.indices { transact(items[index...index]) }
            } else if case .record(let session, let completion)? = items.first, !session.dialogue.isEmpty,
                case .full = failure
            {
                // That there was a connection takes little room, and what it said may take much.
                transact([.record(session.withoutDialogue, completion)])
            } else {
                fail(items, with: failure)
            }
        }
    }

    /// Whether the database as a whole is busy or broken, so that to try each item would only take longer.
    private static func concernsAll(_ error: any Error) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY]
            .contains(code)
    }

    private func write(_ items: ArraySlice<Item>) throws {
        var answers: [Answer] = []
        let (transaction, logEnd) = try pool.writeWithoutTransaction { db in
            try disk.check(for: Self.octets(items), on: db)
            checkpointer.moveRest(on: db)
            let (base, ledger) = state.withLock { ($0.base, $0.ledger) }
            var transaction = WriteTransaction(base, ledger, .init(contents), limits, on: db)
            try RawStatement.transaction(on: db) {
                for item in items { if let answer = try perform(item, in: &transaction) { answers.append(answer) } }
                try transaction.finish()
            }
            return (transaction, db.logEnd)
        }
        state.withLock { $0.apply(transaction) }
        contents.apply(transaction.contents)
        feed.publish(transaction.changes)
        backlog.noteRemovals(transaction.removed)
        let indexerSleeps = backlog.noteCommit(upTo: transaction.base.last)
        for answer in answers { answer() }
        if indexerSleeps { backlog.wake() }
        checkpointer.noteCommit(ofOctets: transaction.octets + Self.commitOctets, logEnd: logEnd)
        logRoom?.extend(past: logEnd)
    }

    private func perform(_ item: Item, in transaction: inout WriteTransaction) throws -> Answer? {
        switch item {
        case .append(let capture, let completion):
            do {
                let summary = try transaction.append(capture)
                return { completion(.success(summary)) }
            } catch StoreError.tooMany(let text) {
                // Nothing of it is written, so that it fails alone without another transaction for each of the others.
                return { completion(.failure(.tooMany(text))) }
            }
        case .record(let session, let completion):
            try transaction.record(session)
            guard let completion else { return nil }
            return { completion(nil) }
        case .work(let work): return try work.perform(&transaction)
        case .room: return nil
        }
    }

    private func fail(_ items: ArraySlice<Item>, with error: StoreError) {
        // A full disk is looked at anew whenever somebody asks.
        if case .unavailable(let text) = error { state.withLock { $0.trouble = text } }
        for item in items {
            switch item {
            case .append(_, let completion): completion(.failure(error))
            case .record(_, let completion): completion?(error)
            case .work(let work): work.fail(error)
            case .room: break
            }
        }
    }

    /// Octets of log that a commit takes besides content: the last pages of each table, and the first of the file.
    private static let commitOctets = 40 << 10

    private static func octets(_ items: ArraySlice<Item>) -> Int {
        items.reduce(0) { sum, item in
            switch item {
            case .append(let capture, _): sum + capture.content.count + capture.envelope.octets
            case .record(let session, _): sum + session.dialogueOctets
            case .work, .room: sum
            }
        }
    }
}

extension StoreError {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case is CancellationError: self = .unavailable("The search was given up")
        case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT:
            self = .unavailable("The search was given up")
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            self = .full("The disk of the database is full; delete messages or make room")
        case let error as DatabaseError:
            self = .unavailable("The database failed: \(error.message ?? "\(error.resultCode)")")
        default: self = .unavailable("The database failed: \(error)")
        }
    }
}
