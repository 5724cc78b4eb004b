import MailModel

/// One command: its name, its form and what it does. RFC 5321 §4.1.1. Adding a command is adding a row.
struct Verb: Sendable {
    typealias Handler = @Sendable (inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply

    let name: String
    /// As HELP shows it.
    let syntax: String
    let perform: Handler

    private static let all = [
        Verb(name: "HELO", syntax: "HELO domain", perform: helo),
        Verb(name: "EHLO", syntax: "EHLO domain", perform: ehlo),
        Verb(name: "MAIL", syntax: "MAIL FROM:<address> [SIZE=octets] [BODY=8BITMIME] [SMTPUTF8]", perform: mail),
        Verb(name: "RCPT", syntax: "RCPT TO:<address>", perform: rcpt),
        Verb(name: "DATA", syntax: "DATA", perform: data),
        Verb(name: "RSET", syntax: "RSET", perform: rset),
        Verb(name: "NOOP", syntax: "NOOP [text]", perform: noop),
        Verb(name: "VRFY", syntax: "VRFY address", perform: vrfy),
        Verb(name: "HELP", syntax: "HELP [command]", perform: help),
        Verb(name: "QUIT", syntax: "QUIT", perform: quit),
    ]

    private static let table = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// Commands of SMTP and its extensions that are known and not offered.
    private static let notOffered: Set<String> = [
        "EXPN", "TURN", "ETRN", "ATRN", "SEND", "SOML", "SAML", "BDAT", "AUTH", "STARTTLS", "XCLIENT", "XFORWARD",
    ]

    /// What other protocols begin with: a browser that was talked into posting to this port speaks like this.
    private static let foreign: Set<String> = [
        "GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "CONNECT", "TRACE",
    ]

    static func perform(_ line: String, on session: inout SMTPSession) throws(Reply) -> Reply {
        let end = line.firstIndex(of: " ") ?? line.endIndex
        let name = line[..<end].uppercased()
        let argument = end == line.endIndex ? "" : line[line.index(after: end)...]
        if let verb = table[name] { return try verb.perform(&session, argument) }
        if foreign.contains(name) {
            session.close(.refused)
            return Reply(421, .policyForNow, "This is an SMTP server, not an HTTP server")
        }
        if notOffered.contains(name) { throw Reply(502, .invalidCommand, "\(name) is not offered here; see EHLO") }
        throw Reply(500, .invalidCommand, "Unknown command; HELP lists the known ones")
    }
}

extension Verb {
    private static func helo(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        try session.greet(argument, syntax: "HELO domain")
        return Reply(250, nil, session.hostname)
    }

    private static func ehlo(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        try session.greet(argument, syntax: "EHLO domain")
        let extensions = session.extensions.map { [limits = session.limits] in $0.line(limits) }
        return Reply(250, nil, lines: ["\(session.hostname) greets \(session.greeting ?? "")"] + extensions + ["HELP"])
    }

    private static func mail(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        guard session.greeting != nil else { throw .badSequence("Send EHLO or HELO first") }
        guard session.transaction == nil else { throw .badSequence("MAIL was already given; RSET begins anew") }
        let argument = try PathArgument(
            argument, keyword: "FROM:", syntax: "MAIL FROM:<address>", limit: session.limits.path)
        let reversePath: ReversePath =
            switch argument.path {
            case .empty: .null
            case .mailbox(let mailbox): .mailbox(mailbox)
            case .localPartOnly(let name):
                throw Reply(553, .badSenderSyntax, "'\(name)' needs a domain, as in <\(name)@example.com>")
            }
        var transaction = Transaction(reversePath: reversePath)
        for (keyword, value) in argument.parameters {
            guard let parameter = session.extensions.lazy.compactMap({ $0.mailParameters[keyword] }).first else {
                throw Reply(555, .invalidArguments, "MAIL parameter \(keyword) is not supported")
            }
            try parameter(value, &transaction, session.limits)
        }
        try transaction.checkASCII(reversePath.description)
        session.transaction = transaction
        return Reply(250, .senderValid, "Sender <\(reversePath)> ok")
    }

    private static func rcpt(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        guard let transaction = session.transaction else { throw .badSequence("Send MAIL first") }
        guard !session.isMemoryShort else { throw .memoryShort }
        let argument = try PathArgument(
            argument, keyword: "TO:", syntax: "RCPT TO:<address>", limit: session.limits.path)
        if let parameter = argument.parameters.first {
            throw Reply(555, .invalidArguments, "RCPT parameter \(parameter.keyword) is not supported")
        }
        let forwardPath: ForwardPath =
            switch argument.path {
            case .mailbox(let mailbox): .mailbox(mailbox)
            case .localPartOnly(let name) where name.lowercased() == "postmaster": .postmaster(name)
            case .localPartOnly(let name):
                throw Reply(553, .badRecipientSyntax, "'\(name)' needs a domain, as in <\(name)@example.com>")
            case .empty: throw Reply(501, .badRecipientSyntax, "RCPT needs an address; only MAIL may be empty")
            }
        try transaction.checkASCII(forwardPath.description)
        guard transaction.forwardPaths.count < session.limits.recipients else {
            throw Reply(
                452, .tooManyRecipients,
                "More than \(session.limits.recipients) recipients; send the rest separately or raise --max-recipients")
        }
        session.transaction?.add(forwardPath)
        return Reply(250, .recipientValid, "Recipient <\(forwardPath)> ok")
    }

    private static func data(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        try refuse(argument, of: "DATA")
        guard let transaction = session.transaction else { throw .badSequence("Send MAIL and RCPT first") }
        guard !transaction.forwardPaths.isEmpty else {
            throw Reply(554, .invalidCommand, "No valid recipients; send RCPT first")
        }
        guard !session.isMemoryShort else { throw .memoryShort }
        session.beginData(expecting: transaction.declaredSize)
        return Reply(354, nil, "Send the message; end it with a line that holds only a dot")
    }

    private static func rset(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        try refuse(argument, of: "RSET")
        session.transaction = nil
        return Reply(250, .success, "Transaction forgotten")
    }

    private static func noop(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        Reply(250, .success, "Ok")
    }

    /// Neither confirms nor denies; every recipient is accepted anyway. RFC 5321 §3.5.3.
    private static func vrfy(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        guard !argument.isEmpty else { throw .badArgument("VRFY takes an address") }
        return Reply(252, .recipientValid, "Not verified; every recipient is accepted and captured")
    }

    private static func help(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        if argument.isEmpty {
            return Reply(
                214, .success, "Creel captures every message and delivers none. Commands:",
                all.map(\.name).joined(separator: " "), "HELP command tells more")
        }
        guard let verb = table[argument.uppercased()] else {
            throw Reply(504, .invalidArguments, "No help on '\(argument)'; HELP lists the commands")
        }
        return Reply(214, .success, verb.syntax)
    }

    private static func quit(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply {
        try refuse(argument, of: "QUIT")
        session.close(.quit)
        return Reply(221, .success, "Goodbye")
    }

    /// For commands that take no argument. RFC 5321 §4.1.1.
    private static func refuse(_ argument: Substring, of verb: String) throws(Reply) {
        guard argument.isEmpty else { throw .badArgument("\(verb) takes no argument") }
    }
}

extension Transaction {
    /// Addresses outside ASCII need SMTPUTF8 on MAIL. RFC 6531 §3.4.
    func checkASCII(_ path: String) throws(Reply) {
        guard allowsUTF8 || path.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw Reply(553, .nonASCIINotPermitted, "<\(path)> is not ASCII; give MAIL the parameter SMTPUTF8")
        }
    }
}
