import MailModel

/// What is said, and what is kept of it.
extension SMTPSession {
    mutating func say(_ reply: Reply) { say(reply, allowingUTF8: transaction?.allowsUTF8 ?? false) }

    private mutating func say(_ reply: Reply, allowingUTF8: Bool) {
        let text = reply.text(allowingUTF8: allowingUTF8, isEnhanced: isEnhanced)
        Reply.write(text, to: &output)
        dialogue.add(.server(text), at: now)
    }

    /// Says what became of a message: in LMTP, once for each of its recipients. RFC 2033 §4.2.
    mutating func say(_ reply: Reply, to audience: Audience) {
        guard configuration.dialect == .lmtp, !audience.recipients.isEmpty else { return say(reply) }
        for recipient in audience.recipients {
            say(reply.naming(recipient), allowingUTF8: audience.allowsUTF8)
        }
    }

    mutating func takeOutput() -> Action? {
        guard !output.isEmpty else { return nil }
        defer { output = [] }
        return .send(output)
    }

    mutating func takeClose() -> Action? {
        guard !hasToldClose else { return nil }
        hasToldClose = true
        return .close(peerIsDone: outcome == .quit && !hasDroppedInput)
    }
}
