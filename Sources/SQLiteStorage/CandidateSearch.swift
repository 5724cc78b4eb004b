import GRDB
import MailModel
import MailStorage

/// Goes through the messages for which a query can hold, and shows those for which it does.
///
/// What the index has not reached is looked at message by message; in the rest, the index names those worth a look, part
/// by part.
struct CandidateSearch {
    enum Order: String {
        case ascending = "ASC"
        case descending = "DESC"
    }

    /// A message that matches.
    struct Match {
        let id: CaptureID
        /// Contents that were read so far, to find this one and those before.
        let contentsRead: Int
        fileprivate let load: () throws -> Summary

        func summary() throws -> Summary { try load() }
    }

    private let query: MessageQuery
    /// On any message.
    private let whole: QueryCondition
    /// What the index is asked, and what is left to ask of those it names.
    private let indexed: (reader: IndexReader, condition: IndexCondition, rest: MessageQuery, restSQL: QueryCondition)?

    init(_ query: MessageQuery, on db: Database) throws {
        self.query = query
        whole = try QueryCondition(query, on: db)
        guard let indexed = query.condition.indexed, let reader = try IndexReader(on: db) else {
            self.indexed = nil
            return
        }
        let rest = MessageQuery(inbox: query.inbox, indexed.rest)
        let condition = try Self.add(query.inbox, to: indexed.found, on: db)
        self.indexed = (reader, condition, rest, try QueryCondition(rest, on: db))
    }

    private static func add(
        _ inbox: InboxName?, to condition: IndexCondition, on db: Database
    ) throws -> IndexCondition {
        guard let inbox else { return condition }
        let number = try Int64.fetchOne(db, sql: "SELECT id FROM inbox WHERE name = ?", arguments: [inbox.rawValue])
        return .all([condition, .term(IndexMark.inbox(number ?? -1))])
    }

    /// Whether the tables do not decide, and contents are read where the index does not either.
    var readsContents: Bool { !whole.isExact }

    /// Whether the index helps.
    var isIndexed: Bool { indexed != nil }

    /// Shows matches to `body` until it answers `false`.
    ///
    /// - Parameter bound: Only those behind it, in the order that is asked for.
    func visit(
        _ order: Order, beyond bound: CaptureID? = nil, on db: Database, _ body: (Match) throws -> Bool
    ) throws {
        try withoutActuallyEscaping(body) { body in
            var walk = Walk(db: db, order: order, body: body)
            try visit(order.numbers(beyond: bound), &walk, on: db)
        }
    }

    private func visit(_ numbers: ClosedRange<Int64>, _ walk: inout Walk, on db: Database) throws {
        let order = walk.order
        guard let indexed else { return try walk.look(at: numbers, query, whole) }
        let mark = indexed.reader.mark.rawValue
        let tail = numbers.intersection(mark + 1...Int64.max)
        if order == .descending, let tail { try walk.look(at: tail, query, whole) }
        let parts = order == .descending ? indexed.reader.parts.reversed() : indexed.reader.parts
        for part in parts where !walk.isOver {
            guard let numbers = numbers.intersection(part.range)?.intersection(0...mark) else { continue }
            switch try indexed.reader.plan(indexed.condition, in: part, on: db) {
            case .nothing: continue
            case .everything: try walk.look(at: numbers, query, whole)
            case .terms(let terms, _): try walk.look(up: terms, in: part, numbers, indexed.rest, indexed.restSQL)
            }
        }
        if order == .ascending, let tail { try walk.look(at: tail, query, whole) }
    }
}

/// One way through the messages.
private struct Walk {
    let db: Database
    let order: CandidateSearch.Order
    let body: (CandidateSearch.Match) throws -> Bool
    var isOver = false
    private var contentsRead = 0

    init(db: Database, order: CandidateSearch.Order, body: @escaping (CandidateSearch.Match) throws -> Bool) {
        (self.db, self.order, self.body) = (db, order, body)
    }

    /// At every message with one of these numbers.
    mutating func look(at numbers: ClosedRange<Int64>, _ query: MessageQuery, _ condition: QueryCondition) throws {
        try look(
            from: MessageRow.source, "message.id", "TRUE", [], numbers, query, condition)
    }

    /// At those that the index names.
    mutating func look(
        up terms: String, in part: IndexReader.Part, _ numbers: ClosedRange<Int64>, _ query: MessageQuery,
        _ condition: QueryCondition
    ) throws {
        let table = "terms_\(part.number)"
        // Crossed, so that the index is read first and in its order.
        let source = """
            \(IndexFile.schema).\(table) AS hit CROSS JOIN message ON message.id = hit.rowid
            CROSS JOIN inbox ON inbox.id = message.inbox LEFT JOIN assessment ON assessment.id = message.id
            """
        try look(from: source, "hit.rowid", "hit.\(table) MATCH ?", [terms], numbers, query, condition)
    }

    private mutating func look(
        from source: String, _ number: String, _ first: String, _ arguments: StatementArguments,
        _ numbers: ClosedRange<Int64>, _ query: MessageQuery, _ condition: QueryCondition
    ) throws {
        guard !isOver else { return }
        // Where the row does not help to decide, most of its columns are read only for those that are shown.
        let isRowRead = !condition.isExact && !query.isAboutContent
        let sql = """
            SELECT \(isRowRead ? MessageRow.columns : "message.id") FROM \(source)
            WHERE \(first) AND \(number) >= ? AND \(number) <= ? AND \(condition.sql)
            ORDER BY \(number) \(order.rawValue)
            """
        let bounds: StatementArguments = [numbers.lowerBound, numbers.upperBound]
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: sql), arguments: arguments + bounds + condition.arguments)
        while let row = try rows.next() {
            guard try condition.isExact || matches(row, query) else { continue }
            let id = CaptureID(row[0] as Int64)
            let match = CandidateSearch.Match(id: id, contentsRead: contentsRead) { [db] in
                guard !isRowRead else { return MessageRow.summary(row) }
                guard let summary = try MessageRow.fetch([id], on: db).first else {
                    throw DatabaseError(message: "A row has gone within a snapshot")
                }
                return summary
            }
            guard try body(match) else {
                isOver = true
                return
            }
        }
    }

    private mutating func matches(_ row: Row, _ query: MessageQuery) throws -> Bool {
        guard !query.isAboutContent else {
            contentsRead += 1
            return query.matches(try content(of: CaptureID(row[0])))
        }
        let summary = MessageRow.summary(row)
        var isRead = false
        let matches = try query.matches(
            summary, rules: { [db] in try AssessmentRow.rules(of: summary.id, on: db) },
            content: { [self] in
                isRead = true
                return try content(of: summary.id)
            })
        if isRead { contentsRead += 1 }
        return matches
    }

    private func content(of id: CaptureID) throws -> SearchableContent {
        let sql = "SELECT octets FROM content WHERE id = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.rawValue])
        return SearchableContent(of: try row?.octets("octets") ?? [])
    }
}

extension CandidateSearch.Order {
    fileprivate func numbers(beyond bound: CaptureID?) -> ClosedRange<Int64> {
        guard let bound else { return 0...Int64.max }
        return self == .descending ? 0...max(0, bound.rawValue - 1) : min(bound.rawValue, .max - 1) + 1...Int64.max
    }
}

extension ClosedRange<Int64> {
    /// `nil` when they have nothing in common.
    fileprivate func intersection(_ other: ClosedRange<Int64>) -> ClosedRange<Int64>? {
        overlaps(other) ? clamped(to: other) : nil
    }
}

extension Row {
    /// A blob, copied once.
    func octets(_ column: String) throws -> [UInt8] {
        try withUnsafeData(named: column) { data in data.map { Array($0) } ?? [] }
    }
}
