import FoundationEssentials
import GRDB
import MailModel
package import MailStorage

/// Looks whether all in a database and its index fits together. Reads alone: also while a server has it open.
package struct StoreCheck: Sendable {
    /// Something that is wrong.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        package let text: String
        /// What to do about it.
        package let remedy: String

        package var description: String { "\(text); \(remedy)" }
    }

    package private(set) var messages = 0
    package private(set) var problems: [Problem] = []
    /// What is as it should be, but might be better.
    package private(set) var remarks: [Problem] = []
    private let file: DatabaseFile

    /// - Throws: `.unusable` for a file that is not there, not ours or newer than this program.
    package init(path: String) throws(StoreError) {
        file = DatabaseFile(path: path)
        try file.requireExisting()
        try file.checkOwner()
        let database: DatabaseQueue
        do {
            database = try DatabaseQueue(path: path, configuration: SQLiteStore.readingConfiguration)
        } catch {
            throw StoreError(error)
        }
        defer { try? database.close() }
        var (bond, indexable): (IndexFile.Bond?, Int) = (nil, 0)
        // Before the database: what the index has reached by now is in every later snapshot.
        let index = IndexFile(beside: file.realPath).path
        let state = Self.state(ofIndex: index)
        do {
            // One snapshot, whatever comes in meanwhile.
            remarks = try database.read { db in try Self.room(in: db, file) }
            (problems, messages, bond, indexable) = try database.read { [file] db in
                if try Schema.migrator.hasBeenSuperseded(db) {
                    throw StoreError.unusable("\(path) was written by a newer Creel; use that version")
                }
                let pages = try Self.pages(of: db, "\(path) is damaged", remedy: Self.restoring(file))
                guard try Schema.migrator.hasCompletedMigrations(db) else {
                    let text = "\(path) was written by an older Creel, so that only its pages were looked at"
                    return (pages + [Problem(text: text, remedy: "start creel once to bring it up to date")], 0, nil, 0)
                }
                let bond = IndexFile.Bond(
                    number: try Int64.fetchOne(db, sql: "SELECT number FROM index_bond") ?? 0,
                    last: try WriteTransaction.Base.lastChange(db))
                let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM message") ?? 0
                let found =
                    try Self.contents(db, file) + Self.inboxes(db) + Self.strays(db)
                    + Self.gone(db)
                let reached = "SELECT count(*) FROM message WHERE id <= ?"
                let indexable = try Int.fetchOne(db, sql: reached, arguments: [state.mark]) ?? 0
                return (pages + found, count, bond, indexable)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            problems = [Problem(text: "\(path) is damaged: \(error)", remedy: Self.restoring(file))]
        }
        if let bond { problems += Self.problems(ofIndex: index, state, bond, indexable) }
    }

    private static func restoring(_ file: DatabaseFile) -> String {
        """
        stop creel, keep a copy of \(file.path) and what lies beside it, and take a backup, or what \
        'sqlite3 \(file.path) .recover' finds, with creel reindex
        """
    }

    private static func room(in db: Database, _ file: DatabaseFile) throws -> [Problem] {
        guard try !FileRoom(db).canShrink else { return [] }
        return [
            Problem(
                text: "\(file.path) keeps its size when messages go, as the first versions have made it",
                remedy: "where that matters, stop creel, run creel backup FILE, and put FILE in its place")
        ]
    }

    private static func pages(of db: Database, _ text: String, remedy: String) throws -> [Problem] {
        let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
        guard lines != ["ok"] else { return [] }
        let more = lines.count > 1 ? ", and \(lines.count - 1) more" : ""
        return [Problem(text: "\(text): \(lines.first ?? "")\(more)", remedy: remedy)]
    }

    private static let shown = 10

    /// Every message has its octets, as many as its row says; and no others are there.
    private static func contents(_ db: Database, _ file: DatabaseFile) throws -> [Problem] {
        let wrong = try Int64.fetchAll(
            db,
            sql: """
                SELECT message.id FROM message LEFT JOIN content ON content.id = message.id
                WHERE content.id IS NULL OR length(content.octets) IS NOT message.size ORDER BY message.id
                """)
        let stray = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM content WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.id = content.id)")
        var problems: [Problem] = []
        if !wrong.isEmpty {
            let ids = wrong.prefix(shown).map(String.init).joined(separator: ", ")
            let more = wrong.count > shown ? " and \(wrong.count - shown) more" : ""
            problems.append(
                Problem(text: "The octets of these messages are not all there: \(ids)\(more)", remedy: restoring(file)))
        }
        if let stray, stray > 0 {
            problems.append(
                Problem(
                    text: "There are octets of \(stray) messages that no list shows",
                    remedy: "they take room and do no harm"))
        }
        return problems
    }

    /// What is kept of each inbox in numbers is what is in it.
    private static func inboxes(_ db: Database) throws -> [Problem] {
        let sql = """
            SELECT inbox.name, count(message.id), ifnull(sum(message.id NOT NULL AND NOT ifnull(\(MessageRow.isSeen), 0)), 0),
                ifnull(sum(message.size), 0)
            FROM inbox LEFT JOIN message ON message.inbox = inbox.id GROUP BY inbox.id
            """
        let counted = Dictionary(
            try Row.fetchAll(db, sql: sql).map { row in
                (row[0] as String, (messages: row[1] as Int, unseen: row[2] as Int, octets: row[3] as Int64))
            }
        ) { $1 }
        return try InboxRow.all(on: db).compactMap { inbox in
            let found = counted[inbox.name.rawValue] ?? (0, 0, 0)
            guard found != (inbox.messages, inbox.unseen, inbox.octets) else { return nil }
            return Problem(
                text: """
                    Inbox \(inbox.name) holds \(found.messages) messages of \(found.octets) octets, \(found.unseen) of them \
                    unseen, and counts \(inbox.messages) of \(inbox.octets), \(inbox.unseen) unseen
                    """, remedy: "lists are right; report this, please")
        }
    }

    /// What stands beside messages stands beside one that is there.
    private static func strays(_ db: Database) throws -> [Problem] {
        try [("assessment", "id", "assessments"), ("message_tag", "message", "tags")].compactMap {
            table, column, what in
            let sql = """
                SELECT count(*) FROM \(table)
                WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.id = \(table).\(column))
                """
            let count = try Int.fetchOne(db, sql: sql) ?? 0
            guard count > 0 else { return nil }
            return Problem(
                text: "There are \(count) \(what) of messages that are gone",
                remedy: "they do no harm; report this, please")
        }
    }

    /// No message that is there counts as gone.
    private static func gone(_ db: Database) throws -> [Problem] {
        let sql = "SELECT count(*) FROM message JOIN gone ON word = message.id >> 6 WHERE bits >> (message.id & 63) & 1"
        let count = try Int.fetchOne(db, sql: sql) ?? 0
        guard count > 0 else { return [] }
        return [
            Problem(
                text: "\(count) of the messages that are there count as gone, so that searches may not find them",
                remedy: "lists show them; report this, please")
        ]
    }

    /// What the index says of itself.
    private enum IndexState {
        case absent
        /// It cannot be read, or not understood.
        case unknown
        /// - Parameter messages: How many it holds: all up to its mark, and some that have gone.
        case known(bonds: [Int64], mark: Int64, messages: Int)

        var mark: Int64 { if case .known(_, let mark, _) = self { mark } else { 0 } }

        func belongs(to bond: IndexFile.Bond) -> Bool {
            guard case .known(let bonds, _, _) = self else { return false }
            return bonds.contains(bond.number) && mark <= bond.last.rawValue
        }

        /// How many it lacks of those that it should hold.
        func lacks(of indexable: Int) -> Int {
            guard case .known(_, _, let messages) = self else { return 0 }
            return max(0, indexable - messages)
        }
    }

    private static func state(ofIndex path: String) -> IndexState {
        guard FileManager.default.fileExists(atPath: path) else { return .absent }
        let row = try? reading(path) { db -> Row? in
            let messages = "(SELECT ifnull(sum(messages), 0) FROM part)"
            return try Row.fetchOne(db, sql: "SELECT version, bond, next_bond, mark, \(messages) FROM state")
        }
        guard let row, (row[0] as Int) == IndexFile.version else { return .unknown }
        return .known(bonds: [row[1], row[2]], mark: row[3], messages: row[4])
    }

    private static func problems(
        ofIndex path: String, _ state: IndexState, _ bond: IndexFile.Bond, _ indexable: Int
    ) -> [Problem] {
        if case .absent = state { return [] }
        let remedy = "run creel reindex; a creel that runs makes it anew once a search meets the damage"
        do {
            let pages = try reading(path) { db -> [Problem] in
                try Self.pages(of: db, "The index \(path) is damaged", remedy: remedy)
            }
            guard pages.isEmpty else { return pages }
            guard state.belongs(to: bond) else {
                let text = "The index \(path) does not belong to the database"
                return [Problem(text: text, remedy: "it is made anew at the next start")]
            }
            let lacking = state.lacks(of: indexable)
            guard lacking > 0 else { return [] }
            let text = "The index \(path) lacks \(lacking) messages, which searches do not find"
            return [Problem(text: text, remedy: "stop creel and run creel reindex")]
        } catch {
            return [Problem(text: "The index \(path) is damaged: \(error)", remedy: remedy)]
        }
    }

    private static func reading<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
        let database = try DatabaseQueue(path: path, configuration: SQLiteStore.readingConfiguration)
        defer { try? database.close() }
        return try database.read(body)
    }
}
