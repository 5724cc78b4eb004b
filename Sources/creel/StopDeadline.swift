import Synchronization

/// When what still runs is cut: so long after the server began to stop, for all of its parts together, or as soon as it is
/// told once more.
final class StopDeadline: Sendable {
    private struct State {
        var end: ContinuousClock.Instant?
        var isPassed = false
        var waiting: [AsyncStream<Void>.Continuation] = []
    }

    private let grace: Duration
    private let state = Mutex(State())

    init(after grace: Duration) { self.grace = grace }

    /// When it comes at the latest; `nil` until somebody waits for it.
    var end: ContinuousClock.Instant? { state.withLock { $0.end } }

    /// Returns when it has come. Whoever waits first sets it.
    func wait() async throws {
        let (haste, continuation) = AsyncStream<Void>.makeStream()
        let end = state.withLock { state in
            let end = state.end ?? .now + grace
            state.end = end
            if state.isPassed { continuation.finish() } else { state.waiting.append(continuation) }
            return end
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await Task.sleep(until: end, clock: .continuous) }
            tasks.addTask {
                for await _ in haste {}
                try Task.checkCancellation()
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    /// Lets it have come.
    func pass() {
        let waiting = state.withLock { state in
            state.isPassed = true
            return state.waiting
        }
        for continuation in waiting { continuation.finish() }
    }
}
