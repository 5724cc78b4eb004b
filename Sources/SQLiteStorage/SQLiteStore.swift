import FoundationEssentials
import GRDB
package import MailModel
package import MailStorage

/// The default store: one SQLite file, written by one thread, read by several.
///
/// In write-ahead mode readers never wait for the writer, and with `synchronous=FULL` a commit has reached the disk
/// when it returns.
package final class SQLiteStore: MessageStore {
    /// When a commit counts as done.
    package enum Durability: String, Sendable, CaseIterable {
        /// When it is on the disk: survives a power cut.
        case full
        /// When the system has it: survives a crash of this process, not of the machine.
        case relaxed
    }

    package struct Limits: Sendable {
        /// Octets that must stay free on the disk.
        package var freeDisk: Int64
        /// Sessions that are kept; the oldest go first.
        package var sessions: Int
        /// Removals that `changes(after:)` can still tell.
        package var removals: Int

        package init(freeDisk: Int64 = 256 << 20, sessions: Int = 10_000, removals: Int = 10_000) {
            (self.freeDisk, self.sessions, self.removals) = (freeDisk, sessions, removals)
        }
    }

    private let pool: DatabasePool
    /// For searches, so that nothing else waits for a connection until one of them ends.
    private let searchPool: DatabasePool
    private let file: DatabaseFile
    private let disk: DiskRoom
    private let lock: FileLock
    private let feed: ChangeFeed
    private let checkpointer: Checkpointer
    private let writer: Writer
    /// What is made of each entry is decided on the writer's thread: messages are parsed there.
    private let group: BatchQueue<@Sendable () -> Writer.Item>

    /// Opens a database, making or migrating it where needed.
    ///
    /// - Throws: `.unusable` when the file is not ours, is newer than this program, is damaged or is in use.
    package init(path: String, durability: Durability = .full, limits: Limits = Limits()) throws(StoreError) {
        file = DatabaseFile(path: path)
        try file.prepare()
        lock = try file.lock()
        try file.checkOwner()
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { try Self.setDurability(durability, on: $0) }
            try Self.migrate(pool, path: path)
            searchPool = try DatabasePool(path: path, configuration: Self.searchConfiguration)
            feed = ChangeFeed(last: try pool.read(Writer.lastChange))
            checkpointer = Checkpointer(
                database: try DatabaseQueue(path: path, configuration: Self.configuration))
            disk = DiskRoom(file: file, reserve: limits.freeDisk)
            writer = try Writer(pool: pool, disk: disk, feed: feed, checkpointer: checkpointer, limits: limits)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unusable("\(path) cannot be opened: \(error); move it away or give --database another path")
        }
        group = BatchQueue { [writer] entries in writer.commit(entries.map { $0() }[...]) }
    }

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            db.add(function: QueryCondition.fold)
            if !db.configuration.readonly {
                // A 2 KB message would take a 4 KB page of its own. Holds for new files only.
                try db.execute(sql: "PRAGMA page_size = 8192")
            }
            try db.execute(
                sql: """
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA secure_delete = OFF;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA cache_size = -4096
                    """)
        }
        return configuration
    }

    private static var searchConfiguration: GRDB.Configuration {
        var configuration = configuration
        configuration.readonly = true
        configuration.maximumReaderCount = MessageQuery.concurrentSearches
        return configuration
    }

    /// Only once the connection is there: GRDB itself chooses `NORMAL` when it turns write-ahead mode on.
    private static func setDurability(_ durability: Durability, on db: Database) throws {
        let wanted = durability == .full ? 2 : 1
        try db.execute(sql: "PRAGMA synchronous = \(wanted)")
        guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == wanted else {
            throw StoreError.unusable("SQLite does not take PRAGMA synchronous = \(wanted)")
        }
    }

    private static func migrate(_ pool: DatabasePool, path: String) throws {
        if try pool.read(Schema.migrator.hasBeenSuperseded) {
            throw StoreError.unusable(
                "\(path) was written by a newer Creel; it is left untouched; "
                    + "use that version or give --database another path")
        }
        try Schema.migrator.migrate(pool)
    }

    // MARK: - Writing

    package func append(
        _ prepare: @escaping @Sendable () -> Capture,
        completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        group.add { .append(prepare(), completion) }
    }

    package func record(_ session: SessionRecord, completion: (@Sendable () -> Void)?) {
        // Nobody waits for it, and a commit of its own would double the work of a connection with one message.
        group.add({ .record(session, completion) }, isUrgent: false)
    }

    package func delete(_ query: MessageQuery) async throws(StoreError) -> Int {
        let ids = try await search(query) { search, db in try search.ids(on: db) }
        var count = 0
        // In small steps, so that messages that come in meanwhile need not wait for the last of them.
        for start in stride(from: 0, to: ids.count, by: Self.deletionStep) {
            count += try await remove(Array(ids[start..<min(start + Self.deletionStep, ids.count)]))
        }
        return count
    }

    package func delete(_ id: CaptureID) async throws(StoreError) -> Bool {
        try await remove([id]) > 0
    }

    private func remove(_ ids: [CaptureID]) async throws(StoreError) -> Int {
        let result = await withCheckedContinuation { continuation in
            group.add { .remove(ids) { continuation.resume(returning: $0) } }
        }
        return try result.get()
    }

    private static let deletionStep = 200

    package func close() async {
        feed.close()
        await group.betweenBatches {}
        checkpointer.close()
        searchPool.interrupt()
        try? searchPool.close()
        try? pool.close()
        lock.release()
    }

    // MARK: - Reading

    /// Everything that `body` reads is of one snapshot.
    private func read<Value: Sendable>(
        from pool: DatabasePool? = nil, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await (pool ?? self.pool).read(body)
        } catch is CancellationError {
            throw .unavailable("The search was given up")
        } catch {
            throw StoreError(error)
        }
    }

    /// - Parameter after: Where the messages begin that have to be looked at.
    private func search<Value: Sendable>(
        _ query: MessageQuery, after: CaptureID = .zero,
        _ body: @escaping @Sendable (MessageSearch, Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let search = MessageSearch(query)
        return try await read(from: isLong(query, after: after) ? searchPool : pool) { db in try body(search, db) }
    }

    package func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        let limit = limit.clamped(to: Page.limits)
        return try await search(query) { search, db in try search.page(before: before, limit: limit, on: db) }
    }

    package func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        let limit = limit.clamped(to: Page.limits)
        return try await search(query) { search, db in try search.rows(below: CaptureID(.max), limit: limit, on: db) }
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
                SELECT \(MessageRow.columns), octets FROM message JOIN inbox ON inbox.id = message.inbox
                JOIN content ON content.id = message.id WHERE message.id = ?
                """
            guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.rawValue]) else { return nil }
            return StoredMessage(summary: MessageRow.summary(row), content: try row.octets("octets"))
        }
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

    /// What the tables tell of changes after `cursor`, oldest first; nothing when they do not reach back that far.
    private func past(_ cursor: CaptureID) async -> [Change] {
        let limit = Page.limits.upperBound
        let changes = try? await read { db -> [Change] in
            guard let removed = try RemovalRow.fetch(after: cursor, limit: limit, on: db) else { return [] }
            let added = try MessageSearch(.all).rows(after: cursor, limit: limit, on: db).map(Change.added)
            // Where one of the two was cut off, the other tells nothing beyond.
            let ends = [added, removed].filter { $0.count == limit }.compactMap(\.last?.cursor)
            let end = ends.min() ?? CaptureID(.max)
            return (added + removed).filter { $0.cursor <= end }.sorted { $0.cursor < $1.cursor }
        }
        return changes ?? []
    }

    package func status() async -> StoreStatus {
        let (failure, messages, commits, appended) = writer.status
        let lack: String?
        do {
            lack = try await read { [disk] db in try disk.lack(on: db) }
        } catch {
            lack = error.explanation
        }
        return StoreStatus(
            trouble: lack ?? failure, messages: messages, octets: file.usedOctets, commits: commits, appended: appended)
    }
}
