import GRDB
import MailModel
import TestSupport
import Testing

@testable import SQLiteStorage

/// Which numbers are messages that are there.
@Suite struct PresenceTests {
    /// A database of messages with these numbers.
    private func database(_ numbers: Set<Int64>) throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database)
        try database.write { db in
            for number in numbers {
                try db.execute(
                    sql: """
                        INSERT INTO message (id, inbox, received_at, size, reverse_path, forward_paths, to_, cc, subject,
                            snippet, attachments) VALUES (?, 1, 0, 0, '', '', '', '', '', '', 0)
                        """, arguments: [number])
            }
        }
        return database
    }

    private func there(_ numbers: ClosedRange<Int64>, _ db: Database) throws -> Set<Int64> {
        var presence = try Presence(db)
        return try Set(numbers.filter { try presence.holds($0) })
    }

    @Test(arguments: [1, 5, 50, 99])
    func `messages that were deleted are not there, nor what was none before anybody took note`(percent: Int) throws {
        var random = SplitMix(seed: UInt64(percent))
        let all = 1...Int64(700)
        let messages = Set(all.filter { _ in Int.random(in: 0..<100, using: &random) >= percent / 2 } + [64, 500])
        let database = try database(messages)
        let gone = messages.filter { _ in Int.random(in: 0..<100, using: &random) < percent }.subtracting([64])
        try database.write { db in
            try Presence.fill(db)
            // In two steps, which meet in many rows.
            for part in [0, 1] {
                let some = gone.filter { $0 % 2 == part }
                for number in some { try db.execute(sql: "DELETE FROM message WHERE id = ?", arguments: [number]) }
                try Presence.note(some.map { CaptureID($0) }, on: db)
            }
            #expect(try there(0...800, db) == messages.subtracting(gone))
        }
    }

    @Test func `what went before the first message that is there takes no room`() throws {
        try database(Set(1...300)).write { db in
            #expect(try there(0...400, db) == Set(1...300))
            try db.execute(sql: "DELETE FROM message WHERE id < 200 OR id = 250")
            try Presence.note((Array(1..<200) + [250]).map { CaptureID($0) }, on: db)
            #expect(try Int64.fetchAll(db, sql: "SELECT word FROM gone") == [3])
            #expect(try there(0...400, db) == Set(200...300).subtracting([250]))
            try db.execute(sql: "DELETE FROM message")
            #expect(try there(0...400, db) == [])
            try Presence.note((200...300).map { CaptureID($0) }, on: db)
            #expect(try Int64.fetchAll(db, sql: "SELECT word FROM gone") == [])
        }
    }
}
