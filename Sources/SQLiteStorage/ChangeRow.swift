import FoundationEssentials
import GRDB
import MailModel

/// Rows of `change_log`: what `changes(after:)` tells besides arrivals, which the messages themselves tell.
enum ChangeRow {
    private enum Kind: Int {
        case removed = 0
        case changed = 1
        case inboxes = 2
        case reset = 3
        /// Messages that went because there is a limit to what is kept.
        case pruned = 4
    }

    static func insert(_ change: Change, on db: Database) throws {
        let (kind, ids, inbox): (Kind, [CaptureID], InboxName?) =
            switch change {
            case .added: preconditionFailure("Arrivals are told by the messages themselves")
            case .removed(_, let ids, let inbox, by: .request): (.removed, ids, inbox)
            case .removed(_, let ids, let inbox, by: .retention): (.pruned, ids, inbox)
            case .changed(_, let ids): (.changed, ids, nil)
            case .inboxes: (.inboxes, [], nil)
            case .reset: (.reset, [], nil)
            }
        let statement = try RawStatement("INSERT INTO change_log (at, kind, ids, inbox) VALUES (?, ?, ?, ?)", on: db)
        statement.bind(change.cursor.rawValue, at: 1)
        statement.bind(kind.rawValue, at: 2)
        statement.bind(inbox?.rawValue, at: 4)
        try statement.run(with: NumberList.encode(ids.map(\.rawValue)), at: 3)
    }

    /// Forgets the oldest `count` changes, and remembers up to where that reaches.
    static func forget(_ count: Int, on db: Database) throws {
        try db.execute(
            sql: """
                UPDATE forgotten_change
                SET at = (SELECT max(at) FROM (SELECT at FROM change_log ORDER BY at LIMIT ?));
                DELETE FROM change_log WHERE at <= (SELECT at FROM forgotten_change)
                """, arguments: [count])
    }

    /// Changes after `cursor`, oldest first; `nil` when some of them are forgotten.
    static func fetch(after cursor: CaptureID, limit: Int, on db: Database) throws -> [Change]? {
        let forgotten = try Int64.fetchOne(db, sql: "SELECT at FROM forgotten_change") ?? 0
        guard cursor.rawValue >= forgotten else { return nil }
        let rows = try Row.fetchAll(
            db, sql: "SELECT at, kind, ids, inbox FROM change_log WHERE at > ? ORDER BY at LIMIT ?",
            arguments: [cursor.rawValue, limit])
        return rows.map(change)
    }

    private static func change(_ row: Row) -> Change {
        let at = CaptureID(row[0] as Int64)
        let data: Data = row[2]
        let ids = NumberList.decode(Array(data)).map { CaptureID($0) }
        let inbox = (row[3] as String?).flatMap(InboxName.init)
        let kind: Int = row[1]
        switch Kind(rawValue: kind) {
        case .removed: return .removed(at: at, ids: ids, from: inbox)
        case .pruned: return .removed(at: at, ids: ids, from: inbox, by: .retention)
        case .changed: return .changed(at: at, ids: ids)
        case .inboxes: return .inboxes(at: at)
        case .reset, nil: return .reset(at: at)
        }
    }
}
