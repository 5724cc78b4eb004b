import MIME
import MailModel
package import MailStorage

/// What is decided about a message when it has come in whole, by configured rules.
package struct ArrivalRules: Sendable {
    private let inboxes: [InboxRule]
    private let tags: TagRules

    /// - Parameter inboxes: Where messages go for which nobody has named an inbox: the first that holds decides.
    package init(inboxes: [InboxRule] = [], tags: TagRules = TagRules()) {
        (self.inboxes, self.tags) = (inboxes, tags)
    }

    /// A message as it is kept. It takes long: never on an event loop.
    func capture(_ delivery: Delivery, receivedAt: Timestamp) -> Capture {
        let message = Message(delivery.content)
        var capture = Capture(
            inbox: delivery.inbox ?? inboxes.inbox(for: delivery, message.header), receivedAt: receivedAt,
            session: delivery.session, envelope: delivery.envelope, digest: message.digest,
            tags: Self.tags(askedForBy: message, besides: delivery.tags), isSeen: delivery.isSeen,
            content: delivery.content)
        if !tags.isIdleOnArrival {
            let given = tags.tags(of: capture.summary(id: .zero), content: SearchableContent(message))
            capture.tags = Mark.ordered(capture.tags + given)
        }
        return capture
    }

    /// What the fields `X-Tags` ask for, separated by commas; what is no tag is left out.
    private static func tags(askedForBy message: Message, besides known: [TagName]) -> [TagName] {
        let names = message.header.values(of: "X-Tags").flatMap { $0.split(separator: ",") }
        guard !names.isEmpty || !known.isEmpty else { return [] }
        return Mark.ordered(known + names.compactMap { TagName($0.trimmed) })
    }
}
