import GRDB
import MailModel

/// Keeps how many messages each inbox holds, so that nobody need count rows, which would read them all.
///
/// Saved with every removal, and every so many commits: to save them with each would be one more page to write. What
/// came after the last save is counted at the start.
struct InboxCounts {
    /// What a transaction does to the counts.
    struct Changes {
        fileprivate var differences: [Int64: Int] = [:]
        fileprivate var hasRemovals = false
        fileprivate var isSaved = false

        mutating func add(_ number: Int, to inbox: Int64) {
            differences[inbox, default: 0] += number
            // A message that is gone can no longer be found uncounted.
            if number < 0 { hasRemovals = true }
        }
    }

    private static let commitsBetweenSaves = 64

    /// Of all inboxes together.
    private(set) var total = 0
    /// What the saved numbers lack.
    private var unsaved: [Int64: Int] = [:]
    private var commits = 0

    init(_ db: Database) throws {
        let upTo = try Int64.fetchOne(db, sql: "SELECT upto FROM inbox_count") ?? 0
        let saved = try Int.fetchOne(db, sql: "SELECT ifnull(sum(messages), 0) FROM inbox") ?? 0
        let later = try Row.fetchAll(
            db, sql: "SELECT inbox, count(*) FROM message WHERE id > ? GROUP BY inbox", arguments: [upTo])
        for row in later { unsaved[row[0]] = row[1] }
        total = unsaved.values.reduce(saved, +)
    }

    /// Called once in every transaction, at its end, with the number of the last change in it.
    func saveIfDue(_ changes: inout Changes, upTo last: CaptureID, on db: Database) throws {
        guard changes.hasRemovals || commits + 1 >= Self.commitsBetweenSaves else { return }
        let update = try db.cachedStatement(sql: "UPDATE inbox SET messages = messages + ? WHERE id = ?")
        for (inbox, number) in unsaved.merging(changes.differences, uniquingKeysWith: +) {
            try update.execute(arguments: [number, inbox])
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
        total += changes.differences.values.reduce(0, +)
    }
}
