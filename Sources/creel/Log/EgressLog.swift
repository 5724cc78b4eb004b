import Egress
import Logging
import Synchronization

/// Tells the log of every connection that was not opened, and counts them.
final class EgressLog: Sendable {
    private let count = Atomic(0)
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    var refusals: Int { count.load(ordering: .relaxed) }

    @Sendable func note(_ refusal: EgressRefusal) {
        count.add(1, ordering: .relaxed)
        logger.warning(
            "a connection was not opened: \(refusal.reason)",
            metadata: ["destination": "\(refusal.destination)", "purpose": "\(refusal.purpose)"])
    }
}
