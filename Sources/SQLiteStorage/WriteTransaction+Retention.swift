import GRDB
import MailModel
import MailStorage

extension WriteTransaction {
    /// Removes the oldest messages beyond what is kept of each inbox and of all, `limit` of them at most; answers how
    /// many.
    mutating func prune(_ overall: Retention, at now: Timestamp, limit: Int) throws -> Int {
        var count = 0
        let limits = [(nil, overall)] + base.retention.map { ($0 as Int64?, $1) }
        for (inbox, retention) in limits where retention.isLimited && count < limit {
            let due = try oldest(of: inbox, beyond: retention, at: now, limit: limit - count)
            count += try remove(due, by: .retention)
        }
        return count
    }

    private func oldest(
        of inbox: Int64?, beyond retention: Retention, at now: Timestamp, limit: Int
    ) throws -> [CaptureID] {
        var rest = holding(inbox)
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "\(RetentionRow.oldest(of: inbox)) LIMIT ?"),
            arguments: (inbox.map { [$0] } ?? []) + [limit])
        var ids: [CaptureID] = []
        while let row = try rows.next() {
            guard rest.exceeds(retention) || retention.isOver(received: Timestamp(milliseconds: row[2]), at: now) else {
                break
            }
            ids.append(CaptureID(row[0]))
            rest = rest + InboxLedger.Entry(messages: -1, octets: -(row[1] as Int64))
        }
        return ids
    }

    /// Takes pages that hold nothing out of the file.
    mutating func shrink(byPages count: Int) throws {
        try db.execute(sql: "PRAGMA incremental_vacuum(\(count))")
        noteWriting(ofOctets: count * FileRoom.writtenForPage)
    }
}

/// What is asked of the tables for the sake of retention.
enum RetentionRow {
    /// Messages of an inbox, or of all, in the order in which they go: `id, size, received_at`.
    static func oldest(of inbox: Int64?) -> String {
        "SELECT id, size, received_at FROM message \(inbox.map { _ in "WHERE inbox = ?" } ?? "") ORDER BY id"
    }

    /// Whether the message that would go first has been kept for long enough.
    static func isOver(_ age: TimeSpan, in inbox: Int64?, at now: Timestamp, on db: Database) throws -> Bool {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "\(oldest(of: inbox)) LIMIT 1"), arguments: inbox.map { [$0] } ?? [])
        return row.map { Retention(age: age).isOver(received: Timestamp(milliseconds: $0[2]), at: now) } ?? false
    }
}

extension InboxLedger.Entry {
    /// Whether this is more than is kept.
    func exceeds(_ retention: Retention) -> Bool {
        messages > retention.count ?? .max || octets > retention.octets ?? .max
    }
}
