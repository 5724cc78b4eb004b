import Synchronization

/// How much of a message is taken apart. What lies beyond stays whole, and a defect says so.
package struct Limits: Hashable, Sendable {
    /// Containers around a part.
    package var depth: Int
    /// Parts in the table, multiparts and embedded messages included.
    package var parts: Int
    /// Header fields of all parts together.
    package var fields: Int

    package init(depth: Int = 100, parts: Int = 10_000, fields: Int = 10_000) {
        (self.depth, self.parts, self.fields) = (depth, parts, fields)
    }
}

extension Limits {
    private static let current = Mutex(Limits())

    /// Those by which messages are read unless told otherwise: set once, as a process starts, so that all that is said of a
    /// message is said of the same parts.
    package static var inForce: Limits {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
