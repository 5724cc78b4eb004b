import MailStorage

/// A thread that works while nobody else wants the processor.
final class IdleThread: Sendable {
    private let queue = BatchQueue<@Sendable () -> Void>(largestBatch: 1, priority: .idle) { work in
        for item in work { item() }
    }

    /// Answers once it came to it.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.add { continuation.resume(returning: work()) }
        }
    }
}
