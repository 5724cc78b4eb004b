import MailModel

extension MemoryStore {
    /// Which way messages are gone through.
    enum Order {
        case ascending, descending
    }

    /// A message as it is kept: a class, so that it costs each list a pointer.
    final class Entry: Sendable {
        let stored: StoredMessage
        var summary: Summary { stored.summary }

        init(_ stored: StoredMessage) { self.stored = stored }
    }

    /// All that is kept. Everything is found by binary search, and lists are taken in pieces, so that no reader holds
    /// up an append, nor makes it copy.
    struct State {
        let octetLimit: Int
        let sessionLimit: Int
        let removalLimit: Int

        /// Ascending by number, like each of `inboxes`.
        private var all: [Entry] = []
        private var inboxes: [InboxName: [Entry]] = [:]
        /// Ascending by number; the oldest are forgotten.
        private var removals: [(at: CaptureID, ids: [CaptureID])] = []
        /// Removals up to this one are forgotten.
        private var forgotten = CaptureID.zero
        /// Ascending by id.
        private var sessions: [SessionRecord] = []
        private var lastChange = CaptureID.zero
        private var octets = 0
        private var appended = 0
        /// Why the last append was refused; `nil` when it was not.
        private var trouble: String?
        var isClosed = false

        init(octetLimit: Int, sessionLimit: Int, removalLimit: Int) {
            (self.octetLimit, self.sessionLimit, self.removalLimit) = (octetLimit, sessionLimit, removalLimit)
        }
    }
}

extension MemoryStore.State {
    typealias Entry = MemoryStore.Entry

    var status: StoreStatus {
        StoreStatus(
            trouble: trouble, messages: all.count, octets: Int64(octets), commits: appended, appended: appended)
    }

    // MARK: - Messages

    func message(_ id: CaptureID) -> Entry? {
        let index = all.partitioningIndex { $0.summary.id >= id }
        return index < all.count && all[index].summary.id == id ? all[index] : nil
    }

    /// Of all inboxes when none is given.
    func messages(of inbox: InboxName?) -> [Entry] {
        inbox.map { inboxes[$0] ?? [] } ?? all
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

    mutating func append(_ capture: Capture) throws(StoreError) -> Summary {
        guard !isClosed else { throw .unavailable("The store is closed") }
        makeRoom(for: capture.octets)
        guard octets + capture.octets <= octetLimit else {
            let text = "\(octetLimit) octets of memory are used up; delete messages or raise --max-memory"
            trouble = text
            throw .full(text)
        }
        trouble = nil
        lastChange = CaptureID(lastChange.rawValue + 1)
        let entry = Entry(StoredMessage(summary: capture.summary(id: lastChange), content: capture.content))
        all.append(entry)
        inboxes[entry.summary.inbox, default: []].append(entry)
        octets += capture.octets
        appended += 1
        return entry.summary
    }

    /// `nil` when none of them is there.
    mutating func remove(_ ids: Set<CaptureID>) -> (at: CaptureID, ids: [CaptureID])? {
        let gone = ids.compactMap { message($0) }.sorted { $0.summary.id < $1.summary.id }
        guard !gone.isEmpty else { return nil }
        all.removeAll { ids.contains($0.summary.id) }
        for inbox in Set(gone.map(\.summary.inbox)) {
            inboxes[inbox]?.removeAll { ids.contains($0.summary.id) }
            if inboxes[inbox]?.isEmpty == true { inboxes[inbox] = nil }
        }
        octets -= gone.reduce(0) { $0 + $1.octets }
        trouble = nil
        lastChange = CaptureID(lastChange.rawValue + 1)
        let removal = (at: lastChange, ids: gone.map(\.summary.id))
        removals.append(removal)
        if removals.count > removalLimit { forgotten = removals.removeFirst().at }
        return removal
    }

    /// What is left of the changes after `cursor`; nothing when some of them are forgotten.
    func changes(after cursor: CaptureID) -> [Change] {
        guard cursor >= forgotten else { return [] }
        let added = all[all.partitioningIndex { $0.summary.id > cursor }...].map { Change.added($0.summary) }
        let removed = removals[removals.partitioningIndex { $0.at > cursor }...].map(Change.removed(at:ids:))
        return (added + removed).sorted { $0.cursor < $1.cursor }
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
            octets -= sessions[index].octets
            sessions[index] = session
        } else {
            sessions.insert(session, at: index)
        }
        octets += session.octets
        if sessions.count > sessionLimit { forgetOldestSessions(sessions.count - sessionLimit + sessionLimit / 10) }
        makeRoom(for: 0)
    }

    /// Forgets the oldest sessions until there is room, or there are no more.
    private mutating func makeRoom(for needed: Int) {
        while octets + needed > octetLimit, !sessions.isEmpty { forgetOldestSessions(sessions.count / 10 + 1) }
    }

    private mutating func forgetOldestSessions(_ count: Int) {
        octets -= sessions.prefix(count).reduce(0) { $0 + $1.octets }
        sessions.removeFirst(count)
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
    fileprivate var octets: Int { dialogue.reduce(512) { $0 + 64 + $1.speech.octets } }
}

extension DialogueLine.Speech {
    fileprivate var octets: Int {
        switch self {
        case .client(let text), .server(let text), .note(let text): text.utf8.count
        case .data: 0
        }
    }
}

extension Array {
    /// Where the elements begin that fulfil a condition, which all behind the first of them have to fulfil, too.
    fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
