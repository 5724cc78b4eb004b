import MailModel
import MailStorage
import Synchronization

@testable import HTTPAPI

/// A store in memory whose reads a test can hold up or let fail.
final class ReluctantStore: ForwardingStore {
    private struct State {
        var isHolding = false
        var areLooksFailing = false
        var isNextReadFailing = false
        var held: [Int: CheckedContinuation<Void, Never>] = [:]
        var givenUp = 0
        var unindexed = 0
        var indexTrouble: String?
        var looks = 0
        var afterLook: (@Sendable () async -> Void)?
    }

    let store: any MessageStore = MemoryStore(limit: 1 << 26)
    private let state = Mutex(State())

    /// Searches that wait for `release()`.
    var held: Int { state.withLock { $0.held.count } }

    /// How many were cancelled while they were held up.
    var givenUp: Int { state.withLock { $0.givenUp } }

    /// How often was looked for matches, without what is held up.
    var looks: Int { state.withLock { $0.looks } }

    /// Lets something happen when the next look has seen what there is, and before it tells.
    func afterNextLook(_ body: @escaping @Sendable () async -> Void) { state.withLock { $0.afterLook = body } }

    private func noteLook() async {
        let body = state.withLock { state in
            state.looks += 1
            defer { state.afterLook = nil }
            return state.afterLook
        }
        await body?()
    }

    /// As if the index were so far behind.
    func lag(by unindexed: Int, trouble: String? = nil) {
        state.withLock { ($0.unindexed, $0.indexTrouble) = (unindexed, trouble) }
    }

    func status() async -> StoreStatus {
        var status = await store.status()
        (status.unindexed, status.indexTrouble) = state.withLock { ($0.unindexed, $0.indexTrouble) }
        return status
    }

    func hold() { state.withLock { $0.isHolding = true } }

    func release() {
        let held = state.withLock { state in
            state.isHolding = false
            defer { state.held = [:] }
            return state.held.values
        }
        for continuation in held { continuation.resume() }
    }

    func failLooks() { state.withLock { $0.areLooksFailing = true } }

    func failNextRead() { state.withLock { $0.isNextReadFailing = true } }

    /// Waits where searches are held up, until they are released or the task is cancelled.
    private func look(_ query: MessageQuery) async throws(StoreError) {
        if query.isSearch { await pause() }
        let isFailing = state.withLock { $0.areLooksFailing }
        guard !Task.isCancelled, !isFailing else { throw .unavailable("The store is reluctant") }
    }

    private func pause() async {
        let number = Int.random(in: 0...Int.max)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    guard state.isHolding, !Task.isCancelled else { return false }
                    state.held[number] = continuation
                    return true
                }
                if !isHeld { continuation.resume() }
            }
        } onCancel: {
            state.withLock { state in
                state.givenUp += 1
                return state.held.removeValue(forKey: number)
            }?.resume()
        }
    }

    func page(_ query: MessageQuery, before: CaptureID?, limit: Int) async throws(StoreError) -> Page {
        try await look(query)
        return try await store.page(query, before: before, limit: limit)
    }

    func newest(_ query: MessageQuery, limit: Int) async throws(StoreError) -> [Summary] {
        try await look(query)
        let rows = try await store.newest(query, limit: limit)
        await noteLook()
        return rows
    }

    func matches(_ query: MessageQuery, after: CaptureID, limit: Int) async throws(StoreError) -> [Summary] {
        try await look(query)
        let rows = try await store.matches(query, after: after, limit: limit)
        await noteLook()
        return rows
    }

    func ids(_ query: MessageQuery) async throws(StoreError) -> [CaptureID] {
        try await look(query)
        return try await store.ids(query)
    }

    func message(_ id: CaptureID) async throws(StoreError) -> StoredMessage? {
        let isFailing = state.withLock { state in
            defer { state.isNextReadFailing = false }
            return state.isNextReadFailing
        }
        guard !isFailing else { throw .unavailable("The store is reluctant") }
        return try await store.message(id)
    }
}
