import Glibc
import MailStorage

/// A thread that works while nobody else wants the processor.
final class IdleThread: Sendable {
    private let queue = BatchQueue<@Sendable () -> Void>(largestBatch: 1) { work in
        for item in work { item() }
    }

    init() {
        queue.add { lowerPriority() }
    }

    /// Answers once it came to it.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.add { continuation.resume(returning: work()) }
        }
    }
}

/// Lets the calling thread have what the others leave. sched(7), "SCHED_IDLE"; where that is refused, it stays as it is.
private func lowerPriority() {
    // The macro is not visible from Swift.
    let idle: Int32 = 5
    var parameter = sched_param(sched_priority: 0)
    _ = sched_setscheduler(0, idle, &parameter)
}
