import Dispatch
import MIME
package import MailModel
package import MailStorage

/// The one way in: parse, sort, summarise, append. SMTP, HTTP and import all come through here.
package struct Intake: Sendable {
    private let store: any MessageStore
    private let rules: ArrivalRules
    /// The time at which a message that comes now counts as received.
    package let now: @Sendable () -> Timestamp
    private let observe: @Sendable (Result<Summary, StoreError>) -> Void

    /// - Parameters:
    ///   - now: The time at which a message counts as received.
    ///   - observe: Told what became of each message.
    package init(
        store: any MessageStore, rules: ArrivalRules = ArrivalRules(), now: @escaping @Sendable () -> Timestamp,
        observe: @escaping @Sendable (Result<Summary, StoreError>) -> Void = { _ in }
    ) {
        (self.store, self.rules, self.now, self.observe) = (store, rules, now, observe)
    }

    /// From this size on, parsing is too much to do on the thread that writes for everybody.
    private static let largeContent = 256 << 10

    /// Stores a message; `completion` is called once, on a thread of the store's, when it is durable and visible.
    ///
    /// Parsing is left to the store's thread: off the event loops, whose time belongs to everybody, and without one
    /// more change of threads for each message. A large message is worth that change: nobody else waits for it.
    package func accept(
        _ delivery: Delivery, completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        let now = now()
        // Nothing came in after now: it would be kept for longer than anything else, and hold up what is behind it.
        let receivedAt = min(delivery.receivedAt ?? now, now)
        let complete: @Sendable (Result<Summary, StoreError>) -> Void = { [observe] result in
            observe(result)
            completion(result)
        }
        guard delivery.content.count >= Self.largeContent else {
            return store.append({ [rules] in rules.capture(delivery, receivedAt: receivedAt) }, completion: complete)
        }
        DispatchQueue.global().async { [store, rules] in
            let capture = rules.capture(delivery, receivedAt: receivedAt)
            store.append({ capture }, completion: complete)
        }
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
    /// `address:port` of the client, or `unix`; `nil` where it did not come over a connection of its own.
    package var client: String?
    /// `address:port` of the listener, or `unix:` and the path of a socket.
    package var listener: String?
    /// Where it goes; `nil` where rules decide.
    package var inbox: InboxName?
    /// When it once came in, for a message that was kept elsewhere; `nil` for one that comes now. A time yet to come
    /// is now.
    package var receivedAt: Timestamp?
    /// Somebody has seen it where it was kept.
    package var isSeen: Bool
    /// What it was marked with there.
    package var tags: [TagName]

    package init(
        envelope: Envelope, content: [UInt8], session: SessionID? = nil, client: String? = nil,
        listener: String? = nil, inbox: InboxName? = nil, receivedAt: Timestamp? = nil, isSeen: Bool = false,
        tags: [TagName] = []
    ) {
        (self.envelope, self.content, self.session, self.inbox) = (envelope, content, session, inbox)
        (self.client, self.listener, self.receivedAt) = (client, listener, receivedAt)
        (self.isSeen, self.tags) = (isSeen, tags)
    }
}
