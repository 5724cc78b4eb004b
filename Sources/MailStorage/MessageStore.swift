package import MailModel

/// Where captured messages live. Memory and SQLite conform; one conformance suite, run against each, says what
/// that means.
///
/// Every write is durable and visible to every later call when it is answered. Reads never wait for writes, and other
/// reads never for searches: those end with `.unavailable` soon after their task is cancelled.
package protocol MessageStore: Sendable {
    /// Stores a message, gives it the next number and answers with its row.
    ///
    /// An inbox is made for it where there is none. Where there are as many as may be, the one that was made first of those
    /// that are empty, and for which nothing is set, gives way; without any, it fails with `.tooMany`.
    ///
    /// `prepare` makes the message; it is called exactly once, on a thread of the store's.
    /// `completion` is called exactly once, on a thread of the store's; it must not block. Messages that wait
    /// together share a transaction, and one that cannot be stored fails alone.
    func append(
        _ prepare: @escaping @Sendable () -> Capture,
        completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void)

    /// Keeps what is known of a connection, in place of what was kept of it before. Not urgent: it travels with
    /// the next commit, and `completion`, where given, tells when it has arrived, or why it could not.
    func record(_ session: SessionRecord, completion: (@Sendable (StoreError?) -> Void)?)

    /// A page of matches, newest first, starting below `before`. `limit` is cut to 1…500. Rows and number of matches
    /// belong together, whatever comes and goes meanwhile. For the number alone a search goes through a few more messages.
    func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page

    /// The newest matches, newest first. `limit` is cut to 1…500. A search ends when it has as many.
    func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary]

    /// The first matches after `after`, oldest first. `limit` is cut to 1…500.
    func matches(_ query: MessageQuery, after: CaptureID, limit: Int) async throws(StoreError) -> [Summary]

    func message(_ id: CaptureID) async throws(StoreError) -> StoredMessage?

    /// Some octets of a message: those of `range` that it has; `nil` where it is not there. What is not asked for is not in
    /// memory for it.
    func octets(of id: CaptureID, in range: Range<Int>) async throws(StoreError) -> [UInt8]?

    /// The numbers of all matches, oldest first.
    func ids(_ query: MessageQuery) async throws(StoreError) -> [CaptureID]

    /// Deletes messages and answers how many were there. Many of them go in small steps, between which others write.
    func delete(_ ids: [CaptureID]) async throws(StoreError) -> Int

    /// Deletes one message and answers whether it was there.
    func delete(_ id: CaptureID) async throws(StoreError) -> Bool

    /// The rows of those of the messages that are there, ascending by number.
    func rows(_ ids: [CaptureID]) async throws(StoreError) -> [Summary]

    /// Marks messages, in steps as well, and answers how many were there, whether they bore the mark already or not. Where
    /// one cannot be marked, it ends there: what was marked in steps before stays so, and changes tell of it.
    func mark(_ ids: [CaptureID], _ mark: Mark) async throws(StoreError) -> Int

    /// Marks one message and answers whether it was there.
    func mark(_ id: CaptureID, _ mark: Mark) async throws(StoreError) -> Bool

    /// The tags that messages bear, of one inbox or of all, in the order of the alphabet.
    func tags(in inbox: InboxName?) async throws(StoreError) -> [TagCount]

    /// Keeps what the rules said of messages, in place of what they said before, and gives them tags besides. Messages
    /// that are gone are left out.
    func assess(
        _ assessments: [CaptureID: Assessment], tagging: [CaptureID: [TagName]]
    ) async throws(StoreError)

    /// The first messages besides `suspects` that rules of this version have not been asked about, oldest first. `limit` is
    /// cut to 1…500.
    func unassessed(
        ruleset: String, besides suspects: Set<CaptureID>, limit: Int
    ) async throws(StoreError) -> [CaptureID]

    /// What the rules said of the newest `limit` messages of an inbox, or of all, as far as they were asked.
    func assessments(of inbox: InboxName?, limit: Int) async throws(StoreError) -> [CaptureID: Assessment]

    /// In the order of the alphabet; `default` is always there.
    func inboxes() async throws(StoreError) -> [Inbox]

    /// Those whose time to live is over, in the order of the alphabet. Cheap where none is.
    func inboxes(overAt now: Timestamp) async throws(StoreError) -> [InboxName]

    /// `nil` when there is none.
    func inbox(_ name: InboxName) async throws(StoreError) -> Inbox?

    /// Sets something for an inbox, which is made when there is none, as for a message; `change` may be called more
    /// than once.
    func configure(
        _ inbox: InboxName, _ change: @escaping @Sendable (inout InboxSettings) -> Void
    ) async throws(StoreError) -> Inbox

    /// Deletes an inbox and its messages and answers how many they were; `nil` when there is none. Of `default` it
    /// deletes messages and settings.
    func delete(_ inbox: InboxName) async throws(StoreError) -> Int?

    /// Deletes an inbox whose time to live is over, with its messages, and answers how many they were; `nil` when there
    /// is none, or its time is not over. Whoever sets another time before it is gone keeps it, with what is still in
    /// it. `default` is always there.
    func delete(_ inbox: InboxName, ifOverAt now: Timestamp) async throws(StoreError) -> Int?

    /// Deletes an inbox for which nothing is set and to which nothing came behind a message, with its messages, and answers how
    /// many they were; `nil` when there is none, or it is not so. What comes while it goes stays. `default` is always there.
    func delete(_ inbox: InboxName, ifIdleAfter last: CaptureID) async throws(StoreError) -> Int?

    /// Removes the oldest messages beyond what is kept of each inbox and, by `overall`, of all; a few of them, so that
    /// nobody waits long, and answers how many, those among them that gave way to others since it was asked last. The age
    /// of a message counts from its receipt.
    func prune(_ overall: Retention, at now: Timestamp) async throws(StoreError) -> Int

    /// Gives some of the room that removals left back to the file system, and answers whether there is more.
    func shrink() async throws(StoreError) -> Bool

    func session(_ id: SessionID) async throws(StoreError) -> SessionRecord?

    /// Sessions, newest first, starting below `before`, without their dialogues. `limit` is cut to 1…500.
    func sessions(before: SessionID?, limit: Int) async throws(StoreError) -> [SessionRecord]

    /// Forgets the sessions that began before another and answers how many there were. Messages stay.
    func forgetSessions(before: SessionID) async throws(StoreError) -> Int

    /// Everything that was committed after `cursor` and everything that will be, in commit order, without end.
    ///
    /// Pulled, not pushed: a slow reader falls behind and loses nothing. Where the store no longer remembers
    /// what was removed after `cursor`, the first change is `.reset`. Ends only when the reading task is cancelled
    /// or the store is closed.
    func changes(after cursor: CaptureID) -> AsyncStream<Change>

    /// The number of the last change, `.zero` for a store that never had one.
    var lastChange: CaptureID { get }

    /// What `/readyz` and `/metrics` tell.
    func status() async -> StoreStatus

    /// Finishes what was begun, ends the change streams and refuses what comes later.
    func close() async
}

extension MessageStore {
    /// Whether it takes long to read the matches after `after`: it is a search, and through more than a few messages.
    package func isLong(_ query: MessageQuery, after: CaptureID = .zero) -> Bool {
        query.isSearch && lastChange.rawValue - after.rawValue > 100
    }

    /// The tags that messages bear, in the order of the alphabet.
    package func tags() async throws(StoreError) -> [TagCount] { try await tags(in: nil) }

    /// Keeps what the rules said of messages; see ``assess(_:tagging:)``.
    package func assess(_ assessments: [CaptureID: Assessment]) async throws(StoreError) {
        try await assess(assessments, tagging: [:])
    }

    /// The first messages that rules of this version have not been asked about; see ``unassessed(ruleset:besides:limit:)``.
    package func unassessed(ruleset: String, limit: Int) async throws(StoreError) -> [CaptureID] {
        try await unassessed(ruleset: ruleset, besides: [], limit: limit)
    }

    /// Deletes every match and answers how many there were.
    package func delete(_ query: MessageQuery) async throws(StoreError) -> Int {
        try await delete(try await ids(query))
    }

    /// Marks every match and answers how many there were.
    package func mark(_ query: MessageQuery, _ mark: Mark) async throws(StoreError) -> Int {
        try await self.mark(try await ids(query), mark)
    }

    /// Inboxes for which nothing is set and to which nothing came since `time`, each with its last message. That came over a
    /// connection: what is posted or imported tells of any time.
    package func inboxes(idleSince time: Timestamp) async throws(StoreError) -> [Summary] {
        let idle = try await inboxes().filter { inbox in
            inbox.name != .default && inbox.settings.isEmpty && inbox.lastReceivedAt.map { $0 <= time } ?? false
        }
        return try await rows(idle.compactMap(\.newest)).filter { $0.session != nil }
    }

    /// Stores a message; see ``append(_:completion:)``.
    package func append(_ capture: Capture) async throws(StoreError) -> Summary {
        let result = await withCheckedContinuation { continuation in
            append({ capture }) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Keeps what is known of a connection and returns when it is durable, or cannot be.
    package func record(_ session: SessionRecord) async {
        await withCheckedContinuation { continuation in
            record(session) { _ in continuation.resume() }
        }
    }
}

/// Part of a list.
package struct Page: Sendable {
    /// Newest first.
    package var messages: [Summary]
    /// How many match, whatever the page holds.
    package var matched: Int
    /// Whether `matched` is all; else counting was given up, and there are at least as many.
    package var isCounted: Bool
    /// The `before` of the next page, or `nil` when this is the last.
    package var next: CaptureID?
    /// Of the messages before this one, some went because there is a limit to what is kept.
    package var removedBefore: CaptureID?

    package init(
        messages: [Summary], matched: Int, isCounted: Bool = true, next: CaptureID?, removedBefore: CaptureID? = nil
    ) {
        (self.messages, self.matched, self.isCounted) = (messages, matched, isCounted)
        (self.next, self.removedBefore) = (next, removedBefore)
    }

    /// - Parameter rows: One more than fits on the page, where there are as many.
    package init(_ rows: [Summary], limit: Int, matched: Int) {
        self.init(
            messages: Array(rows.prefix(limit)), matched: matched, next: rows.count > limit ? rows[limit - 1].id : nil)
    }

    /// Smallest and largest number of rows that one read answers with.
    package static let limits = 1...500
}

/// A message as it is kept.
package struct StoredMessage: Sendable {
    package var summary: Summary
    /// Octet for octet as received, after dot-unstuffing.
    package var content: [UInt8]

    package init(summary: Summary, content: [UInt8]) {
        (self.summary, self.content) = (summary, content)
    }
}

/// How a store is doing.
package struct StoreStatus: Sendable {
    /// Why nothing can be stored just now; `nil` when all is well.
    package var trouble: String?
    package var messages: Int
    /// Octets on disk or in memory.
    package var octets: Int64
    /// Transactions that stored something, since the start.
    package var commits: Int
    /// Messages that were stored, since the start.
    package var appended: Int
    /// Numbers of messages, and of other changes, that the index has not reached.
    package var unindexed: Int
    /// Why it does not go on; `nil` when all is well.
    package var indexTrouble: String?
    /// `default` among them.
    package var inboxes: Int

    package init(
        trouble: String? = nil, messages: Int, octets: Int64, commits: Int, appended: Int, unindexed: Int = 0,
        indexTrouble: String? = nil, inboxes: Int
    ) {
        (self.trouble, self.messages, self.octets) = (trouble, messages, octets)
        (self.commits, self.appended, self.unindexed) = (commits, appended, unindexed)
        (self.indexTrouble, self.inboxes) = (indexTrouble, inboxes)
    }
}

extension Comparable {
    /// The nearest value within `limits`.
    package func clamped(to limits: ClosedRange<Self>) -> Self {
        min(max(self, limits.lowerBound), limits.upperBound)
    }
}
