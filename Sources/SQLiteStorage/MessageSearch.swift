import GRDB
import MailModel
import MailStorage

/// A query as it is asked of a connection; all that one call answers is of one snapshot when the connection reads one.
///
/// Where the connection knows the index, that says which messages are worth a look. The columns of a row are searched by
/// SQLite; where the content decides, row by row here.
struct MessageSearch {
    private let query: MessageQuery
    private let candidates: CandidateSearch
    /// Matches that are counted, and what else is done for the number alone: a page must not wait for it.
    private let mostCounted: Int
    var effort = CandidateSearch.Effort()

    init(_ query: MessageQuery, on db: Database, _ tuning: IndexTuning = IndexTuning()) throws {
        self.query = query
        candidates = try CandidateSearch(query, on: db, tuning)
        mostCounted = candidates.isIndexed || candidates.readsContents ? 1000 : 10_000
    }

    /// The newest rows below `before`, and how many match in all.
    func page(before: CaptureID?, limit: Int, on db: Database) throws -> Page {
        var page = try rowsAndCount(before: before, limit: limit, on: db)
        page.removedBefore = try InboxRow.removedBefore(in: query.inbox, on: db)
        return page
    }

    private func rowsAndCount(before: CaptureID?, limit: Int, on db: Database) throws -> Page {
        let before = before ?? CaptureID(.max)
        guard let matched = try count(on: db) else { return try countedPage(before, limit, on: db) }
        return Page(try rows(below: before, limit: limit + 1, on: db), limit: limit, matched: matched)
    }

    /// Counts as far as that is quickly done.
    private func countedPage(_ before: CaptureID, _ limit: Int, on db: Database) throws -> Page {
        var (ids, matched): ([CaptureID], Int) = ([], 0)
        // What is above the page is looked at for the number alone.
        let course: CandidateSearch.Course = before < CaptureID(.max) ? .goesOnBriefly : .goesOn
        let isCounted = try candidates.visit(.descending, course: course, effort: effort, on: db) { id in
            matched += 1
            if ids.count <= limit, id < before { ids.append(id) }
            if ids.count <= limit, id < before { return .goesOn }
            return matched < mostCounted ? .goesOnBriefly : .ends
        }
        let isFull = isCounted || ids.count > limit
        let rows = try isFull ? rows(ids, .descending, on: db) : rows(below: before, limit: limit + 1, on: db)
        var page = Page(rows, limit: limit, matched: max(matched, rows.count))
        page.isCounted = isCounted
        return page
    }

    /// Newest first.
    func rows(below before: CaptureID, limit: Int, on db: Database) throws -> [Summary] {
        try rows(.descending, beyond: before, limit: limit, on: db)
    }

    /// Oldest first.
    func rows(after: CaptureID, limit: Int, on db: Database) throws -> [Summary] {
        try rows(.ascending, beyond: after, limit: limit, on: db)
    }

    /// Oldest first.
    func ids(on db: Database) throws -> [CaptureID] {
        var ids: [CaptureID] = []
        try candidates.visit(.ascending, on: db) { id in
            ids.append(id)
            return .goesOn
        }
        return ids
    }

    /// How many match, where nobody need count them: messages, and those of them that nobody has seen, are counted with
    /// the inboxes; what came since is added, and nobody has seen it.
    private func count(on db: Database) throws -> Int? {
        let (counted, hasLater): (String, Bool)
        switch query.condition {
        case .all([]): (counted, hasLater) = ("messages", true)
        case .term(.seen(false)): (counted, hasLater) = ("unseen", true)
        case .term(.seen(true)): (counted, hasLater) = ("messages - unseen", false)
        default: return nil
        }
        let later = "SELECT count(*) FROM message WHERE \(hasLater) AND id > (SELECT upto FROM inbox_count)"
        guard let inbox = query.inbox else {
            let sql = "SELECT (SELECT sum(\(counted)) FROM inbox) + (\(later))"
            return try Int.fetchOne(db.cachedStatement(sql: sql)) ?? 0
        }
        let sql = "SELECT \(counted) + (\(later) AND message.inbox = inbox.id) FROM inbox WHERE name = ?"
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [inbox.rawValue]) ?? 0
    }

    private func rows(
        _ order: CandidateSearch.Order, beyond bound: CaptureID, limit: Int, on db: Database
    ) throws -> [Summary] {
        var ids: [CaptureID] = []
        try candidates.visit(order, beyond: bound, on: db) { id in
            ids.append(id)
            return ids.count < limit ? .goesOn : .ends
        }
        return try rows(ids, order, on: db)
    }

    /// Of messages that the snapshot has; without those that only the index knows, as where a damaged database has lost them.
    private func rows(
        _ ids: [CaptureID], _ order: CandidateSearch.Order, on db: Database
    ) throws -> [Summary] {
        let rows = try MessageRow.fetch(ids, on: db)
        return order == .ascending ? rows : rows.reversed()
    }
}
