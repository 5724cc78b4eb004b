import FoundationEssentials
import GRDB
import MailModel
import MailStorage

/// What the tables decide of a query, as SQL on `MessageRow.source`.
struct QueryCondition {
    /// Holds for every match; where `isExact`, for nothing else.
    let sql: String
    let arguments: StatementArguments
    /// Whether nothing is left for content to decide.
    let isExact: Bool
    /// What the tables say of single terms, where content decides others: columns to be read of each row.
    let facts: (sql: [String], arguments: StatementArguments)
    /// The place of a term among those columns.
    private let places: [QueryTerm: Int]

    /// Names of inboxes, tags and rules are looked up in the snapshot that is read.
    init(_ query: MessageQuery, on db: Database) throws {
        var translation = Translation(db: db)
        var conditions: [String] = []
        if let inbox = query.inbox { conditions.append(translation.inbox(inbox)) }
        conditions.append(try translation.translate(query.condition, undecided: true))
        sql = conditions.joined(separator: " AND ")
        arguments = StatementArguments(translation.arguments)
        isExact = !query.condition.contains { !$0.isDecidedByTables }
        (facts, places) = try Self.facts(of: isExact ? [] : query.condition.terms, on: db)
    }

    private static func facts(
        of terms: [QueryTerm], on db: Database
    ) throws -> ((sql: [String], arguments: StatementArguments), [QueryTerm: Int]) {
        var (translation, places) = (Translation(db: db), [QueryTerm: Int]())
        var columns: [String] = []
        for term in terms where places[term] == nil {
            guard let column = try translation.fact(of: term) else { continue }
            places[term] = columns.count
            columns.append(column)
        }
        return ((columns, StatementArguments(translation.arguments)), places)
    }

    /// What the tables say of a term; `nil` where content decides.
    ///
    /// - Parameter row: With the columns of `facts` behind so many others.
    func decides(_ term: QueryTerm, _ row: Row, behind count: Int) -> Bool? {
        guard let place = places[term] else { return nil }
        let holds: Bool = row[count + place]
        return holds || term.isDecidedByTables ? holds : nil
    }
}

extension QueryTerm {
    fileprivate var isDecidedByTables: Bool { if case .rule = self { true } else { isAboutRow } }
}

/// Makes SQL of a condition. No expression in it is ever NULL, which would be neither a condition nor its opposite.
private struct Translation {
    let db: Database
    private(set) var arguments: [any DatabaseValueConvertible] = []

    init(db: Database) { self.db = db }

    private mutating func bind(_ value: any DatabaseValueConvertible) -> String {
        arguments.append(value)
        return "?"
    }

    mutating func inbox(_ name: InboxName) -> String {
        "message.inbox = ifnull((SELECT id FROM inbox WHERE name = \(bind(name.rawValue))), -1)"
    }

    /// - Parameter undecided: What stands for terms that content decides: `true` where more may hold than matches,
    ///   `false` where less may. A negation turns one into the other.
    mutating func translate(_ condition: Condition, undecided: Bool) throws -> String {
        switch condition {
        case .term(let term):
            let fact = term.isDecidedByTables || !undecided ? try fact(of: term) : nil
            return fact ?? (undecided ? "TRUE" : "FALSE")
        case .not(let condition): return "NOT (\(try translate(condition, undecided: !undecided)))"
        case .all(let conditions): return try join(conditions, "AND", empty: "TRUE", undecided)
        case .any(let conditions): return try join(conditions, "OR", empty: "FALSE", undecided)
        }
    }

    private mutating func join(
        _ conditions: [Condition], _ word: String, empty: String, _ undecided: Bool
    ) throws -> String {
        // SQLite's parser has a stack of 100 symbols: of what stands before the deepest condition all is on it.
        let depths = conditions.map(\.depth)
        let order = conditions.indices.sorted { (-depths[$0], $0) < (-depths[$1], $1) }
        let isDeep = depths.contains { $0 > Self.mostLevels }
        var texts: [String] = []
        for condition in isDeep ? order.map({ conditions[$0] }) : conditions {
            texts.append(try translate(condition, undecided: undecided))
        }
        return texts.isEmpty ? empty : "(\(texts.joined(separator: " \(word) ")))"
    }

    /// Holds only where the term does, and wherever it does if tables decide it; `nil` for what they do not know.
    mutating func fact(of term: QueryTerm) throws -> String? {
        switch term {
        case .text(let place, let needle): return place.columns.map { finds(needle, in: $0) }
        case .header, .pattern, .type, .link: return nil
        case .has(let feature): return feature == .attachment ? "attachments > 0" : nil
        case .seen(let isSeen): return "ifnull(\(MessageRow.isSeen), 0) = \(isSeen ? 1 : 0)"
        case .tagged: return "EXISTS (SELECT 1 FROM message_tag WHERE message_tag.message = message.id)"
        case .duplicate(nil): return "duplicate_of NOT NULL"
        case .duplicate(let original?): return "ifnull(duplicate_of = \(bind(original.rawValue)), FALSE)"
        case .session(let session): return "ifnull(session = \(bind(session.rawValue)), FALSE)"
        case .larger(let octets): return "size > \(bind(octets))"
        case .smaller(let octets): return "size < \(bind(octets))"
        case .after(let time): return "received_at >= \(bind(time.milliseconds))"
        case .before(let time): return "received_at < \(bind(time.milliseconds))"
        case .number(let ranges):
            return "\(TextFunctions.within)(message.id, \(bind(NumberRanges(ranges).text)))"
        case .score(let comparison, let limit):
            return "ifnull(assessment.score \(comparison.rawValue) \(bind(limit)), FALSE)"
        case .severity(let comparison, let limit):
            let weight = limit.map { AssessmentRow.number(of: $0) + 1 } ?? 0
            return "(assessment.id NOT NULL AND ifnull(assessment.severity + 1, 0) \(comparison.rawValue) \(weight))"
        case .rule(let name):
            let rules = try ids(in: "rule", name).map(String.init).joined(separator: ",")
            return rules.isEmpty ? "FALSE" : "\(TextFunctions.lists)(assessment.rules, \(bind(rules)))"
        case .tag(let name): return try tagged(try ids(in: "tag", name))
        case .inbox(let name): return "message.inbox IN (\(list(try ids(in: "inbox", name))))"
        }
    }

    /// Conditions inside each other that may stand in any order.
    private static let mostLevels = 12

    private mutating func finds(_ needle: Needle, in columns: [String]) -> String {
        let conditions = columns.map { column in
            "\(TextFunctions.finds)(\(column), \(bind(Data(needle.octets))), \(needle.extent.rawValue))"
        }
        return "(\(conditions.joined(separator: " OR ")))"
    }

    /// More than so many messages that bear a tag are not listed first.
    private static let rare = 10_000

    private mutating func tagged(_ tags: [Int64]) throws -> String {
        let select = """
            SELECT count(*) FROM (SELECT 1 FROM message_tag \
            WHERE tag IN (SELECT value FROM json_each(?)) LIMIT \(Self.rare))
            """
        guard try Int.fetchOne(db.cachedStatement(sql: select), arguments: [JSONList.text(tags)]) ?? 0 < Self.rare
        else {
            return """
                EXISTS (SELECT 1 FROM message_tag WHERE message_tag.message = message.id \
                AND message_tag.tag IN (\(list(tags))))
                """
        }
        return "message.id IN (SELECT message FROM message_tag WHERE tag IN (\(list(tags))))"
    }

    private func ids(in table: String, _ name: NamePattern) throws -> [Int64] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM \(table)")
        return rows.filter { name.matches($0[1]) }.map { $0[0] }
    }

    private mutating func list(_ numbers: [Int64]) -> String {
        "SELECT value FROM json_each(\(bind(JSONList.text(numbers))))"
    }
}

extension Condition {
    /// How many conditions are inside each other.
    fileprivate var depth: Int {
        switch self {
        case .term: 1
        case .not(let condition): condition.depth + 1
        case .all(let conditions), .any(let conditions): (conditions.lazy.map(\.depth).max() ?? 0) + 1
        }
    }
}

extension QueryTerm.Place {
    /// The columns in which it may be found.
    fileprivate var columns: [String]? {
        switch self {
        // Addresses first: what is one word the index decides, and what is sought here has signs in it, as they have.
        case .anywhere: ["to_", "from_", "forward_paths", "subject", "cc", "reverse_path"]
        case .from: ["from_", "reverse_path"]
        case .to: ["to_", "cc", "forward_paths"]
        case .cc: ["cc"]
        case .recipient: ["forward_paths"]
        case .subject: ["subject"]
        case .messageID: ["message_id"]
        case .bcc, .body, .fileName: nil
        }
    }
}
