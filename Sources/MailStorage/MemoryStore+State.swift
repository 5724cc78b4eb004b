import MailModel

extension MemoryStore {
    /// Which way messages are gone through.
    enum Order {
        case ascending, descending
    }

    /// A message as it is kept: a class, so that it costs each list a pointer.
    final class Entry: Sendable {
        let stored: StoredMessage
        let assessment: Assessment?
        var summary: Summary { stored.summary }

        init(_ stored: StoredMessage, assessment: Assessment? = nil) {
            (self.stored, self.assessment) = (stored, assessment)
        }
    }

    /// All that is kept. Everything is found by binary search, and lists are taken in pieces, so that no reader holds
    /// up an append, nor makes it copy.
    struct State {
        let octetLimit: Int
        let dropsOldest: Bool
        let sessionLimit: Int
        let inboxLimit: Int
        let tagLimit: Int
        let changeLimit: Int
        private let contents: RecentContents

        /// Ascending by number, like those of each inbox.
        private var all: [Entry] = []
        var boxes: [InboxName: Box] = [.default: Box()]
        /// How many messages bear each tag.
        private(set) var tagUses: [TagName: Int] = [:]
        /// What happened besides arrivals, ascending by number; the oldest are forgotten.
        private var others: [Change] = []
        /// Changes up to this one are forgotten.
        private var forgotten = CaptureID.zero
        /// Ascending by id.
        private var sessions: [SessionRecord] = []
        private(set) var lastChange = CaptureID.zero
        private var messageOctets = 0
        /// Sessions give way to messages.
        private var sessionOctets = 0
        private var appended = 0
        private var assessed = AssessmentFront()
        /// Messages that gave way to others since somebody asked.
        private var dropped = 0
        var isClosed = false

        init(
            octetLimit: Int, dropsOldest: Bool, sessionLimit: Int, inboxLimit: Int, tagLimit: Int,
            changeLimit: Int, duplicateWindow: TimeSpan
        ) {
            contents = RecentContents(window: duplicateWindow)
            (self.octetLimit, self.sessionLimit, self.changeLimit) = (octetLimit, sessionLimit, changeLimit)
            (self.dropsOldest, self.inboxLimit, self.tagLimit) = (dropsOldest, inboxLimit, tagLimit)
        }
    }

    /// An inbox.
    struct Box {
        /// The last change before it was made.
        var madeAfter = CaptureID.zero
        var settings = InboxSettings()
        /// Ascending by number.
        var entries: [Entry] = []
        var unseen = 0
        var octets: Int64 = 0
        /// Of the messages before this one, some went because there is a limit to what is kept.
        var removedBefore: CaptureID?
    }
}

extension MemoryStore.State {
    typealias Entry = MemoryStore.Entry
    typealias Box = MemoryStore.Box

    /// For a message of this size there is room, or the store says that there is none.
    private static let smallMessage = 16 << 10

    /// What is wrong, in words; `nil` when a small message fits.
    private var trouble: String? {
        !dropsOldest && messageOctets + Self.smallMessage > octetLimit ? memoryIsFull : nil
    }

    private var octets: Int { messageOctets + sessionOctets }

    private var memoryIsFull: String {
        "\(octetLimit) octets of memory are used up; delete messages or raise --max-memory"
    }

    var status: StoreStatus {
        StoreStatus(
            trouble: trouble, messages: all.count, octets: Int64(octets), commits: appended, appended: appended,
            inboxes: boxes.count)
    }

    /// A number for a change that is no arrival.
    private mutating func nextChange() -> CaptureID {
        lastChange = CaptureID(lastChange.rawValue + 1)
        return lastChange
    }

    private mutating func note(_ change: Change) -> Change {
        others.append(change)
        if others.count > changeLimit { forgotten = others.removeFirst().cursor }
        return change
    }

    // MARK: - Messages

    func message(_ id: CaptureID) -> Entry? {
        let index = all.partitioningIndex { $0.summary.id >= id }
        return index < all.count && all[index].summary.id == id ? all[index] : nil
    }

    /// Of all inboxes when none is given.
    func messages(of inbox: InboxName?) -> [Entry] {
        inbox.map { boxes[$0]?.entries ?? [] } ?? all
    }

    /// The next messages beyond `start`.
    func messages(of inbox: InboxName?, from start: CaptureID, _ order: MemoryStore.Order, limit: Int) -> [Entry] {
        let entries = messages(of: inbox)
        switch order {
        case .ascending: return Array(entries[entries.partitioningIndex { $0.summary.id > start }...].prefix(limit))
        case .descending:
            return entries[..<entries.partitioningIndex { $0.summary.id >= start }].suffix(limit).reversed()
        }
    }

    /// Answers with the row, and with what happened.
    mutating func append(_ capture: Capture) throws(StoreError) -> (Summary, [Change]) {
        guard !isClosed else { throw .unavailable("The store is closed") }
        guard capture.octets <= octetLimit else { throw .full(memoryIsFull) }
        makeRoom(for: capture.octets)
        guard dropsOldest || octets + capture.octets <= octetLimit else { throw .full(memoryIsFull) }
        try makeRoom(for: capture.inbox)
        let removals = dropOldest(for: capture.octets)
        var summary = capture.summary(id: nextChange())
        var draft = RecentContents.Draft(contents)
        summary.marks.duplicateOf = draft.note(capture, as: summary.id)
        contents.apply(draft)
        summary.marks.tags = bearable(summary.marks.tags)
        let entry = Entry(StoredMessage(summary: summary, content: capture.content))
        all.append(entry)
        countTags(of: entry, 1)
        var changes = removals + [Change.added(entry.summary)]
        if boxes[capture.inbox] == nil { changes.append(note(.inboxes(at: nextChange()))) }
        boxes[capture.inbox, default: Box(madeAfter: lastChange)].append(entry)
        messageOctets += capture.octets
        appended += 1
        return (entry.summary, changes)
    }

    /// Answers with those that were there, and with what happened.
    mutating func remove(
        _ ids: Set<CaptureID>, by cause: Removal = .request
    ) -> (ids: [CaptureID], changes: [Change]) {
        let gone = ids.compactMap { message($0) }.sorted { $0.summary.id < $1.summary.id }
        guard !gone.isEmpty else { return ([], []) }
        all.removeAll { ids.contains($0.summary.id) }
        messageOctets -= gone.reduce(0) { $0 + $1.octets }
        for entry in gone { countTags(of: entry, -1) }
        let byInbox = Dictionary(grouping: gone.map(\.summary), by: \.inbox)
            .sorted { $0.key.rawValue < $1.key.rawValue }
        var changes: [Change] = []
        for (inbox, rows) in byInbox {
            boxes[inbox]?.remove(ids)
            changes.append(note(.removed(at: nextChange(), ids: rows.map(\.id), from: inbox, by: cause)))
        }
        return (gone.map(\.summary.id), changes)
    }

    // MARK: - Retention

    /// Of an inbox, or of all.
    func removedBefore(in inbox: InboxName?) -> CaptureID? {
        inbox.map { boxes[$0]?.removedBefore } ?? boxes.values.compactMap(\.removedBefore).max()
    }

    /// Answers with how many messages went, those among them that gave way before, and with what happened.
    mutating func prune(_ overall: Retention, at now: Timestamp) -> (count: Int, changes: [Change]) {
        var due = Set(
            Self.oldest(of: all, octets: boxes.values.reduce(0) { $0 + $1.octets }, beyond: overall, at: now))
        for box in boxes.values {
            due.formUnion(Self.oldest(of: box.entries, octets: box.octets, beyond: box.settings.retention, at: now))
        }
        let (count, changes) = removeOld(due)
        defer { dropped = 0 }
        return (count + dropped, changes)
    }

    private mutating func removeOld(_ due: Set<CaptureID>) -> (count: Int, changes: [Change]) {
        for entry in due.compactMap({ message($0) }) {
            let next = CaptureID(entry.summary.id.rawValue + 1)
            let known = boxes[entry.summary.inbox]?.removedBefore ?? .zero
            boxes[entry.summary.inbox]?.removedBefore = max(known, next)
        }
        let (ids, changes) = remove(due, by: .retention)
        return (ids.count, changes)
    }

    /// Where there is no room, the oldest messages go, a sixteenth of all more than must: the next time is not the next
    /// message. Answers with what happened.
    private mutating func dropOldest(for needed: Int) -> [Change] {
        guard octets + needed > octetLimit else { return [] }
        var excess = octets + needed + octetLimit / 16 - octetLimit
        let due = all.prefix { entry in
            defer { excess -= entry.octets }
            return excess > 0
        }
        let (count, changes) = removeOld(Set(due.map(\.summary.id)))
        dropped += count
        return changes
    }

    private static func oldest(
        of entries: [Entry], octets: Int64, beyond retention: Retention, at now: Timestamp
    ) -> [CaptureID] {
        guard retention.isLimited else { return [] }
        var (messages, octets) = (entries.count, octets)
        let due = entries.prefix { entry in
            let isDue =
                messages > retention.count ?? .max || octets > retention.octets ?? .max
                || retention.isOver(received: entry.summary.receivedAt, at: now)
            (messages, octets) = (messages - 1, octets - Int64(entry.summary.size))
            return isDue
        }
        return due.map(\.summary.id)
    }

    // MARK: - Marks

    /// Those of the tags that messages bear already, or for which there is room.
    private func bearable(_ tags: [TagName]) -> [TagName] {
        var room = tagLimit - tagUses.count
        return tags.filter { tag in
            guard tagUses[tag] == nil else { return true }
            room -= 1
            return room >= 0
        }
    }

    /// How many messages bear each tag, of one inbox or of all.
    func tagUses(in inbox: InboxName?) -> [TagName: Int] {
        guard let inbox else { return tagUses }
        let tags = messages(of: inbox).lazy.flatMap(\.summary.marks.tags)
        return tags.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private mutating func countTags(of entry: Entry, _ number: Int) {
        for tag in entry.summary.marks.tags {
            let count = tagUses[tag, default: 0] + number
            tagUses[tag] = count == 0 ? nil : count
        }
    }

    /// Answers with how many of them are there, and with what happened.
    mutating func mark(_ ids: [CaptureID], _ mark: Mark) throws(StoreError) -> (count: Int, changes: [Change]) {
        let entries = ids.eachOnce.compactMap { message($0) }
        // It goes wrong as a whole. Mostly it cannot, and then nothing is copied.
        let added = mark.addedTags
        let hasRoom =
            bearable(added) == added
            && entries.allSatisfy { $0.summary.marks.tags.count + added.count <= TagName.maximumPerMessage }
        let before = hasRoom ? nil : self
        do throws(StoreError) {
            var changed: [CaptureID] = []
            for entry in entries {
                var stored = entry.stored
                let isOther = mark.apply(to: &stored.summary.marks)
                guard mark.isWhole(in: stored.summary.marks) else { throw .tooManyTags(on: entry.summary.id) }
                guard isOther else { continue }
                replace(with: Entry(stored, assessment: entry.assessment))
                changed.append(entry.summary.id)
                guard tagUses.count <= tagLimit else { throw .tooManyTags(limit: tagLimit) }
            }
            return (entries.count, tell(changed))
        } catch {
            if let before { self = before }
            throw error
        }
    }

    mutating func assess(
        _ assessments: [CaptureID: Assessment], tagging tags: [CaptureID: [TagName]]
    ) -> [Change] {
        assessed.note(assessments.values)
        let changed = assessments.compactMap { id, assessment -> CaptureID? in
            guard let entry = message(id) else { return nil }
            var stored = entry.stored
            stored.summary.marks.score = assessment.score
            stored.summary.marks.severity = assessment.severity
            if let tags = tags[id] {
                _ = Mark.changeTags(adding: bearable(tags), removing: []).apply(to: &stored.summary.marks)
            }
            replace(with: Entry(stored, assessment: assessment))
            return stored.summary != entry.summary ? id : nil
        }
        return tell(changed.sorted())
    }

    private mutating func replace(with entry: Entry) {
        let index = all.partitioningIndex { $0.summary.id >= entry.summary.id }
        countTags(of: all[index], -1)
        all[index] = entry
        countTags(of: entry, 1)
        boxes[entry.summary.inbox]?.replace(with: entry)
    }

    private mutating func tell(_ ids: [CaptureID]) -> [Change] {
        guard !ids.isEmpty else { return [] }
        let at = nextChange()
        return [note(ids.count > Mark.mostTold ? .reset(at: at) : .changed(at: at, ids: ids))]
    }

    mutating func unassessed(ruleset: String, besides suspects: Set<CaptureID>, limit: Int) -> [CaptureID] {
        let start = assessed.end(of: ruleset, besides: suspects) ?? .zero
        let ids = all[all.partitioningIndex { $0.summary.id > start }...].lazy
            .filter { $0.assessment?.ruleset != ruleset && !suspects.contains($0.summary.id) }
            .prefix(limit).map(\.summary.id)
        let found = Array(ids)
        assessed.note(ruleset, besides: suspects, first: found.first, last: lastChange)
        return found
    }

    /// What is left of the next changes after `cursor`; nothing when some of them are forgotten.
    func changes(after cursor: CaptureID) -> [Change] {
        guard cursor >= forgotten else { return [] }
        let limit = Page.limits.upperBound
        let added = all[all.partitioningIndex { $0.summary.id > cursor }...].prefix(limit)
            .map { Change.added($0.summary) }
        let later = others[others.partitioningIndex { $0.cursor > cursor }...].prefix(limit)
        return Change.inOrder(added, Array(later), limit: limit)
    }

    // MARK: - Inboxes

    /// Where there are as many inboxes as may be, one that nobody misses gives way to a new one.
    private mutating func makeRoom(for inbox: InboxName) throws(StoreError) {
        guard boxes[inbox] == nil, boxes.count >= inboxLimit else { return }
        let spare = boxes.filter { $0.key != .default && $0.value.entries.isEmpty && $0.value.settings.isEmpty }
        guard let first = spare.min(by: { $0.value.madeAfter < $1.value.madeAfter })?.key else {
            throw .tooManyInboxes(limit: inboxLimit)
        }
        boxes[first] = nil
    }

    /// Whether an inbox is there whose time to live is over.
    func isOver(_ inbox: InboxName, at now: Timestamp) -> Bool {
        inbox != .default && boxes[inbox]?.settings.isOver(at: now) == true
    }

    /// Whether nothing is set for an inbox, and nothing came to it behind a message.
    func isIdle(_ inbox: InboxName, after last: CaptureID) -> Bool {
        guard inbox != .default, let box = boxes[inbox], box.settings.isEmpty else { return false }
        return box.entries.last.map { $0.summary.id <= last } ?? true
    }

    func inbox(_ name: InboxName) -> Inbox? { boxes[name].map { $0.inbox(name) } }

    mutating func configure(
        _ name: InboxName, _ change: (inout InboxSettings) -> Void
    ) throws(StoreError) -> (inbox: Inbox, changes: [Change]) {
        try makeRoom(for: name)
        let before = boxes[name]
        var box = before ?? Box(madeAfter: lastChange)
        change(&box.settings)
        boxes[name] = box
        let isNews = before?.settings != box.settings
        return (box.inbox(name), isNews ? [note(.inboxes(at: nextChange()))] : [])
    }

    /// Answers with how many messages went with it, `nil` when there is none, and with what happened.
    mutating func delete(_ name: InboxName) -> (count: Int?, changes: [Change]) {
        guard let box = boxes[name] else { return (nil, []) }
        let (ids, changes) = remove(Set(box.entries.map(\.summary.id)))
        boxes[name] = name == .default ? Box() : nil
        return (ids.count, changes + [note(.inboxes(at: nextChange()))])
    }

    // MARK: - Sessions

    func session(_ id: SessionID) -> SessionRecord? {
        let index = sessions.partitioningIndex { $0.id >= id }
        return index < sessions.count && sessions[index].id == id ? sessions[index] : nil
    }

    /// Newest first, without their dialogues.
    func sessions(before: SessionID?, limit: Int) -> [SessionRecord] {
        let end = before.map { before in sessions.partitioningIndex { $0.id >= before } } ?? sessions.endIndex
        return sessions[..<end].suffix(limit).reversed().map { session in
            var session = session
            session.dialogue = []
            return session
        }
    }

    mutating func record(_ session: SessionRecord) {
        let index = sessions.partitioningIndex { $0.id >= session.id }
        if index < sessions.count, sessions[index].id == session.id {
            sessionOctets -= sessions[index].octets
            sessions[index] = session
        } else {
            sessions.insert(session, at: index)
        }
        sessionOctets += session.octets
        if sessions.count > sessionLimit { forgetOldestSessions(sessions.count - sessionLimit + sessionLimit / 10) }
        makeRoom(for: 0)
    }

    /// Forgets the oldest sessions until there is room, or there are no more.
    private mutating func makeRoom(for needed: Int) {
        while octets + needed > octetLimit, !sessions.isEmpty { forgetOldestSessions(sessions.count / 10 + 1) }
    }

    mutating func forgetSessions(before: SessionID) -> Int {
        let count = sessions.partitioningIndex { $0.id >= before }
        forgetOldestSessions(count)
        return count
    }

    private mutating func forgetOldestSessions(_ count: Int) {
        sessionOctets -= sessions.prefix(count).reduce(0) { $0 + $1.octets }
        sessions.removeFirst(count)
    }
}

extension MemoryStore.Box {
    fileprivate mutating func append(_ entry: MemoryStore.Entry) {
        entries.append(entry)
        count(entry, 1)
    }

    fileprivate mutating func remove(_ ids: Set<CaptureID>) {
        for entry in entries where ids.contains(entry.summary.id) { count(entry, -1) }
        entries.removeAll { ids.contains($0.summary.id) }
    }

    fileprivate mutating func replace(with entry: MemoryStore.Entry) {
        let index = entries.partitioningIndex { $0.summary.id >= entry.summary.id }
        count(entries[index], -1)
        entries[index] = entry
        count(entry, 1)
    }

    private mutating func count(_ entry: MemoryStore.Entry, _ number: Int) {
        octets += Int64(number * entry.summary.size)
        if !entry.summary.marks.isSeen { unseen += number }
    }

    fileprivate func inbox(_ name: InboxName) -> Inbox {
        Inbox(
            name: name, settings: settings, messages: entries.count, unseen: unseen, octets: octets,
            newest: entries.last?.summary.id, lastReceivedAt: entries.last?.summary.receivedAt)
    }
}

// What things cost: their texts, and a flat rate for the rest.

extension Capture {
    fileprivate var octets: Int { content.count + envelope.octets + 1024 }
}

extension MemoryStore.Entry {
    fileprivate var octets: Int { stored.content.count + summary.envelope.octets + 1024 }
}

extension SessionRecord {
    fileprivate var octets: Int { 512 + 8 * messages.count + dialogueOctets }
}
