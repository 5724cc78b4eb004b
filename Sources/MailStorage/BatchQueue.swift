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
/// timer is involved, so the size of a batch follows the load by itself. Only items that nobody waits for let others
/// go first: they ride along with the next batch, or make one of their own after `patience`. All work is done on one
/// thread, which ends when the queue is let go.
package final class BatchQueue<Item: Sendable>: Sendable {
    private let worker: Worker

    /// - Parameters:
    ///   - largestBatch: Bounds a batch, and so the wait of whoever comes next.
    ///   - patience: How long an item that is not urgent waits for company.
    ///   - work: Called on the thread with items in the order in which they came.
    package init(
        largestBatch: Int = 512, patience: Duration = .milliseconds(100),
        work: @escaping @Sendable (ArraySlice<Item>) -> Void
    ) {
        worker = Worker(largestBatch: largestBatch, patience: patience, work: work)
        worker.start()
    }

    deinit { worker.stop() }

    /// Hands over an item; returns at once.
    ///
    /// - Parameter isUrgent: Whether somebody waits for it.
    package func add(_ item: Item, isUrgent: Bool = true) {
        worker.add(isUrgent: isUrgent) { $0.items.append(item) }
    }

    /// Runs `body` between two batches, behind everything that was added before, and waits for it.
    package func betweenBatches<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            worker.add(isUrgent: true) { $0.interludes.append { continuation.resume(returning: body()) } }
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
            var isUrgent = false
            var isEmpty: Bool { items.isEmpty && interludes.isEmpty }
        }

        /// What ends the sleep of the thread.
        private enum Sleep {
            case none
            /// Ended by urgent items, and in time by itself.
            case light
            /// Ended by any item.
            case deep
        }

        private struct State {
            var waiting = Waiting()
            var sleep = Sleep.none
            var isStopped = false
        }

        private let state = Mutex(State())
        private let wakeup = DispatchSemaphore(value: 0)
        private let largestBatch: Int
        private let patience: DispatchTimeInterval
        private let work: @Sendable (ArraySlice<Item>) -> Void

        init(largestBatch: Int, patience: Duration, work: @escaping @Sendable (ArraySlice<Item>) -> Void) {
            (self.largestBatch, self.work) = (largestBatch, work)
            self.patience = .nanoseconds(Int(patience / .nanoseconds(1)))
        }

        func start() {
            startThread { self.run() }
        }

        func stop() {
            change { $0.isStopped = true }
        }

        func add(isUrgent: Bool, _ change: (inout sending Waiting) -> Void) {
            self.change { state in
                change(&state.waiting)
                if isUrgent { state.waiting.isUrgent = true }
            }
        }

        private func change(_ body: (inout sending State) -> Void) {
            let mustWake = state.withLock { state in
                body(&state)
                switch state.sleep {
                case .none: return false
                case .light where !state.waiting.isUrgent && !state.isStopped: return false
                case .light, .deep:
                    state.sleep = .none
                    return true
                }
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

        /// What waits, once it is due; `nil` at the end.
        private func next() -> Waiting? {
            var hasWaited = false
            while true {
                let (due, sleep) = state.withLock { state in
                    let isDue = state.waiting.isUrgent || hasWaited || state.isStopped
                    let due = isDue && !state.waiting.isEmpty ? state.waiting : nil
                    if due != nil { state.waiting = Waiting() }
                    state.sleep =
                        due != nil || state.isStopped ? .none : state.waiting.isEmpty ? .deep : .light
                    return (due, state.sleep)
                }
                switch sleep {
                case .none: return due
                case .deep:
                    wakeup.wait()
                    hasWaited = false
                case .light:
                    _ = wakeup.wait(timeout: .now() + patience)
                    hasWaited = true
                }
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
