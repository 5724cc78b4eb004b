import MailModel

/// What is said, and what is kept of it.
extension SMTPSession {
    mutating func say(_ reply: Reply) {
        let text = reply.text(allowingUTF8: transaction?.allowsUTF8 ?? false, isEnhanced: isEnhanced)
        Reply.write(text, to: &output)
        dialogue.add(.server(text), at: now)
    }

    /// Says what became of a message: in LMTP, once for each of its recipients. RFC 2033 §4.2.
    mutating func say(_ reply: Reply, to recipients: [String]) {
        guard configuration.dialect == .lmtp, !recipients.isEmpty else { return say(reply) }
        for recipient in recipients { say(reply.naming(recipient)) }
    }

    mutating func takeOutput() -> Action? {
        guard !output.isEmpty else { return nil }
        defer { output = [] }
        return .send(output)
    }

    mutating func takeClose() -> Action? {
        guard !hasToldClose else { return nil }
        hasToldClose = true
        return .close(peerIsDone: outcome == .quit && input.isEmpty)
    }
}
