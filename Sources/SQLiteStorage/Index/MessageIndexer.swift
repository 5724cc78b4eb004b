import Dispatch
import GRDB
import MIME
import MailModel
import MailStorage
import Synchronization

/// Reads messages behind everybody else's back and puts their terms into the index, on a thread of its own.
final class MessageIndexer: Sendable {
    /// In one transaction: FTS5 writes what it has gathered with each, and merges that later.
    private static let batch = 500
    private static let batchOctets = 16 << 20

    private let file: IndexFile
    private let index: DatabaseQueue
    private let messages: DatabaseQueue
    private let backlog: IndexBacklog
    private let queue = DispatchQueue(label: "creel.index", qos: .utility)

    /// - Parameters:
    ///   - index: A connection to the file of the index.
    ///   - messages: One to the database, of its own.
    init(file: IndexFile, index: DatabaseQueue, messages: DatabaseQueue, backlog: IndexBacklog) {
        (self.file, self.index, self.messages, self.backlog) = (file, index, messages, backlog)
    }

    func start() { queue.async { self.run() } }

    /// Returns once nothing is under way any more.
    func close() {
        backlog.close()
        queue.sync {
            try? index.close()
            try? messages.close()
        }
    }

    private func run() {
        var part: IndexPart?
        while let goal = backlog.next() {
            do {
                try dropEmptyParts()
                while backlog.mark < goal, !backlog.isClosed { try step(to: goal, &part) }
            } catch {
                // What it knew may not have been written.
                part = nil
                backlog.fail(StoreError(error))
            }
        }
    }

    /// Puts the next messages into the index, up to `goal` at most.
    private func step(to goal: CaptureID, _ part: inout IndexPart?) throws {
        let start = backlog.mark
        let end = min(goal, CaptureID(file.range(of: file.part(of: CaptureID(start.rawValue + 1))).upperBound))
        let found = try messages.read { db in try Self.terms(after: start, upTo: end, on: db) }
        let mark = try index.write { db in
            for (id, terms) in found.terms {
                if part?.number != file.part(of: id) { part = try IndexPart(file.part(of: id), on: db) }
                try part?.add(terms, of: id, on: db)
            }
            try part?.save(on: db)
            try db.execute(sql: "UPDATE state SET mark = ?", arguments: [found.mark.rawValue])
            return found.mark
        }
        backlog.advance(to: mark)
    }

    /// The terms of the next messages, and how far that reaches.
    private static func terms(
        after start: CaptureID, upTo end: CaptureID, on db: Database
    ) throws -> (terms: [(CaptureID, IndexTerms)], mark: CaptureID) {
        let sql = """
            SELECT \(MessageRow.columns), message.inbox AS box, content.octets AS octets FROM \(MessageRow.source)
            JOIN content ON content.id = message.id
            WHERE message.id > ? AND message.id <= ? ORDER BY message.id LIMIT \(batch)
            """
        var (terms, octets): ([(CaptureID, IndexTerms)], Int) = ([], 0)
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [start.rawValue, end.rawValue])
        while let row = try rows.next() {
            let summary = MessageRow.summary(row)
            var found = IndexTerms(summary, SearchableContent(Message(try row.octets("octets"))))
            found.addMark(IndexMark.inbox(row["box"]))
            terms.append((summary.id, found))
            octets += summary.size
            if terms.count == batch || octets > batchOctets { return (terms, summary.id) }
        }
        return (terms, end)
    }

    /// Drops parts whose messages have gone, all of them.
    private func dropEmptyParts() throws {
        let parts = try index.read { db in try Int64.fetchAll(db, sql: "SELECT id FROM part") }
        for part in parts where part != file.part(of: backlog.mark) {
            let range = file.range(of: part)
            let isUsed = try messages.read { db in
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM message WHERE id BETWEEN ? AND ?)",
                    arguments: [range.lowerBound, range.upperBound]) ?? false
            }
            guard !isUsed else { continue }
            try index.write { db in try db.execute(sql: IndexFile.dropping(part)) }
            try shrink()
        }
    }

    /// Gives what is free in the file back to the file system, in steps: each is a transaction.
    private func shrink() throws {
        while !backlog.isClosed {
            let rest = try index.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA incremental_vacuum(1024)")
                return try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            }
            guard rest > 0 else { return }
        }
    }
}
