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
    private let indexes: Mutex<DatabaseQueue>
    private var index: DatabaseQueue { indexes.withLock { $0 } }
    /// Makes an empty index in place of a damaged one.
    private let renew: @Sendable () throws -> DatabaseQueue
    private let messages: DatabaseQueue
    private let backlog: IndexBacklog
    private let notes: (any ReadingNotes)?
    /// Of those only the rows are indexed.
    private let suspects: Set<CaptureID>
    private let tell: @Sendable (IndexNews) -> Void
    private let queue = DispatchQueue(label: "creel.index", qos: .utility)

    /// What it is about besides messages that came.
    private struct Progress {
        var part: IndexPart?
        var renewal: PartRenewal?
        var merge: SegmentMerge?
        /// Searches that had begun when it tidied last.
        var searches = 0
        /// There may be tables of a renewal that was broken off.
        var hasRemains = true
        /// There may be room in the file that nothing takes.
        var hasRoom = true
    }

    /// - Parameters:
    ///   - index: A connection to the file of the index.
    ///   - messages: One to the database, of its own.
    ///   - notes: Where it is noted which message is read.
    init(
        file: IndexFile, index: DatabaseQueue, messages: DatabaseQueue, backlog: IndexBacklog,
        notes: (any ReadingNotes)?, tell: @escaping @Sendable (IndexNews) -> Void,
        renew: @escaping @Sendable () throws -> DatabaseQueue
    ) {
        (self.file, self.messages, self.backlog, self.renew) = (file, messages, backlog, renew)
        (self.notes, self.tell, suspects) = (notes, tell, notes?.suspects ?? [])
        indexes = Mutex(index)
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
        for id in suspects.sorted() { tell(.passesOver(id)) }
        var progress = Progress()
        while let goal = backlog.next() {
            do {
                if backlog.takeSuspicion() { try examine() }
                if backlog.isDamaged {
                    progress = Progress()
                    try makeAnew()
                }
                try dropEmptyParts(&progress)
                while backlog.mark < goal, !backlog.isClosed {
                    try step(to: goal, &progress.part)
                    // A thirtieth of the time: so at the end of very many messages little is left to do.
                    try mergeFullPart(&progress)
                }
                // A little at least, however much comes in.
                var isTidy = false
                repeat {
                    isTidy = try !tidyAndRest(&progress)
                    if backlog.succeed() { tell(.goesOn) }
                } while !isTidy && backlog.hasOnlyToTidy
            } catch {
                // What it knew may not have been written.
                progress = Progress()
                let failure = StoreError(error)
                if backlog.fail(failure) { tell(.stopped(failure)) }
            }
        }
    }

    /// Looks whether the index is damaged, and not the database: in the file, whatever this connection has read of it before.
    private func examine() throws {
        do {
            let index = try DatabaseQueue(path: file.path, configuration: SQLiteStore.readingConfiguration)
            defer { try? index.close() }
            let isSound = try index.read { db in try String.fetchAll(db, sql: "PRAGMA quick_check(1)") == ["ok"] }
            if !isSound { backlog.noteDamage() }
        } catch let error as DatabaseError where error.isDamage {
            backlog.noteDamage()
        }
    }

    private func readIndex<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try notingDamage { try index.read(body) }
    }

    private func writeIndex<Value>(
        inTransaction: Bool = true, _ body: (Database) throws -> Value
    ) throws -> Value {
        try notingDamage {
            try inTransaction ? index.write(body) : index.writeWithoutTransaction(body)
        }
    }

    /// Damage of the database is no reason to make the index anew: it is read apart.
    private func notingDamage<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.isDamage {
            backlog.noteDamage()
            throw error
        }
    }

    private func makeAnew() throws {
        try? index.close()
        let anew = try renew()
        indexes.withLock { $0 = anew }
        backlog.noteRenewal()
    }

    /// Puts the next messages into the index, up to `goal` at most.
    private func step(to goal: CaptureID, _ part: inout IndexPart?) throws {
        let start = backlog.mark
        let end = min(goal, CaptureID(file.range(of: file.part(of: CaptureID(start.rawValue + 1))).upperBound))
        let found = try terms(after: start, upTo: end)
        let mark = try writeIndex { db in
            for (id, terms) in found.terms {
                if part?.number != file.part(of: id) { part = try IndexPart(file.part(of: id), file.tuning, on: db) }
                try part?.add(terms, of: id, on: db)
            }
            try part?.save(on: db)
            try found.spans.save(on: db)
            // All of one part: `end` is in it.
            if let number = part?.number, !found.terms.isEmpty {
                try db.execute(
                    sql: "UPDATE part SET messages = messages + ? WHERE id = ?", arguments: [found.terms.count, number])
            }
            try db.execute(sql: "UPDATE state SET mark = ?", arguments: [found.mark.rawValue])
            return found.mark
        }
        backlog.advance(to: mark)
    }

    /// The terms of the next messages, when they were received, and how far that reaches.
    private func terms(
        after start: CaptureID, upTo end: CaptureID
    ) throws -> (terms: [(CaptureID, IndexTerms)], spans: TimeSpans, mark: CaptureID) {
        // Taken apart behind the snapshot: while one is read the log of the database cannot begin anew.
        let (rows, mark) = try messages.read { db in try Self.rows(after: start, upTo: end, on: db) }
        var (terms, spans): ([(CaptureID, IndexTerms)], TimeSpans) = ([], TimeSpans())
        for (summary, inbox, octets) in rows {
            notes?.begin(summary.id)
            let isRead = !suspects.contains(summary.id)
            var found = IndexTerms(summary, isRead ? SearchableContent(Message(octets)) : nil)
            found.addMark(IndexMark.inbox(inbox))
            terms.append((summary.id, found))
            spans.add(summary.receivedAt, of: summary.id)
        }
        if !rows.isEmpty { notes?.end() }
        return (terms, spans, mark)
    }

    private static func rows(
        after start: CaptureID, upTo end: CaptureID, on db: Database
    ) throws -> (rows: [(Summary, inbox: Int64, octets: [UInt8])], mark: CaptureID) {
        let sql = """
            SELECT \(MessageRow.columns), message.inbox AS box, content.octets AS octets FROM \(MessageRow.source)
            JOIN content ON content.id = message.id
            WHERE message.id > ? AND message.id <= ? ORDER BY message.id LIMIT \(batch)
            """
        var (found, octets): ([(Summary, inbox: Int64, octets: [UInt8])], Int) = ([], 0)
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [start.rawValue, end.rawValue])
        while let row = try rows.next() {
            let summary = MessageRow.summary(row)
            found.append((summary, row["box"], try row.octets("octets")))
            octets += summary.size
            if found.count == batch || octets > batchOctets { return (found, summary.id) }
        }
        return (found, end)
    }

    /// Tidies a little, and rests behind it while others search; answers whether there was something to do.
    private func tidyAndRest(_ progress: inout Progress) throws -> Bool {
        let start = ContinuousClock.now
        guard try tidy(&progress) else { return false }
        let (time, searches) = (ContinuousClock.now - start, backlog.searches)
        if progress.searches != searches, backlog.hasOnlyToTidy {
            backlog.rest(for: min(time * Self.restfulness, Self.longestRest))
        }
        progress.searches = searches
        return true
    }

    /// While others search, it rests so many times as long as it tidies: the processor and its caches are for them.
    private static let restfulness = 9
    private static let longestRest = Duration.seconds(1)

    /// Does a little of what makes the index smaller or quicker; answers whether there was something to do.
    private func tidy(_ progress: inout Progress) throws -> Bool {
        if progress.hasRemains, progress.renewal == nil {
            try dropRemains()
            progress.hasRemains = false
            return true
        }
        if progress.hasRoom {
            progress.hasRoom = try shrink()
            return true
        }
        if try renew(&progress) {
            // It may have been of tables that are no longer there.
            progress.merge = nil
            return true
        }
        return try merge(&progress, fewest: file.tuning.fewestMerged)
    }

    /// Merges a little of a part that gets no more messages, unless it is to be made anew.
    private func mergeFullPart(_ progress: inout Progress) throws {
        let isOfLast = progress.merge?.part == file.part(of: backlog.mark)
        guard progress.renewal == nil, !isOfLast else { return }
        _ = try merge(&progress, fewest: .max)
    }

    /// Merges a little of the segments of a part; answers whether there was something to do.
    ///
    /// - Parameter fewest: A part that gets more messages is left alone while it has fewer.
    private func merge(_ progress: inout Progress, fewest: Int) throws -> Bool {
        if progress.merge == nil { progress.merge = try dueMerge(fewest: fewest) }
        guard var merge = progress.merge else { return false }
        progress.merge = try writeIndex { db in try merge.step(on: db) } ? nil : merge
        return true
    }

    /// Drops tables of a renewal that a restart, an error or the end of its part has broken off.
    private func dropRemains() throws {
        let areThere = "SELECT 1 FROM sqlite_master WHERE name = 'terms_\(IndexFile.renewed)'"
        guard try readIndex({ db in try Bool.fetchOne(db, sql: areThere) }) != nil else { return }
        try writeIndex { db in try db.execute(sql: IndexFile.droppingRenewed) }
    }

    /// The first part whose segments are worth merging.
    private func dueMerge(fewest: Int) throws -> SegmentMerge? {
        let last = file.part(of: backlog.mark)
        return try readIndex { db in try Row.fetchAll(db, sql: "SELECT id, messages, merged FROM part ORDER BY id") }
            .first { row in
                SegmentMerge.isDue(messages: row[1], merged: row[2], isFull: row[0] != last, fewest: fewest)
            }
            .map { SegmentMerge(of: $0[0], messages: $0[1]) }
    }

    /// Goes on with a part that is made anew, or begins with one of which much has gone, if there is any; answers
    /// whether there was something to do.
    private func renew(_ progress: inout Progress) throws -> Bool {
        guard var current = progress.renewal else {
            guard let number = try sparsePart() else { return false }
            progress.renewal = try writeIndex { db in try PartRenewal(number, in: file, on: db) }
            return true
        }
        let number = current.part.number
        let end = min(backlog.mark, CaptureID(file.range(of: number).upperBound))
        let found = try terms(after: current.mark, upTo: end)
        current = try writeIndex { [current] db in
            var current = current
            try current.add(found.terms, upTo: found.mark, on: db)
            // All of it may have gone meanwhile, and the part with it.
            let isThere = try Bool.fetchOne(db, sql: "SELECT 1 FROM part WHERE id = ?", arguments: [number]) ?? false
            if isThere, found.mark >= end {
                try db.execute(sql: IndexFile.renewing(number, with: current.count))
            }
            return current
        }
        progress.renewal = current
        guard current.mark >= end else { return true }
        (progress.renewal, progress.hasRemains, progress.hasRoom) = (nil, true, true)
        // It goes on in other tables.
        if progress.part?.number == number { progress.part = nil }
        return true
    }

    /// A part of whose messages many have gone.
    private func sparsePart() throws -> Int64? {
        let mark = backlog.mark
        let parts = try readIndex { db in try Row.fetchAll(db, sql: "SELECT id, messages FROM part ORDER BY id") }
            .map { ($0[0] as Int64, held: $0[1] as Int) }
        let held = parts.reduce(0) { $0 + $1.held }
        guard backlog.takeRemovals(ifAbove: held / 32) else { return nil }
        var gone = try held - messages.read { db in try Self.count(upTo: mark, on: db) }
        for (part, held) in parts {
            // To count its messages they are all read. Mostly there is none of which so many can have gone.
            guard PartRenewal.isDue(held: held, left: held - gone, span: nil, isWritten: true) else { continue }
            let range = file.range(of: part)
            let end = min(range.upperBound, mark.rawValue)
            let (left, first) = try messages.read { db in try Self.count(in: range.lowerBound...end, on: db) }
            gone -= held - left
            let span = part == parts.first?.0 ? first.map { Int(end - $0 + 1) } : nil
            guard PartRenewal.isDue(held: held, left: left, span: span, isWritten: part == file.part(of: mark)) else {
                continue
            }
            // There may be more of them.
            backlog.noteRemovals(.max)
            return part
        }
        return nil
    }

    /// All messages up to a number, of which there are few behind. Cheap: of all together the smallest index tells it.
    private static func count(upTo mark: CaptureID, on db: Database) throws -> Int {
        let sql = "SELECT (SELECT count(*) FROM message) - (SELECT count(*) FROM message WHERE id > ?)"
        return try Int.fetchOne(db, sql: sql, arguments: [mark.rawValue]) ?? 0
    }

    /// How many messages there are, and which is the first.
    private static func count(in numbers: ClosedRange<Int64>, on db: Database) throws -> (Int, first: Int64?) {
        let sql = "SELECT count(*), min(id) FROM message WHERE id BETWEEN ? AND ?"
        let row = try Row.fetchOne(db, sql: sql, arguments: [numbers.lowerBound, numbers.upperBound])
        return (row?[0] ?? 0, row?[1])
    }

    /// Drops parts whose messages have gone, all of them.
    private func dropEmptyParts(_ progress: inout Progress) throws {
        let parts = try readIndex { db in try Int64.fetchAll(db, sql: "SELECT id FROM part") }
        for part in parts where part != file.part(of: backlog.mark) {
            let range = file.range(of: part)
            let isUsed = try messages.read { db in
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM message WHERE id BETWEEN ? AND ?)",
                    arguments: [range.lowerBound, range.upperBound]) ?? false
            }
            guard !isUsed else { continue }
            try writeIndex { db in
                try db.execute(sql: IndexFile.dropping(part))
                try TimeSpans.drop(range, on: db)
            }
            progress.hasRoom = true
        }
    }

    /// Gives some of what is free in the file back to the file system; answers whether there is more of it.
    private func shrink() throws -> Bool {
        try writeIndex(inTransaction: false) { db in
            try db.execute(sql: "PRAGMA incremental_vacuum(1024)")
            return try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0 > 0
        }
    }
}

extension DatabaseError {
    /// Whether a file is not what it should be.
    var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
