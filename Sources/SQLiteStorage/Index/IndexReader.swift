import GRDB
import MailModel
import MailStorage

/// What the index knows in the snapshot that a connection reads.
struct IndexReader {
    /// Messages up to here are found by it; later ones are looked at one by one.
    let mark: CaptureID
    /// Ascending.
    let parts: [Part]
    private let tuning: IndexTuning

    /// Messages whose terms lie together.
    struct Part {
        let number: Int64
        let range: ClosedRange<Int64>
    }

    /// How a part is searched.
    enum Plan {
        /// No message in it can match.
        case nothing
        /// It is not worth asking the index.
        case everything
        /// The messages with these terms.
        case terms(Terms)
    }

    /// What a part is asked for.
    struct Terms {
        /// In the syntax of FTS5.
        let text: String
        /// Whether many messages have them.
        let isCommon: Bool
        /// Whether they say all that was asked; else more messages may have them than match.
        var isWhole = true
    }

    /// `nil` for a connection that does not know the index.
    init?(on db: Database, _ tuning: IndexTuning) throws {
        guard try db.schemaIdentifier(IndexFile.schema) else { return nil }
        guard
            let state = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT mark, part_bits FROM \(IndexFile.schema).state"))
        else { return nil }
        self.tuning = tuning
        mark = CaptureID(state[0] as Int64)
        let bits: Int64 = state[1]
        parts = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM \(IndexFile.schema).part ORDER BY id")
        ).map { Part(number: $0, range: $0 << bits...($0 << bits | (1 << bits - 1))) }
    }

    func plan(_ condition: IndexCondition, in part: Part, on db: Database) throws -> Plan {
        var wordsLeft = tuning.mostWordsOfQuery
        return try plan(condition, in: part, CommonTerms(of: part, on: db), &wordsLeft, on: db)
    }

    /// - Parameter wordsLeft: Words that may still come of parts of words.
    private func plan(
        _ condition: IndexCondition, in part: Part, _ common: CommonTerms, _ wordsLeft: inout Int, on db: Database
    ) throws -> Plan {
        switch condition {
        case .term(let term): return .terms(Terms(text: "\"\(term)\"", isCommon: try common.contains(term)))
        case .beginning(let text): return .terms(Terms(text: "\"\(text)\" *", isCommon: false))
        case .word(let pattern): return try plan(pattern, in: part, common, &wordsLeft, on: db)
        case .telling(let conditions):
            // What they find is looked at again anyway, so that those which are quickly asked for may be enough.
            let terms = conditions.filter(\.isLookedUp)
            if !terms.isEmpty, terms.count < conditions.count,
                case .terms(let found) = try plan(.telling(terms), in: part, common, &wordsLeft, on: db),
                !found.isCommon, try isFew(found, in: part, on: db)
            {
                return .terms(found)
            }
            fallthrough
        case .all(let conditions):
            var (frequent, rare, isWhole) = ([Terms](), [Terms](), true)
            for condition in conditions {
                switch try plan(condition, in: part, common, &wordsLeft, on: db) {
                case .nothing: return .nothing
                case .everything: isWhole = false
                case .terms(let terms): if terms.isCommon { frequent.append(terms) } else { rare.append(terms) }
                }
            }
            let isTelling = if case .telling = condition { true } else { false }
            let terms = isTelling && !rare.isEmpty ? rare : frequent + rare
            if terms.isEmpty { return .everything }
            isWhole = isTelling || isWhole && terms.allSatisfy(\.isWhole)
            return .terms(Terms(text: Self.join(terms.map(\.text), "AND"), isCommon: rare.isEmpty, isWhole: isWhole))
        case .any(let conditions):
            var terms: [Terms] = []
            for condition in conditions {
                switch try plan(condition, in: part, common, &wordsLeft, on: db) {
                case .nothing: continue
                case .everything: return .everything
                case .terms(let found): terms.append(found)
                }
            }
            if terms.isEmpty { return .nothing }
            return .terms(
                Terms(
                    text: Self.join(terms.map(\.text), "OR"), isCommon: terms.contains(where: \.isCommon),
                    isWhole: terms.allSatisfy(\.isWhole)))
        }
    }

    private static func join(_ texts: [String], _ word: String) -> String {
        texts.count == 1 ? texts[0] : "(\(texts.joined(separator: " \(word) ")))"
    }

    private func plan(
        _ pattern: WordPattern, in part: Part, _ common: CommonTerms, _ wordsLeft: inout Int, on db: Database
    ) throws -> Plan {
        let (words, areAll, isCommon) = try words(pattern, in: part, common, on: db)
        if !isCommon, !areAll || words.count > tuning.mostLookups, pattern.beginsWord, pattern.kind == .text {
            return .terms(
                Terms(text: "\"\(String(decoding: pattern.text, as: UTF8.self))\" *", isCommon: false))
        }
        guard areAll, words.count <= wordsLeft else { return .everything }
        guard !words.isEmpty else { return .nothing }
        wordsLeft -= words.count
        return .terms(Terms(text: Self.join(words.sorted().map { "\"\($0)\"" }, "OR"), isCommon: isCommon))
    }

    private func isFew(_ terms: Terms, in part: Part, on db: Database) throws -> Bool {
        let table = "terms_\(part.number)"
        let sql = """
            SELECT count(*) FROM (
                SELECT 1 FROM \(IndexFile.schema).\(table) WHERE \(table) MATCH ? LIMIT \(tuning.fewNamed + 1))
            """
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [terms.text]) ?? 0 <= tuning.fewNamed
    }

    /// The words of the part that are meant, the first ones where there are too many to tell, whether that is all, and
    /// whether many messages have one of them.
    private func words(
        _ pattern: WordPattern, in part: Part, _ common: CommonTerms, on db: Database
    ) throws -> (words: Set<String>, areAll: Bool, isCommon: Bool) {
        let trigrams = Set(pattern.coveringTrigrams.map { String(decoding: $0, as: UTF8.self) }).sorted()
        let sql = """
            SELECT words.terms FROM \(IndexFile.schema).trigrams_\(part.number) AS hit
            CROSS JOIN \(IndexFile.schema).words_\(part.number) AS words ON words.id = hit.rowid
            WHERE hit.trigrams_\(part.number) MATCH ?
            """
        let groups = try Row.fetchCursor(
            db.cachedStatement(sql: sql), arguments: [trigrams.map { "\"\($0)\"" }.joined(separator: " AND ")])
        var (words, looked): (Set<String>, Int) = ([], 0)
        // As a rule the text is a word itself when one with it is that.
        var isCommon = try pattern.kind == .text && common.contains(String(decoding: pattern.text, as: UTF8.self))
        while let group = try groups.next() {
            looked += 1
            let terms = try group.octets("terms")
            for range in pattern.terms(among: terms) {
                let word = String(decoding: terms[range], as: UTF8.self)
                if words.insert(word).inserted, !isCommon { isCommon = try common.contains(word) }
            }
            guard words.count <= tuning.mostWords, !isCommon || looked < tuning.mostGroupsOfCommon else {
                return (words, false, isCommon)
            }
        }
        return (words, true, isCommon)
    }
}

/// Terms that many messages of a part have: to go through those messages takes long, and leaves out few.
private struct CommonTerms {
    private let statement: Statement

    init(of part: IndexReader.Part, on db: Database) throws {
        statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM \(IndexFile.schema).common_\(part.number) WHERE term = ?)")
    }

    func contains(_ term: String) throws -> Bool { try Bool.fetchOne(statement, arguments: [term]) ?? false }
}

extension IndexCondition {
    /// Whether it is found at one place of the index.
    fileprivate var isLookedUp: Bool {
        switch self {
        case .term, .beginning: true
        case .word, .all, .telling, .any: false
        }
    }
}

extension Database {
    /// Whether a file is attached under that name.
    fileprivate func schemaIdentifier(_ name: String) throws -> Bool {
        try Row.fetchAll(cachedStatement(sql: "PRAGMA database_list")).contains { $0["name"] == name }
    }
}
