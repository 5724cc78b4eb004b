import MailModel

/// One command: its name, its form and what it does. RFC 5321 §4.1.1. Adding a command is adding a row.
struct Verb: Sendable {
    /// Answers `nil` when the reply comes later: behind the chunk that follows the command.
    typealias Handler = @Sendable (inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply?

    let name: String
    /// As HELP shows it.
    let syntax: String
    /// The EHLO keyword of the extension that brings it; `nil` for what every server has.
    var serviceExtension: String?
    /// Where it is spoken; `nil` for both.
    var dialect: SMTPSession.Dialect?
    /// Whether it is performed in the clear where encryption is required. RFC 3207 §4.
    var isForAnybody = false
    /// Why it is not taken in the present state of a session, where there is more to say than that it is not offered.
    var refusal: @Sendable (SMTPSession) -> Reply? = { _ in nil }
    /// Whether it brings no message nearer; who sends nothing else is bounded.
    var isIdle = false
    let perform: Handler

    private static let all = [
        Verb(name: "HELO", syntax: "HELO domain", dialect: .smtp, isIdle: true, perform: helo),
        Verb(name: "EHLO", syntax: "EHLO domain", dialect: .smtp, isForAnybody: true, isIdle: true, perform: ehlo),
        Verb(name: "LHLO", syntax: "LHLO domain", dialect: .lmtp, isForAnybody: true, isIdle: true, perform: ehlo),
        Verb(
            name: "STARTTLS", syntax: "STARTTLS", serviceExtension: "STARTTLS", isForAnybody: true,
            refusal: { $0.isSecure ? .encryptedAlready : nil }, perform: startTLS),
        Verb(
            name: "AUTH", syntax: "AUTH mechanism [response]", serviceExtension: "AUTH",
            refusal: { $0.mustEncryptToLogIn && $0.configuration.login != .off ? .loginNeedsEncryption : nil },
            perform: auth),
        Verb(name: "MAIL", syntax: "MAIL FROM:<address> [parameters]", perform: mail),
        Verb(name: "RCPT", syntax: "RCPT TO:<address> [parameters]", perform: rcpt),
        Verb(name: "DATA", syntax: "DATA", perform: data),
        // Refused behind its chunk, whose octets would be taken for commands.
        Verb(
            name: "BDAT", syntax: "BDAT octets [LAST]", serviceExtension: "CHUNKING", isForAnybody: true, perform: bdat),
        Verb(name: "RSET", syntax: "RSET", isIdle: true, perform: rset),
        Verb(name: "NOOP", syntax: "NOOP [text]", isForAnybody: true, isIdle: true, perform: noop),
        Verb(name: "VRFY", syntax: "VRFY address", isIdle: true, perform: vrfy),
        Verb(
            name: "XCLIENT", syntax: "XCLIENT name=value...", serviceExtension: "XCLIENT", isIdle: true,
            perform: xclient),
        Verb(
            name: "XFORWARD", syntax: "XFORWARD name=value...", serviceExtension: "XFORWARD", isIdle: true,
            perform: xforward),
        Verb(name: "HELP", syntax: "HELP [command]", serviceExtension: "HELP", isIdle: true, perform: help),
        Verb(name: "QUIT", syntax: "QUIT", isForAnybody: true, perform: quit),
    ]

    private static let table = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    static var names: [String] { all.map(\.name) }

    /// Commands of SMTP and its extensions that are known and not offered.
    private static let notOffered: Set<String> = [
        "EXPN", "TURN", "ETRN", "ATRN", "SEND", "SOML", "SAML",
    ]

    /// What other protocols begin with: a browser that was talked into posting to this port speaks like this.
    private static let foreign: Set<String> = [
        "GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "CONNECT", "TRACE",
    ]

    static func perform(_ line: String, on session: inout SMTPSession) throws(Reply) -> Reply? {
        let (name, argument) = split(line)
        let verb = table[name]
        if let verb, session.mustEncrypt, !verb.isForAnybody { throw .encryptionRequired }
        if verb?.isIdle == true, let farewell = session.farewellToIdle() { return farewell }
        if let refusal = verb?.refusal(session) { throw refusal }
        if let verb, verb.isOffered(by: session) { return try verb.perform(&session, argument) }
        if foreign.contains(name) {
            session.close(.refused)
            return Reply(421, .policyForNow, "This is an SMTP server, not an HTTP server")
        }
        let dialect = session.configuration.dialect
        if let spoken = verb?.dialect, spoken != dialect {
            throw Reply(500, .invalidCommand, "This is \(dialect.name); send \(dialect.hello)")
        }
        if verb != nil || notOffered.contains(name) {
            throw Reply(502, .invalidCommand, "\(name) is not offered here; see \(dialect.hello)")
        }
        throw Reply(500, .invalidCommand, "Unknown command; HELP lists the known ones")
    }

    /// Whether a line begins as a command does, offered or not.
    static func isKnown(_ line: String) -> Bool {
        let name = split(line).name
        return table[name] != nil || notOffered.contains(name) || foreign.contains(name)
    }

    private static func split(_ line: String) -> (name: String, argument: Substring) {
        let end = line.firstIndex(of: " ") ?? line.endIndex
        return (line[..<end].uppercased(), end == line.endIndex ? "" : line[line.index(after: end)...])
    }

    private func isOffered(by session: SMTPSession) -> Bool {
        (dialect ?? session.configuration.dialect) == session.configuration.dialect
            && (serviceExtension.map(session.offers) ?? true)
    }
}

extension Verb {
    private static func helo(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        try session.greet(argument, syntax: "HELO domain")
        return Reply(250, nil, session.configuration.hostname)
    }

    private static func ehlo(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        try session.greet(argument, syntax: "\(session.configuration.dialect.hello) domain")
        var lines = ["\(session.configuration.hostname) greets \(session.greeting ?? "")"]
        for offer in session.configuration.extensions where offer.isOffered(session) {
            lines.append(offer.line(session))
        }
        return Reply(250, nil, lines: lines)
    }

    private static func rset(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        try refuse(argument, of: "RSET")
        session.forgetTransaction()
        return Reply(250, .success, "Transaction forgotten")
    }

    private static func noop(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        Reply(250, .success, "Ok")
    }

    /// Neither confirms nor denies; every recipient is accepted anyway. RFC 5321 §3.5.3.
    private static func vrfy(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        guard !argument.isEmpty else { throw .badArgument("VRFY takes an address") }
        return Reply(252, .success, "Not verified; every recipient is accepted and captured")
    }

    private static func help(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        if argument.isEmpty {
            return Reply(
                214, .success, "Creel captures every message and delivers none. Commands:",
                all.filter { [session] in $0.isOffered(by: session) }.map(\.name).joined(separator: " "),
                "HELP command tells more")
        }
        guard let verb = table[argument.uppercased()], verb.isOffered(by: session) else {
            throw Reply(504, .invalidArguments, "No help on '\(argument)'; HELP lists the commands")
        }
        return Reply(214, .success, verb.syntax)
    }

    private static func quit(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        try refuse(argument, of: "QUIT")
        session.close(.quit)
        return Reply(221, .success, "Goodbye")
    }

    /// For commands that take no argument. RFC 5321 §4.1.1.
    static func refuse(_ argument: Substring, of verb: String) throws(Reply) {
        guard argument.isEmpty else { throw .badArgument("\(verb) takes no argument") }
    }
}
