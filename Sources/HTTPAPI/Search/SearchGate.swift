import MailStorage
import Synchronization

/// Lets a few searches run at a time, in the order in which they came.
final class SearchGate: Sendable {
    private struct State {
        var free: Int
        var queue: [(number: Int, turn: CheckedContinuation<Bool, Never>)] = []
        var lastNumber = 0

        mutating func nextNumber() -> Int {
            lastNumber += 1
            return lastNumber
        }

        /// Gives the place of a search that has ended to the one that has waited longest.
        mutating func leave() -> CheckedContinuation<Bool, Never>? {
            guard queue.isEmpty else { return queue.removeFirst().turn }
            free += 1
            return nil
        }

        mutating func giveUp(_ number: Int) -> CheckedContinuation<Bool, Never>? {
            queue.firstIndex { $0.number == number }.map { queue.remove(at: $0).turn }
        }
    }

    private let state: Mutex<State>

    init(width: Int = MessageQuery.concurrentSearches) { state = Mutex(State(free: width)) }

    /// How many wait for their turn.
    var queued: Int { state.withLock { $0.queue.count } }

    /// Runs `body` when its turn comes; throws `CancellationError` when the task is cancelled before.
    func run<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        guard await turn() else { throw CancellationError() }
        defer { state.withLock { $0.leave() }?.resume(returning: true) }
        return try await body()
    }

    private func turn() async -> Bool {
        let number = state.withLock { $0.nextNumber() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    guard !Task.isCancelled else { return false }
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.queue.append((number, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.giveUp(number) }?.resume(returning: false)
        }
    }
}

/// Runs `body` until it is done or `deadline` has come, when it is cancelled; answers `nil` when that stopped it.
func until<Value: Sendable>(
    _ deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(until: deadline, clock: .continuous)
            return nil
        }
        let value = try await group.next() ?? nil
        group.cancelAll()
        // What could no longer be stopped counts.
        if value == nil, let late = try? await group.next() { return late }
        return value
    }
}
