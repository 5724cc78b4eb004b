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
        /// Reading mail data to the line that ends it.
        case data
        /// Reading a chunk of known length.
        case chunk
        /// A question is open; input is held.
        case waiting
        case closed
    }

    let configuration: Configuration
    private let identity: ConnectionIdentity
    /// Whether what is said is encrypted.
    let isSecure: Bool
    /// Whether replies carry enhanced status codes.
    private let isEnhanced: Bool

    /// What the client called itself; `nil` before HELO or EHLO.
    private(set) var greeting: String?
    private(set) var transaction: Transaction?
    var login: Login?
    /// A login under way: the next line answers its challenge.
    var exchange: Login.Exchange?
    package var isMemoryShort = false {
        didSet { if isMemoryShort, isReadingContent { content.abandon(.memoryShort) } }
    }

    private var phase = Phase.command
    private var content: ContentBuffer
    private var decoder = DataDecoder()
    private var chunk: Chunk?
    /// Whether a chunk was refused, and with it its message: chunks that were sent behind it get the same reply.
    private var hasRefusedChunk = false
    /// What a message takes whose question is open. Counts until the answer, also when the peer has left: the message
    /// is in memory for as long.
    private var askedOctets = 0
    private var input: [UInt8] = []
    private var position = 0
    /// Up to here no line feed is ahead of `position`.
    private var searched = 0
    private var output: [UInt8] = []
    private var dialogue: Dialogue
    private(set) var now: Timestamp
    private var isShuttingDown = false
    private var hasToldClose = false
    private var errors = 0
    private var nonces = 0
    private var accepted = 0
    private var refused = 0
    private var outcome = SessionRecord.Outcome.open
    private var endedAt: Timestamp?

    /// - Parameters:
    ///   - isSecure: Whether the connection is encrypted from its beginning.
    ///   - refusal: Why the connection is refused: said in place of the greeting, and the session ends.
    package init(
        identity: ConnectionIdentity, configuration: Configuration = Configuration(), isSecure: Bool = false,
        refusal: String? = nil
    ) {
        (self.identity, self.configuration, self.isSecure) = (identity, configuration, isSecure)
        isEnhanced = configuration.extensions.contains { $0.keyword == ServiceExtension.enhancedStatusCodes.keyword }
        content = ContentBuffer(limit: configuration.limits.message)
        dialogue = Dialogue(limits: configuration.limits.dialogue)
        now = identity.startedAt
        if let refusal {
            say(Reply(421, .policyForNow, refusal))
            close(.refused)
        } else {
            say(Reply(220, nil, "\(configuration.hostname) ESMTP Creel"))
        }
    }

    private var limits: Limits { configuration.limits }

    // MARK: - What the driver sees

    package var record: SessionRecord {
        SessionRecord(
            id: identity.id, protocol: "smtp", client: identity.client, listener: identity.listener,
            startedAt: identity.startedAt, endedAt: endedAt, greeting: greeting, outcome: outcome, accepted: accepted,
            refused: refused, dialogue: dialogue.lines, omittedLines: dialogue.omitted)
    }

    package var heldOctets: Int {
        input.count + content.octets.count + (transaction?.octets ?? 0) + (exchange?.octets ?? 0) + askedOctets
    }

    package var patience: Duration { isReadingContent ? limits.dataTimeout : limits.commandTimeout }

    private var isReadingContent: Bool { phase == .data || phase == .chunk }

    package mutating func receive(_ octets: RawSpan, at now: Timestamp) {
        self.now = now
        guard phase != .closed else { return }
        var start = 0
        if position == input.count { takeContent(of: octets, from: &start) }
        if position == input.count { forgetInput() }
        guard start < octets.byteCount else { return }
        octets.extracting(start...).withUnsafeBytes { input.append(contentsOf: $0) }
    }

    package mutating func next() -> Action? {
        while true {
            switch phase {
            case .command: if !readCommand() { return takeOutput() }
            case .overlongLine(let limit): if !skipLine(over: limit) { return takeOutput() }
            case .data: if !readData() { return takeOutput() }
            case .chunk: if !readChunk() { return takeOutput() }
            case .waiting: return takeOutput() ?? takeQuestion()
            case .closed: return takeOutput() ?? takeClose()
            }
        }
    }

    package mutating func resume(with reply: Reply, at now: Timestamp) {
        self.now = now
        askedOctets = 0
        if reply.isRefusal {
            refused += 1
        } else {
            accepted += 1
            errors = 0
        }
        guard phase == .waiting else {
            // The peer left while the question was open; what became of its message is evidence all the same.
            return note("not heard by the client: \(reply.text(allowingUTF8: true))")
        }
        phase = .command
        say(reply)
        if isShuttingDown { endForShutdown() }
    }

    package mutating func end(_ cause: SessionEnd, at now: Timestamp) {
        self.now = now
        guard phase != .closed else { return }
        switch cause {
        case .silence where phase == .waiting:
            return
        case .silence:
            say(Reply(421, .badConnection, "No input for \(patience.components.seconds) s; closing"))
            close(.timedOut)
        case .shutdown:
            isShuttingDown = true
            endForShutdown()
        case .disconnection:
            if isReadingContent { dialogue.add(.data(octets: chunk?.count ?? content.count), at: now) }
            close(isReadingContent || transaction?.isChunked == true ? .lostInData : .disconnected)
            (output, hasToldClose) = ([], true)
        }
    }

    /// Ends the session unless a transaction is under way.
    private mutating func endForShutdown() {
        guard phase == .command, transaction == nil else { return }
        say(Reply(421, .systemNotAcceptingMessages, "Creel is stopping"))
        close(.stopped)
    }

    // MARK: - Output

    private mutating func say(_ reply: Reply) {
        let text = reply.text(allowingUTF8: transaction?.allowsUTF8 ?? false, isEnhanced: isEnhanced)
        output += Reply.wire(text)
        dialogue.add(.server(text), at: now)
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
        guard let lineFeed = findLineFeed() else {
            guard let limit = lineLimit(under: input.count - position + 1) else { return false }
            phase = .overlongLine(limit: limit)
            return true
        }
        let end = lineFeed > position && input[lineFeed - 1] == UInt8(ascii: "\r") ? lineFeed - 1 : lineFeed
        let limit = lineLimit(under: lineFeed + 1 - position)
        let line = String(validating: input[position..<end], as: UTF8.self)
        // Deviation: RFC 5321 §2.3.8 lets nothing but CRLF end a line. Whoever types at a terminal sends LF, and a
        // command, unlike the end of data, cannot be smuggled by it.
        if end == lineFeed { note("command line ended by LF alone (RFC 5321 §2.3.8)") }
        consumeInput(to: lineFeed + 1)
        if let limit { refuseLine(over: limit) } else { perform(line) }
        return true
    }

    /// The limit that the line at `position` passes with so many octets, its end included.
    private func lineLimit(under octets: Int) -> Int? {
        guard octets > limits.commandLine else { return nil }
        let isLogin = exchange != nil || String(decoding: input[position...].prefix(5), as: UTF8.self).isLogin
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
        dialogue.add(.client(exchange == nil ? line.withoutResponse : line.withoutSecret), at: now)
        let command = line.trimmingTrailingSpaces
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

    private mutating func refuse(_ reply: Reply) {
        if reply.isClientError { errors += 1 } else { refused += 1 }
        say(reply)
        guard errors >= limits.errors else { return }
        say(Reply(421, .policyForNow, "\(errors) wrong commands; closing; raise --max-errors if they are meant"))
        close(.refused)
    }

    /// Drops input up to the end of the line; `false` when that has not come.
    private mutating func skipLine(over limit: Int) -> Bool {
        guard let lineFeed = findLineFeed() else {
            forgetInput()
            return false
        }
        consumeInput(to: lineFeed + 1)
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

    /// The end of the line at `position`; looks at each octet once, however many pieces the line comes in.
    private mutating func findLineFeed() -> Int? {
        let lineFeed = input[max(position, searched)...].firstIndex(of: UInt8(ascii: "\n"))
        searched = lineFeed ?? input.count
        return lineFeed
    }

    private mutating func consumeInput(to end: Int) {
        position = end
        if position == input.count { forgetInput() }
    }

    private mutating func forgetInput() {
        input.removeAll(keepingCapacity: input.capacity <= 16_384)
        (position, searched) = (0, 0)
    }

    // MARK: - Content

    /// Takes what belongs to the content, from `position` on.
    private mutating func takeContent(of octets: borrowing RawSpan, from position: inout Int) {
        switch phase {
        case .data: decoder.consume(octets, from: &position, into: &content)
        case .chunk: chunk?.consume(octets, from: &position, into: &content)
        case .command, .overlongLine, .waiting, .closed: break
        }
    }

    private mutating func takeHeldContent() {
        var end = position
        do {
            let held = input
            takeContent(of: held.span.bytes, from: &end)
        }
        consumeInput(to: end)
    }

    /// Takes what there is of mail data; `false` when its end has not come.
    private mutating func readData() -> Bool {
        takeHeldContent()
        guard decoder.isComplete else { return false }
        dialogue.add(.data(octets: content.count), at: now)
        for text in decoder.irregularities.notes { note(text) }
        endContent()
        return true
    }

    /// Takes what there is of a chunk; `false` when its end has not come.
    private mutating func readChunk() -> Bool {
        takeHeldContent()
        guard let chunk, chunk.isComplete else { return false }
        dialogue.add(.data(octets: chunk.size), at: now)
        self.chunk = nil
        if chunk.isLast {
            endContent()
        } else if let refusal = content.refusal {
            refuseChunk(refusal)
        } else {
            phase = .command
            say(Reply(250, .success, "\(chunk.size) octets taken"))
        }
        return true
    }

    /// Asks about a message that has come in whole, unless it is refused already.
    private mutating func endContent() {
        guard let refusal = content.refusal else { return phase = .waiting }
        let isTold = hasRefusedChunk
        forgetTransaction()
        end(refusing: refusal, isTold: isTold)
    }

    /// Ends the transaction; the refusal is remembered for the chunks behind this one. RFC 3030 §2.
    private mutating func refuseChunk(_ refusal: Reply) {
        let isTold = hasRefusedChunk
        (transaction, hasRefusedChunk) = (nil, true)
        end(refusing: refusal, isTold: isTold)
    }

    /// A refusal counts once, however many chunks it is told to.
    private mutating func end(refusing refusal: Reply, isTold: Bool) {
        phase = .command
        if isTold { say(refusal) } else { refuse(refusal) }
        if isShuttingDown { endForShutdown() }
    }

    /// What a message takes besides its content and paths, so that many small ones count, too.
    private static let submissionOctets = 1024

    /// The question of a complete message, once.
    private mutating func takeQuestion() -> Action? {
        guard let envelope = transaction?.envelope else { return nil }
        let content = content.octets
        askedOctets = content.count + envelope.octets + Self.submissionOctets
        forgetTransaction()
        return .ask(
            Submission(
                session: identity.id, inbox: login?.inbox ?? .default, envelope: envelope, content: content))
    }

    // MARK: - What verbs see and do

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

    /// HELO and EHLO begin anew. RFC 5321 §4.1.4.
    mutating func greet(_ argument: Substring, syntax: String) throws(Reply) {
        guard !argument.isEmpty else { throw .badArgument("Say who you are: \(syntax)") }
        greeting = String(argument)
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
        if let size = transaction?.declaredSize { content.expect(size) }
        phase = .data
    }

    /// Takes a chunk in any case: refused ones must be read to their end, or they would be taken for commands.
    /// RFC 3030 §2.
    mutating func begin(_ chunk: Chunk, refusal: Reply?) {
        if let refusal { content.abandon(refusal) }
        content.expect(chunk.size)
        transaction?.isChunked = true
        self.chunk = chunk
        phase = .chunk
    }

    mutating func forgetTransaction() {
        transaction = nil
        hasRefusedChunk = false
        chunk = nil
        decoder = DataDecoder()
        content = ContentBuffer(limit: limits.message)
    }

    mutating func close(_ outcome: SessionRecord.Outcome) {
        phase = .closed
        self.outcome = outcome
        endedAt = now
        exchange = nil
        forgetTransaction()
        forgetInput()
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
