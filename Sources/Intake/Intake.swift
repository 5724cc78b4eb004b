import MIME
package import MailModel
package import MailStorage

/// The one way in: parse, summarise, append. SMTP, HTTP and import all come through here.
package struct Intake: Sendable {
    private let store: any MessageStore
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: The time at which a message counts as received.
    package init(store: any MessageStore, now: @escaping @Sendable () -> Timestamp) {
        (self.store, self.now) = (store, now)
    }

    /// Stores a message; `completion` is called once, on a thread of the store's, when it is durable and visible.
    ///
    /// Parsing is left to the store's thread: off the event loops, whose time belongs to everybody, and without one
    /// more change of threads for each message.
    package func accept(
        _ delivery: Delivery, completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        let receivedAt = now()
        store.append({ Self.capture(delivery, receivedAt: receivedAt) }, completion: completion)
    }

    private static func capture(_ delivery: Delivery, receivedAt: Timestamp) -> Capture {
        Capture(
            inbox: delivery.inbox, receivedAt: receivedAt, session: delivery.session, envelope: delivery.envelope,
            digest: Message(delivery.content).digest, content: delivery.content)
    }

    package func accept(_ delivery: Delivery) async throws(StoreError) -> Summary {
        let result = await withCheckedContinuation { continuation in
            accept(delivery) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}

/// A message as a protocol hands it over.
package struct Delivery: Sendable {
    package var envelope: Envelope
    package var content: [UInt8]
    package var session: SessionID?
    package var inbox: InboxName

    package init(envelope: Envelope, content: [UInt8], session: SessionID? = nil, inbox: InboxName = .default) {
        (self.envelope, self.content, self.session, self.inbox) = (envelope, content, session, inbox)
    }
}
