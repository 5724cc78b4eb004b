import MailModel

/// Mail data and chunks, and the question that a message is.
extension SMTPSession {
    /// Takes what there is of mail data or a chunk; `false` when its end has not come.
    mutating func readContent() -> Bool {
        takeHeldContent()
        guard content.isComplete else { return false }
        steps += content.progress + 1
        dialogue.add(.data(octets: content.count), at: now)
        for text in content.notes { note(text) }
        if let refusal = content.refusal {
            endTransaction(refusing: refusal)
        } else if content.endsMessage {
            phase = .waiting
        } else {
            phase = .command
            say(Reply(250, .success, "\(content.count) octets taken"))
        }
        return true
    }

    mutating func takeHeldContent() {
        var end = input.position
        do {
            let held = input.octets
            content.consume(held.span.bytes, from: &end)
        }
        input.use(upTo: end)
    }

    mutating func endTransaction(refusing refusal: Reply) {
        phase = .command
        let (isTold, endsMessage) = (content.isRefusalTold, content.endsMessage)
        let refused = transaction ?? refusedTransaction
        let audience = endsMessage ? refused?.audience ?? Audience() : Audience()
        // What was refused is remembered for the chunks behind this one.
        if endsMessage { forgetTransaction() } else { (transaction, refusedTransaction) = (nil, refused) }
        if isTold { say(refusal, to: audience) } else { refuse(refusal, to: audience) }
        if isShuttingDown { endForShutdown() }
    }

    /// What a message takes besides its content and paths, so that many small ones count, too.
    private static let submissionOctets = 1024

    /// The question of a complete message, once.
    mutating func takeQuestion() -> Action? {
        guard let envelope = transaction?.envelope else { return nil }
        let content = content.content
        askedOctets = content.count + envelope.octets + Self.submissionOctets
        audience = Audience(recipients: envelope.forwardPaths, allowsUTF8: transaction?.allowsUTF8 ?? false)
        forgetTransaction()
        return .ask(
            .message(
                Submission(
                    session: identity.id, client: identity.client, listener: identity.listener, inbox: login?.inbox,
                    envelope: envelope, content: content)))
    }
}
