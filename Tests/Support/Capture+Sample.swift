package import MailModel

extension Capture {
    /// A small message for stores; its content and its digest agree.
    package static func sample(
        _ subject: String = "hello", from: String = "alice@example.com", to: String = "bob@example.net",
        inbox: String = "default", body: String = "Hello.\r\n", session: SessionID? = nil, isSeen: Bool = false
    ) -> Capture {
        let source = "From: Alice <\(from)>\r\nTo: \(to)\r\nSubject: \(subject)\r\nX-Campaign: spring\r\n\r\n\(body)"
        return Capture(
            inbox: InboxName(inbox) ?? .default, receivedAt: Timestamp(milliseconds: 1_767_225_600_123),
            session: session, envelope: Envelope(reversePath: "bounce+\(from)", forwardPaths: [to]),
            digest: Digest(
                from: Address(name: "Alice", address: from), to: [Address(address: to)], subject: subject,
                messageID: "m@example.com", date: ZonedTime(secondsSince1970: 1_767_225_600, offsetMinutes: 60),
                snippet: "Hello."),
            isSeen: isSeen, content: Array(source.utf8))
    }
}
