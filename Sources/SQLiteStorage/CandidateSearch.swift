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

    /// What becomes of a search behind a match.
    enum Course {
        case goesOn
        /// Goes on where the next match is quickly found.
        case goesOnBriefly
        case ends
    }

    /// What a search that goes on briefly may do, in all.
    struct Effort {
        /// Contents that are read.
        var contents = 50
        /// Steps of SQLite.
        var steps = 1_000_000
    }

    private let query: MessageQuery
    private let tuning: IndexTuning
    /// On any message.
    private let whole: QueryCondition
    /// `nil` for a connection that does not know the index.
    private let reader: IndexReader?
    /// `nil` where the index cannot help.
    private let indexed: Indexed?
    /// Whether there is no such inbox, or nothing in it.
    private let isNowhere: Bool

    private struct Indexed {
        /// What the index is asked.
        let condition: IndexCondition
        /// What it is asked for messages that need not be looked at, as they are certain to match.
        let certain: IndexCondition?
        /// What is left to ask of those it names.
        let rest: MessageQuery
        let restSQL: QueryCondition

        /// Whether that is nothing.
        var isWhole: Bool { rest.condition == .all([]) }

        init(_ found: IndexCondition, rest: Condition, certain: IndexCondition?, in inbox: Int64?, on db: Database)
            throws
        {
            let inbox = inbox.map { IndexCondition.term(IndexMark.inbox($0)) }
            condition = inbox.map { .all([found, $0]) } ?? found
            self.certain = if let certain, let inbox { .all([certain, inbox]) } else { certain }
            self.rest = MessageQuery(rest)
            restSQL = try QueryCondition(self.rest, on: db)
        }
    }

    init(_ query: MessageQuery, on db: Database, _ tuning: IndexTuning) throws {
        (self.query, self.tuning) = (query, tuning)
        whole = try QueryCondition(query, on: db)
        let inbox = try query.inbox.flatMap { try InboxRow.holding($0, on: db) }
        isNowhere = query.inbox != nil && inbox?.messages ?? 0 == 0
        reader = try IndexReader(on: db, tuning)
        guard !isNowhere, reader != nil, let indexed = query.condition.indexed,
            inbox?.messages ?? .max > tuning.fewMessages
        else {
            self.indexed = nil
            return
        }
        self.indexed = try Indexed(
            indexed.found, rest: indexed.rest, certain: query.condition.certain, in: inbox?.number, on: db)
    }

    /// Whether the tables do not decide, and contents are read where the index does not either.
    var readsContents: Bool { !whole.isExact }

    /// Whether the index helps.
    var isIndexed: Bool { indexed != nil }

    /// Shows matches to `body`, as far as that wants them.
    ///
    /// - Parameters:
    ///   - bound: Only those behind it, in the order that is asked for.
    ///   - course: How it goes on to the first match.
    /// - Returns: Whether it has come to the end.
    @discardableResult
    func visit(
        _ order: Order, beyond bound: CaptureID? = nil, course: Course = .goesOn, effort: Effort = Effort(),
        on db: Database, _ body: (CaptureID) throws -> Course
    ) throws -> Bool {
        guard !isNowhere else { return true }
        return try withoutActuallyEscaping(body) { body in
            var walk = try Walk(db: db, order: order, effort: effort, body: body)
            walk.take(course)
            defer { walk.take(.ends) }
            do {
                try visit(order.numbers(beyond: bound), &walk, on: db)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT && walk.isOutOfSteps {
                return false
            }
            return !walk.isOver
        }
    }

    private func visit(_ numbers: ClosedRange<Int64>, _ walk: inout Walk, on db: Database) throws {
        let mark = reader?.mark.rawValue ?? -1
        let last = walk.presence.numbers?.upperBound ?? mark
        let tail = mark < last ? numbers.intersection(mark + 1...last).map { [$0] } ?? [] : []
        if walk.order == .descending { try walk.look(at: narrowed(tail, on: db), query, whole) }
        if let reader, let known = numbers.intersection(0...mark) {
            let times = query.condition.times
            let ranges =
                times.start == nil && times.end == nil
                ? [known] : try TimeSpans.numbers(from: times.start, before: times.end, on: db).within(known)
            try visitIndexed(try narrowed(ranges, on: db), reader, &walk, on: db)
        }
        if walk.order == .ascending { try walk.look(at: narrowed(tail, on: db), query, whole) }
    }

    /// What tables say of where matches lie.
    private func narrowed(_ ranges: [ClosedRange<Int64>], on db: Database) throws -> [ClosedRange<Int64>] {
        var ranges = ranges
        if let wanted = query.condition.numbers.map(NumberRanges.init) { ranges = ranges.flatMap(wanted.within) }
        if let isSeen = query.condition.isSeen {
            ranges = try ranges.flatMap { try Seen(db).ranges(within: $0, seen: isSeen) }
        }
        return ranges
    }

    private func visitIndexed(
        _ ranges: [ClosedRange<Int64>], _ reader: IndexReader, _ walk: inout Walk, on db: Database
    ) throws {
        guard let indexed else { return try walk.look(at: ranges, query, whole) }
        let parts = walk.order == .descending ? reader.parts.reversed() : reader.parts
        for part in parts where !walk.isOver {
            let ranges = ranges.compactMap { part.range.intersection($0) }
            guard let first = ranges.first, let last = ranges.last else { continue }
            if ranges.reduce(0, { $0 + $1.count }) <= tuning.fewMessages {
                try walk.look(at: ranges, query, whole)
                continue
            }
            switch try reader.plan(indexed.condition, in: part, on: db) {
            case .nothing: continue
            case .everything:
                if ranges.count <= Self.mostRanges,
                    let certain = try reader.text(of: indexed.certain, in: part, on: db)
                {
                    try walk.look(at: ranges, besides: certain, in: part, query, whole)
                } else {
                    try walk.look(at: ranges, query, whole)
                }
            case .terms(let terms):
                let all = ranges.count > Self.mostRanges ? [first.lowerBound...last.upperBound] : ranges
                let (rest, restSQL) = terms.isWhole ? (indexed.rest, indexed.restSQL) : (query, whole)
                if let messages = terms.messages {
                    let left = messages.filter { number in all.contains { $0.contains(number) } }
                    let certain = try reader.text(of: indexed.certain, in: part, on: db)
                    let few = try certain.flatMap { try reader.few($0, in: part, on: db) } ?? []
                    try walk.take(Set(few), among: left, rest, restSQL)
                } else if terms.isWhole, indexed.isWhole {
                    try walk.take(terms.text, in: part, all)
                } else {
                    try walk.look(up: terms.text, in: part, all, rest, restSQL)
                }
            }
        }
    }

    /// So many ranges the same terms are looked up in; of more, in what they lie in.
    private static let mostRanges = 32
}

extension Condition {
    /// Where the numbers of all matches lie; `nil` where that is not asked.
    fileprivate var numbers: [ClosedRange<Int64>]? {
        switch self {
        case .term(.number(let ranges)): ranges
        case .all(let conditions): conditions.lazy.compactMap(\.numbers).first
        default: nil
        }
    }

    /// Whether every match was seen, or none of them; `nil` where that is not asked.
    fileprivate var isSeen: Bool? {
        switch self {
        case .term(.seen(let isSeen)): isSeen
        case .all(let conditions): conditions.lazy.compactMap(\.isSeen).first
        default: nil
        }
    }

    /// When all matches were received: then or later, and earlier; `nil` where that is not asked.
    fileprivate var times: (start: Timestamp?, end: Timestamp?) {
        switch self {
        case .term(.after(let time)): (time, nil)
        case .term(.before(let time)): (nil, time)
        case .all(let conditions):
            conditions.reduce((nil, nil)) { times, condition in
                let others = condition.times
                return (
                    [times.start, others.start].compactMap(\.self).max(),
                    [times.end, others.end].compactMap(\.self).min()
                )
            }
        default: (nil, nil)
        }
    }
}

/// One way through the messages.
private struct Walk {
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
        var others: [Int64] = []
        for number in order == .descending ? numbers.reversed() : numbers where !isOver {
            if certain.contains(number) {
                try look(at: others.sorted(), query, condition)
                others = []
                try take(number)
            } else {
                others.append(number)
            }
        }
        try look(at: others.sorted(), query, condition)
    }

    /// Shows those that the index names, where that is all that is asked.
    mutating func take(_ terms: String, in part: IndexReader.Part, _ ranges: [ClosedRange<Int64>]) throws {
        for range in order == .descending ? ranges.reversed() : ranges where !isOver {
            let numbers = try numbers(terms, in: part, range)
            while !isOver, let number = try numbers.next() { try take(number) }
        }
    }

    /// Those that the index names, in the order of the walk.
    private func numbers(
        _ terms: String, in part: IndexReader.Part, _ range: ClosedRange<Int64>
    ) throws -> FastDatabaseValueCursor<Int64> {
        let table = "terms_\(part.number)"
        let sql = """
            SELECT rowid FROM \(IndexFile.schema).\(table) WHERE \(table) MATCH ? AND rowid >= ? AND rowid <= ?
            ORDER BY rowid \(order.rawValue)
            """
        return try Int64.fetchCursor(
            db.cachedStatement(sql: sql), arguments: [terms, range.lowerBound, range.upperBound])
    }

    /// Shows those that the index names, which are certain to match, and looks at all others in the ranges.
    mutating func look(
        at ranges: [ClosedRange<Int64>], besides certain: String, in part: IndexReader.Part, _ query: MessageQuery,
        _ condition: QueryCondition
    ) throws {
        for range in order == .descending ? ranges.reversed() : ranges where !isOver {
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
        for range in order == .descending ? ranges.reversed() : ranges where !isOver {
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
