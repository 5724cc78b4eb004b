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
    static func save(_ assessment: Assessment, of id: CaptureID, _ names: inout Names, on db: Database) throws -> Bool {
        let select = """
            SELECT score, severity FROM message LEFT JOIN assessment ON assessment.id = message.id
            WHERE message.id = ?
            """
        let before = try Row.fetchOne(db.cachedStatement(sql: select), arguments: [id.rawValue])
        guard let before else { return false }
        let rules = try Set(assessment.rules).map { try names.rules.number(of: $0, on: db) }.sorted()
        let statement = try RawStatement(
            "INSERT OR REPLACE INTO assessment (id, ruleset, score, severity, rules) VALUES (?, ?, ?, ?, ?)", on: db)
        statement.bind(id.rawValue, at: 1)
        statement.bind(try names.rulesets.number(of: assessment.ruleset, on: db), at: 2)
        statement.bind(assessment.score, at: 3)
        statement.bind(assessment.severity.map { Int64(number(of: $0)) }, at: 4)
        try statement.run(with: NumberList.encode(rules), at: 5)
        return (before[0] as Double?) != assessment.score || severity(before[1]) != assessment.severity
    }

    /// What was read of both tables. Not for longer than a transaction: when that is rolled back, so are its numbers.
    struct Names {
        fileprivate var rules = Numbers(table: "rule")
        fileprivate var rulesets = Numbers(table: "ruleset")
    }

    /// Numbers of names in a table, each looked up once: many messages meet the same rules.
    fileprivate struct Numbers {
        let table: String
        private var known: [String: Int64] = [:]

        init(table: String) { self.table = table }

        /// A name gets a number when it has none.
        mutating func number(of name: String, on db: Database) throws -> Int64 {
            if let number = known[name] { return number }
            let select = try db.cachedStatement(sql: "SELECT id FROM \(table) WHERE name = ?")
            let number = try Int64.fetchOne(select, arguments: [name]) ?? add(name, on: db)
            known[name] = number
            return number
        }

        private func add(_ name: String, on db: Database) throws -> Int64 {
            try db.execute(sql: "INSERT INTO \(table) (name) VALUES (?)", arguments: [name])
            return db.lastInsertedRowID
        }
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

extension AssessmentRow {
    /// Messages that rules of a version have not been asked about, but for some that are to be left alone.
    struct Lack {
        /// `nil` where these rules were never asked.
        private let ruleset: Int64?
        /// As JSON.
        private let suspects: String

        init(of ruleset: String, besides suspects: Set<CaptureID>, on db: Database) throws {
            self.ruleset = try Int64.fetchOne(db, sql: "SELECT id FROM ruleset WHERE name = ?", arguments: [ruleset])
            self.suspects = JSONList.text(suspects.map(\.rawValue))
        }

        private static let source = "message LEFT JOIN assessment ON assessment.id = message.id"
        private static let isLacking = "ruleset IS NOT ?"
        private static let isSuspect = "message.id IN (SELECT value FROM json_each(?))"

        /// The first of them behind `start`.
        func first(_ limit: Int, after start: CaptureID, on db: Database) throws -> [CaptureID] {
            let sql = """
                SELECT message.id FROM \(Self.source) WHERE message.id > ? AND \(Self.isLacking) AND NOT \(Self.isSuspect)
                ORDER BY message.id LIMIT ?
                """
            return try Int64.fetchAll(
                db.cachedStatement(sql: sql), arguments: [start.rawValue, ruleset ?? -1, suspects, limit]
            ).map { CaptureID($0) }
        }

        /// More of them are soon met from the first message on.
        private static let few = 1000

        /// A number behind which they are, all of them: where they are few, they are mostly among the newest, and all others
        /// need not be looked at.
        func start(on db: Database) throws -> CaptureID {
            guard let ruleset else { return .zero }
            // Counting needs less than to put each beside the other: the smallest index, and rows of a few octets.
            let count =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT (SELECT count(*) FROM message) - (SELECT count(*) FROM assessment WHERE ruleset = ?)
                            - (SELECT count(*) FROM \(Self.source) WHERE \(Self.isSuspect) AND \(Self.isLacking))
                        """, arguments: [ruleset, suspects, ruleset]) ?? 0
            guard count > 0 else { return CaptureID(.max) }
            guard count <= Self.few else { return .zero }
            let oldest = try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(id) FROM (
                        SELECT message.id FROM \(Self.source) WHERE \(Self.isLacking) AND NOT \(Self.isSuspect)
                        ORDER BY message.id DESC LIMIT ?)
                    """, arguments: [ruleset, suspects, count])
            return CaptureID((oldest ?? 1) - 1)
        }
    }
}
