/// A message on its way into a store, before it has a number.
package struct Capture: Sendable {
    package var inbox: InboxName
    package var receivedAt: Timestamp
    /// The connection it came over; `nil` when it came over HTTP.
    package var session: SessionID?
    package var envelope: Envelope
    package var digest: Digest
    /// What the message itself asks to be marked with, what rules give it, and what it was marked with elsewhere.
    package var tags: [TagName]
    /// Somebody has seen it where it was kept before.
    package var isSeen: Bool
    /// Octet for octet as received, after dot-unstuffing.
    package let content: [UInt8]
    /// Of the content; the same for the same octets, as long as the process lives.
    package let contentHash: Int

    package init(
        inbox: InboxName, receivedAt: Timestamp, session: SessionID?, envelope: Envelope, digest: Digest,
        tags: [TagName] = [], isSeen: Bool = false, content: [UInt8]
    ) {
        (self.inbox, self.receivedAt, self.session) = (inbox, receivedAt, session)
        (self.envelope, self.digest, self.content) = (envelope, digest, content)
        (self.tags, self.isSeen) = (tags, isSeen)
        var hasher = Hasher()
        content.withUnsafeBytes { hasher.combine(bytes: $0) }
        contentHash = hasher.finalize()
    }

    /// The row that stands for it once a store has given it `id`.
    package func summary(id: CaptureID) -> Summary {
        Summary(
            id: id, inbox: inbox, receivedAt: receivedAt, session: session, envelope: envelope, size: content.count,
            digest: digest, marks: Marks(isSeen: isSeen, tags: tags))
    }
}
