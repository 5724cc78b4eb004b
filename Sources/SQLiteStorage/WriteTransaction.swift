import GRDB
import MailModel
import MailStorage

/// What a batch has done so far; becomes true with its commit.
struct WriteTransaction {
    /// What is kept in memory of the tables between transactions, so that a commit need not read it.
    struct Base {
        var last: CaptureID
        var inboxes: [InboxName: Int64]
        /// The largest number that an inbox ever had, as far as the tables show it.
        var lastInbox: Int64
        /// Of those inboxes for which something is set.
        private(set) var settings: [Int64: InboxSettings] = [:]
        /// Counts a record that replaces another, too; made exact when it passes the limit.
        var sessionsAtMost: Int
        /// Rows of `change_log`.
        var changes: Int
        var tags: TagRow.Census
        /// Whether messages can be found by their inbox.
        var hasInboxIndex: Bool

        init(_ db: Database) throws {
            last = try Self.lastChange(db)
            let rows = try Row.fetchAll(db, sql: "SELECT name, id FROM inbox")
            let pairs = rows.compactMap { row in InboxName(row[0]).map { ($0, row[1] as Int64) } }
            inboxes = Dictionary(pairs) { first, _ in first }
            lastInbox = try Int64.fetchOne(db, sql: "SELECT max(id) FROM inbox") ?? 0
            sessionsAtMost = try Self.sessionCount(db)
            changes = try Int.fetchOne(db, sql: "SELECT count(*) FROM change_log") ?? 0
            tags = try TagRow.Census(db)
            let index = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'message_inbox')"
            hasInboxIndex = try Bool.fetchOne(db, sql: index) ?? false
            for (inbox, settings) in try InboxRow.settings(on: db) { note(settings, of: inbox) }
        }

        mutating func note(_ settings: InboxSettings, of inbox: Int64) {
            self.settings[inbox] = settings.isEmpty ? nil : settings
        }

        /// Of those inboxes for which it is limited.
        var retention: [Int64: Retention] { settings.mapValues(\.retention).filter(\.value.isLimited) }

        /// The largest number that was ever given, as far as the tables still show it.
        static func lastChange(_ db: Database) throws -> CaptureID {
            let sql =
                "SELECT max((SELECT ifnull(max(id), 0) FROM message), (SELECT ifnull(max(at), 0) FROM change_log))"
            return CaptureID(try Int64.fetchOne(db, sql: sql) ?? 0)
        }

        fileprivate static func sessionCount(_ db: Database) throws -> Int {
            try Int.fetchOne(db, sql: "SELECT count(*) FROM session") ?? 0
        }
    }

    private(set) var base: Base
    private(set) var ledger = InboxLedger.Changes()
    private(set) var contents: RecentContents.Draft
    private(set) var appended = 0
    private(set) var removed = 0
    /// What is told to the feed, in order.
    private(set) var changes: [Change] = []
    /// Octets written, roughly.
    private(set) var octets = 0
    /// What inboxes held before.
    private let known: InboxLedger
    private let limits: SQLiteStore.Limits
    let db: Database

    init(
        _ base: Base, _ known: InboxLedger, _ contents: RecentContents.Draft, _ limits: SQLiteStore.Limits,
        on db: Database
    ) {
        (self.base, self.known, self.contents, self.limits, self.db) = (base, known, contents, limits, db)
    }

    /// What an inbox holds by now, or all of them.
    func holding(_ inbox: Int64?) -> InboxLedger.Entry {
        inbox.map { known[$0] + ledger.difference(of: $0) } ?? known.total + ledger.total
    }

    /// Takes note of octets that were written.
    mutating func noteWriting(ofOctets count: Int) { octets += count }

    private mutating func nextNumber() -> CaptureID {
        base.last = CaptureID(base.last.rawValue + 1)
        return base.last
    }

    /// Tells a change that is no arrival, under the next number.
    private mutating func tell(_ change: (CaptureID) -> Change) throws {
        let change = change(nextNumber())
        try ChangeRow.insert(change, on: db)
        try Seen.note(change.cursor, on: db)
        base.changes += 1
        changes.append(change)
    }

    // MARK: - Messages

    /// With `.tooMany` it fails before anything is written.
    mutating func append(_ capture: Capture) throws -> Summary {
        let known = base.inboxes[capture.inbox]
        let inbox = try known ?? makeInbox(capture.inbox)
        var summary = capture.summary(id: nextNumber())
        summary.marks.duplicateOf = contents.note(capture, as: summary.id)
        let content = try RawStatement("INSERT INTO content (id, octets) VALUES (?, ?)", on: db)
        content.bind(summary.id.rawValue, at: 1)
        try content.run(with: capture.content, at: 2)
        let row = try RawStatement(MessageRow.insert, on: db)
        MessageRow.bind(capture, id: summary.id, duplicateOf: summary.marks.duplicateOf, inbox: inbox, to: row)
        try row.run()
        // For the sake of tags no message is refused.
        summary.marks.tags = try addTags(summary.marks.tags, to: summary.id)
        ledger.noteArrival(in: inbox, octets: summary.size)
        if capture.isSeen { _ = try setSeen([summary.id], true) }
        appended += 1
        octets += capture.content.count + capture.envelope.octets
        changes.append(.added(summary))
        if known == nil { try tell { .inboxes(at: $0) } }
        return summary
    }

    /// Answers with those for which there was room.
    private mutating func addTags(_ tags: [TagName], to id: CaptureID) throws -> [TagName] {
        try TagRow.add(tags, to: id, &base.tags, limit: limits.tags, on: db)
    }

    /// Answers how many of them were there.
    mutating func remove(_ ids: [CaptureID], by cause: Removal = .request) throws -> Int {
        var gone: [Int64: [CaptureID]] = [:]
        var seen = Seen(db, last: base.last)
        for id in ids {
            let delete = "DELETE FROM message WHERE id = ? RETURNING inbox, size"
            guard let row = try Row.fetchOne(db.cachedStatement(sql: delete), arguments: [id.rawValue]) else {
                continue
            }
            try db.cachedStatement(sql: "DELETE FROM content WHERE id = ?").execute(arguments: [id.rawValue])
            try db.cachedStatement(sql: "DELETE FROM assessment WHERE id = ?").execute(arguments: [id.rawValue])
            try TagRow.removeAll(from: id, &base.tags, on: db)
            ledger.noteRemoval(from: row[0], octets: row[1], isSeen: try seen.remove(id))
            octets += row[1]
            gone[row[0], default: []].append(id)
        }
        guard !gone.isEmpty else { return 0 }
        try seen.save()
        try Presence.note(gone.values.joined(), on: db)
        let count = gone.values.reduce(0) { $0 + $1.count }
        removed += count
        if cause == .retention { try InboxRow.noteRemoved(upTo: gone.compactMapValues { $0.max() }, on: db) }
        for (inbox, ids) in gone.sorted(by: { $0.key < $1.key }) {
            let name = try InboxRow.name(of: inbox, on: db)
            try tell { .removed(at: $0, ids: ids, from: name, by: cause) }
        }
        return count
    }

    private func isThere(_ id: CaptureID) throws -> Bool {
        let select = try db.cachedStatement(sql: "SELECT 1 FROM message WHERE id = ?")
        return try Bool.fetchOne(select, arguments: [id.rawValue]) != nil
    }

    // MARK: - Marks

    /// Answers how many of them are there, and which became different; whoever calls tells that.
    mutating func mark(_ ids: [CaptureID], _ mark: Mark) throws -> (count: Int, changed: [CaptureID]) {
        switch mark {
        case .seen: try setSeen(ids, true)
        case .unseen: try setSeen(ids, false)
        case .tags, .changeTags: try setTags(ids, mark)
        }
    }

    /// Tells which messages are different, or, of many, to read anew.
    mutating func tellChange(of ids: [CaptureID]) throws {
        guard !ids.isEmpty else { return }
        try tell { ids.count > Mark.mostTold ? .reset(at: $0) : .changed(at: $0, ids: ids) }
    }

    mutating func tellReset() throws { try tell { .reset(at: $0) } }

    private mutating func setSeen(_ ids: [CaptureID], _ isSeen: Bool) throws -> (count: Int, changed: [CaptureID]) {
        var (count, changed): (Int, [CaptureID]) = (0, [])
        var seen = Seen(db, last: base.last)
        for id in ids {
            let select = try db.cachedStatement(sql: "SELECT inbox FROM message WHERE id = ?")
            guard let inbox = try Int64.fetchOne(select, arguments: [id.rawValue]) else { continue }
            count += 1
            guard try seen.set(id, isSeen) else { continue }
            ledger.noteUnseen(isSeen ? -1 : 1, in: inbox)
            changed.append(id)
        }
        try seen.save()
        return (count, changed)
    }

    /// - Throws: Where there is no room for a tag.
    private mutating func setTags(_ ids: [CaptureID], _ mark: Mark) throws -> (count: Int, changed: [CaptureID]) {
        var (count, changed): (Int, [CaptureID]) = (0, [])
        for id in ids {
            guard try isThere(id) else { continue }
            count += 1
            let (isNews, lack) = try setTags(of: id, mark)
            if let lack { throw lack }
            if isNews { changed.append(id) }
        }
        return (count, changed)
    }

    /// Changes the tags of a message, as far as there is room for more; answers whether that made a difference, and where
    /// there was no room for all.
    private mutating func setTags(of id: CaptureID, _ mark: Mark) throws -> (isNews: Bool, lack: StoreError?) {
        let before = Set(try TagRow.tags(of: id, on: db))
        var marks = Marks(tags: before.sorted())
        let isOther = mark.apply(to: &marks)
        let lack = mark.isWhole(in: marks) ? nil : StoreError.tooManyTags(on: id)
        guard isOther else { return (false, lack) }
        let (removed, added) = (before.subtracting(marks.tags), marks.tags.filter { !before.contains($0) })
        try TagRow.remove(removed, from: id, &base.tags, on: db)
        let kept = try addTags(added, to: id)
        return (
            !removed.isEmpty || !kept.isEmpty, kept == added ? lack : StoreError.tooManyTags(limit: limits.tags)
        )
    }

    mutating func assess(_ assessments: [CaptureID: Assessment], tagging tags: [CaptureID: [TagName]]) throws {
        var (changed, names): ([CaptureID], _) = ([], AssessmentRow.Names())
        for (id, assessment) in assessments.sorted(by: { $0.key < $1.key }) {
            let isOther = try AssessmentRow.save(assessment, of: id, &names, on: db)
            var isTagged = false
            if let added = tags[id], try isThere(id) {
                // As with a message that comes in: what there is no room for is left out.
                isTagged = try setTags(of: id, .changeTags(adding: added, removing: [])).isNews
            }
            if isOther || isTagged { changed.append(id) }
        }
        octets += assessments.count * 64
        try tellChange(of: changed)
    }

    // MARK: - Inboxes

    private mutating func makeInbox(_ name: InboxName) throws -> Int64 {
        if base.inboxes.count >= limits.inboxes { try dropSpareInbox() }
        let id = base.lastInbox + 1
        try db.execute(sql: "INSERT INTO inbox (id, name) VALUES (?, ?)", arguments: [id, name.rawValue])
        try makeInboxIndex()
        (base.lastInbox, base.inboxes[name]) = (id, id)
        return id
    }

    private mutating func makeInboxIndex() throws {
        guard !base.hasInboxIndex else { return }
        try db.execute(sql: Schema.inboxIndex)
        base.hasInboxIndex = true
    }

    /// Where there are as many inboxes as may be, one that nobody misses gives way to a new one.
    private mutating func dropSpareInbox() throws {
        let spare = base.inboxes.lazy.filter { [self] name, id in
            name != .default && base.settings[id] == nil && holding(id).messages == 0
        }
        guard let (name, id) = spare.min(by: { $0.value < $1.value }) else {
            throw StoreError.tooManyInboxes(limit: limits.inboxes)
        }
        try forget(name, id)
    }

    private mutating func forget(_ name: InboxName, _ id: Int64) throws {
        try db.execute(sql: "DELETE FROM inbox WHERE id = ?", arguments: [id])
        base.inboxes[name] = nil
        base.note(InboxSettings(), of: id)
        ledger.noteEnd()
    }

    /// Whether an inbox is there whose time to live is over.
    func isOver(_ name: InboxName, at now: Timestamp) -> Bool {
        name != .default && base.inboxes[name].flatMap { base.settings[$0] }?.isOver(at: now) == true
    }

    /// Whether nothing is set for an inbox, and nothing came to it behind a message.
    func isIdle(_ name: InboxName, after last: CaptureID) throws -> Bool {
        guard name != .default, let id = base.inboxes[name], base.settings[id] == nil else { return false }
        let later = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM message WHERE inbox = ? AND id > ?)")
        return try Bool.fetchOne(later, arguments: [id, last.rawValue]) == false
    }

    mutating func configure(_ name: InboxName, _ change: (inout InboxSettings) -> Void) throws {
        let known = base.inboxes[name]
        let id = try known ?? makeInbox(name)
        let (before, after) = try InboxRow.set(id, change, on: db)
        base.note(after, of: id)
        if known == nil || before != after { try tell { .inboxes(at: $0) } }
    }

    /// Deletes an inbox with the messages that are left in it; answers how many those were, and with `nil`, having done
    /// nothing, where there are more than `limit`. `default` stays, as it was at first.
    mutating func drop(_ name: InboxName, limit: Int) throws -> Int? {
        guard let id = base.inboxes[name] else { return 0 }
        let select = "SELECT id FROM message WHERE inbox = ? LIMIT ?"
        let left = try Int64.fetchAll(db, sql: select, arguments: [id, limit + 1]).map { CaptureID($0) }
        guard left.count <= limit else { return nil }
        let count = try remove(left.sorted())
        if name == .default {
            try InboxRow.forgetAll(of: id, on: db)
            base.note(InboxSettings(), of: id)
        } else {
            try forget(name, id)
        }
        try tell { .inboxes(at: $0) }
        return count
    }

    // MARK: - Sessions

    mutating func record(_ session: SessionRecord) throws {
        let row = try RawStatement(SessionRow.upsert, on: db)
        SessionRow.bind(session, to: row)
        try row.run()
        base.sessionsAtMost += 1
        octets += session.dialogueOctets + 1024
    }

    mutating func forgetSessions(before: SessionID) throws -> Int {
        try db.execute(sql: "DELETE FROM session WHERE id < ?", arguments: [before.rawValue])
        let count = db.changesCount
        base.sessionsAtMost -= count
        return count
    }

    // MARK: - The end

    /// Keeps the limits, once for the whole batch.
    mutating func finish() throws {
        try known.saveIfDue(&self.ledger, upTo: base.last, on: db)
        if holding(nil).messages > limits.withoutInboxIndex { try makeInboxIndex() }
        if base.sessionsAtMost > limits.sessions { try trimSessions(to: limits.sessions) }
        let spareChanges = base.changes - limits.changes
        if spareChanges > 0 {
            try ChangeRow.forget(spareChanges, on: db)
            base.changes -= spareChanges
        }
    }

    /// Drops a tenth more than must be, so that the next time is not the next batch.
    private mutating func trimSessions(to limit: Int) throws {
        base.sessionsAtMost = try Base.sessionCount(db)
        guard base.sessionsAtMost > limit else { return }
        let kept = limit - limit / 10
        try db.execute(
            sql: "DELETE FROM session WHERE id IN (SELECT id FROM session ORDER BY id LIMIT ?)",
            arguments: [base.sessionsAtMost - kept])
        base.sessionsAtMost = kept
    }
}
