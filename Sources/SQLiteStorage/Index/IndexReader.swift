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
        /// As far as is known: counts are of a while, and of beginnings there are none.
        let frequency: TermFrequency
        /// Whether they say all that was asked; else more messages may have them than match.
        var isWhole = true
        /// Ascending, the messages that may have them all, where it was found that there are few.
        var messages: [Int64]?
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
        return try plan(condition, in: part, TermFrequencies(of: part, on: db), &wordsLeft, on: db)
    }

    /// - Parameter wordsLeft: Words that may still come of parts of words.
    private func plan(
        _ condition: IndexCondition, in part: Part, _ frequencies: TermFrequencies, _ wordsLeft: inout Int,
        on db: Database
    ) throws -> Plan {
        switch condition {
        case .term(let term): return .terms(Terms(text: "\"\(term)\"", frequency: try frequencies.frequency(of: term)))
        case .beginning(let text): return .terms(Terms(text: "\"\(text)\" *", frequency: .rare))
        case .word(let pattern): return try plan(pattern, in: part, frequencies, &wordsLeft, on: db)
        case .telling(let conditions):
            // What they find is looked at again anyway, so that those which are quickly asked for may be enough: best the
            // rarest alone, or else the frequent ones with them.
            let quick = conditions.filter(\.isLookedUp)
            var asked: String?
            for limit in [TermFrequency.frequent, .common] {
                let found = try planAll(quick, leavingOut: limit, in: part, frequencies, &wordsLeft, on: db)
                guard case .terms(var terms) = found, terms.frequency < .common, terms.text != asked else { continue }
                asked = terms.text
                guard let messages = try few(terms.text, in: part, on: db) else { continue }
                terms.messages = messages
                return messages.isEmpty ? .nothing : .terms(terms)
            }
            return try planAll(conditions, leavingOut: .common, in: part, frequencies, &wordsLeft, on: db)
        case .all(let conditions):
            return try planAll(conditions, leavingOut: nil, in: part, frequencies, &wordsLeft, on: db)
        case .any(let conditions):
            var terms: [Terms] = []
            for condition in conditions {
                switch try plan(condition, in: part, frequencies, &wordsLeft, on: db) {
                case .nothing: continue
                case .everything: return .everything
                case .terms(let found): terms.append(found)
                }
            }
            if terms.isEmpty { return .nothing }
            return .terms(
                Terms(
                    text: Self.join(terms.map(\.text), "OR"), frequency: terms.map(\.frequency).max() ?? .rare,
                    isWhole: terms.allSatisfy(\.isWhole)))
        }
    }

    /// - Parameter limit: Those that so many messages have, or more, are left out beside others.
    private func planAll(
        _ conditions: [IndexCondition], leavingOut limit: TermFrequency?, in part: Part, _ frequencies: TermFrequencies,
        _ wordsLeft: inout Int, on db: Database
    ) throws -> Plan {
        var (all, isWhole) = ([Terms](), true)
        for condition in conditions {
            switch try plan(condition, in: part, frequencies, &wordsLeft, on: db) {
            case .nothing: return .nothing
            case .everything: isWhole = false
            case .terms(let terms): all.append(terms)
            }
        }
        guard let frequency = all.map(\.frequency).min() else { return .everything }
        let terms = limit.map { Self.telling(all, below: $0) } ?? all
        // What many messages have besides is as quickly seen in the few that are named.
        let named = terms.filter { $0.frequency == .rare }.map(\.messages)
        let messages = named.contains(nil) ? nil : named.compactMap(\.self).min { $0.count < $1.count }
        // What tells of a match is looked at again anyway.
        let isTelling = limit != nil
        isWhole = isTelling || isWhole && terms.allSatisfy(\.isWhole) && (messages == nil || terms.count == 1)
        return .terms(
            Terms(
                text: Self.join(terms.map(\.text), "AND"), frequency: frequency, isWhole: isWhole, messages: messages))
    }

    /// The rarest of them: below a limit, if there are any, or else at least not common.
    private static func telling(_ all: [Terms], below limit: TermFrequency) -> [Terms] {
        for limit in [limit, .common] {
            let terms = all.filter { $0.frequency < limit }
            if !terms.isEmpty { return terms }
        }
        return all
    }

    private static func join(_ texts: [String], _ word: String) -> String {
        texts.count == 1 ? texts[0] : "(\(texts.joined(separator: " \(word) ")))"
    }

    private func plan(
        _ pattern: WordPattern, in part: Part, _ frequencies: TermFrequencies, _ wordsLeft: inout Int, on db: Database
    ) throws -> Plan {
        let (words, areAll, frequency) = try words(pattern, in: part, frequencies, on: db)
        if frequency < .common, !areAll || words.count > tuning.mostLookups, pattern.beginsWord, pattern.kind == .text {
            return .terms(
                Terms(text: "\"\(String(decoding: pattern.text, as: UTF8.self))\" *", frequency: frequency))
        }
        guard areAll, words.count <= wordsLeft else { return .everything }
        guard !words.isEmpty else { return .nothing }
        wordsLeft -= words.count
        return .terms(Terms(text: Self.join(words.sorted().map { "\"\($0)\"" }, "OR"), frequency: frequency))
    }

    /// What messages of a part have for which a condition holds, and no others, in the syntax of FTS5; `nil` where the index
    /// does not tell, or there are none.
    func text(of condition: IndexCondition?, in part: Part, on db: Database) throws -> String? {
        guard let condition, case .terms(let terms) = try plan(condition, in: part, on: db), terms.isWhole else {
            return nil
        }
        return terms.text
    }

    /// The messages with these terms, ascending; `nil` where there are many.
    func few(_ terms: String, in part: Part, on db: Database) throws -> [Int64]? {
        let table = "terms_\(part.number)"
        let sql = """
            SELECT rowid FROM \(IndexFile.schema).\(table) WHERE \(table) MATCH ? ORDER BY rowid
            LIMIT \(tuning.fewNamed + 1)
            """
        let messages = try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [terms])
        return messages.count <= tuning.fewNamed ? messages : nil
    }

    /// The words of the part that are meant, the first ones where there are too many to tell, whether that is all, and
    /// how frequent the most frequent is.
    private func words(
        _ pattern: WordPattern, in part: Part, _ frequencies: TermFrequencies, on db: Database
    ) throws -> (words: Set<String>, areAll: Bool, frequency: TermFrequency) {
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
        let text = String(decoding: pattern.text, as: UTF8.self)
        var frequency = pattern.kind == .text ? try frequencies.frequency(of: text) : .rare
        while let group = try groups.next() {
            looked += 1
            let terms = try group.octets("terms")
            for range in pattern.terms(among: terms) {
                let word = String(decoding: terms[range], as: UTF8.self)
                guard words.insert(word).inserted, frequency < .common else { continue }
                frequency = max(frequency, try frequencies.frequency(of: word))
            }
            guard words.count <= tuning.mostWords, frequency < .common || looked < tuning.mostGroupsOfCommon else {
                return (words, false, frequency)
            }
        }
        return (words, true, frequency)
    }
}

/// How frequent terms of a part are.
private struct TermFrequencies {
    private let statement: Statement

    init(of part: IndexReader.Part, on db: Database) throws {
        statement = try db.cachedStatement(
            sql: "SELECT frequency FROM \(IndexFile.schema).frequency_\(part.number) WHERE term = ?")
    }

    func frequency(of term: String) throws -> TermFrequency {
        try Int.fetchOne(statement, arguments: [term]).flatMap(TermFrequency.init) ?? .rare
    }
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
        let sql = "SELECT EXISTS (SELECT 1 FROM pragma_database_list WHERE name = ?)"
        return try Bool.fetchOne(cachedStatement(sql: sql), arguments: [name]) ?? false
    }
}
