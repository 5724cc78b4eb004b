import Synchronization

/// Counts the octets that all connections hold in memory, against one limit.
package final class OctetBudget: Sendable {
    private let held = Atomic<Int>(0)
    package let limit: Int

    package init(limit: Int) { self.limit = limit }

    package var heldOctets: Int { held.load(ordering: .relaxed) }

    /// Whether `octets` more would pass the limit.
    func isExceeded(by octets: Int) -> Bool { heldOctets + octets > limit }

    func adjust(by difference: Int) { held.add(difference, ordering: .relaxed) }
}
