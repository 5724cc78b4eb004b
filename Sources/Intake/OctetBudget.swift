import Synchronization

/// Counts the octets of messages that are in memory on their way in, whichever way, against one limit.
package final class OctetBudget: Sendable {
    private let held = Atomic<Int>(0)
    package let limit: Int

    package init(limit: Int) { self.limit = limit }

    package var heldOctets: Int { held.load(ordering: .relaxed) }

    /// Whether `octets` more would pass the limit.
    package func isExceeded(by octets: Int) -> Bool { heldOctets + octets > limit }

    package func adjust(by difference: Int) { held.add(difference, ordering: .relaxed) }
}

/// The share that one message, or one request, takes of a budget; given back when it is let go.
package final class OctetShare: Sendable {
    private let budget: OctetBudget
    private let held = Atomic<Int>(0)

    package init(of budget: OctetBudget) { self.budget = budget }

    deinit { budget.adjust(by: -held.load(ordering: .relaxed)) }

    /// Takes `octets` more, unless they would pass the limit; gives back where there are fewer.
    package func grow(by octets: Int) -> Bool {
        guard octets <= 0 || !budget.isExceeded(by: octets) else { return false }
        held.add(octets, ordering: .relaxed)
        budget.adjust(by: octets)
        return true
    }

    /// Takes more or gives back, so that it is `octets`, unless that would pass the limit.
    package func resize(to octets: Int) -> Bool { grow(by: octets - held.load(ordering: .relaxed)) }
}
