import FoundationEssentials
import GRDB
import MailModel

/// Rows of `assessment`, to and from values. Rules and their versions are kept as numbers, which `rule` and `ruleset`
/// give names.
enum AssessmentRow {
    /// Severities as they are kept, from 0 on.
    private static let severities = Severity.allCases

    static func number(of severity: Severity) -> Int { severities.firstIndex(of: severity) ?? 0 }

    static func severity(_ number: Int?) -> Severity? {
        number.flatMap { severities.indices.contains($0) ? severities[$0] : nil }
    }

    /// Keeps an assessment; answers whether a list shows it otherwise than before. Nothing for a message that is gone.
    static func save(_ assessment: Assessment, of id: CaptureID, on db: Database) throws -> Bool {
        let select = """
            SELECT score, severity FROM message LEFT JOIN assessment ON assessment.id = message.id
            WHERE message.id = ?
            """
        let before = try Row.fetchOne(db.cachedStatement(sql: select), arguments: [id.rawValue])
        guard let before else { return false }
        let rules = try Set(assessment.rules).map { try number(of: $0, in: "rule", on: db) }.sorted()
        let statement = try RawStatement(
            "INSERT OR REPLACE INTO assessment (id, ruleset, score, severity, rules) VALUES (?, ?, ?, ?, ?)", on: db)
        statement.bind(id.rawValue, at: 1)
        statement.bind(try number(of: assessment.ruleset, in: "ruleset", on: db), at: 2)
        statement.bind(assessment.score, at: 3)
        statement.bind(assessment.severity.map { Int64(number(of: $0)) }, at: 4)
        try statement.run(with: NumberList.encode(rules), at: 5)
        return (before[0] as Double?) != assessment.score || severity(before[1]) != assessment.severity
    }

    /// The number of a name in one of the two tables, which gets one when it has none.
    private static func number(of name: String, in table: String, on db: Database) throws -> Int64 {
        let select = try db.cachedStatement(sql: "SELECT id FROM \(table) WHERE name = ?")
        if let number = try Int64.fetchOne(select, arguments: [name]) { return number }
        try db.execute(sql: "INSERT INTO \(table) (name) VALUES (?)", arguments: [name])
        return db.lastInsertedRowID
    }

    /// Messages behind `start` that rules of this version have not been asked about, oldest first.
    static func lacking(ruleset: String, after start: CaptureID, limit: Int, on db: Database) throws -> [CaptureID] {
        let sql = """
            SELECT message.id FROM message LEFT JOIN assessment ON assessment.id = message.id
            WHERE message.id > ? AND ruleset IS NOT ifnull((SELECT id FROM ruleset WHERE name = ?), -1)
            ORDER BY message.id LIMIT ?
            """
        return try Int64.fetchAll(
            db.cachedStatement(sql: sql), arguments: [start.rawValue, ruleset, limit]
        ).map { CaptureID($0) }
    }

    /// Of the newest messages of an inbox, or of all.
    static func newest(in inbox: InboxName?, limit: Int, on db: Database) throws -> [CaptureID: Assessment] {
        let ruleNames = try names(of: "rule", on: db)
        let versions = try names(of: "ruleset", on: db)
        let condition = inbox.map { _ in "WHERE message.inbox = (SELECT id FROM inbox WHERE name = ?)" } ?? ""
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT newest.id, score, severity, rules, ruleset
                FROM (SELECT id FROM message \(condition) ORDER BY id DESC LIMIT ?) AS newest
                JOIN assessment ON assessment.id = newest.id
                """, arguments: (inbox.map { [$0.rawValue] } ?? []) + [limit])
        let pairs = rows.map { row -> (CaptureID, Assessment) in
            let rules: Data = row[3]
            let assessment = Assessment(
                score: row[1], severity: severity(row[2]),
                rules: NumberList.decode(Array(rules)).compactMap { ruleNames[$0] }.sorted(),
                ruleset: versions[row[4]] ?? "")
            return (CaptureID(row[0]), assessment)
        }
        return Dictionary(pairs) { $1 }
    }

    private static func names(of table: String, on db: Database) throws -> [Int64: String] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM \(table)")
        return Dictionary(rows.map { ($0[0] as Int64, $0[1] as String) }) { $1 }
    }
}
