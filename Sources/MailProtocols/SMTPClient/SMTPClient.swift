package import MailModel

/// The client side of a connection that hands over one message, as a pure value: octets in, actions out. RFC 5321,
/// RFC 2033 for LMTP.
///
/// ```swift
/// client.receive(octets)
/// while let action = client.next() { perform(action) }
/// ```
///
/// All recipients get the message or none does: who hands over a message wants to know what became of it, and could not
/// hand it over again for some.
package struct SMTPClient: Sendable {
    package enum Action: Hashable, Sendable {
        case send([UInt8])
        /// Begin the TLS handshake, then call `tlsEstablished()`.
        case startTLS
        /// Close the connection; `result` is known.
        case close
    }

    private enum Phase {
        case greeting, hello, plainHello, startTLS, handshake, login, envelope, data, content, quit, ended
    }

    /// `nil` while it is not known.
    package private(set) var result: Result<Receipt, SMTPFailure>?
    private let configuration: Configuration
    private let transaction: MailTransaction
    private var phase = Phase.greeting
    private var reader = ReplyReader()
    private var actions: [Action] = []
    private var dialogue: [DialogueLine.Speech] = []
    private var isSecure: Bool
    private var isLoggedIn = false
    private var server = ServerCapabilities()
    private var data: MailData
    private var login: (mechanism: SASLInitiator, challenges: [[UInt8]])?
    /// Commands of the envelope that were sent, counted from MAIL, and replies to them.
    private var (sent, answered) = (0, 0)
    private var refused: [RefusedRecipient] = []
    private var accepted: Reply?

    package init(_ transaction: MailTransaction, _ configuration: Configuration) {
        (self.transaction, self.configuration) = (transaction, configuration)
        isSecure = configuration.security == .established
        data = MailData([], for: server)
    }

    // MARK: - From outside

    /// Takes octets as they came from the network, cut anywhere.
    package mutating func receive(_ octets: borrowing RawSpan) {
        // Nothing that comes in the clear counts once the handshake is due. RFC 3207 §4.2.
        guard phase != .ended, phase != .handshake else { return }
        reader.append(octets)
        do throws(SMTPFailure) {
            while phase != .handshake, phase != .ended, let reply = try nextReply() { try take(reply) }
        } catch {
            fail(error)
        }
    }

    package mutating func next() -> Action? { actions.isEmpty ? nil : actions.removeFirst() }

    /// The connection is encrypted from here on; what was learned before counts no more. RFC 3207 §4.2.
    package mutating func tlsEstablished() {
        guard phase == .handshake else { return }
        isSecure = true
        sayHello()
    }

    /// The connection has ended; `reason` tells how, as a sentence.
    package mutating func end(_ reason: String) {
        if result == nil { result = .failure(.lost(reason)) }
        phase = .ended
    }

    /// What was said since it was asked for last; nothing that is secret.
    package mutating func takeDialogue() -> [DialogueLine.Speech] {
        defer { dialogue = [] }
        return dialogue
    }

    // MARK: - Replies

    private mutating func nextReply() throws(SMTPFailure) -> Reply? {
        do throws(ReplyReader.NoReply) {
            return try reader.next()
        } catch {
            throw .unintelligible(error.line)
        }
    }

    private mutating func take(_ reply: Reply) throws(SMTPFailure) {
        dialogue.append(.server(reply.text(allowingUTF8: true)))
        switch phase {
        case .greeting:
            try expect(reply, to: "the connection")
            sayHello()
        case .hello: try takeHello(reply)
        case .plainHello:
            try expect(reply, to: "HELO")
            try begin()
        case .startTLS:
            if reply.code >= 400, configuration.security == .opportunistic { return try beginSession() }
            try expect(reply, to: "STARTTLS")
            // Whoever sits between could have put replies behind it. RFC 3207 §4.2, CVE-2011-0411.
            reader.forget()
            phase = .handshake
            actions.append(.startTLS)
        case .login: try takeLogin(reply)
        case .envelope: try takeEnvelope(reply)
        case .data:
            try expect(reply, to: "DATA", code: 354)
            sendContent()
        case .content: try takeVerdict(reply)
        case .quit:
            answered += 1
            if answered == sent { close() }
        case .handshake, .ended: break
        }
    }

    private func expect(_ reply: Reply, to command: String, code: Int? = nil) throws(SMTPFailure) {
        guard code.map({ reply.code == $0 }) ?? (200..<300).contains(reply.code) else {
            throw .refused(reply, to: command)
        }
    }

    private mutating func say(_ command: String, hiding secret: String? = nil) {
        dialogue.append(.client(secret.map { "\($0)***" } ?? command))
        actions.append(.send(Array("\(command)\r\n".utf8)))
    }

    // MARK: - Greeting, TLS, login

    private mutating func sayHello() {
        phase = .hello
        say("\(configuration.dialect == .smtp ? "EHLO" : "LHLO") \(configuration.name)")
    }

    private mutating func takeHello(_ reply: Reply) throws(SMTPFailure) {
        if configuration.dialect == .smtp, (500...504).contains(reply.code) {
            // RFC 5321 §3.2: an old server knows only HELO.
            phase = .plainHello
            server = ServerCapabilities()
            return say("HELO \(configuration.name)")
        }
        try expect(reply, to: configuration.dialect == .smtp ? "EHLO" : "LHLO")
        server = ServerCapabilities(reply)
        try begin()
    }

    /// What comes next once the server has introduced itself.
    private mutating func begin() throws(SMTPFailure) {
        if !isSecure, configuration.security != .plain {
            if server.offers("STARTTLS") {
                phase = .startTLS
                return say("STARTTLS")
            }
            guard configuration.security == .opportunistic else { throw .notOffered("STARTTLS") }
        }
        try beginSession()
    }

    /// What comes next whether the connection is encrypted or not.
    private mutating func beginSession() throws(SMTPFailure) {
        if let login = configuration.login, !isLoggedIn { return try beginLogin(login) }
        try beginTransaction()
    }

    private mutating func beginLogin(_ login: Login) throws(SMTPFailure) {
        guard server.offers("AUTH") else { throw .notOffered("AUTH") }
        let possible = (login.isToken ? SASLInitiator.tokens : SASLInitiator.passwords)
            .filter { login.mechanism == nil || $0.name == login.mechanism?.uppercased() }
        guard let mechanism = possible.first(where: { server.mechanisms.contains($0.name) }) else {
            throw .notOffered("AUTH with \(possible.map(\.name).joined(separator: " or "))")
        }
        self.login = (mechanism, [])
        phase = .login
        guard mechanism.hasInitialResponse, let response = mechanism.respond(login, []) else {
            return say("AUTH \(mechanism.name)")
        }
        say("AUTH \(mechanism.name) \(Base64.encode(response))", hiding: "AUTH \(mechanism.name) ")
    }

    private mutating func takeLogin(_ reply: Reply) throws(SMTPFailure) {
        guard reply.code == 334 else {
            try expect(reply, to: "the login")
            isLoggedIn = true
            return try beginTransaction()
        }
        login?.challenges.append(Base64.decode(reply.lines[0]) ?? [])
        let response = configuration.login.flatMap { secret in
            login.flatMap { $0.mechanism.respond(secret, $0.challenges) }
        }
        guard let response else { return say("*") }
        say(Base64.encode(response), hiding: "")
    }

    // MARK: - The message

    private mutating func beginTransaction() throws(SMTPFailure) {
        guard !transaction.needsSMTPUTF8InPaths || server.offers("SMTPUTF8") else {
            throw .notOffered("SMTPUTF8, without which there are no addresses beyond ASCII")
        }
        data = MailData(transaction.content, for: server)
        phase = .envelope
        sendEnvelope()
    }

    private var envelopeLength: Int { 1 + transaction.forwardPaths.count }

    /// As much as the server takes at a time. RFC 2920 §3.1.
    private mutating func sendEnvelope() {
        let end = server.offers("PIPELINING") ? envelopeLength : sent + 1
        while sent < end {
            say(sent == 0 ? transaction.mail(to: server, data) : transaction.rcpt(sent - 1, to: server))
            sent += 1
        }
    }

    private mutating func takeEnvelope(_ reply: Reply) throws(SMTPFailure) {
        answered += 1
        if answered == 1 {
            try expect(reply, to: "MAIL")
        } else if !(200..<300).contains(reply.code) {
            refused.append(RefusedRecipient(forwardPath: transaction.forwardPaths[answered - 2], reply: reply))
        }
        guard answered == envelopeLength else {
            if answered == sent { sendEnvelope() }
            return
        }
        guard refused.isEmpty else { throw .recipientsRefused(refused) }
        switch data.form {
        case .lines:
            phase = .data
            say("DATA")
        case .chunk:
            dialogue.append(.client("BDAT \(data.octets) LAST"))
            sendContent()
        }
    }

    private mutating func sendContent() {
        phase = .content
        dialogue.append(.data(octets: data.octets))
        actions.append(.send(data.wire))
        // LMTP answers for each recipient. RFC 2033 §4.2.
        (sent, answered) = (configuration.dialect == .lmtp ? transaction.forwardPaths.count : 1, 0)
    }

    private mutating func takeVerdict(_ reply: Reply) throws(SMTPFailure) {
        answered += 1
        if (200..<300).contains(reply.code) {
            accepted = accepted ?? reply
        } else if configuration.dialect == .smtp {
            throw .refused(reply, to: "the message")
        } else {
            refused.append(RefusedRecipient(forwardPath: transaction.forwardPaths[answered - 1], reply: reply))
        }
        guard answered == sent else { return }
        guard let accepted else { throw .recipientsRefused(refused) }
        result = .success(Receipt(reply: accepted, refused: refused))
        quit()
    }

    // MARK: - The end

    private mutating func fail(_ failure: SMTPFailure) {
        if result == nil { result = .failure(failure) }
        switch failure {
        case .unintelligible, .lost: close()
        case .refused(let reply, _) where reply.code == 421: close()
        default: quit()
        }
    }

    /// Replies to what was sent before come first.
    private mutating func quit() {
        phase = .quit
        say("QUIT")
        sent += 1
    }

    private mutating func close() {
        phase = .ended
        actions.append(.close)
    }
}
