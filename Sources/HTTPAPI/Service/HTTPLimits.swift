package import MailProtocols

/// What HTTP clients may take up.
package struct HTTPLimits: Hashable, Sendable {
    /// Open connections at one address; beyond it no more are accepted until one closes.
    package var connections: Int
    /// Octets of a message that is posted; beyond it `413`.
    package var message: Int
    /// Recipients of a message that is posted; beyond it `400`. Of one that is imported those beyond are left out.
    package var recipients: Int
    /// Octets of each of their addresses, brackets included; beyond it `400`, or the address is left out.
    package var path: Int
    /// Whether they may be such as SMTP does not have.
    package var paths: PathPolicy
    /// Open `GET /api/messages/wait`; beyond it `503` with `Retry-After`.
    package var waiters: Int
    /// Open `GET /api/events`; beyond it `503` with `Retry-After`.
    package var subscribers: Int
    /// Open `GET /api/export`, each with one message in memory; beyond it `503` with `Retry-After`.
    package var exports: Int
    /// Requests that search or wait for their turn to search; beyond it `503` with `Retry-After`.
    package var searches: Int
    /// Octets of pictures that the HTML of a message carries; further ones do not show.
    package var inlinePictures: Int
    /// Longest search, the wait for its turn included; beyond it `503` with `Retry-After`.
    package var searchTimeout: Duration

    package init(
        connections: Int = 4000, message: Int = 50 << 20, recipients: Int = 1000, path: Int = 1000,
        paths: PathPolicy = .lenient, waiters: Int = 1000, subscribers: Int = 1000,
        exports: Int = 4, searches: Int = 100, inlinePictures: Int = 8 << 20, searchTimeout: Duration = .seconds(10)
    ) {
        (self.connections, self.message) = (connections, message)
        (self.recipients, self.path, self.paths) = (recipients, path, paths)
        (self.waiters, self.subscribers) = (waiters, subscribers)
        self.exports = exports
        self.inlinePictures = inlinePictures
        (self.searches, self.searchTimeout) = (searches, searchTimeout)
    }
}
