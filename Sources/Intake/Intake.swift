import Dispatch
import MIME
package import MailModel
package import MailStorage

/// The one way in: parse, summarise, append. SMTP, HTTP and import all come through here.
package struct Intake: Sendable {
    private let store: any MessageStore
    /// The time at which a message that comes now counts as received.
    package let now: @Sendable () -> Timestamp
    private let observe: @Sendable (StoreError?) -> Void

    /// - Parameters:
    ///   - now: The time at which a message counts as received.
    ///   - observe: Told what became of each message; `nil` stands for success.
    package init(
        store: any MessageStore, now: @escaping @Sendable () -> Timestamp,
        observe: @escaping @Sendable (StoreError?) -> Void = { _ in }
    ) {
        (self.store, self.now, self.observe) = (store, now, observe)
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
        let receivedAt = delivery.receivedAt ?? now()
        let complete: @Sendable (Result<Summary, StoreError>) -> Void = { [observe] result in
            observe(result.error)
            completion(result)
        }
        guard delivery.content.count >= Self.largeContent else {
            return store.append({ Self.capture(delivery, receivedAt: receivedAt) }, completion: complete)
        }
        DispatchQueue.global().async { [store] in
            let capture = Self.capture(delivery, receivedAt: receivedAt)
            store.append({ capture }, completion: complete)
        }
    }

    private static func capture(_ delivery: Delivery, receivedAt: Timestamp) -> Capture {
        let message = Message(delivery.content)
        return Capture(
            inbox: delivery.inbox, receivedAt: receivedAt, session: delivery.session, envelope: delivery.envelope,
            digest: message.digest, tags: tags(of: message), content: delivery.content)
    }

    /// What the fields `X-Tags` ask for, separated by commas; what is no tag is left out.
    private static func tags(of message: Message) -> [TagName] {
        let names = message.header.values(of: "X-Tags").flatMap { $0.split(separator: ",") }
        guard !names.isEmpty else { return [] }
        return Mark.ordered(names.compactMap { TagName($0.withoutSpaceAround) })
    }

    package func accept(_ delivery: Delivery) async throws(StoreError) -> Summary {
        let result = await withCheckedContinuation { continuation in
            accept(delivery) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}

extension Substring {
    fileprivate var withoutSpaceAround: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Result {
    fileprivate var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

/// A message as a protocol hands it over.
package struct Delivery: Sendable {
    package var envelope: Envelope
    package var content: [UInt8]
    package var session: SessionID?
    package var inbox: InboxName
    /// When it once came in, for a message that was kept elsewhere; `nil` for one that comes now.
    package var receivedAt: Timestamp?

    package init(
        envelope: Envelope, content: [UInt8], session: SessionID? = nil, inbox: InboxName = .default,
        receivedAt: Timestamp? = nil
    ) {
        (self.envelope, self.content, self.session, self.inbox) = (envelope, content, session, inbox)
        self.receivedAt = receivedAt
    }
}
