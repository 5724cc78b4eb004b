import GRDB
import MailModel
import MailStorage

/// Writes terms of messages into one part of the index.
struct IndexPart {
    let number: Int64
    /// The last part of the names of its tables.
    private let name: String
    /// Terms that need not be kept once more among the words: they were lately. Finds by hash; what falls on the same place
    /// pushes out what was there.
    private var known = [Int](repeating: 0, count: 1 << 19)
    /// How many messages had the term of the same place since it stands there, and which message was the first. As far as
    /// one term has not pushed out another, which is what those that many have do.
    private var uses = [(count: UInt32, since: UInt32)](repeating: (0, 0), count: 1 << 19)
    private var messages: UInt32 = 0
    /// Words that are not kept yet, each followed by a space.
    private var fresh: [UInt8] = []
    private var freshCount = 0
    private var lastGroup: Int64

    private let tuning: IndexTuning

    init(_ number: Int64, _ tuning: IndexTuning, on db: Database) throws {
        (self.number, name, self.tuning) = (number, "\(number)", tuning)
        if try Bool.fetchOne(db, sql: "SELECT 1 FROM part WHERE id = ?", arguments: [number]) == nil {
            try db.execute(sql: IndexFile.tables(of: number))
        }
        lastGroup = try Int64.fetchOne(db, sql: "SELECT max(id) FROM words_\(name)") ?? 0
    }

    /// One in tables of its own, which are to take the place of those of the part.
    init(renewing number: Int64, _ tuning: IndexTuning, on db: Database) throws {
        (self.number, name, lastGroup, self.tuning) = (number, IndexFile.renewed, 0, tuning)
        try db.execute(sql: IndexFile.renewedTables)
    }

    mutating func add(_ terms: IndexTerms, of id: CaptureID, on db: Database) throws {
        let row = try RawStatement("INSERT INTO terms_\(name) (rowid, text) VALUES (?, ?)", on: db)
        row.bind(id.rawValue, at: 1)
        try row.run(with: terms.text, at: 2)
        messages += 1
        var start = 0
        for hash in terms.hashes {
            guard let end = terms.text[start...].firstIndex(of: 0x20) else { break }
            let slot = hash & (known.count - 1)
            if known[slot] != hash {
                known[slot] = hash
                uses[slot] = (1, messages)
                keep(terms.text[start..<end])
            } else {
                try noteUse(in: slot, terms.text[start..<end], on: db)
            }
            start = end + 1
            if freshCount >= tuning.groupSize { try save(on: db) }
        }
    }

    private mutating func noteUse(in slot: Int, _ term: ArraySlice<UInt8>, on db: Database) throws {
        uses[slot].count &+= 1
        let (share, frequency): (IndexTuning.Share, TermFrequency)
        switch uses[slot].count {
        case tuning.frequent.count: (share, frequency) = (tuning.frequent, .frequent)
        case tuning.common.count: (share, frequency) = (tuning.common, .common)
        default: return
        }
        guard messages - uses[slot].since < share.count * share.of else {
            uses[slot] = (0, messages)
            return
        }
        let row = try RawStatement(
            """
            INSERT INTO frequency_\(name) (term, frequency) VALUES (?, ?)
            ON CONFLICT (term) DO UPDATE SET frequency = max(frequency, excluded.frequency)
            """, on: db)
        row.bind(String(decoding: term, as: UTF8.self), at: 1)
        row.bind(frequency.rawValue, at: 2)
        try row.run()
    }

    private mutating func keep(_ term: ArraySlice<UInt8>) {
        guard IndexTerms.isSearchedWithin(term) else { return }
        fresh += term
        fresh.append(0x20)
        freshCount += 1
    }

    /// Called at the end of a transaction, too: what is in the index is found by its words.
    mutating func save(on db: Database) throws {
        guard freshCount > 0 else { return }
        lastGroup += 1
        let words = try RawStatement("INSERT INTO words_\(name) (id, terms) VALUES (?, ?)", on: db)
        words.bind(lastGroup, at: 1)
        try words.run(with: fresh, at: 2)
        var trigrams: Set<[UInt8]> = []
        for trigram in Trigrams(of: [0x20] + fresh) { trigrams.insert(trigram) }
        let row = try RawStatement("INSERT INTO trigrams_\(name) (rowid, text) VALUES (?, ?)", on: db)
        row.bind(lastGroup, at: 1)
        try row.run(with: Array(trigrams.joined(separator: [0x20])), at: 2)
        fresh.removeAll(keepingCapacity: true)
        freshCount = 0
    }
}
