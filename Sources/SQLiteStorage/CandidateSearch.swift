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
            var walk = try CandidateWalk(db: db, order: order, effort: effort, body: body)
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

    private func visit(_ numbers: ClosedRange<Int64>, _ walk: inout CandidateWalk, on db: Database) throws {
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
        _ ranges: [ClosedRange<Int64>], _ reader: IndexReader, _ walk: inout CandidateWalk, on db: Database
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
                } else if let certain = try reader.text(of: indexed.certain, in: part, on: db) {
                    try walk.look(up: terms.text, besides: certain, in: part, all, rest, restSQL)
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
