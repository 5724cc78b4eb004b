import MailModel
import MailStorage

/// A store whose searches are few at a time and short, so that nothing else has to wait for them.
///
/// A search is a read with conditions on the messages. One for the numbers of all matches, to export, delete or mark them,
/// takes as long as it takes, beside the others and one after the other; what is then done with them is no search.
struct GatedStore: ForwardingStore {
    let store: any MessageStore
    let gate: SearchGate
    let longGate = SearchGate(width: MessageQuery.concurrentLongSearches)
    /// For the searches that run and those that wait for their turn.
    let places: Places
    /// The longest that one may take, the wait for its turn included.
    let timeout: Duration

    /// Runs `body`, when it searches as soon as it may, and stops it when it takes too long.
    private func search<Value: Sendable>(
        _ query: MessageQuery, isShort: Bool = true, _ body: @escaping @Sendable () async throws -> Value
    ) async throws(StoreError) -> Value {
        try await search(isSearch: query.isSearch, isShort: isShort, body)
    }

    /// The same for what is no query of messages.
    func search<Value: Sendable>(
        isSearch: Bool, isShort: Bool = true, _ body: @escaping @Sendable () async throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            guard isSearch else { return try await body() }
            guard let place = places.take() else { throw tooMany }
            defer { withExtendedLifetime(place) {} }
            guard isShort else { return try await longGate.run(body) }
            guard let value = try await until(.now + timeout, { try await gate.run(body) }) else { throw await tooLong }
            return value
        } catch {
            throw error as? StoreError ?? .unavailable("The search was given up")
        }
    }

    private var tooMany: StoreError {
        .unavailable("\(places.limit) searches are under way, which is the limit; try again or raise --max-searches")
    }

    private var tooLong: StoreError {
        get async {
            let status = await store.status()
            let unindexed = status.unindexed
            let remedy = "narrow it or raise --search-timeout"
            guard unindexed > Self.quicklyIndexed else {
                return .unavailable("The search took over \(timeout.text); \(remedy)")
            }
            if let trouble = status.indexTrouble {
                return .unavailable(
                    """
                    The search took over \(timeout.text): the index has not reached \(unindexed) messages, which are looked \
                    at one by one, and does not go on (\(trouble)); \(remedy)
                    """)
            }
            return .unavailable(
                """
                The search took over \(timeout.text): the index has yet to reach \(unindexed) messages, which are looked \
                at one by one until it has; try again later, \(remedy)
                """)
        }
    }

    /// Messages for which the index needs no time worth mentioning.
    private static let quicklyIndexed = 1000

    func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        try await search(query) { try await store.page(query, before: before, limit: limit) }
    }

    func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        try await search(query) { try await store.newest(query, limit: limit) }
    }

    func matches(_ query: MessageQuery, after: CaptureID, limit: Int) async throws(StoreError) -> [Summary] {
        try await search(query) { try await store.matches(query, after: after, limit: limit) }
    }

    func ids(_ query: MessageQuery) async throws(StoreError) -> [CaptureID] {
        try await search(query, isShort: false) { try await store.ids(query) }
    }
}
