package import MailModel
import Synchronization

/// Keeps everything in memory, and nothing beyond the process. The reference for what a store does, and the store
/// behind `--database :memory:`.
///
/// Searches scan: it is made for tests and short-lived jobs.
package final class MemoryStore: MessageStore {
    private let state: Mutex<State>
    private let queue = BatchQueue<@Sendable () -> Void> { $0.forEach { work in work() } }
    private let feed = ChangeFeed(last: .zero)

    /// - Parameters:
    ///   - limit: Octets of messages and sessions, overhead included. Sessions give way to messages, the oldest
    ///     first; an append that would pass it even so fails with `.full`.
    ///   - dropsOldest: Whether the oldest messages give way as well, and `.full` is left for one that is larger than all
    ///     memory.
    ///   - sessionLimit: Sessions that are kept; the oldest go first.
    ///   - inboxLimit: Inboxes that there may be, `default` among them; one more fails with `.tooMany`.
    ///   - tagLimit: Tags that messages may bear, all together; one more is left out, or fails with `.tooMany` where it is
    ///     asked for.
    ///   - changeLimit: Changes besides arrivals that `changes(after:)` can still tell.
    ///   - duplicateWindow: The longest time between two messages of the same content that are duplicates; nothing for
    ///     none.
    package init(
        limit: Int = 1 << 30, dropsOldest: Bool = false, sessionLimit: Int = 10_000, inboxLimit: Int = 10_000,
        tagLimit: Int = 10_000, changeLimit: Int = 10_000, duplicateWindow: TimeSpan = TimeSpan(milliseconds: 0)
    ) {
        state = Mutex(
            State(
                octetLimit: limit, dropsOldest: dropsOldest, sessionLimit: sessionLimit, inboxLimit: inboxLimit,
                tagLimit: tagLimit, changeLimit: changeLimit, duplicateWindow: duplicateWindow))
    }

    // MARK: - Writing

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
        do throws(StoreError) {
            let (summary, changes) = try state.append(capture)
            // Under the lock, so that the feed tells changes in the order of their numbers.
            feed.publish(changes)
            return .success(summary)
        } catch {
            return .failure(error)
        }
    }

    package func record(_ session: SessionRecord, completion: (@Sendable (StoreError?) -> Void)?) {
        state.withLock { $0.record(session) }
        completion?(nil)
    }

    package func delete(_ ids: [CaptureID]) async throws(StoreError) -> Int {
        change { state in
            let (removed, changes) = state.remove(Set(ids))
            return (removed.count, changes)
        }
    }

    package func delete(_ id: CaptureID) async throws(StoreError) -> Bool {
        change { state in
            let (removed, changes) = state.remove([id])
            return (!removed.isEmpty, changes)
        }
    }

    package func mark(_ ids: [CaptureID], _ mark: Mark) async throws(StoreError) -> Int {
        try change { state throws(StoreError) in try state.mark(ids, mark) }
    }

    package func mark(_ id: CaptureID, _ mark: Mark) async throws(StoreError) -> Bool {
        try await self.mark([id], mark) > 0
    }

    package func assess(
        _ assessments: [CaptureID: Assessment], tagging tags: [CaptureID: [TagName]]
    ) async throws(StoreError) {
        change { ((), $0.assess(assessments, tagging: tags)) }
    }

    package func configure(
        _ inbox: InboxName, _ change: @escaping @Sendable (inout InboxSettings) -> Void
    ) async throws(StoreError) -> Inbox {
        try self.change { state throws(StoreError) in try state.configure(inbox, change) }
    }

    package func delete(_ inbox: InboxName) async throws(StoreError) -> Int? { change { $0.delete(inbox) } }

    package func delete(_ inbox: InboxName, ifOverAt now: Timestamp) async throws(StoreError) -> Int? {
        change { $0.isOver(inbox, at: now) ? $0.delete(inbox) : (nil, []) }
    }

    package func delete(_ inbox: InboxName, ifIdleAfter last: CaptureID) async throws(StoreError) -> Int? {
        change { $0.isIdle(inbox, after: last) ? $0.delete(inbox) : (nil, []) }
    }

    package func prune(_ overall: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        change { $0.prune(overall, at: now) }
    }

    package func shrink() async throws(StoreError) -> Bool { false }

    /// Changes the state and tells what happened, under the lock, so that the feed tells it in the order of numbers.
    private func change<Value: Sendable, Failure>(
        _ body: (inout sending State) throws(Failure) -> (Value, [Change])
    ) throws(Failure) -> Value {
        try state.withLock { state throws(Failure) in
            let (value, changes) = try body(&state)
            feed.publish(changes)
            return value
        }
    }

    package func octets(of id: CaptureID, in range: Range<Int>) async throws(StoreError) -> [UInt8]? {
        state.withLock { $0.message(id) }.map { Array($0.stored.content[range.clamped(to: $0.stored.content.indices)]) }
    }

    package func ids(_ query: MessageQuery) async throws(StoreError) -> [CaptureID] {
        var ids: [CaptureID] = []
        try await visit(query, from: .zero, .ascending) { look in
            if look.isMatch { ids.append(look.summary.id) }
            return true
        }
        return ids
    }

    package func close() async {
        state.withLock { $0.isClosed = true }
        feed.close()
    }

    // MARK: - Reading

    package func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        let limit = limit.clamped(to: Page.limits)
        guard query.isSearch else {
            return state.withLock { state in
                let rows = state.messages(of: query.inbox, from: before ?? .last, .descending, limit: limit + 1)
                var page = Page(rows.map(\.summary), limit: limit, matched: state.messages(of: query.inbox).count)
                page.removedBefore = state.removedBefore(in: query.inbox)
                return page
            }
        }
        return try await countedPage(query, before: before ?? .last, limit: limit)
    }

    /// Contents that are read for the number alone: a page must not wait for it.
    private static let mostRead = 1000

    /// Counts as far as that is quickly done.
    private func countedPage(
        _ query: MessageQuery, before: CaptureID, limit: Int
    ) async throws(StoreError) -> Page {
        var (rows, matched, isCounted): ([Summary], Int, Bool) = ([], 0, true)
        try await visit(query, from: .last, .descending) { look in
            if look.isMatch { matched += 1 }
            if look.isMatch, rows.count <= limit, look.summary.id < before { rows.append(look.summary) }
            guard rows.count > limit || look.summary.id >= before else { return true }
            isCounted = look.contentsRead < Self.mostRead
            return isCounted
        }
        if rows.count <= limit, !isCounted {
            rows = try await first(limit + 1, of: query, from: before, .descending)
        }
        var page = Page(rows, limit: limit, matched: max(matched, rows.count))
        page.isCounted = isCounted
        page.removedBefore = state.withLock { $0.removedBefore(in: query.inbox) }
        return page
    }

    package func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        try await first(limit.clamped(to: Page.limits), of: query, from: .last, .descending)
    }

    package func matches(
        _ query: MessageQuery, after: CaptureID, limit: Int
    ) async throws(StoreError) -> [Summary] {
        try await first(limit.clamped(to: Page.limits), of: query, from: after, .ascending)
    }

    private func first(
        _ limit: Int, of query: MessageQuery, from start: CaptureID, _ order: Order
    ) async throws(StoreError) -> [Summary] {
        var rows: [Summary] = []
        try await visit(query, from: start, order) { look in
            if look.isMatch { rows.append(look.summary) }
            return rows.count < limit
        }
        return rows
    }

    /// A message that was looked at.
    private struct Look {
        let summary: Summary
        let isMatch: Bool
        /// So far, for this message and those before.
        let contentsRead: Int
    }

    /// Messages that are looked at before others get their turn.
    private static let stride = 32

    /// Shows messages beyond `start` to `body` until it answers `false`. What comes meanwhile is not shown.
    private func visit(
        _ query: MessageQuery, from start: CaptureID, _ order: Order, _ body: (Look) -> Bool
    ) async throws(StoreError) {
        var (place, contentsRead) = (start, 0)
        let end = state.withLock { $0.lastChange }
        while true {
            let messages = state.withLock { state in
                state.messages(of: query.inbox, from: place, order, limit: Self.stride)
            }
            guard let last = messages.last else { return }
            for message in messages where message.summary.id <= end {
                let isMatch = query.matches(message) { contentsRead += 1 }
                let look = Look(summary: message.summary, isMatch: isMatch, contentsRead: contentsRead)
                guard body(look) else { return }
            }
            place = last.summary.id
            guard order == .descending || place < end else { return }
            await Task.yield()
            guard !Task.isCancelled else { throw .unavailable("The search was given up") }
        }
    }

    package func message(_ id: CaptureID) async throws(StoreError) -> StoredMessage? {
        state.withLock { $0.message(id) }?.stored
    }

    package func rows(_ ids: [CaptureID]) async throws(StoreError) -> [Summary] {
        state.withLock { state in Set(ids).sorted().compactMap { state.message($0)?.summary } }
    }

    package func tags(in inbox: InboxName?) async throws(StoreError) -> [TagCount] {
        state.withLock { $0.tagUses(in: inbox) }.map(TagCount.init).sorted { $0.name < $1.name }
    }

    package func unassessed(
        ruleset: String, besides suspects: Set<CaptureID>, limit: Int
    ) async throws(StoreError) -> [CaptureID] {
        state.withLock { $0.unassessed(ruleset: ruleset, besides: suspects, limit: limit.clamped(to: Page.limits)) }
    }

    package func assessments(
        of inbox: InboxName?, limit: Int
    ) async throws(StoreError) -> [CaptureID: Assessment] {
        let entries = state.withLock { $0.messages(of: inbox, from: .last, .descending, limit: limit) }
        return Dictionary(entries.compactMap { entry in entry.assessment.map { (entry.summary.id, $0) } }) { $1 }
    }

    package func inboxes() async throws(StoreError) -> [Inbox] {
        state.withLock { state in state.boxes.keys.compactMap { state.inbox($0) } }
            .sorted { $0.name.rawValue < $1.name.rawValue }
    }

    package func inboxes(overAt now: Timestamp) async throws(StoreError) -> [InboxName] {
        state.withLock { state in state.boxes.keys.filter { state.isOver($0, at: now) } }
            .sorted { $0.rawValue < $1.rawValue }
    }

    package func inbox(_ name: InboxName) async throws(StoreError) -> Inbox? { state.withLock { $0.inbox(name) } }

    package func session(_ id: SessionID) async throws(StoreError) -> SessionRecord? {
        state.withLock { $0.session(id) }
    }

    package func sessions(before: SessionID?, limit: Int) async throws(StoreError) -> [SessionRecord] {
        state.withLock { $0.sessions(before: before, limit: limit.clamped(to: Page.limits)) }
    }

    package func forgetSessions(before: SessionID) async throws(StoreError) -> Int {
        state.withLock { $0.forgetSessions(before: before) }
    }

    package func changes(after cursor: CaptureID) -> AsyncStream<Change> {
        feed.changes(after: cursor) { [self] cursor in state.withLock { $0.changes(after: cursor) } }
    }

    package var lastChange: CaptureID { feed.last }

    package func status() async -> StoreStatus { state.withLock { $0.status } }
}

extension MessageQuery {
    /// - Parameter noteReading: Called when the content decides.
    fileprivate func matches(_ entry: MemoryStore.Entry, noteReading: () -> Void) -> Bool {
        matches(
            entry.summary, rules: { entry.assessment?.rules ?? [] },
            content: {
                noteReading()
                return SearchableContent(of: entry.stored.content)
            })
    }
}

extension CaptureID {
    /// Lies behind every message.
    fileprivate static let last = CaptureID(.max)
}
