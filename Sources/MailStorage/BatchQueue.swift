import Dispatch
import Synchronization

/// Does work in batches: whatever arrives while one batch is worked on forms the next.
///
/// Alone, an item waits for nobody; under load one transaction, one `fsync`, one change of threads serves many. No
/// timer is involved, so the size of a batch follows the load by itself. All work is done on one serial queue.
package final class BatchQueue<Item: Sendable>: Sendable {
    private struct State {
        var waiting: [Item] = []
        var isWorking = false
    }

    private let state = Mutex(State())
    private let queue: DispatchQueue
    private let largestBatch: Int
    private let work: @Sendable (ArraySlice<Item>) -> Void

    /// - Parameters:
    ///   - largestBatch: Bounds a batch, and so the wait of whoever comes next.
    ///   - work: Called on the queue, never concurrently, with items in the order in which they came.
    package init(label: String, largestBatch: Int = 512, work: @escaping @Sendable (ArraySlice<Item>) -> Void) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
        self.largestBatch = largestBatch
        self.work = work
    }

    /// Hands over an item; returns at once.
    package func add(_ item: Item) {
        let isFirst = state.withLock { state in
            state.waiting.append(item)
            defer { state.isWorking = true }
            return !state.isWorking
        }
        if isFirst { queue.async { self.workUntilIdle() } }
    }

    /// Runs `body` between two batches and waits for it.
    package func betweenBatches<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }

    private func workUntilIdle() {
        while let batch = takeWaiting() {
            var rest = batch[...]
            while !rest.isEmpty {
                work(rest.prefix(largestBatch))
                rest = rest.dropFirst(largestBatch)
            }
        }
    }

    private func takeWaiting() -> [Item]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWorking = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}
