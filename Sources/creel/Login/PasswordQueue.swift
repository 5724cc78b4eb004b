import Dispatch
import Synchronization

/// Looks into passwords one after the other, beside everything else: a hash is made to take long, and whoever sends many
/// must not take the processor, or the memory, from others.
final class PasswordQueue: Sendable {
    private let queue = DispatchQueue(label: "passwords", qos: .utility)
    private let waiting = Atomic<Int>(0)
    /// How many may wait, the one that is being looked into included.
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Runs `check` in its turn; `false` when too many wait.
    func submit(_ check: @escaping @Sendable () -> Void) -> Bool {
        guard waiting.add(1, ordering: .relaxed).newValue <= limit else {
            waiting.subtract(1, ordering: .relaxed)
            return false
        }
        queue.async { [self] in
            check()
            waiting.subtract(1, ordering: .relaxed)
        }
        return true
    }
}
