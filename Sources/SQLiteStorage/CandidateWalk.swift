import GRDB
import MailModel
import MailStorage

/// One way through the messages.
struct CandidateWalk {
    let db: Database
    let order: CandidateSearch.Order
    let body: (CaptureID) throws -> CandidateSearch.Course
    private(set) var isOver = false
    private var isBrief = false
    /// Contents that may still be read while it is.
    private var contentsLeft: Int
    private let steps: StepLimit
    private(set) var presence: Presence
    /// Made for this walk, by their text. No connection keeps them: there are as many as there are kinds of queries.
    private var statements: [String: Statement] = [:]

    init(
        db: Database, order: CandidateSearch.Order, effort: CandidateSearch.Effort,
        body: @escaping (CaptureID) throws -> CandidateSearch.Course
    ) throws {
        (self.db, self.order, self.body) = (db, order, body)
        presence = try Presence(db)
        (contentsLeft, steps) = (effort.contents, StepLimit(effort.steps))
    }

    var isOutOfSteps: Bool { steps.isReached }

    mutating func take(_ course: CandidateSearch.Course) {
        if case .ends = course { isOver = true }
        let wasBrief = isBrief
        isBrief = if case .goesOnBriefly = course { true } else { false }
        guard isBrief != wasBrief else { return }
        if isBrief { steps.begin(on: db) } else { steps.end(on: db) }
    }

    /// At every message in ascending ranges of numbers.
    mutating func look(at ranges: [ClosedRange<Int64>], _ query: MessageQuery, _ condition: QueryCondition) throws {
        try look(from: "message \(Self.assessed)", "message.id", "TRUE", [], ranges, query, condition)
    }

    /// At those with these numbers.
    mutating func look(at numbers: [Int64], _ query: MessageQuery, _ condition: QueryCondition) throws {
        guard let first = numbers.first, let last = numbers.last else { return }
        // Crossed, so that they are what is looked up, and not an inbox.
        let source = """
            (SELECT value FROM json_each(?)) AS hit CROSS JOIN message ON message.id = hit.value
            \(Self.assessed)
            """
        try look(from: source, "message.id", "TRUE", [JSONList.text(numbers)], [first...last], query, condition)
    }

    /// Shows those of the numbers, ascending, that are certain to match, and looks at the others.
    mutating func take(
        _ certain: Set<Int64>, among numbers: [Int64], _ query: MessageQuery, _ condition: QueryCondition
    ) throws {
        let numbers = inOrder(numbers)
        var certainNumbers = numbers.lazy.filter(certain.contains).makeIterator()
        var others = numbers.lazy.filter { !certain.contains($0) }.makeIterator()
        try take({ certainNumbers.next() }, besides: { others.next() }, query, condition)
    }

    /// Shows those that the index names, where that is all that is asked.
    mutating func take(_ terms: String, in part: IndexReader.Part, _ ranges: [ClosedRange<Int64>]) throws {
        for range in inOrder(ranges) where !isOver {
            let numbers = try numbers(terms, in: part, range)
            while !isOver, let number = try numbers.next() { try take(number) }
        }
    }

    /// Shows those of the messages that the index names which are certain to match, and looks at the others.
    mutating func look(
        up terms: String, besides certain: String, in part: IndexReader.Part, _ ranges: [ClosedRange<Int64>],
        _ query: MessageQuery, _ condition: QueryCondition
    ) throws {
        for range in inOrder(ranges) where !isOver {
            let certainNumbers = try numbers(certain, in: part, range)
            let others = try numbers("(\(terms)) NOT (\(certain))", in: part, range, isFirst: false)
            try take(certainNumbers.next, besides: others.next, query, condition)
        }
    }

    /// Shows numbers that are certain to match, and looks at others; both come in the order of the walk.
    private mutating func take(
        _ nextCertain: () throws -> Int64?, besides nextOther: () throws -> Int64?, _ query: MessageQuery,
        _ condition: QueryCondition
    ) throws {
        var (certain, other, waiting) = (try nextCertain(), try nextOther(), [Int64]())
        while !isOver, certain != nil || other != nil {
            if let number = certain, other.map({ order == .descending ? number > $0 : number < $0 }) ?? true {
                try look(at: &waiting, query, condition)
                try take(number)
                certain = try nextCertain()
            } else if let number = other {
                waiting.append(number)
                if waiting.count == Self.together { try look(at: &waiting, query, condition) }
                other = try nextOther()
            }
        }
        try look(at: &waiting, query, condition)
    }

    /// At those that wait, in the order of the walk; then none does.
    private mutating func look(at waiting: inout [Int64], _ query: MessageQuery, _ condition: QueryCondition) throws {
        try look(at: inOrder(waiting), query, condition)
        waiting.removeAll(keepingCapacity: true)
    }

    /// What is ascending, in the order of the walk; and the other way round.
    private func inOrder<Element>(_ ascending: [Element]) -> [Element] {
        order == .descending ? ascending.reversed() : ascending
    }

    /// So many are looked at by one statement.
    private static let together = 64

    /// Those that the index names, in the order of the walk.
    ///
    /// - Parameter isFirst: Whether no others are read at the same time.
    private func numbers(
        _ terms: String, in part: IndexReader.Part, _ range: ClosedRange<Int64>, isFirst: Bool = true
    ) throws -> FastDatabaseValueCursor<Int64> {
        let table = "terms_\(part.number)"
        let sql = """
            SELECT rowid FROM \(IndexFile.schema).\(table) WHERE \(table) MATCH ? AND rowid >= ? AND rowid <= ?
            ORDER BY rowid \(order.rawValue)
            """
        let statement = try isFirst ? db.cachedStatement(sql: sql) : db.makeStatement(sql: sql)
        return try Int64.fetchCursor(statement, arguments: [terms, range.lowerBound, range.upperBound])
    }

    /// Shows those that the index names, which are certain to match, and looks at all others in the ranges.
    mutating func look(
        at ranges: [ClosedRange<Int64>], besides certain: String, in part: IndexReader.Part, _ query: MessageQuery,
        _ condition: QueryCondition
    ) throws {
        for range in inOrder(ranges) where !isOver {
            let numbers = try numbers(certain, in: part, range)
            var rest = range.lowerBound..<range.upperBound + 1
            while !isOver, let number = try numbers.next() {
                let (before, behind) = (rest.lowerBound..<number, number + 1..<rest.upperBound)
                let (next, left) = order == .descending ? (behind, before) : (before, behind)
                if !next.isEmpty { try look(at: [ClosedRange(next)], query, condition) }
                try take(number)
                rest = left
            }
            if !rest.isEmpty { try look(at: [ClosedRange(rest)], query, condition) }
        }
    }

    private mutating func take(_ number: Int64) throws {
        guard try !isOver && presence.holds(number) else { return }
        take(try body(CaptureID(number)))
    }

    /// At those that the index names.
    mutating func look(
        up terms: String, in part: IndexReader.Part, _ ranges: [ClosedRange<Int64>], _ query: MessageQuery,
        _ condition: QueryCondition
    ) throws {
        let table = "terms_\(part.number)"
        // Crossed, so that the index is read first and in its order.
        let source = """
            \(IndexFile.schema).\(table) AS hit CROSS JOIN message ON message.id = hit.rowid
            \(Self.assessed)
            """
        try look(from: source, "hit.rowid", "hit.\(table) MATCH ?", [terms], ranges, query, condition)
    }

    /// SQLite leaves it out where nothing is asked of it.
    private static let assessed = "LEFT JOIN assessment ON assessment.id = message.id"

    private mutating func look(
        from source: String, _ number: String, _ first: String, _ arguments: StatementArguments,
        _ ranges: [ClosedRange<Int64>], _ query: MessageQuery, _ condition: QueryCondition
    ) throws {
        guard !isOver, !ranges.isEmpty else { return }
        let sql = """
            SELECT \((["message.id"] + condition.facts.sql).joined(separator: ", ")) FROM \(source)
            WHERE \(first) AND \(number) >= ? AND \(number) <= ? AND \(condition.sql)
            ORDER BY \(number) \(order.rawValue)
            """
        let isPlain = condition.facts.sql.isEmpty && condition.sql == "TRUE"
        let statement = try isPlain ? db.cachedStatement(sql: sql) : statement(sql)
        for range in inOrder(ranges) where !isOver {
            let bounds: StatementArguments = [range.lowerBound, range.upperBound]
            let all = condition.facts.arguments + arguments + bounds + condition.arguments
            try show(Row.fetchCursor(statement, arguments: all), query.condition, condition)
        }
    }

    private mutating func statement(_ sql: String) throws -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try db.makeStatement(sql: sql)
        statements[sql] = statement
        return statement
    }

    private mutating func show(_ rows: RowCursor, _ asked: Condition, _ known: QueryCondition) throws {
        while !isOver, let row = try rows.next() {
            guard try known.isExact || matches(row, asked, known) else { continue }
            take(try body(CaptureID(row[0])))
        }
    }

    private mutating func matches(_ row: Row, _ asked: Condition, _ known: QueryCondition) throws -> Bool {
        if let decision = asked.decided(by: { known.decides($0, row, behind: 1) }) { return decision }
        if isBrief {
            contentsLeft -= 1
            guard contentsLeft >= 0 else {
                take(.ends)
                return false
            }
        }
        let id = CaptureID(row[0] as Int64)
        let content = try content(of: id)
        return try asked.decided { term in
            if let decision = known.decides(term, row, behind: 1) { return decision }
            // What the envelope has and the header has not is put together of both.
            if case .text(.bcc, _) = term, try MessageRow.fetch([id], on: db).first?.decides(term) == true {
                return true
            }
            return content.decides(term)
        } ?? false
    }

    private func content(of id: CaptureID) throws -> SearchableContent {
        let sql = "SELECT octets FROM content WHERE id = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.rawValue])
        return SearchableContent(of: try row?.octets("octets") ?? [])
    }
}
