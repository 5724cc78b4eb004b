import MailModel

/// What verbs see and do.
extension SMTPSession {
    var banner: Reply { Reply(220, nil, "\(configuration.hostname) \(configuration.dialect.name) Creel") }

    var isTrusted: Bool { identity.isTrusted }

    /// The extensions that EHLO shows.
    var offers: [ServiceExtension] { configuration.extensions.filter { $0.isOffered(self) } }

    func offers(_ keyword: String) -> Bool {
        configuration.extensions.contains { $0.keyword == keyword && $0.isOffered(self) }
    }

    /// Adds what neither side said to the dialogue.
    mutating func note(_ text: String) { dialogue.add(.note(text), at: now) }

    /// Adds what was borne with a path.
    mutating func note(_ tolerance: PathTolerance) {
        for irregularity in tolerance.irregularities { note(irregularity.note) }
    }

    /// Counts a command that brings no message nearer; the end of the session, once there were too many.
    mutating func farewellToIdle() -> Reply? {
        idleCommands += 1
        guard idleCommands > limits.idleCommands else { return nil }
        let reason =
            "\(limits.idleCommands) commands without a message; closing; raise --max-idle-commands if they are meant"
        close(.refused, because: reason)
        return Reply(421, .policyForNow, reason)
    }

    /// A greeting begins anew. RFC 5321 §4.1.4.
    mutating func greet(_ argument: Substring, syntax: String) throws(Reply) {
        guard !argument.isEmpty else { throw .badArgument("Say who you are: \(syntax)") }
        greeting = String(argument)
        forgetTransaction()
    }

    /// Forgets all that was said, and goes on for the client behind a proxy.
    mutating func beginAnew(as proxied: ProxyIdentity) {
        note("the proxy at \(identity.client) speaks for \(proxied.client ?? "a client it does not name")")
        identity.client = proxied.client ?? identity.client
        identity.listener = proxied.listener ?? identity.listener
        (greeting, login, refusedLogin) = (nil, proxied.login, nil)
        forgetTransaction()
    }

    mutating func begin(_ transaction: Transaction) {
        forgetTransaction()
        self.transaction = transaction
    }

    mutating func add(_ forwardPath: ForwardPath, parameters: [Envelope.Parameter]) {
        transaction?.add(forwardPath)
        for parameter in parameters { transaction?.add(parameter) }
    }

    mutating func beginData() {
        content.beginData(expecting: transaction?.declaredSize)
        phase = .content
    }

    mutating func begin(_ chunk: Chunk, refusal: Reply?) {
        content.begin(chunk, refusal: refusal)
        transaction?.isChunked = true
        phase = .content
    }

    mutating func forgetTransaction() {
        (transaction, refusedTransaction) = (nil, nil)
        content = ContentReader(limit: limits.message)
    }

    /// Says why, and ends.
    mutating func close(_ outcome: SessionRecord.Outcome, saying reply: Reply) {
        say(reply)
        close(outcome, because: reply.lines.joined(separator: " "))
    }

    mutating func close(_ outcome: SessionRecord.Outcome, because reason: String? = nil) {
        phase = .closed
        // Who could not log in has mostly nothing more to say.
        (self.outcome, self.reason) = (outcome, reason ?? (login == nil ? refusedLogin : nil))
        endedAt = now
        (exchange, openLogin) = (nil, nil)
        forgetTransaction()
        hasDroppedInput = input.count > 0
        input.forget()
    }
}
