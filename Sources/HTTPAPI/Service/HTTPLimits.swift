/// What HTTP clients may take up.
package struct HTTPLimits: Hashable, Sendable {
    /// Open connections at one address; beyond it no more are accepted until one closes.
    package var connections: Int
    /// Octets of a message that is posted; beyond it `413`.
    package var message: Int
    /// Open `GET /api/messages/wait`; beyond it `503` with `Retry-After`.
    package var waiters: Int
    /// Open `GET /api/events`; beyond it `503` with `Retry-After`.
    package var subscribers: Int

    package init(
        connections: Int = 4000, message: Int = 50 << 20, waiters: Int = 1000, subscribers: Int = 1000
    ) {
        (self.connections, self.message) = (connections, message)
        (self.waiters, self.subscribers) = (waiters, subscribers)
    }
}
