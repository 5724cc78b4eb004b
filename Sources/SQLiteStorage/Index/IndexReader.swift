import GRDB
import MailModel
import MailStorage

/// What the index knows in the snapshot that a connection reads.
struct IndexReader {
    /// Messages up to here are found by it; later ones are looked at one by one.
    let mark: CaptureID
    /// Ascending.
    let parts: [Part]

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
    init?(on db: Database) throws {
        guard try db.schemaIdentifier(IndexFile.schema) else { return nil }
        guard
            let state = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT mark, part_bits FROM \(IndexFile.schema).state"))
        else { return nil }
        mark = CaptureID(state[0] as Int64)
        let bits: Int64 = state[1]
        parts = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM \(IndexFile.schema).part ORDER BY id")
        ).map { Part(number: $0, range: $0 << bits...($0 << bits | (1 << bits - 1))) }
    }

    /// Groups of words that are looked through for one part of a word, and words that may come of them. Where there are
    /// more, messages are as quickly looked at one by one: many will match.
    private static let mostGroups = 4000
    private static let mostWords = 400
    /// Words that may come of all parts of words in a query: each takes FTS5 some 16 KB of memory.
    private static let mostWordsOfQuery = 1000
    /// Words that are looked up one by one. Of more that begin alike, all that begin so are found at one place, however
    /// many there are; but not where many messages have one of them.
    private static let mostLookups = 32

    func plan(_ condition: IndexCondition, in part: Part, on db: Database) throws -> Plan {
        let sql = "SELECT term FROM \(IndexFile.schema).common_\(part.number)"
        let common = try Set(String.fetchAll(db.cachedStatement(sql: sql)))
        var wordsLeft = Self.mostWordsOfQuery
        return try plan(condition, in: part, common, &wordsLeft, on: db)
    }

    /// - Parameters:
    ///   - common: Terms that many messages have: to go through those takes long, and leaves out few.
    ///   - wordsLeft: Words that may still come of parts of words.
    private func plan(
        _ condition: IndexCondition, in part: Part, _ common: Set<String>, _ wordsLeft: inout Int, on db: Database
    ) throws -> Plan {
        switch condition {
        case .term(let term): return .terms(Terms(text: "\"\(term)\"", isCommon: common.contains(term)))
        case .beginning(let text): return .terms(Terms(text: "\"\(text)\" *", isCommon: false))
        case .word(let pattern): return try plan(pattern, in: part, common, &wordsLeft, on: db)
        case .all(let conditions), .telling(let conditions):
            var (frequent, rare, isWhole) = ([Terms](), [Terms](), true)
            for condition in conditions {
                switch try plan(condition, in: part, common, &wordsLeft, on: db) {
                case .nothing: return .nothing
                case .everything: isWhole = false
                case .terms(let terms): if terms.isCommon { frequent.append(terms) } else { rare.append(terms) }
                }
            }
            // What they find is looked at again anyway.
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
        _ pattern: WordPattern, in part: Part, _ common: Set<String>, _ wordsLeft: inout Int, on db: Database
    ) throws -> Plan {
        let (words, areAll) = try words(pattern, in: part, on: db)
        let isCommon = !words.isDisjoint(with: common)
        if !isCommon, !areAll || words.count > Self.mostLookups, pattern.beginsWord, pattern.kind == .text {
            return .terms(
                Terms(text: "\"\(String(decoding: pattern.text, as: UTF8.self))\" *", isCommon: false))
        }
        guard areAll, words.count <= wordsLeft else { return .everything }
        guard !words.isEmpty else { return .nothing }
        wordsLeft -= words.count
        return .terms(Terms(text: Self.join(words.sorted().map { "\"\($0)\"" }, "OR"), isCommon: isCommon))
    }

    /// The words of the part that are meant, the first ones where there are too many to tell, and whether that is all.
    private func words(
        _ pattern: WordPattern, in part: Part, on db: Database
    ) throws -> (words: Set<String>, areAll: Bool) {
        let trigrams = Set(pattern.trigrams.map { String(decoding: $0, as: UTF8.self) }).sorted()
        let sql = """
            SELECT words.terms FROM \(IndexFile.schema).trigrams_\(part.number) AS hit
            CROSS JOIN \(IndexFile.schema).words_\(part.number) AS words ON words.id = hit.rowid
            WHERE hit.trigrams_\(part.number) MATCH ?
            """
        let groups = try Row.fetchCursor(
            db.cachedStatement(sql: sql), arguments: [trigrams.map { "\"\($0)\"" }.joined(separator: " AND ")])
        var (words, looked): (Set<String>, Int) = ([], 0)
        while let group = try groups.next() {
            looked += 1
            let terms = try group.octets("terms")
            for range in pattern.terms(among: terms) { words.insert(String(decoding: terms[range], as: UTF8.self)) }
            guard looked < Self.mostGroups, words.count <= Self.mostWords else { return (words, false) }
        }
        return (words, true)
    }
}

extension Database {
    /// Whether a file is attached under that name.
    fileprivate func schemaIdentifier(_ name: String) throws -> Bool {
        try Row.fetchAll(cachedStatement(sql: "PRAGMA database_list")).contains { $0["name"] == name }
    }
}
