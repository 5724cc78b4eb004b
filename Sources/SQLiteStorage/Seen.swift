import GRDB
import MailModel

/// Which messages somebody has seen: one bit each in the table `seen`, 64 to a row.
///
/// A row is there where somebody has seen one of its messages. In it, numbers that are no message, or none any more, have
/// their bit as well: where all bits are set there is nothing that nobody has seen.
struct Seen {
    private let db: Database
    /// The last number that is given: later ones may become messages.
    private let last: CaptureID
    /// The row that was read last, and what is to become of it.
    private var word: Int64?
    private var isThere = false
    private var bits: Int64 = 0
    private var isOther = false

    /// - Parameter last: The last number that is given, for whoever sets something.
    init(_ db: Database, last: CaptureID = .zero) { (self.db, self.last) = (db, last) }

    /// Answers whether that made a difference.
    mutating func set(_ id: CaptureID, _ isSeen: Bool) throws -> Bool {
        try load(id)
        guard (bits & Self.bit(id) != 0) != isSeen else { return false }
        bits ^= Self.bit(id)
        isOther = true
        return true
    }

    /// Forgets a message that is gone; answers whether it was seen.
    mutating func remove(_ id: CaptureID) throws -> Bool {
        try load(id)
        isOther = isThere
        return bits & Self.bit(id) != 0
    }

    /// Takes note of a number that is no message.
    static func note(_ change: CaptureID, on db: Database) throws {
        let update = try RawStatement("UPDATE seen SET bits = bits | ? WHERE word = ?", on: db)
        update.bind(bit(change), at: 1)
        update.bind(change.rawValue >> 6, at: 2)
        try update.run()
    }

    /// Where those lie that were seen, or those that were not, and perhaps others; ascending.
    func ranges(within numbers: ClosedRange<Int64>, seen isSeen: Bool) throws -> [ClosedRange<Int64>] {
        let bits = isSeen ? "bits != 0" : "bits = -1"
        let words = try RawStatement(
            "SELECT word FROM seen WHERE word BETWEEN ? AND ? AND \(bits) ORDER BY word", on: db)
        words.bind(numbers.lowerBound >> 6, at: 1)
        words.bind(numbers.upperBound >> 6, at: 2)
        var found: [ClosedRange<Int64>] = []
        try words.forEach { word in found.append(word << 6...(word << 6 | 63)) }
        let ranges = NumberRanges(found)
        return isSeen ? ranges.within(numbers) : ranges.gaps(within: numbers)
    }

    private static func bit(_ id: CaptureID) -> Int64 { 1 << (id.rawValue & 63) }

    private mutating func load(_ id: CaptureID) throws {
        guard word != id.rawValue >> 6 else { return }
        try save()
        word = id.rawValue >> 6
        let select = try db.cachedStatement(sql: "SELECT bits FROM seen WHERE word = ?")
        let kept = try Int64.fetchOne(select, arguments: [word])
        (isThere, bits) = (kept != nil, kept ?? 0)
    }

    /// Called at the end, once messages that are to go have gone.
    mutating func save() throws {
        guard isOther, let word else { return }
        isOther = false
        let messages = try messages(of: word)
        isThere = bits & messages != 0
        guard isThere else {
            bits = 0
            return try db.cachedStatement(sql: "DELETE FROM seen WHERE word = ?").execute(arguments: [word])
        }
        bits |= ~messages & given(of: word)
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO seen (word, bits) VALUES (?, ?)")
            .execute(arguments: [word, bits])
    }

    /// The bits of messages that are there.
    private func messages(of word: Int64) throws -> Int64 {
        let sql = "SELECT sum(1 << (id & 63)) FROM message WHERE id BETWEEN ? AND ?"
        return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [word << 6, word << 6 | 63]) ?? 0
    }

    /// The bits of numbers that are given.
    private func given(of word: Int64) -> Int64 {
        let next = last.rawValue + 1
        return word < next >> 6 ? -1 : (1 << (next & 63)) &- 1
    }
}
