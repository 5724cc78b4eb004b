package import MailModel

/// One SMTP server session. RFC 5321.
///
/// It asks what to reply to a message that has come in whole, and whether a password is right.
package struct SMTPSession: ServerSession {
    package typealias Action = SessionAction<SMTPQuestion>

    enum Phase: Equatable {
        /// Reading commands.
        case command
        /// Reading a line of more than `limit` octets to its end.
        case overlongLine(limit: Int)
        /// Reading mail data or a chunk.
        case content
        /// A question is open; input is held.
        case waiting
        /// It is being agreed how to encrypt; nothing that comes meanwhile is input.
        case encrypting
        case closed
    }

    let configuration: Configuration
    var identity: ConnectionIdentity
    /// What was known when the connection came, whatever a proxy said since.
    let acceptedIdentity: ConnectionIdentity
    /// Why the connection is refused; `nil` when it is welcome.
    let refusal: String?
    /// How what is said is encrypted; `nil` in the clear.
    var encryption: TLSParameters?
    /// The hash of the certificate. RFC 5929 §4.
    var certificateHash: [UInt8]?
    /// Whether replies carry enhanced status codes.
    let isEnhanced: Bool

    /// What the client called itself; `nil` before HELO or EHLO.
    var greeting: String?
    var transaction: Transaction?
    /// One whose chunks are refused: it is over, but for who hears so behind the last of them.
    var refusedTransaction: Transaction?
    var login: Login?
    /// The last login that was refused, as it is noted.
    var refusedLogin: String?
    /// A login under way: the next line answers its challenge.
    var exchange: Login.Exchange?
    /// A login that waits for others to look into its proof.
    var openLogin: OpenLogin?
    /// Whether nothing but responses has come since AUTH: a client may send those blindly, and they hold its password.
    var mayHearSecrets = false
    package var isMemoryShort = false {
        didSet { if isMemoryShort, phase == .content { content.abandon(.memoryShort) } }
    }

    var phase = Phase.command
    var content: ContentReader
    /// What a message takes whose question is open. Counts until the answer, also when the peer has left: the message
    /// is in memory for as long.
    var askedOctets = 0
    /// Who hears the answer.
    var audience = Audience()
    var input = InputBuffer()
    var output: [UInt8] = []
    var dialogue: Dialogue
    var now: Timestamp
    var isShuttingDown = false
    var hasToldClose = false
    var hasToldEncryption = false
    /// Whether something had come behind what ended the session.
    var hasDroppedInput = false
    /// What the peer has brought about: lines, content in whole, answers.
    var steps = 0
    var errors = 0
    /// Commands since the last message that bring none nearer.
    var idleCommands = 0
    /// Logins that were begun.
    var exchanges = 0
    var accepted = 0
    var refused = 0
    var messages: [CaptureID] = []
    var reason: String?
    var outcome = SessionRecord.Outcome.open
    var endedAt: Timestamp?

    /// - Parameter refusal: Why the connection is refused: said in place of the greeting, and the session ends.
    package init(
        identity: ConnectionIdentity, configuration: Configuration = Configuration(), refusal: String? = nil
    ) {
        (self.identity, self.configuration, self.refusal) = (identity, configuration, refusal)
        acceptedIdentity = identity
        isEnhanced = configuration.extensions.contains { $0.keyword == ServiceExtension.enhancedStatusCodes.keyword }
        content = ContentReader(limit: configuration.limits.message)
        dialogue = Dialogue(limits: configuration.limits.dialogue)
        now = identity.startedAt
        if let proxy = identity.proxy { note("the proxy at \(proxy) speaks for \(identity.client)") }
        if identity.isEncryptedFromStart {
            (phase, hasToldEncryption) = (.encrypting, true)
        } else {
            open()
        }
    }

    mutating func open() {
        if let refusal {
            close(.refused, saying: Reply(421, .policyForNow, refusal))
        } else {
            say(banner)
        }
    }

    var limits: Limits { configuration.limits }

    // MARK: - What the driver sees

    package var record: SessionRecord {
        var record = outline
        record.dialogue = dialogue.lines
        return record
    }

    package var outline: SessionRecord {
        SessionRecord(
            id: identity.id, protocol: configuration.dialect.rawValue, client: identity.client,
            listener: identity.listener, startedAt: identity.startedAt, endedAt: endedAt, greeting: greeting,
            outcome: outcome, reason: reason, tls: encryption, user: login?.user, messages: messages,
            accepted: accepted, refused: refused, omittedLines: dialogue.omitted)
    }

    package var heldOctets: Int {
        input.octets.count + content.content.count + ((transaction ?? refusedTransaction)?.octets ?? 0)
            + ((exchange ?? openLogin?.exchange)?.octets ?? 0) + askedOctets
    }

    package var progress: Int { phase == .content ? steps + content.progress : steps }

    package var patience: Duration {
        switch phase {
        case .content: limits.dataTimeout
        case .encrypting: limits.tlsTimeout
        case .command, .overlongLine, .waiting, .closed: limits.commandTimeout
        }
    }

    package mutating func receive(_ octets: RawSpan, at now: Timestamp) {
        self.now = now
        guard phase != .closed else { return }
        // In the clear, behind STARTTLS and before the answer to it: nobody knows who put it there.
        guard phase != .encrypting else { return noteDropped(octets.byteCount) }
        var start = 0
        if phase == .content, input.isEmpty { content.consume(octets, from: &start) }
        input.append(octets, from: start)
    }

    package mutating func next() -> Action? {
        while true {
            switch phase {
            case .command: if !readCommand() { return takeOutput() }
            case .overlongLine(let limit): if !skipLine(over: limit) { return takeOutput() }
            case .content: if !readContent() { return takeOutput() }
            case .waiting: return takeOutput() ?? takeLoginQuestion() ?? takeQuestion()
            case .encrypting: return takeOutput() ?? takeEncryption()
            case .closed: return takeOutput() ?? takeClose()
            }
        }
    }

    package mutating func resume(with answer: SMTPAnswer, at now: Timestamp) {
        self.now = now
        steps += 1
        switch answer {
        case .message(let reply): concludeMessage(reply)
        case .password(let isRight): concludeLogin(isRight: isRight)
        case .tooManyLogins: giveUpLogin()
        }
    }

    private mutating func concludeMessage(_ reply: Reply) {
        let audience = audience
        (askedOctets, self.audience) = (0, Audience())
        if reply.isRefusal {
            refused += 1
        } else {
            accepted += 1
            (errors, idleCommands) = (0, 0)
            if let capture = reply.capture { remember(capture) }
        }
        guard phase == .waiting else {
            // The peer left while the question was open; what became of its message is evidence all the same.
            return note("not heard by the client: \(reply.text(allowingUTF8: true))")
        }
        phase = .command
        say(reply, to: audience)
        if isShuttingDown { endForShutdown() }
    }

    package mutating func end(_ cause: SessionEnd, at now: Timestamp) {
        self.now = now
        guard phase != .closed else { return }
        switch cause {
        case .silence where phase == .waiting:
            return
        case .silence where phase == .encrypting:
            close(.timedOut, because: "not encrypted within \(patience.components.seconds) s")
        case .silence:
            close(.timedOut, saying: Reply(421, .badConnection, "\(missed) \(patience.components.seconds) s; closing"))
        case .shutdown:
            isShuttingDown = true
            endForShutdown()
        case .disconnection:
            endByDisconnection()
        case .tlsFailure(let reason):
            note("TLS failed: \(reason)")
            close(.tlsFailed, because: reason)
            (output, hasToldClose) = ([], true)
        }
    }

    /// What has not come.
    private var missed: String {
        if phase == .content { return "No 16 KiB of mail data, nor its end, within" }
        return input.isEmpty && phase == .command ? "No input for" : "No end of a line within"
    }

    mutating func endByDisconnection() {
        if phase == .content { dialogue.add(.data(octets: content.count), at: now) }
        if phase == .content || transaction?.isChunked == true {
            close(.lostInData, because: "the connection ended after \(content.count) octets of a message")
        } else if phase == .encrypting {
            close(.tlsFailed, because: "the client left before it was agreed how to encrypt")
        } else {
            close(.disconnected)
        }
        (output, hasToldClose) = ([], true)
    }

    /// Ends the session unless a transaction is under way.
    mutating func endForShutdown() {
        if phase == .encrypting { return close(.stopped) }
        guard phase == .command, transaction == nil else { return }
        close(.stopped, saying: Reply(421, .systemNotAcceptingMessages, "Creel is stopping"))
    }

    mutating func remember(_ capture: CaptureID) {
        if messages.count == SessionRecord.messageLimit { messages.removeFirst() }
        messages.append(capture)
    }
}
