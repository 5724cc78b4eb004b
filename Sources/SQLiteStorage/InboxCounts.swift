import GRDB
import MailModel

/// How many messages each inbox holds, known without counting rows, which would read them all.
///
/// Saved with every removal, and every so many commits: to save them with each would be one more page to write. What
/// came after the last save is counted at the start.
struct InboxCounts {
    private static let commitsBetweenSaves = 64

    private var counts: [Int64: Int]
    private var commits = 0
    private var isSaveDue = false

    init(_ db: Database) throws {
        var counts: [Int64: Int] = [:]
        let upTo = try Int64.fetchOne(db, sql: "SELECT upto FROM inbox_count") ?? 0
        for row in try Row.fetchAll(db, sql: "SELECT id, messages FROM inbox") { counts[row[0]] = row[1] }
        let later = try Row.fetchAll(
            db, sql: "SELECT inbox, count(*) FROM message WHERE id > ? GROUP BY inbox", arguments: [upTo])
        for row in later { counts[row[0], default: 0] += row[1] }
        self.counts = counts
    }

    var total: Int { counts.values.reduce(0, +) }

    subscript(inbox: Int64) -> Int { counts[inbox] ?? 0 }

    mutating func add(_ number: Int, to inbox: Int64) {
        counts[inbox, default: 0] += number
        // A message that is gone can no longer be found uncounted.
        if number < 0 { isSaveDue = true }
    }

    /// Called once in every transaction, with the number of the last change in it.
    mutating func saveIfDue(upTo last: CaptureID, on db: Database) throws {
        commits += 1
        guard isSaveDue || commits >= Self.commitsBetweenSaves else { return }
        for (inbox, count) in counts {
            try db.cachedStatement(sql: "UPDATE inbox SET messages = ? WHERE id = ?").execute(arguments: [count, inbox])
        }
        try db.cachedStatement(sql: "UPDATE inbox_count SET upto = ?").execute(arguments: [last.rawValue])
        (commits, isSaveDue) = (0, false)
    }
}
