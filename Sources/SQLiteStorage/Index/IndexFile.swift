import FoundationEssentials
import GRDB
import MIME
import MailModel
import MailStorage

/// The file beside the database in which words are looked up. All in it is made of the messages and can be made again.
///
/// A file of its own, so that to write it holds up nobody who writes messages, and to read it nobody at all. It has a
/// part for every so many numbers: the terms of messages with these numbers, and the words among the terms with what
/// stands in them. A part goes as a whole when its messages have gone.
struct IndexFile: Sendable {
    /// The version of what is written: another is not understood, and made anew. Also a new one where a message has other
    /// words than before, or is found to have something (`QueryTerm.Feature`) by other rules: queries take the index's word.
    static let version = 9
    /// Under which name connections of searches know it.
    static let schema = "search"

    let path: String
    let tuning: IndexTuning
    /// Binary digits of the numbers that belong to one part.
    var partBits: Int { tuning.partBits }
    /// How far messages are read: one that was made by others has other words.
    let limits = Limits.inForce

    init(beside path: String, _ tuning: IndexTuning = IndexTuning()) {
        (self.path, self.tuning) = (path + "-index", tuning)
    }

    func part(of id: CaptureID) -> Int64 { id.rawValue >> Int64(partBits) }

    /// The smallest and largest number that belong to a part.
    func range(of part: Int64) -> ClosedRange<Int64> {
        let first = part << Int64(partBits)
        return first...(first | (1 << Int64(partBits) - 1))
    }

    /// A mark for the database and this file: they belong together when it is the same in both.
    struct Bond: Equatable {
        /// Of the database.
        var number: Int64
        /// The last number that the database has given.
        var last: CaptureID
    }

    /// Opens the file for writing, making it anew when it does not belong to the database, or is damaged.
    ///
    /// One that cannot be opened for another reason, such as a full disk, stays: to make it again takes long.
    ///
    /// - Parameters:
    ///   - bond: What the database says.
    ///   - renewed: What it will say from now on.
    /// - Returns: The connection, and up to where messages are in the index.
    func open(_ bond: Bond, renewed: Int64) throws -> (DatabaseQueue, mark: CaptureID) {
        do {
            if let opened = try reopen(bond, renewed: renewed) { return opened }
        } catch let error as DatabaseError {
            // `SQLITE_ERROR`: the tables are not those that are asked for.
            guard error.isDamage || error.resultCode == .SQLITE_ERROR else {
                throw StoreError.unusable(
                    "The index \(path) cannot be opened (\(error.message ?? "\(error.resultCode)")); it is left as it is; "
                        + "see that the disk has room and nobody else holds it, or run creel reindex")
            }
        }
        try remove()
        let database = try connect()
        try database.writeWithoutTransaction { db in
            // Before the first table: these hold for the whole file.
            try db.execute(sql: "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL")
            try db.execute(sql: Self.tables)
            try db.execute(
                sql: "INSERT INTO state (version, part_bits, limits, bond, next_bond, mark) VALUES (?, ?, ?, ?, ?, 0)",
                arguments: [Self.version, partBits, limits.text, bond.number, renewed])
        }
        return (database, .zero)
    }

    private func reopen(_ bond: Bond, renewed: Int64) throws -> (DatabaseQueue, mark: CaptureID)? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let database = try connect()
        let mark = try database.write { db -> CaptureID? in
            let sql = "SELECT version, part_bits, bond, next_bond, mark, limits FROM state"
            guard let row = try Row.fetchOne(db, sql: sql), row[5] as String? == limits.text else { return nil }
            let state = (0..<5).map { row[$0] as Int64? }
            guard state[0] == Int64(Self.version), state[1] == Int64(partBits), let mark = state[4] else { return nil }
            // Whoever died between the two writes has left one bond here and the other there.
            guard state[2...3].contains(bond.number), mark <= bond.last.rawValue else { return nil }
            try db.execute(sql: "UPDATE state SET bond = ?, next_bond = ?", arguments: [bond.number, renewed])
            return CaptureID(mark)
        }
        guard let mark else {
            try database.close()
            return nil
        }
        return (database, mark)
    }

    private func connect() throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = NORMAL;
                    PRAGMA secure_delete = OFF;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA cache_size = -8192
                    """)
        }
        // The words of mail are as private as mail is.
        try DatabaseFile(path: path).prepare()
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Forgets the index; it is made again when a store opens the database.
    func remove() throws {
        for file in [path, path + "-wal", path + "-shm"] where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    /// Has a connection of the database read this file as well.
    func attach(to db: Database) throws {
        try db.execute(sql: "ATTACH DATABASE ? AS \(Self.schema)", arguments: [path])
        try db.execute(sql: "PRAGMA \(Self.schema).cache_size = -16384")
    }

    /// `part.merged` is how many messages a part had when its segments were merged. A `span` says when messages with numbers
    /// next to each other were received.
    private static let tables = """
        CREATE TABLE state (
            version INTEGER NOT NULL,
            part_bits INTEGER NOT NULL,
            limits TEXT NOT NULL,
            bond INTEGER NOT NULL,
            next_bond INTEGER NOT NULL,
            mark INTEGER NOT NULL
        );
        CREATE TABLE part (id INTEGER PRIMARY KEY, messages INTEGER NOT NULL, merged INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE span (id INTEGER PRIMARY KEY, earliest INTEGER NOT NULL, latest INTEGER NOT NULL);
        """

    /// Terms by message; no more is kept of them than which message has which. `words` are terms in groups, each followed
    /// by a space, and `trigrams` finds the groups by what stands in their words. `frequency` has the terms that are not rare.
    static func tables(of part: Int64) -> String {
        tables(named: "\(part)") + "INSERT INTO part (id, messages) VALUES (\(part), 0);"
    }

    static func dropping(_ part: Int64) -> String {
        dropping(named: "\(part)") + "DELETE FROM part WHERE id = \(part);"
    }

    /// Tables that are to take the place of those of a part.
    static let renewedTables = droppingRenewed + tables(named: renewed)

    static let droppingRenewed = dropping(named: renewed)

    /// The last part of their names.
    static let renewed = "renewed"

    /// - Parameter count: Messages in the tables that take the place.
    static func renewing(_ part: Int64, with count: Int) -> String {
        let names = ["terms", "words", "trigrams", "frequency"]
        let renaming = names.map { "ALTER TABLE \($0)_\(renewed) RENAME TO \($0)_\(part);" }.joined(separator: "\n")
        return dropping(named: "\(part)") + renaming
            + "UPDATE part SET messages = \(count), merged = 0 WHERE id = \(part);"
    }

    private static func tables(named name: String) -> String {
        """
        CREATE VIRTUAL TABLE terms_\(name) USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii');
        INSERT INTO terms_\(name) (terms_\(name), rank) VALUES ('hashsize', 4194304);
        CREATE TABLE words_\(name) (id INTEGER PRIMARY KEY, terms BLOB NOT NULL);
        CREATE VIRTUAL TABLE trigrams_\(name) USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii');
        CREATE TABLE frequency_\(name) (term TEXT PRIMARY KEY, frequency INTEGER NOT NULL) WITHOUT ROWID;

        """
    }

    private static func dropping(named name: String) -> String {
        """
        DROP TABLE IF EXISTS terms_\(name);
        DROP TABLE IF EXISTS words_\(name);
        DROP TABLE IF EXISTS trigrams_\(name);
        DROP TABLE IF EXISTS frequency_\(name);

        """
    }
}

extension Limits {
    /// Depth, parts and fields.
    fileprivate var text: String { "\(depth) \(parts) \(fields)" }
}
