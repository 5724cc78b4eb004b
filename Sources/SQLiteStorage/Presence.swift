import GRDB
import MailModel

/// Which messages are there in the snapshot that a connection reads, without a look at their rows: those that have gone are
/// bits in the table `gone`, 64 to a row. Of a million that have gone behind one that stays, it has some 200 KB.
struct Presence {
    private let select: RawStatement
    /// From the first message that is there to the last; `nil` where there is none.
    let numbers: ClosedRange<Int64>?
    /// Whether one between them has gone.
    private let hasGaps: Bool
    /// The row that was read last.
    private var word: Int64?
    private var gone: Int64 = 0

    init(_ db: Database) throws {
        select = try RawStatement("SELECT bits FROM gone WHERE word = ?", on: db)
        let ends = try db.cachedStatement(sql: "SELECT (SELECT min(id) FROM message), (SELECT max(id) FROM message)")
        let row = try Row.fetchOne(ends)
        let (first, last): (Int64?, Int64?) = (row?[0], row?[1])
        numbers = if let first, let last { first...last } else { nil }
        hasGaps = try Bool.fetchOne(db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM gone)")) ?? false
    }

    /// - Parameter number: Of a message that is there, was there, or is to come.
    mutating func holds(_ number: Int64) throws -> Bool {
        guard let numbers, numbers.contains(number) else { return false }
        guard hasGaps else { return true }
        if word != number >> 6 {
            (word, gone) = (number >> 6, 0)
            select.bind(number >> 6, at: 1)
            try select.forEach { gone = $0 }
        }
        return gone >> (number & 63) & 1 == 0
    }

    /// Takes note of messages that have gone, and forgets what went before the first that is there, as nobody asks for that.
    static func note(_ gone: some Sequence<CaptureID>, on db: Database) throws {
        var words: [Int64: Int64] = [:]
        for id in gone { words[id.rawValue >> 6, default: 0] |= 1 << (id.rawValue & 63) }
        let insert = try RawStatement(Self.insert, on: db)
        for (word, bits) in words {
            insert.bind(word, at: 1)
            insert.bind(bits, at: 2)
            try insert.run()
        }
        let first = "ifnull((SELECT min(id) FROM message), \(Int64.max))"
        try RawStatement("DELETE FROM gone WHERE word < \(first) >> 6", on: db).run()
    }

    private static let insert = """
        INSERT INTO gone (word, bits) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET bits = bits | excluded.bits
        """

    /// Finds what went before anybody took note of it: numbers between messages that are none.
    static func fill(_ db: Database) throws {
        let sql = """
            SELECT previous + 1, id - 1 FROM (SELECT id, lag(id) OVER (ORDER BY id) AS previous FROM message)
            WHERE id - previous > 1
            """
        let insert = try db.makeStatement(sql: Self.insert)
        let gaps = try Row.fetchCursor(db, sql: sql)
        while let gap = try gaps.next() {
            let (first, last): (Int64, Int64) = (gap[0], gap[1])
            for word in first >> 6...last >> 6 {
                let (low, high) = (max(first - word << 6, 0), min(last - word << 6, 63))
                let bits = Int64(bitPattern: (UInt64.max >> UInt64(63 - high)) & (UInt64.max << UInt64(low)))
                try insert.execute(arguments: [word, bits])
            }
        }
    }
}
