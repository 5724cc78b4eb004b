import Dispatch
import Synchronization

/// Looks into passwords one after the other, beside everything else: a hash is made to take long, and whoever sends many
/// must not take the processor, or the memory, from others.
final class PasswordQueue: Sendable {
    /// How many may wait. A client has its answer, or is told to come again, within seconds.
    static let limit = 100

    private let queue = DispatchQueue(label: "passwords", qos: .utility)
    private let waiting = Atomic<Int>(0)

    /// Runs `check` in its turn; `false` when too many wait.
    func submit(_ check: @escaping @Sendable () -> Void) -> Bool {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.limit else {
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
