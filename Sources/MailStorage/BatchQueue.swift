#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Dispatch
import Synchronization

/// Does work in batches: whatever arrives while one batch is worked on forms the next.
///
/// Alone, an item waits for nobody; under load one transaction, one `fsync`, one change of threads serves many. No
/// timer is involved, so the size of a batch follows the load by itself. All work is done on one thread, which ends
/// when the queue is let go.
package final class BatchQueue<Item: Sendable>: Sendable {
    private let worker: Worker

    /// - Parameters:
    ///   - largestBatch: Bounds a batch, and so the wait of whoever comes next.
    ///   - work: Called on the thread with items in the order in which they came.
    package init(largestBatch: Int = 512, work: @escaping @Sendable (ArraySlice<Item>) -> Void) {
        worker = Worker(largestBatch: largestBatch, work: work)
        worker.start()
    }

    deinit { worker.stop() }

    /// Hands over an item; returns at once.
    package func add(_ item: Item) {
        worker.add { $0.items.append(item) }
    }

    /// Runs `body` between two batches, behind everything that was added before, and waits for it.
    package func betweenBatches<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            worker.add { $0.interludes.append { continuation.resume(returning: body()) } }
        }
    }
}

extension BatchQueue {
    /// The thread and what waits for it. Apart from the queue, so that a thread does not keep the queue alive.
    private final class Worker: Sendable {
        struct Waiting {
            var items: [Item] = []
            /// Run behind the items that wait with them.
            var interludes: [@Sendable () -> Void] = []
            var isEmpty: Bool { items.isEmpty && interludes.isEmpty }
        }

        private struct State {
            var waiting = Waiting()
            var isAsleep = false
            var isStopped = false
        }

        private let state = Mutex(State())
        private let wakeup = DispatchSemaphore(value: 0)
        private let largestBatch: Int
        private let work: @Sendable (ArraySlice<Item>) -> Void

        init(largestBatch: Int, work: @escaping @Sendable (ArraySlice<Item>) -> Void) {
            (self.largestBatch, self.work) = (largestBatch, work)
        }

        func start() {
            startThread { self.run() }
        }

        func stop() {
            change { $0.isStopped = true }
        }

        func add(_ change: (inout sending Waiting) -> Void) {
            self.change { change(&$0.waiting) }
        }

        private func change(_ body: (inout sending State) -> Void) {
            let mustWake = state.withLock { state in
                body(&state)
                defer { state.isAsleep = false }
                return state.isAsleep
            }
            if mustWake { wakeup.signal() }
        }

        private func run() {
            while let waiting = next() {
                var rest = waiting.items[...]
                while !rest.isEmpty {
                    work(rest.prefix(largestBatch))
                    rest = rest.dropFirst(largestBatch)
                }
                for interlude in waiting.interludes { interlude() }
            }
        }

        /// What waits, once something does; `nil` at the end.
        private func next() -> Waiting? {
            while true {
                let (waiting, isStopped) = state.withLock { state in
                    let waiting = state.waiting
                    state.waiting = Waiting()
                    state.isAsleep = waiting.isEmpty && !state.isStopped
                    return (waiting, state.isStopped)
                }
                if !waiting.isEmpty { return waiting }
                if isStopped { return nil }
                wakeup.wait()
            }
        }
    }
}

/// Runs `body` on a thread of its own.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Start: Sendable {
        let body: @Sendable () -> Void
        init(body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let start = Unmanaged.passRetained(Start(body: body))
    let code = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }, start.toOpaque())
    precondition(code == 0, "The system has no thread left")
    pthread_detach(thread)
}
