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
        let parameters = summary.envelope.parameters.filter { $0.recipient == nil }.map(\.description)
        self.init(Set(parameters), session, at: summary.receivedAt)
    }

    /// The same by the session alone: by the last MAIL before the message was there.
    package init(of session: SessionRecord, at instant: Timestamp) {
        let mail = session.dialogue.lazy.reversed().filter { $0.at <= instant }.compactMap(\.command)
            .first { $0.hasPrefix("MAIL FROM:") }
        self.init(Set(mail?.split(separator: " ").map(String.init) ?? []), session, at: instant)
    }

    /// - Parameter parameters: Of MAIL, as they are written.
    private init(_ parameters: Set<String>, _ session: SessionRecord?, at instant: Timestamp) {
        self.init(
            isEncrypted: session?.wasEncrypted(at: instant), isNearby: session?.isNearby ?? false,
            isInternationalized: parameters.contains("SMTPUTF8"),
            body: parameters.contains("BODY=8BITMIME")
                ? .eightBit : parameters.contains("BODY=BINARYMIME") ? .binary : .sevenBit)
    }
}

extension SessionRecord {
    /// Whether it was encrypted when a message came: STARTTLS may follow what came in the clear. `nil` for LMTP without
    /// encryption, which is spoken where a message has arrived already.
    fileprivate func wasEncrypted(at instant: Timestamp) -> Bool? {
        guard tls != nil else { return self.protocol == "lmtp" ? nil : false }
        for (line, answer) in zip(dialogue, dialogue.dropFirst()) {
            guard line.command?.hasPrefix("STARTTLS") ?? false,
                case .server(let reply) = answer.speech, reply.hasPrefix("220")
            else { continue }
            return answer.at <= instant
        }
        return true
    }

    /// The client is on this machine, or in a network that is nobody else's.
    fileprivate var isNearby: Bool {
        client == PeerRange.unixAddress || IPAddress(ofEndpoint: client)?.isLocal ?? false
    }
}

extension DialogueLine {
    /// What the client said, in capitals.
    fileprivate var command: String? {
        guard case .client(let command) = speech else { return nil }
        return command.uppercased()
    }
}
