/// What HTTP clients may take up.
package struct HTTPLimits: Hashable, Sendable {
    /// Octets of a message that is posted; beyond it `413`.
    package var message: Int
    /// Open `GET /api/messages/wait`; beyond it `503` with `Retry-After`.
    package var waiters: Int
    /// Open `GET /api/events`; beyond it `503` with `Retry-After`.
    package var subscribers: Int

    package init(message: Int = 50 << 20, waiters: Int = 1000, subscribers: Int = 1000) {
        (self.message, self.waiters, self.subscribers) = (message, waiters, subscribers)
    }
}
