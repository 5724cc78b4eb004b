import GRDB
import MailModel

/// When messages with numbers next to each other were received, in the table `span`: who asks for a time need not look at
/// all of them. Messages that have gone count as well.
struct TimeSpans {
    /// Binary digits of the numbers that belong to one span.
    private static let bits: Int64 = 10

    private var spans: [Int64: ClosedRange<Timestamp>] = [:]

    mutating func add(_ time: Timestamp, of id: CaptureID) {
        let number = id.rawValue >> Self.bits
        let known = spans[number] ?? time...time
        spans[number] = min(known.lowerBound, time)...max(known.upperBound, time)
    }

    func save(on db: Database) throws {
        let sql = """
            INSERT INTO span (id, earliest, latest) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
            """
        for (number, times) in spans {
            let row = try RawStatement(sql, on: db)
            row.bind(number, at: 1)
            row.bind(times.lowerBound.milliseconds, at: 2)
            row.bind(times.upperBound.milliseconds, at: 3)
            try row.run()
        }
    }

    /// Forgets spans that hold no other numbers than these.
    static func drop(_ numbers: ClosedRange<Int64>, on db: Database) throws {
        try db.execute(
            sql: "DELETE FROM span WHERE id >= ? AND id < ?",
            arguments: [(numbers.lowerBound + (1 << bits - 1)) >> bits, (numbers.upperBound + 1) >> bits])
    }

    /// Where the messages lie that were received then, and perhaps others.
    static func numbers(from start: Timestamp?, before end: Timestamp?, on db: Database) throws -> NumberRanges {
        let numbers = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT id FROM \(IndexFile.schema).span WHERE latest >= ? AND earliest < ? ORDER BY id"),
            arguments: [start?.milliseconds ?? .min, end?.milliseconds ?? .max])
        return NumberRanges(numbers.map { $0 << bits...($0 << bits | (1 << bits - 1)) })
    }
}
