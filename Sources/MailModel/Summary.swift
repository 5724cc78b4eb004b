/// What a list shows of a message; never needs its content.
package struct Summary: Hashable, Sendable {
    package var id: CaptureID
    package var inbox: InboxName
    package var receivedAt: Timestamp
    /// The connection it came over; `nil` when it came over HTTP.
    package var session: SessionID?
    package var envelope: Envelope
    /// Octets of the content.
    package var size: Int
    package var digest: Digest
    package var marks: Marks

    package init(
        id: CaptureID, inbox: InboxName, receivedAt: Timestamp, session: SessionID?, envelope: Envelope, size: Int,
        digest: Digest, marks: Marks = Marks()
    ) {
        (self.id, self.inbox, self.receivedAt, self.session) = (id, inbox, receivedAt, session)
        (self.envelope, self.size, self.digest, self.marks) = (envelope, size, digest, marks)
    }
}

/// What stands beside a message and may change while its octets do not.
package struct Marks: Hashable, Sendable {
    package var isSeen: Bool
    /// In the order of the alphabet, each once.
    package var tags: [TagName]
    /// The spam score; `nil` until the rules were asked.
    package var score: Double?
    /// The worst that the rules found; `nil` when they found nothing or were not asked yet.
    package var severity: Severity?
    /// The first of some messages with the same content to the same recipient, in the same inbox, each shortly after another.
    package var duplicateOf: CaptureID?

    package init(
        isSeen: Bool = false, tags: [TagName] = [], score: Double? = nil, severity: Severity? = nil,
        duplicateOf: CaptureID? = nil
    ) {
        (self.isSeen, self.tags, self.score, self.severity) = (isSeen, tags, score, severity)
        self.duplicateOf = duplicateOf
    }
}

/// What a message says of itself, decoded and cut to what a list can show; a function of its octets alone.
package struct Digest: Hashable, Sendable {
    /// The first mailbox of `From`.
    package var from: Address?
    package var to: [Address]
    package var cc: [Address]
    package var subject: String
    /// Without angle brackets.
    package var messageID: String?
    package var date: ZonedTime?
    /// The beginning of the text, white space folded.
    package var snippet: String
    /// How many attachments there are.
    package var attachments: Int

    package init(
        from: Address? = nil, to: [Address] = [], cc: [Address] = [], subject: String = "", messageID: String? = nil,
        date: ZonedTime? = nil, snippet: String = "", attachments: Int = 0
    ) {
        (self.from, self.to, self.cc, self.subject) = (from, to, cc, subject)
        (self.messageID, self.date, self.snippet, self.attachments) = (messageID, date, snippet, attachments)
    }
}

extension Summary: Encodable {
    private enum CodingKeys: CodingKey { case id, inbox, receivedAt, size, envelope, session }

    /// Every key is always there; what is absent is `null` or `[]`. Digest and marks have their keys beside the others.
    package func encode(to encoder: any Encoder) throws {
        try digest.encode(to: encoder)
        try marks.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(inbox, forKey: .inbox)
        try container.encode(receivedAt, forKey: .receivedAt)
        try container.encode(size, forKey: .size)
        try container.encode(envelope, forKey: .envelope)
        try container.encode(session, forKey: .session)
    }
}

extension Digest: Encodable {
    private enum CodingKeys: CodingKey { case from, to, cc, subject, messageID, date, snippet, attachments }

    /// Every key is always there; what is absent is `null` or `[]`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(cc, forKey: .cc)
        try container.encode(subject, forKey: .subject)
        try container.encode(messageID, forKey: .messageID)
        try container.encode(date, forKey: .date)
        try container.encode(snippet, forKey: .snippet)
        try container.encode(attachments, forKey: .attachments)
    }
}

extension Marks: Encodable {
    private enum CodingKeys: CodingKey { case seen, tags, score, severity, duplicateOf }

    /// Every key is always there; what is absent is `null` or `[]`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isSeen, forKey: .seen)
        try container.encode(tags, forKey: .tags)
        try container.encode(score, forKey: .score)
        try container.encode(severity, forKey: .severity)
        try container.encode(duplicateOf, forKey: .duplicateOf)
    }
}
