package import MailModel

/// One SMTP server session. RFC 5321.
///
/// It asks one question: what to reply to a message that has come in whole.
package struct SMTPSession: ServerSession {
    package typealias Action = SessionAction<Submission>

    private enum Phase: Equatable {
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
    private var identity: ConnectionIdentity
    /// Why the connection is refused; `nil` when it is welcome.
    private let refusal: String?
    /// How what is said is encrypted; `nil` in the clear.
    private var encryption: TLSParameters?
    /// Whether replies carry enhanced status codes.
    private let isEnhanced: Bool

    /// What the client called itself; `nil` before HELO or EHLO.
    private(set) var greeting: String?
    private(set) var transaction: Transaction?
    var login: Login?
    /// A login under way: the next line answers its challenge.
    var exchange: Login.Exchange?
    /// Whether nothing but responses has come since AUTH: a client may send those blindly, and they hold its password.
    private var mayHearSecrets = false
    package var isMemoryShort = false {
        didSet { if isMemoryShort, phase == .content { content.abandon(.memoryShort) } }
    }

    private var phase = Phase.command
    private var content: ContentReader
    /// What a message takes whose question is open. Counts until the answer, also when the peer has left: the message
    /// is in memory for as long.
    private var askedOctets = 0
    /// Whom that message is for.
    private var askedRecipients: [String] = []
    private var input = InputBuffer()
    private var output: [UInt8] = []
    private var dialogue: Dialogue
    private(set) var now: Timestamp
    private var isShuttingDown = false
    private var hasToldClose = false
    private var hasToldEncryption = false
    private var errors = 0
    private var nonces = 0
    private var accepted = 0
    private var refused = 0
    private var messages: [CaptureID] = []
    private var reason: String?
    private var outcome = SessionRecord.Outcome.open
    private var endedAt: Timestamp?

    /// - Parameter refusal: Why the connection is refused: said in place of the greeting, and the session ends.
    package init(
        identity: ConnectionIdentity, configuration: Configuration = Configuration(), refusal: String? = nil
    ) {
        (self.identity, self.configuration, self.refusal) = (identity, configuration, refusal)
        isEnhanced = configuration.extensions.contains { $0.keyword == ServiceExtension.enhancedStatusCodes.keyword }
        content = ContentReader(limit: configuration.limits.message)
        dialogue = Dialogue(limits: configuration.limits.dialogue)
        now = identity.startedAt
        if identity.isEncryptedFromStart {
            (phase, hasToldEncryption) = (.encrypting, true)
        } else {
            open()
        }
    }

    private mutating func open() {
        if let refusal {
            close(.refused, saying: Reply(421, .policyForNow, refusal))
        } else {
            say(banner)
        }
    }

    private var limits: Limits { configuration.limits }

    // MARK: - What the driver sees

    package var record: SessionRecord {
        SessionRecord(
            id: identity.id, protocol: configuration.dialect.rawValue, client: identity.client,
            listener: identity.listener, startedAt: identity.startedAt, endedAt: endedAt, greeting: greeting,
            outcome: outcome, reason: reason, tls: encryption, user: login?.user, messages: messages,
            accepted: accepted, refused: refused, dialogue: dialogue.lines,
            omittedLines: dialogue.omitted)
    }

    package var heldOctets: Int {
        input.octets.count + content.content.count + (transaction?.octets ?? 0) + (exchange?.octets ?? 0) + askedOctets
    }

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
            case .waiting: return takeOutput() ?? takeQuestion()
            case .encrypting: return takeOutput() ?? takeEncryption()
            case .closed: return takeOutput() ?? takeClose()
            }
        }
    }

    package mutating func resume(with reply: Reply, at now: Timestamp) {
        self.now = now
        let recipients = askedRecipients
        (askedOctets, askedRecipients) = (0, [])
        if reply.isRefusal {
            refused += 1
        } else {
            accepted += 1
            errors = 0
            if let capture = reply.capture { remember(capture) }
        }
        guard phase == .waiting else {
            // The peer left while the question was open; what became of its message is evidence all the same.
            return note("not heard by the client: \(reply.text(allowingUTF8: true))")
        }
        phase = .command
        say(reply, to: recipients)
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
            close(
                .timedOut, saying: Reply(421, .badConnection, "No input for \(patience.components.seconds) s; closing"))
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

    private mutating func endByDisconnection() {
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
    private mutating func endForShutdown() {
        if phase == .encrypting { return close(.stopped) }
        guard phase == .command, transaction == nil else { return }
        close(.stopped, saying: Reply(421, .systemNotAcceptingMessages, "Creel is stopping"))
    }

    private mutating func remember(_ capture: CaptureID) {
        if messages.count == SessionRecord.messageLimit { messages.removeFirst() }
        messages.append(capture)
    }

    // MARK: - Output

    private mutating func say(_ reply: Reply) {
        let text = reply.text(allowingUTF8: transaction?.allowsUTF8 ?? false, isEnhanced: isEnhanced)
        output += Reply.wire(text)
        dialogue.add(.server(text), at: now)
    }

    /// Says what became of a message: in LMTP, once for each of its recipients. RFC 2033 §4.2.
    private mutating func say(_ reply: Reply, to recipients: [String]) {
        guard configuration.dialect == .lmtp, !recipients.isEmpty else { return say(reply) }
        for recipient in recipients { say(reply.naming(recipient)) }
    }

    private mutating func takeOutput() -> Action? {
        guard !output.isEmpty else { return nil }
        defer { output = [] }
        return .send(output)
    }

    private mutating func takeClose() -> Action? {
        guard !hasToldClose else { return nil }
        hasToldClose = true
        return .close(peerIsDone: outcome == .quit && input.isEmpty)
    }

    // MARK: - Commands

    /// Performs one command, or takes one line of a login; `false` when there is none in whole.
    private mutating func readCommand() -> Bool {
        guard let length = input.lineLength() else {
            guard let limit = lineLimit(under: input.count + 1) else { return false }
            phase = .overlongLine(limit: limit)
            return true
        }
        let limit = lineLimit(under: length)
        let line = input.takeLine(length)
        // Deviation: RFC 5321 §2.3.8 lets nothing but CRLF end a line. Whoever types at a terminal sends LF, and a
        // command, unlike the end of data, cannot be smuggled by it.
        if line.lacksCR { note("command line ended by LF alone (RFC 5321 §2.3.8)") }
        if let limit { refuseLine(over: limit) } else { perform(line.text) }
        return true
    }

    /// The limit that the next line passes with so many octets, its end included.
    private func lineLimit(under octets: Int) -> Int? {
        guard octets > limits.commandLine else { return nil }
        let isLogin = exchange != nil || input.beginning(4).isLogin
        let limit = isLogin ? max(limits.commandLine, Login.Exchange.lineOctets + 2) : limits.commandLine
        return octets > limit ? limit : nil
    }

    private mutating func perform(_ line: String?) {
        guard let line, line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            exchange = nil
            note("a command line with octets that are no text")
            return refuse(Reply(500, .syntaxError, "Commands are text: no control characters, UTF-8 if not ASCII"))
        }
        let exchange = exchange.take()
        let command = line.trimmingTrailingSpaces
        let isResponse = exchange != nil || mayHearSecrets && !Verb.isKnown(command)
        mayHearSecrets = isResponse || line.isLogin
        dialogue.add(.client(isResponse ? line.withoutSecret : line.withoutResponse), at: now)
        do throws(Reply) {
            let reply =
                if let exchange {
                    try Verb.respond(&self, to: exchange, command)
                } else {
                    try Verb.perform(command, on: &self)
                }
            if let reply { say(reply) }
        } catch {
            refuse(error)
        }
        if isShuttingDown { endForShutdown() }
    }

    private mutating func refuse(_ reply: Reply, to recipients: [String] = []) {
        if reply.isClientError { errors += 1 } else { refused += 1 }
        say(reply, to: recipients)
        guard errors >= limits.errors else { return }
        close(
            .refused,
            saying: Reply(
                421, .policyForNow, "\(errors) wrong commands; closing; raise --max-errors if they are meant"))
    }

    /// Drops input up to the end of the line; `false` when that has not come.
    private mutating func skipLine(over limit: Int) -> Bool {
        guard let length = input.lineLength() else {
            input.forget()
            return false
        }
        input.use(upTo: input.position + length)
        phase = .command
        refuseLine(over: limit)
        return true
    }

    private mutating func refuseLine(over limit: Int) {
        note("a line of over \(limit) octets")
        let text = "Line exceeds \(limit) octets"
        refuse(
            exchange.take() == nil
                ? Reply(500, .syntaxError, "\(text); raise --max-command-line")
                : Reply(500, .loginLineTooLong, "\(text); login given up"))
    }

    // MARK: - Content

    /// Takes what there is of mail data or a chunk; `false` when its end has not come.
    private mutating func readContent() -> Bool {
        takeHeldContent()
        guard content.isComplete else { return false }
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

    private mutating func takeHeldContent() {
        var end = input.position
        do {
            let held = input.octets
            content.consume(held.span.bytes, from: &end)
        }
        input.use(upTo: end)
    }

    private mutating func endTransaction(refusing refusal: Reply) {
        phase = .command
        let (isTold, endsMessage) = (content.isRefusalTold, content.endsMessage)
        let recipients = endsMessage ? transaction?.forwardPaths.map(\.description) ?? [] : []
        // What was refused is remembered for the chunks behind this one.
        if endsMessage { forgetTransaction() } else { transaction = nil }
        if isTold { say(refusal) } else { refuse(refusal, to: recipients) }
        if isShuttingDown { endForShutdown() }
    }

    /// What a message takes besides its content and paths, so that many small ones count, too.
    private static let submissionOctets = 1024

    /// The question of a complete message, once.
    private mutating func takeQuestion() -> Action? {
        guard let envelope = transaction?.envelope else { return nil }
        let content = content.content
        askedOctets = content.count + envelope.octets + Self.submissionOctets
        askedRecipients = envelope.forwardPaths
        forgetTransaction()
        return .ask(
            Submission(
                session: identity.id, inbox: login?.inbox ?? .default, envelope: envelope, content: content))
    }

    // MARK: - Encryption

    var isSecure: Bool { encryption != nil }

    package var isEncryptedFromStart: Bool { identity.isEncryptedFromStart }

    /// Whether nothing but STARTTLS leads on.
    var mustEncrypt: Bool { configuration.tls == .required && !isSecure }

    /// Forgets all that was said in the clear, input that is there already included: who could write it into the
    /// connection could have others' words be taken for the client's. RFC 3207 §4.2, §5.
    mutating func beginEncryption() {
        noteDropped(input.count)
        input.forget()
        (greeting, login, exchange, mayHearSecrets) = (nil, nil, nil, false)
        forgetTransaction()
        (phase, hasToldEncryption) = (.encrypting, false)
    }

    private mutating func noteDropped(_ octets: Int) {
        guard octets > 0 else { return }
        note("\(octets) octets in the clear behind STARTTLS, dropped (RFC 3207 §5)")
    }

    private mutating func takeEncryption() -> Action? {
        guard !hasToldEncryption else { return nil }
        hasToldEncryption = true
        return .startTLS
    }

    package mutating func tlsEstablished(_ parameters: TLSParameters, at now: Timestamp) {
        guard phase == .encrypting else { return }
        (self.now, encryption, phase) = (now, parameters, .command)
        note("encrypted: \(parameters)")
        if identity.isEncryptedFromStart { open() }
    }

    // MARK: - What verbs see and do

    var banner: Reply { Reply(220, nil, "\(configuration.hostname) \(configuration.dialect.name) Creel") }

    var isTrusted: Bool { identity.isTrusted }

    /// The extensions that EHLO shows.
    var offers: [ServiceExtension] { configuration.extensions.filter { $0.isOffered(self) } }

    func offers(_ keyword: String) -> Bool {
        configuration.extensions.contains { $0.keyword == keyword && $0.isOffered(self) }
    }

    /// Adds what neither side said to the dialogue.
    mutating func note(_ text: String) { dialogue.add(.note(text), at: now) }

    /// Makes what no other login has, here or on another connection.
    mutating func makeNonce() -> String {
        nonces += 1
        return "<\(identity.id).\(nonces)@\(configuration.hostname)>"
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
        (greeting, login) = (nil, proxied.login)
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
        transaction = nil
        content = ContentReader(limit: limits.message)
    }

    /// Says why, and ends.
    private mutating func close(_ outcome: SessionRecord.Outcome, saying reply: Reply) {
        say(reply)
        close(outcome, because: reply.lines.joined(separator: " "))
    }

    mutating func close(_ outcome: SessionRecord.Outcome, because reason: String? = nil) {
        phase = .closed
        (self.outcome, self.reason) = (outcome, reason)
        endedAt = now
        exchange = nil
        forgetTransaction()
        input.forget()
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        guard let last, last == " " || last == "\t" else { return self }
        return String(prefix(upTo: (lastIndex { $0 != " " && $0 != "\t" }).map(index(after:)) ?? startIndex))
    }

    /// Whether it begins as the command AUTH does.
    fileprivate var isLogin: Bool { utf8.count >= 4 && prefix(4).uppercased() == "AUTH" }

    /// A command as the dialogue shows it: of AUTH no more than a mechanism that is known, for whatever stands behind or
    /// in its place may be a password.
    fileprivate var withoutResponse: String {
        guard isLogin else { return self }
        let words = split { $0 == " " || $0 == "\t" }
        let mechanism = words.dropFirst().first { word in SASLMechanism.all.contains { $0.name == word.uppercased() } }
        return words.count == (mechanism == nil ? 1 : 2) ? self : "AUTH \(mechanism.map { "\($0) " } ?? "")***"
    }

    /// A line of a login as the dialogue shows it.
    fileprivate var withoutSecret: String { self == "*" ? self : "***" }
}
