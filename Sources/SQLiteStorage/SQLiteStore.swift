import Dispatch
import FoundationEssentials
import GRDB
package import MailModel
package import MailStorage
import Synchronization

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
        /// Changes besides arrivals that `changes(after:)` can still tell.
        package var changes: Int
        /// Inboxes that there may be, `default` among them; one more fails with `.tooMany`.
        package var inboxes: Int
        /// Tags that messages may bear, all together; one more is left out, or fails with `.tooMany` where it is asked for.
        package var tags: Int
        /// Messages that may be there before they can be found by their inbox, while there is but one. To make the index
        /// for that holds everybody up, some 0.2 s for as many; to have it costs each commit one page more.
        package var withoutInboxIndex: Int
        /// Messages that the index may be behind; then whoever sends more waits for it.
        package var unindexed: Int
        /// How long the writer waits for others that hold the database; then what waits with it fails.
        package var lockPatience: TimeSpan
        /// The longest time between two messages of the same content that are duplicates; nothing for none.
        package var duplicateWindow: TimeSpan

        package init(
            freeDisk: Int64 = 256 << 20, sessions: Int = 10_000, changes: Int = 10_000, inboxes: Int = 10_000,
            tags: Int = 10_000, withoutInboxIndex: Int = 200_000, unindexed: Int = 65_536,
            lockPatience: TimeSpan = TimeSpan(milliseconds: 5000),
            duplicateWindow: TimeSpan = TimeSpan(milliseconds: 0)
        ) {
            (self.freeDisk, self.sessions, self.changes, self.unindexed) = (freeDisk, sessions, changes, unindexed)
            (self.inboxes, self.tags, self.withoutInboxIndex) = (inboxes, tags, withoutInboxIndex)
            (self.lockPatience, self.duplicateWindow) = (lockPatience, duplicateWindow)
        }
    }

    let pool: DatabasePool
    /// For searches, so that nothing else waits for a connection until one of them ends.
    let searchPool: DatabasePool
    let file: DatabaseFile
    let disk: DiskRoom
    private let lock: FileLock
    let feed: ChangeFeed
    let checkpointer: Checkpointer
    let writer: Writer
    let indexer: MessageIndexer
    let backlog: IndexBacklog
    let tuning: IndexTuning
    let assessed = Mutex(AssessmentFront())
    /// Whether marks are kept of which no change tells: the next one that is written does.
    let owesReset = Atomic(false)
    /// What is made of each entry is decided on the writer's thread: messages are parsed there.
    let group: BatchQueue<@Sendable () -> Writer.Item>

    /// Opens a database, making or migrating it where needed.
    ///
    /// - Parameters:
    ///   - tuning: Of the index.
    ///   - notes: Where it is noted which message the index reads; `nil` where that is not noted.
    ///   - tell: Is told what becomes of the index, on any thread.
    /// - Throws: `.unusable` when the file is not ours, is newer than this program, is damaged or is in use.
    package init(
        path: String, durability: Durability = .full, limits: Limits = Limits(), tuning: IndexTuning = IndexTuning(),
        notes: (any ReadingNotes)? = nil, tell: @escaping @Sendable (IndexNews) -> Void = { _ in }
    ) throws(StoreError) {
        (file, self.tuning) = (DatabaseFile(path: path), tuning)
        try file.prepare()
        lock = try file.lock()
        try file.checkOwner()
        try file.checkTables()
        do {
            try Database.installLogs()
            var configuration = Self.configuration
            configuration.busyMode = .timeout(Double(limits.lockPatience.milliseconds) / 1000)
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { try Self.setDurability(durability, on: $0) }
            try Self.migrate(pool, path: path, limits)
            let last = try pool.read(WriteTransaction.Base.lastChange)
            feed = ChangeFeed(last: last)
            let indexFile = IndexFile(beside: file.realPath, tuning)
            let (index, mark) = try Self.open(indexFile, last: last, pool)
            backlog = IndexBacklog(mark: mark, last: last, limit: limits.unindexed)
            searchPool = try DatabasePool(path: path, configuration: Self.searchConfiguration(indexFile))
            indexer = MessageIndexer(
                file: indexFile, index: index,
                messages: try DatabaseQueue(path: path, configuration: Self.readingConfiguration), backlog: backlog,
                notes: notes, tell: tell,
                renew: { [pool, searchPool] in
                    try indexFile.remove()
                    let (index, _) = try Self.open(indexFile, last: .zero, pool)
                    // They have the file that is gone.
                    searchPool.invalidateReadOnlyConnections()
                    return index
                })
            checkpointer = Checkpointer(
                database: try DatabaseQueue(path: path, configuration: Self.configuration))
            disk = DiskRoom(file: file, reserve: limits.freeDisk)
            let logRoom = durability == .full ? LogRoom(file: file, disk: disk) : nil
            try pool.writeWithoutTransaction { db in
                if let logRoom {
                    try db.gatherLog()
                    logRoom.extend(past: db.logEnd)
                }
            }
            writer = try Writer(
                pool: pool, disk: disk, logRoom: logRoom, feed: feed, checkpointer: checkpointer, backlog: backlog,
                limits: limits)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unusable("\(path) cannot be opened: \(error); move it away or give --database another path")
        }
        let group = BatchQueue<@Sendable () -> Writer.Item>(
            largestBatch: Writer.largestBatch, priority: .prompt
        ) { [writer] entries in
            writer.commit(entries.map { $0() }[...])
        }
        self.group = group
        backlog.whenRoom { [weak group] in group?.add { .room } }
        indexer.start()
    }

    /// Opens the index, and gives it and the database the same mark.
    private static func open(
        _ file: IndexFile, last: CaptureID, _ pool: DatabasePool
    ) throws -> (DatabaseQueue, mark: CaptureID) {
        let number = try pool.read { db in try Int64.fetchOne(db, sql: "SELECT number FROM index_bond") ?? 0 }
        let renewed = Int64.random(in: 1...Int64.max)
        let opened = try file.open(.init(number: number, last: last), renewed: renewed)
        try pool.write { db in try db.execute(sql: "UPDATE index_bond SET number = ?", arguments: [renewed]) }
        return opened
    }

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.maximumReaderCount = 4
        // Whoever takes mail in goes before whoever reads. Only the readers' threads are a pool's own.
        configuration.qos = .utility
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            TextFunctions.register(on: db)
            if !db.configuration.readonly {
                // A 2 KB message would take a 4 KB page of its own. Both hold for new files only.
                try db.execute(sql: "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL")
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

    static var readingConfiguration: GRDB.Configuration {
        var configuration = configuration
        configuration.readonly = true
        return configuration
    }

    private static func searchConfiguration(_ index: IndexFile) -> GRDB.Configuration {
        var configuration = readingConfiguration
        configuration.maximumReaderCount = MessageQuery.concurrentSearches + MessageQuery.concurrentLongSearches
        configuration.prepareDatabase { db in try index.attach(to: db) }
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

    private static func migrate(_ pool: DatabasePool, path: String, _ limits: Limits) throws {
        if try pool.read(Schema.migrator.hasBeenSuperseded) {
            throw StoreError.unusable(
                "\(path) was written by a newer Creel; it is left untouched; "
                    + "use that version or give --database another path")
        }
        try pool.writeWithoutTransaction(Schema.claim)
        try Schema.migrator.migrate(pool)
        try pool.write { db in
            let isDue = "SELECT EXISTS (SELECT 1 FROM message LIMIT 1 OFFSET \(limits.withoutInboxIndex))"
            if try Bool.fetchOne(db, sql: isDue) ?? false { try db.execute(sql: Schema.inboxIndex) }
        }
    }

    // MARK: - Writing

    package func append(
        _ prepare: @escaping @Sendable () -> Capture,
        completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        group.add { .append(prepare(), completion) }
    }

    package func record(_ session: SessionRecord, completion: (@Sendable (StoreError?) -> Void)?) {
        // Nobody waits for it, and a commit of its own would double the work of a connection with one message.
        group.add({ .record(session, completion) }, isUrgent: false)
    }

    /// Returns when the index has reached every message that is there now.
    package func indexed() async throws(StoreError) { try await backlog.caughtUp() }

    /// Messages that the index holds: those that have gone are among them until there are many.
    package func indexSize() throws(StoreError) -> Int { try sum("messages") }

    /// Messages whose terms lie in segments that were merged.
    package func mergedSize() throws(StoreError) -> Int { try sum("merged") }

    private func sum(_ column: String) throws(StoreError) -> Int {
        do {
            return try searchPool.read { db in
                try Int.fetchOne(db, sql: "SELECT ifnull(sum(\(column)), 0) FROM \(IndexFile.schema).part") ?? 0
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Forgets the index of a database that no Creel has open; the store that opens it next makes it anew, behind.
    package static func forgetIndex(of path: String) throws(StoreError) {
        let file = DatabaseFile(path: path)
        try file.requireExisting()
        let lock = try file.lock()
        defer { lock.release() }
        try file.checkOwner()
        do {
            try IndexFile(beside: file.realPath).remove()
        } catch {
            throw .unusable("The index of \(path) cannot be deleted: \(error)")
        }
    }

    /// Keeps the index as it is, until it goes on.
    package func pauseIndex(_ isPaused: Bool) { backlog.pause(isPaused) }

    package func close() async {
        feed.close()
        await group.betweenBatches { [writer] in writer.commitWaiting() }
        checkpointer.close()
        searchPool.interrupt()
        try? searchPool.close()
        indexer.close()
        // SQLite does that with the last connection, but not where that is one that only reads.
        emptyLog()
        try? pool.close()
        lock.release()
    }

    private func emptyLog() {
        // Of a store that is closed already, the pragma is an error; GRDB's own call would follow a pointer that is gone.
        try? pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    package func status() async -> StoreStatus {
        let (failure, messages, commits, appended, inboxes) = writer.status
        let lack: String?
        do {
            lack = try await read { [disk] db in try disk.lack(on: db) }
        } catch {
            lack = error.explanation
        }
        return StoreStatus(
            trouble: lack ?? failure, messages: messages, octets: file.usedOctets, commits: commits, appended: appended,
            unindexed: backlog.length, indexTrouble: backlog.trouble?.explanation, inboxes: inboxes)
    }
}
