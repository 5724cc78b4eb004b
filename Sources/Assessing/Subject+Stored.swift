import MIME
package import MailAnalysis
package import MailModel
package import MailStorage

extension Subject {
    /// A message that is kept, with what is known of how it came.
    ///
    /// - Parameter session: The one that it came by; `nil` where none is known.
    package init(_ stored: StoredMessage, session: SessionRecord? = nil) {
        let summary = stored.summary
        self.init(
            Message(stored.content), envelope: summary.envelope, receivedAt: summary.receivedAt,
            transport: summary.session.map { _ in Transport(summary, session) })
    }
}

extension Transport {
    /// What MAIL said, and how the connection was.
    fileprivate init(_ summary: Summary, _ session: SessionRecord?) {
        let parameters = summary.envelope.parameters.filter { $0.recipient == nil }
        let body = parameters.first { $0.keyword == "BODY" }?.value
        self.init(
            isEncrypted: session?.wasEncrypted(at: summary.receivedAt), isNearby: session?.isNearby ?? false,
            isInternationalized: parameters.contains { $0.keyword == "SMTPUTF8" },
            body: body == "8BITMIME" ? .eightBit : body == "BINARYMIME" ? .binary : .sevenBit)
    }
}

extension SessionRecord {
    /// Whether it was encrypted when a message came: STARTTLS may follow what came in the clear. `nil` for LMTP without
    /// encryption, which is spoken where a message has arrived already.
    fileprivate func wasEncrypted(at instant: Timestamp) -> Bool? {
        guard tls != nil else { return self.protocol == "lmtp" ? nil : false }
        for (line, answer) in zip(dialogue, dialogue.dropFirst()) {
            guard case .client(let command) = line.speech, command.uppercased().hasPrefix("STARTTLS"),
                case .server(let reply) = answer.speech, reply.hasPrefix("220")
            else { continue }
            return answer.at <= instant
        }
        return true
    }

    /// The client is on this machine, or in a network that is nobody else's.
    fileprivate var isNearby: Bool {
        guard let colon = client.lastIndex(of: ":") else { return true }
        let host = client[..<colon].drop { $0 == "[" }.prefix { $0 != "]" && $0 != "%" }
        return IPAddress(String(host))?.isLocal ?? false
    }
}
