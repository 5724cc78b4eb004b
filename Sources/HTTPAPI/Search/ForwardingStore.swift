import MailModel
import MailStorage

/// A store that hands on to another what it does not do differently.
protocol ForwardingStore: MessageStore {
    var store: any MessageStore { get }
}

extension ForwardingStore {
    func append(
        _ prepare: @escaping @Sendable () -> Capture,
        completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        store.append(prepare, completion: completion)
    }

    func record(_ session: SessionRecord, completion: (@Sendable (StoreError?) -> Void)?) {
        store.record(session, completion: completion)
    }

    func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        try await store.page(query, before: before, limit: limit)
    }

    func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        try await store.newest(query, limit: limit)
    }

    func matches(_ query: MessageQuery, after: CaptureID, limit: Int) async throws(StoreError) -> [Summary] {
        try await store.matches(query, after: after, limit: limit)
    }

    func message(_ id: CaptureID) async throws(StoreError) -> StoredMessage? { try await store.message(id) }

    func octets(of id: CaptureID, in range: Range<Int>) async throws(StoreError) -> [UInt8]? {
        try await store.octets(of: id, in: range)
    }

    func ids(_ query: MessageQuery) async throws(StoreError) -> [CaptureID] { try await store.ids(query) }

    func delete(_ ids: [CaptureID]) async throws(StoreError) -> Int { try await store.delete(ids) }

    func delete(_ id: CaptureID) async throws(StoreError) -> Bool { try await store.delete(id) }

    func rows(_ ids: [CaptureID]) async throws(StoreError) -> [Summary] { try await store.rows(ids) }

    func mark(_ ids: [CaptureID], _ mark: Mark) async throws(StoreError) -> Int {
        try await store.mark(ids, mark)
    }

    func mark(_ id: CaptureID, _ mark: Mark) async throws(StoreError) -> Bool { try await store.mark(id, mark) }

    func tags(in inbox: InboxName?) async throws(StoreError) -> [TagCount] { try await store.tags(in: inbox) }

    func assess(
        _ assessments: [CaptureID: Assessment], tagging tags: [CaptureID: [TagName]]
    ) async throws(StoreError) {
        try await store.assess(assessments, tagging: tags)
    }

    func unassessed(
        ruleset: String, besides suspects: Set<CaptureID>, limit: Int
    ) async throws(StoreError) -> [CaptureID] {
        try await store.unassessed(ruleset: ruleset, besides: suspects, limit: limit)
    }

    func assessments(of inbox: InboxName?, limit: Int) async throws(StoreError) -> [CaptureID: Assessment] {
        try await store.assessments(of: inbox, limit: limit)
    }

    func inboxes() async throws(StoreError) -> [Inbox] { try await store.inboxes() }

    func inboxes(overAt now: Timestamp) async throws(StoreError) -> [InboxName] {
        try await store.inboxes(overAt: now)
    }

    func inbox(_ name: InboxName) async throws(StoreError) -> Inbox? { try await store.inbox(name) }

    func configure(
        _ inbox: InboxName, _ change: @escaping @Sendable (inout InboxSettings) -> Void
    ) async throws(StoreError) -> Inbox {
        try await store.configure(inbox, change)
    }

    func delete(_ inbox: InboxName) async throws(StoreError) -> Int? { try await store.delete(inbox) }

    func delete(_ inbox: InboxName, ifOverAt now: Timestamp) async throws(StoreError) -> Int? {
        try await store.delete(inbox, ifOverAt: now)
    }

    func delete(_ inbox: InboxName, ifIdleAfter last: CaptureID) async throws(StoreError) -> Int? {
        try await store.delete(inbox, ifIdleAfter: last)
    }

    func prune(_ overall: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        try await store.prune(overall, at: now)
    }

    func shrink() async throws(StoreError) -> Bool { try await store.shrink() }

    func session(_ id: SessionID) async throws(StoreError) -> SessionRecord? { try await store.session(id) }

    func forgetSessions(before: SessionID) async throws(StoreError) -> Int {
        try await store.forgetSessions(before: before)
    }

    func sessions(before: SessionID?, limit: Int) async throws(StoreError) -> [SessionRecord] {
        try await store.sessions(before: before, limit: limit)
    }

    func changes(after cursor: CaptureID) -> AsyncStream<Change> { store.changes(after: cursor) }

    var lastChange: CaptureID { store.lastChange }

    func status() async -> StoreStatus { await store.status() }

    func close() async { await store.close() }
}
