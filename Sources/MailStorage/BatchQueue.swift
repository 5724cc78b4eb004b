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
/// timer is involved, so the size of a batch follows the load by itself. Only items that nobody waits for stay behind:
/// many of them together join a batch, so that those whom somebody waits for seldom wait for them as well. All work is
/// done on one thread, which ends when the queue is let go.
package final class BatchQueue<Item: Sendable>: Sendable {
    private let worker: Worker

    /// - Parameters:
    ///   - largestBatch: Bounds a batch, and so the wait of whoever comes next.
    ///   - company: How many items that are not urgent wait for no more of them.
    ///   - patience: How long an item that is not urgent waits for company while nothing else is to be done; 16
    ///     batches may go before it.
    ///   - priority: Of the thread.
    ///   - work: Called on the thread with items: those that are not urgent behind those that are, each kind in the
    ///     order in which it came.
    package init(
        largestBatch: Int = 512, company: Int = 64, patience: Duration = .milliseconds(100),
        priority: ThreadPriority = .usual, work: @escaping @Sendable (ArraySlice<Item>) -> Void
    ) {
        worker = Worker(largestBatch: largestBatch, company: company, patience: patience, work: work)
        worker.start(priority)
    }

    deinit { worker.stop() }

    /// Hands over an item; returns at once.
    ///
    /// - Parameter isUrgent: Whether somebody waits for it.
    package func add(_ item: Item, isUrgent: Bool = true) {
        worker.change { waiting in
            if isUrgent { waiting.urgent.append(item) } else { waiting.patient.append(item) }
        }
    }

    /// Runs `body` between two batches, behind everything that was added before, and waits for it.
    package func betweenBatches<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            worker.change { $0.interludes.append { continuation.resume(returning: body()) } }
        }
    }
}

extension BatchQueue {
    /// The thread and what waits for it. Apart from the queue, so that a thread does not keep the queue alive.
    private final class Worker: Sendable {
        struct Waiting {
            let company: Int
            var urgent: [Item] = []
            var patient: [Item] = []
            /// Batches that went before those that are patient.
            private var letBy = 0
            /// Run behind the items that wait with them.
            var interludes: [@Sendable () -> Void] = []
            var isStopped = false

            init(company: Int) { self.company = company }

            private static var mostLetBy: Int { 16 }

            /// Whether something has to be done at once.
            var isUrgent: Bool { !urgent.isEmpty || isPatienceOver }

            private var isPatienceOver: Bool {
                !interludes.isEmpty || isStopped || patient.count >= company
            }

            /// What is due, or `nil` for nothing.
            mutating func takeDue(hasWaited: Bool) -> (items: [Item], interludes: [@Sendable () -> Void])? {
                var items = urgent
                if hasWaited || isPatienceOver || letBy >= Self.mostLetBy && !urgent.isEmpty {
                    items += patient
                    (patient, letBy) = ([], 0)
                } else if !patient.isEmpty, !urgent.isEmpty {
                    letBy += 1
                }
                guard !items.isEmpty || !interludes.isEmpty else { return nil }
                defer { (urgent, interludes) = ([], []) }
                return (items, interludes)
            }
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
            var waiting: Waiting
            var sleep = Sleep.none
        }

        private let state: Mutex<State>
        private let wakeup = DispatchSemaphore(value: 0)
        private let largestBatch: Int
        private let patience: DispatchTimeInterval
        private let work: @Sendable (ArraySlice<Item>) -> Void

        init(
            largestBatch: Int, company: Int, patience: Duration, work: @escaping @Sendable (ArraySlice<Item>) -> Void
        ) {
            (self.largestBatch, self.work) = (largestBatch, work)
            self.patience = .nanoseconds(Int(patience / .nanoseconds(1)))
            state = Mutex(State(waiting: Waiting(company: company)))
        }

        func start(_ priority: ThreadPriority) {
            startThread {
                priority.takeEffect()
                self.run()
            }
        }

        func stop() {
            change { $0.isStopped = true }
        }

        func change(_ body: (inout sending Waiting) -> Void) {
            let mustWake = state.withLock { state in
                body(&state.waiting)
                switch state.sleep {
                case .none: return false
                case .light where !state.waiting.isUrgent: return false
                case .light, .deep:
                    state.sleep = .none
                    return true
                }
            }
            if mustWake { wakeup.signal() }
        }

        private func run() {
            while let due = next() {
                var rest = due.items[...]
                while !rest.isEmpty {
                    work(rest.prefix(largestBatch))
                    rest = rest.dropFirst(largestBatch)
                }
                for interlude in due.interludes { interlude() }
            }
        }

        /// What waits, once it is due; `nil` at the end.
        private func next() -> (items: [Item], interludes: [@Sendable () -> Void])? {
            var hasWaited = false
            while true {
                let (due, sleep) = state.withLock { state in
                    let due = state.waiting.takeDue(hasWaited: hasWaited)
                    state.sleep =
                        due != nil || state.waiting.isStopped
                        ? .none : state.waiting.patient.isEmpty ? .deep : .light
                    return (due, state.sleep)
                }
                switch sleep {
                case .none: return due
                case .deep: wakeup.wait()
                case .light: hasWaited = wakeup.wait(timeout: .now() + patience) == .timedOut
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
