package import MailModel
import MIME
import Synchronization

/// Keeps everything in memory, and nothing beyond the process. The reference for what a store does, and the store
/// behind `--database :memory:`.
///
/// Reads scan: it is made for tests and short-lived jobs, not for a hundred thousand messages.
package final class MemoryStore: MessageStore {
    private struct State {
        /// Ascending by number.
        var messages: [StoredMessage] = []
        /// Ascending by number; the oldest are forgotten.
        var removals: [(at: CaptureID, ids: [CaptureID])] = []
        /// Removals up to this one are forgotten.
        var forgotten = CaptureID.zero
        var sessions: [SessionID: SessionRecord] = [:]
        var lastChange = CaptureID.zero
        var octets = 0
        var appended = 0
        /// Why the last append was refused; `nil` when it was not.
        var trouble: String?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let queue = BatchQueue<@Sendable () -> Void> { $0.forEach { work in work() } }
    private let feed = ChangeFeed(last: .zero)
    private let limit: Int
    private let sessionLimit: Int
    private let removalLimit: Int

    /// What a message costs besides its content: its row, its place in the array.
    private static let overhead = 1024

    /// - Parameters:
    ///   - limit: Octets of messages, overhead included; an append that would pass it fails with `.full`.
    ///   - sessionLimit: Sessions that are kept; the oldest go first.
    ///   - removalLimit: Removals that `changes(after:)` can still tell.
    package init(limit: Int = 1 << 30, sessionLimit: Int = 10_000, removalLimit: Int = 10_000) {
        (self.limit, self.sessionLimit, self.removalLimit) = (limit, sessionLimit, removalLimit)
    }

    package func append(
        _ prepare: @escaping @Sendable () -> Capture,
        completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        queue.add { [self] in
            let capture = prepare()
            completion(state.withLock { state in append(capture, to: &state) })
        }
    }

    private func append(_ capture: Capture, to state: inout sending State) -> Result<Summary, StoreError> {
        let cost = capture.content.count + Self.overhead
        if state.isClosed { return .failure(.unavailable("The store is closed")) }
        if state.octets + cost > limit {
            let text = "\(limit) octets of memory are used up; delete messages or raise --max-memory"
            state.trouble = text
            return .failure(.full(text))
        }
        state.trouble = nil
        let summary = capture.summary(id: CaptureID(state.lastChange.rawValue + 1))
        state.messages.append(StoredMessage(summary: summary, content: capture.content))
        state.octets += cost
        state.appended += 1
        state.lastChange = summary.id
        // Under the lock, so that the feed tells changes in the order of their numbers.
        feed.publish([.added(summary)])
        return .success(summary)
    }

    package func record(_ session: SessionRecord, completion: (@Sendable () -> Void)?) {
        state.withLock { state in
            state.sessions[session.id] = session
            if state.sessions.count > sessionLimit, let oldest = state.sessions.keys.min() {
                state.sessions[oldest] = nil
            }
        }
        completion?()
    }

    package func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        let limit = limit.clamped(to: Page.limits)
        let matches = snapshot().filter(query.matches(_:)).map(\.summary)
        let below = matches.reversed().lazy.filter { summary in before.map { summary.id < $0 } ?? true }
        let rows = Array(below.prefix(limit + 1))
        return Page(
            messages: Array(rows.prefix(limit)), matched: matches.count,
            next: rows.count > limit ? rows[limit - 1].id : nil)
    }

    package func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        try await page(query, before: nil, limit: limit).messages
    }

    package func matches(
        _ query: MessageQuery, after: CaptureID, limit: Int
    ) async throws(StoreError) -> [Summary] {
        let later = snapshot().lazy.filter { $0.summary.id > after && query.matches($0) }
        return later.prefix(limit.clamped(to: Page.limits)).map(\.summary)
    }

    package func message(_ id: CaptureID) async throws(StoreError) -> StoredMessage? {
        snapshot().first { $0.summary.id == id }
    }

    package func delete(_ query: MessageQuery) async throws(StoreError) -> Int {
        let ids = snapshot().filter(query.matches(_:)).map(\.summary.id)
        return state.withLock { state in remove(Set(ids), from: &state) }
    }

    package func delete(_ id: CaptureID) async throws(StoreError) -> Bool {
        state.withLock { state in remove([id], from: &state) } > 0
    }

    private func remove(_ ids: Set<CaptureID>, from state: inout sending State) -> Int {
        let gone = state.messages.filter { ids.contains($0.summary.id) }
        guard !gone.isEmpty else { return 0 }
        state.messages.removeAll { ids.contains($0.summary.id) }
        state.trouble = nil
        state.octets -= gone.reduce(0) { $0 + $1.content.count + Self.overhead }
        let at = CaptureID(state.lastChange.rawValue + 1)
        state.lastChange = at
        state.removals.append((at, gone.map(\.summary.id)))
        if state.removals.count > removalLimit { state.forgotten = state.removals.removeFirst().at }
        feed.publish([.removed(at: at, ids: gone.map(\.summary.id))])
        return gone.count
    }

    package func session(_ id: SessionID) async throws(StoreError) -> SessionRecord? {
        state.withLock { $0.sessions[id] }
    }

    package func sessions(before: SessionID?, limit: Int) async throws(StoreError) -> [SessionRecord] {
        let all = state.withLock { $0.sessions.values.sorted { $0.id > $1.id } }
        let below = all.lazy.filter { session in before.map { session.id < $0 } ?? true }
        return below.prefix(limit.clamped(to: Page.limits)).map { session in
            var session = session
            session.dialogue = []
            return session
        }
    }

    package func changes(after cursor: CaptureID) -> AsyncStream<Change> {
        feed.changes(after: cursor) { [self] cursor in past(cursor) }
    }

    private func past(_ cursor: CaptureID) -> [Change] {
        state.withLock { state in
            guard cursor >= state.forgotten else { return [] }
            let added = state.messages.filter { $0.summary.id > cursor }.map { Change.added($0.summary) }
            let removed = state.removals.filter { $0.at > cursor }.map { Change.removed(at: $0.at, ids: $0.ids) }
            return (added + removed).sorted { $0.cursor < $1.cursor }
        }
    }

    package var lastChange: CaptureID { feed.last }

    package func status() async -> StoreStatus {
        state.withLock { state in
            StoreStatus(
                trouble: state.trouble, messages: state.messages.count,
                octets: Int64(state.octets), commits: state.appended, appended: state.appended)
        }
    }

    package func close() async {
        state.withLock { $0.isClosed = true }
        feed.close()
    }

    private func snapshot() -> [StoredMessage] { state.withLock { $0.messages } }
}

extension MessageQuery {
    fileprivate func matches(_ message: StoredMessage) -> Bool {
        matches(message.summary) { SearchableContent(Message(message.content)) }
    }
}
