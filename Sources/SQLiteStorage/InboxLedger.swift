import GRDB
import MailModel

/// Keeps how much each inbox holds, so that nobody need count rows, which would read them all.
///
/// Saved with every removal and every mark, and every so many commits: to save it with each would be one more page to
/// write. What came after the last save is counted at the start; nobody can have seen any of it.
struct InboxLedger {
    /// What an inbox holds, or by how much that changes.
    struct Entry {
        var messages = 0
        var unseen = 0
        var octets: Int64 = 0

        static func + (left: Entry, right: Entry) -> Entry {
            Entry(
                messages: left.messages + right.messages, unseen: left.unseen + right.unseen,
                octets: left.octets + right.octets)
        }
    }

    /// What a transaction does to the ledger.
    struct Changes {
        fileprivate var differences: [Int64: Entry] = [:]
        fileprivate var mustSave = false
        fileprivate var isSaved = false
        fileprivate var hasForgotten = false

        func difference(of inbox: Int64) -> Entry { differences[inbox] ?? Entry() }

        var total: Entry { differences.values.reduce(Entry(), +) }

        mutating func noteArrival(in inbox: Int64, octets: Int) {
            differences[inbox, default: Entry()].messages += 1
            differences[inbox, default: Entry()].unseen += 1
            differences[inbox, default: Entry()].octets += Int64(octets)
        }

        /// A message that is gone can no longer be found uncounted.
        mutating func noteRemoval(from inbox: Int64, octets: Int64, isSeen: Bool) {
            differences[inbox, default: Entry()].messages -= 1
            differences[inbox, default: Entry()].unseen -= isSeen ? 0 : 1
            differences[inbox, default: Entry()].octets -= octets
            mustSave = true
        }

        /// An inbox is gone, with nothing in it. Its number is not given again before the next start, so that what is not
        /// saved of it is never taken for another's.
        mutating func noteEnd() { (mustSave, hasForgotten) = (true, true) }

        mutating func noteUnseen(_ number: Int, in inbox: Int64) {
            differences[inbox, default: Entry()].unseen += number
            mustSave = true
        }
    }

    private static let commitsBetweenSaves = 64
    /// As many are counted, one by one, whenever somebody asks.
    private static let mostUnsaved = 1000

    /// By inbox; one that holds nothing may be absent.
    private var entries: [Int64: Entry] = [:]
    /// Of all inboxes together.
    private(set) var total = Entry()
    /// What the saved numbers lack.
    private var unsaved: [Int64: Entry] = [:]
    private var commits = 0
    private var unsavedMessages: Int { unsaved.values.reduce(0) { $0 + $1.messages } }

    /// What came after the last save, by inbox: `inbox, messages, octets`. By the index over inboxes, every message would
    /// be looked at.
    static let later = """
        SELECT inbox, count(*) AS messages, sum(size) AS octets FROM message NOT INDEXED
        WHERE id > (SELECT upto FROM inbox_count) GROUP BY inbox
        """

    init(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: Self.later) {
            unsaved[row[0]] = Entry(messages: row[1], unseen: row[1], octets: row[2])
        }
        for row in try Row.fetchAll(db, sql: "SELECT id, messages, unseen, octets FROM inbox") {
            entries[row[0]] = Entry(messages: row[1], unseen: row[2], octets: row[3])
        }
        entries.merge(unsaved, uniquingKeysWith: +)
        total = entries.values.reduce(Entry(), +)
    }

    /// What an inbox holds.
    subscript(inbox: Int64) -> Entry { entries[inbox] ?? Entry() }

    /// Called once in every transaction, at its end, with the number of the last change in it.
    func saveIfDue(_ changes: inout Changes, upTo last: CaptureID, on db: Database) throws {
        let count = unsavedMessages + changes.total.messages
        guard changes.mustSave || commits + 1 >= Self.commitsBetweenSaves || count > Self.mostUnsaved else { return }
        let update = try db.cachedStatement(
            sql: """
                UPDATE inbox SET messages = messages + ?, unseen = unseen + ?, octets = octets + ? WHERE id = ?
                """)
        for (inbox, entry) in unsaved.merging(changes.differences, uniquingKeysWith: +) {
            try update.execute(arguments: [entry.messages, entry.unseen, entry.octets, inbox])
        }
        try db.cachedStatement(sql: "UPDATE inbox_count SET upto = ?").execute(arguments: [last.rawValue])
        changes.isSaved = true
    }

    /// Called once the transaction is durable.
    mutating func apply(_ changes: Changes) {
        if changes.isSaved {
            (unsaved, commits) = ([:], 0)
        } else {
            unsaved.merge(changes.differences, uniquingKeysWith: +)
            commits += 1
        }
        entries.merge(changes.differences, uniquingKeysWith: +)
        if changes.hasForgotten { entries = entries.filter { $0.value.messages != 0 } }
        total = total + changes.total
    }
}
