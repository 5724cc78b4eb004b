import MIME
import MailModel
import MailStorage
import ServiceLifecycle
import Synchronization

/// Lets many requests wait for messages, from one reading of the store's changes.
///
/// A wait enters, and looks into the store then: what comes and goes meanwhile is told to it, so that it misses
/// nothing. What comes is compared with all waits at once, in memory. While nobody waits, nothing is read.
final class WaitHub: Service {
    private struct Wait {
        var waiter: Waiter
        /// Ended once the waiter is settled.
        let bell: AsyncStream<Never>.Continuation

        mutating func hear(_ news: (inout Waiter) -> Void) {
            news(&waiter)
            if waiter.isSettled { bell.finish() }
        }
    }

    private struct State {
        var waits: [Int: Wait] = [:]
        /// Of the waits; apart from them, since every message asks for all of them.
        var queries: [Int: MessageQuery] = [:]
        var lastNumber = 0
        /// Changes up to here have been told.
        var position = CaptureID.zero
        var isReading = false
        var isStopped = false
    }

    private let store: any MessageStore
    private let gate: SearchGate
    private let limits: HTTPLimits
    private let patience: Duration
    private let state = Mutex(State())
    /// Where reading is to begin, whenever it is to.
    private let (calls, caller) = AsyncStream<CaptureID>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// - Parameters:
    ///   - gate: Where searches wait for their turn.
    ///   - limits: Of which those of waits and of a search count.
    ///   - patience: What a look may take in any case, however short the wait: `timeout=0` asks what is there.
    init(store: any MessageStore, gate: SearchGate, limits: HTTPLimits, patience: Duration = .seconds(1)) {
        (self.store, self.gate, self.limits, self.patience) = (store, gate, limits, patience)
    }

    var count: Int { state.withLock { $0.waits.count } }

    /// Answers once there are enough matches, or with fewer at `deadline`.
    ///
    /// Throws a `Problem` when the hub is full or stops, and `StoreError` when the store cannot be read.
    func wait(for wish: WaitWish, until deadline: ContinuousClock.Instant) async throws -> Sighting {
        while true {
            // One look is taken in any case, and no further one once it is over.
            let isLast = deadline <= .now
            let (settled, bell) = AsyncStream<Never>.makeStream()
            let number = try enter(wish, ringing: bell)
            defer { leave(number) }
            let end = max(deadline, .now + patience)
            async let look: Void = look(for: number, wish, after: wish.after, until: end)
            _ = try await until(deadline) { for await _ in settled {} }
            try Task.checkCancellation()
            if try isOpen(number) {
                try await look
                try await lookAtRest(for: number, wish)
            }
            let sighting = state.withLock { state in
                state.waits[number]?.waiter.sighting(at: state.position, isLast: isLast)
            }
            if let sighting { return sighting }
        }
    }

    private func enter(_ wish: WaitWish, ringing bell: AsyncStream<Never>.Continuation) throws(Problem) -> Int {
        try state.withLock { state throws(Problem) in
            guard !state.isStopped else { throw .stopping }
            guard state.waits.count < limits.waiters else { throw .tooMany("waits", limit: limits.waiters) }
            let now = store.lastChange
            state.lastNumber += 1
            state.waits[state.lastNumber] = Wait(waiter: Waiter(wish, start: now), bell: bell)
            state.queries[state.lastNumber] = wish.query
            if !state.isReading {
                (state.isReading, state.position) = (true, now)
                caller.yield(now)
            }
            return state.lastNumber
        }
    }

    private func leave(_ number: Int) {
        state.withLock { state in
            state.waits[number] = nil
            state.queries[number] = nil
        }
    }

    private func isOpen(_ number: Int) throws(Problem) -> Bool {
        try state.withLock { state throws(Problem) in
            guard !state.isStopped else { throw .stopping }
            return state.waits[number]?.waiter.isSettled == false
        }
    }

    // MARK: - Looking

    /// Shows a waiter what there is behind `after`, without it the newest; gives up at `end`.
    private func look(
        for number: Int, _ wish: WaitWish, after: CaptureID?, until end: ContinuousClock.Instant
    ) async throws {
        let look = { @Sendable [store] () async throws -> [Summary] in
            guard let after else { return try await store.newest(wish.query, limit: wish.count) }
            return try await store.matches(wish.query, after: after, limit: wish.count)
        }
        let isLong = store.isLong(wish.query, after: after ?? .zero)
        do {
            let matches: [Summary]?? = try await until(end) { [gate, limits] in
                guard isLong else { return try await look() }
                return try await gate.run { try await until(.now + limits.searchTimeout, look) }
            }
            if let matches = matches ?? nil { tell([number]) { $0.saw(matches) } }
        } catch {
            state.withLock { $0.waits[number]?.bell.finish() }
            throw error
        }
    }

    /// Shows a waiter that is about to leave in vain what it has not been told yet.
    private func lookAtRest(for number: Int, _ wish: WaitWish) async throws {
        let told: CaptureID? = state.withLock { state in
            let told = state.waits[number]?.waiter.lookAgain(behind: state.position, upTo: store.lastChange)
            return told ?? nil
        }
        if let told { try await look(for: number, wish, after: told, until: .now + patience) }
    }

    // MARK: - Reading

    /// Reads changes whenever somebody waits; ends at a graceful stop, at cancellation, and when the store closes.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await start in self.calls where await !self.read(from: start) { return } }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            stop()
            group.cancelAll()
        }
    }

    private func stop() {
        caller.finish()
        state.withLock { state in
            state.isStopped = true
            for wait in state.waits.values { wait.bell.finish() }
        }
    }

    /// Answers `true` once nobody waits, and `false` at the end of the changes.
    private func read(from start: CaptureID) async -> Bool {
        for await change in store.changes(after: start) {
            await tell(change)
            let isWanted = state.withLock { state in
                state.position = change.cursor
                state.isReading = !state.waits.isEmpty
                return state.isReading
            }
            if !isWanted { return true }
        }
        return false
    }

    private func tell(_ change: Change) async {
        switch change {
        case .added(let summary):
            let (hits, unread) = await judge(summary)
            tell(hits) { $0.came(summary) }
            // They look themselves, and learn what is wrong with the store.
            tell(unread) { $0.loseTrack() }
        case .removed(_, let ids, _, _):
            let ids = Set(ids)
            tell(everybody) { $0.went(ids) }
        case .changed: tell(everybodyAskingForMarks) { $0.mayHaveChanged() }
        case .inboxes: return
        case .reset: tell(everybody) { $0.loseTrack() }
        }
    }

    /// What they wait for may have come without a message.
    private var everybodyAskingForMarks: [Int] {
        state.withLock { $0.queries }.filter { $0.value.condition.contains(where: \.isAboutMarks) }.map(\.key)
    }

    private var everybody: [Int] { Array(state.withLock { $0.queries }.keys) }

    private func tell(_ numbers: [Int], _ news: (inout Waiter) -> Void) {
        state.withLock { state in
            for number in numbers { state.waits[number]?.hear(news) }
        }
    }

    /// For whom a new message is, and for whom it may be if only it could be read.
    private func judge(_ summary: Summary) async -> (hits: [Int], unread: [Int]) {
        let queries = state.withLock { $0.queries }
        guard !queries.isEmpty else { return ([], []) }
        let row = Sieve(of: summary)
        let candidates = queries.filter { row.mayMatch($0.value) }
        let verdicts = Dictionary(grouping: candidates.keys) { candidates[$0]?.verdict(on: summary) }
        let (hits, undecided) = (verdicts[.matches] ?? [], verdicts[.needsContent] ?? [])
        guard !undecided.isEmpty else { return (hits, []) }
        do {
            // One that is gone already matches nothing.
            guard let stored = try await store.message(summary.id) else { return (hits, []) }
            let message = Message(stored.content)
            let content = SearchableContent(message)
            let whole = row.adding(content)
            let found = undecided.filter { number in
                guard let query = candidates[number], whole.mayMatch(query) else { return false }
                return query.matches(summary, rules: { [] }, content: { content })
            }
            return (hits + found, [])
        } catch {
            return (hits, undecided)
        }
    }
}
