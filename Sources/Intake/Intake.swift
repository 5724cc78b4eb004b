import MIME
package import MailModel
package import MailStorage

/// The one way in: parse, summarise, append. SMTP, HTTP and import all come through here.
///
/// The work is done on a queue of its own, in batches: off the event loops, whose time belongs to everybody, and
/// beside the store's writer, which meanwhile waits for the disk.
package final class Intake: Sendable {
    private struct Item: Sendable {
        var delivery: Delivery
        var completion: @Sendable (Result<Summary, StoreError>) -> Void
    }

    private let queue: BatchQueue<Item>

    /// - Parameter now: The time at which a message counts as received.
    package init(store: any MessageStore, now: @escaping @Sendable () -> Timestamp) {
        queue = BatchQueue(label: "creel.intake") { items in
            for item in items {
                store.append(Self.capture(item.delivery, receivedAt: now()), completion: item.completion)
            }
        }
    }

    private static func capture(_ delivery: Delivery, receivedAt: Timestamp) -> Capture {
        Capture(
            inbox: delivery.inbox, receivedAt: receivedAt, session: delivery.session, envelope: delivery.envelope,
            digest: Message(delivery.content).digest, content: delivery.content)
    }

    /// Stores a message; `completion` is called once, on a thread of the store's, when it is durable and visible.
    package func accept(
        _ delivery: Delivery, completion: @escaping @Sendable (Result<Summary, StoreError>) -> Void
    ) {
        queue.add(Item(delivery: delivery, completion: completion))
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
