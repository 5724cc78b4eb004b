import MailModel

/// Logging in. RFC 4954.
extension Verb {
    static func auth(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        guard session.greeting != nil else {
            throw .badSequence("Send \(session.configuration.dialect.hello) first")
        }
        guard session.login == nil else { throw .badSequence("You are logged in already") }
        guard session.transaction == nil else { throw .badSequence("AUTH comes before MAIL; RSET begins anew") }
        let words = argument.split(separator: " ")
        guard (1...2).contains(words.count) else {
            throw .badArgument("AUTH takes a mechanism, and a response in Base64 if it begins with one")
        }
        guard let mechanism = session.mechanisms.first(where: { $0.name == words[0].uppercased() }) else {
            throw Reply(504, .invalidArguments, "The mechanism is none of those that EHLO names")
        }
        var exchange = Login.Exchange(mechanism: mechanism, surroundings: session.makeSurroundings())
        if words.count == 2 {
            guard mechanism.takesInitialResponse else {
                throw .badArgument("In \(mechanism.name) the server speaks first")
            }
            // RFC 4954 §4: what is empty must be told from what is absent.
            exchange.responses.append(try octets(words[1] == "=" ? "" : words[1]))
        }
        return try advance(exchange, of: &session)
    }

    /// Takes a line that answers a challenge.
    static func respond(_ session: inout SMTPSession, to exchange: Login.Exchange, _ line: String) throws(Reply)
        -> Reply?
    {
        // Whatever is said to the explanation of a refusal.
        if exchange.isRefused { throw .loginRefused }
        guard line != "*" else {
            session.note("login by \(exchange.mechanism.name): given up by the client")
            throw Reply(501, .securityPolicy, "Login given up")
        }
        var exchange = exchange
        exchange.responses.append(try octets(line[...]))
        return try advance(exchange, of: &session)
    }

    private static func octets(_ text: Substring) throws(Reply) -> [UInt8] {
        guard let octets = Base64.decode(text) else {
            throw Reply(501, .syntaxError, "The response is not Base64; '*' gives up")
        }
        return octets
    }

    private static func advance(_ exchange: Login.Exchange, of session: inout SMTPSession) throws(Reply) -> Reply? {
        switch exchange.mechanism.next(exchange.responses, exchange.surroundings) {
        case .challenge(let text):
            session.exchange = exchange
            return Reply(334, nil, Base64.encode(text.utf8))
        case .malformed(let form):
            session.note("login by \(exchange.mechanism.name): malformed")
            throw .badArgument(form)
        case .claim(let claim):
            guard session.configuration.login == .file else {
                return try conclude(claim, of: exchange, isLetIn: true, in: &session)
            }
            switch exchange.surroundings.users.verdict(on: claim) {
            case .letIn: return try conclude(claim, of: exchange, isLetIn: true, in: &session)
            case .refused: return try conclude(claim, of: exchange, isLetIn: false, in: &session)
            case .open(let check):
                session.ask(check, about: claim, in: exchange)
                return nil
            }
        }
    }

    /// Notes what was tried and what came of it, never the proof.
    static func conclude(
        _ claim: SASLClaim, of exchange: Login.Exchange, isLetIn: Bool, in session: inout SMTPSession
    ) throws(Reply) -> Reply {
        let name = exchange.mechanism.name
        let login = isLetIn ? Login(claim) : nil
        let who = [claim.user.map { "of '\($0)' " }, claim.actingFor.map { "for '\($0)' " }].compactMap(\.self)
        let text = "login \(who.joined().printable.cut(to: 256))by \(name): \(login == nil ? "refused" : "let in")"
        session.note(text)
        session.refusedLogin = login == nil ? text : nil
        guard isLetIn else {
            guard exchange.mechanism.explainsRefusal else { throw .loginRefused }
            session.exchange = exchange
            session.exchange?.isRefused = true
            return Reply(334, nil, Base64.encode(#"{"status":"401","schemes":"bearer","scope":"mail"}"#.utf8))
        }
        guard let login else {
            throw Reply(535, .credentialsInvalid, "The user name names the inbox: \(InboxName.allowed)")
        }
        session.login = login
        return Reply(
            235, .securityStatus,
            login.inbox.map { "Logged in; messages go to the inbox \($0)" }
                ?? "Logged in without a name; rules say to which inbox messages go")
    }
}

extension Reply {
    /// Does not say what was wrong. RFC 4954 §6.
    static let loginRefused = Reply(535, .credentialsInvalid, "User name or password is wrong")

    /// RFC 4954 §6.
    static let loginNeedsEncryption = Reply(
        538, .encryptionRequiredForLogin, "Log in over TLS only; STARTTLS comes first")
}

extension String {
    /// With U+FFFD in place of control characters: Base64 may hold any, and the dialogue is text.
    fileprivate var printable: String {
        let scalars = unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}

/// Who has logged in.
struct Login: Sendable {
    /// Its name; `nil` for a token that has none beside it.
    let user: String?
    /// Where messages go: the inbox of the user's name; `nil` for a token that has none beside it.
    let inbox: InboxName?

    init(inbox: InboxName) { (self.user, self.inbox) = (inbox.rawValue, inbox) }

    /// Takes everybody whose name can name an inbox; the proof is not looked at.
    init?(_ claim: SASLClaim) {
        inbox = claim.user.flatMap(InboxName.init)
        guard claim.user == nil || inbox != nil else { return nil }
        user = claim.user
    }

    /// An exchange under way.
    struct Exchange: Sendable {
        let mechanism: SASLMechanism
        /// What no other exchange has.
        let surroundings: SASLMechanism.Surroundings
        /// What the client has said so far.
        var responses: [[UInt8]] = []
        /// Whether the client has been told within the exchange that it is refused.
        var isRefused = false

        /// Octets of a line of it, without its end. RFC 4954 §4.
        static let lineOctets = 12_288

        var octets: Int { responses.reduce(0) { $0 + $1.count } }
    }
}

extension ServiceExtension {
    /// RFC 4954: logging in, and whom a message was taken from by others.
    package static let authentication = ServiceExtension(
        keyword: "AUTH",
        isOffered: { $0.configuration.login != .off && !$0.mustEncrypt && !$0.mustEncryptToLogIn },
        argument: { $0.mechanisms.map(\.name).joined(separator: " ") },
        mailParameters: [
            "AUTH": { value, _, _ throws(Reply) in
                guard let value, let mailbox = value == "<>" ? value : XText.decode(value) else {
                    throw .badArgument("AUTH is <> or a mailbox in xtext")
                }
                return mailbox
            }
        ])
}
