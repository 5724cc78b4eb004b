import GRDB
import MailModel
import MailStorage

/// What the columns of a row can decide of a query, as SQL: exactly what `Needle.isFound(in:)` decides.
struct QueryCondition {
    /// `TRUE` when nothing is asked of the columns.
    let sql: String
    let arguments: StatementArguments

    init(_ query: MessageQuery) {
        var conditions: [String] = []
        var arguments: [any DatabaseValueConvertible] = []
        if let inbox = query.inbox {
            conditions.append("message.inbox = (SELECT id FROM inbox WHERE name = ?)")
            arguments.append(inbox.rawValue)
        }
        for term in query.terms {
            guard let (columns, needle) = term.columns else { continue }
            let fold = needle.isASCII ? "lower" : Self.foldName
            conditions.append("(" + columns.map { "instr(\(fold)(\($0)), ?)" }.joined(separator: " OR ") + ")")
            arguments += columns.map { _ in needle.folded }
        }
        sql = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
        self.arguments = StatementArguments(arguments)
    }

    private static let foldName = "creel_fold"

    /// Folds letters outside ASCII, too. SQLite's own `lower` does not.
    static let fold = DatabaseFunction(foldName, argumentCount: 1, pure: true) { values in
        values.first.flatMap(String.fromDatabaseValue)?.lowercased()
    }
}

extension QueryTerm {
    /// Where a term looks, for terms that the row alone decides.
    fileprivate var columns: ([String], Needle)? {
        switch self {
        case .from(let needle): (["from_", "reverse_path"], needle)
        case .to(let needle): (["to_", "cc", "forward_paths"], needle)
        case .subject(let needle): (["subject"], needle)
        case .header, .word: nil
        }
    }
}
