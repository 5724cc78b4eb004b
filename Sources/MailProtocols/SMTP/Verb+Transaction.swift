import MailModel

/// The commands of a mail transaction. RFC 5321 §3.3.
extension Verb {
    static func mail(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        guard session.greeting != nil else {
            throw .badSequence("Send \(session.configuration.dialect.hello) first")
        }
        guard !session.configuration.login.asksEverybody || session.login != nil else {
            throw Reply(530, .securityPolicy, "Log in first, by AUTH")
        }
        guard session.transaction == nil else { throw .badSequence("MAIL was already given; RSET begins anew") }
        var argument = try PathArgument(
            argument, keyword: "FROM:", syntax: "MAIL FROM:<address>", limit: session.configuration.limits.path,
            policy: session.configuration.paths)
        let reversePath = try argument.reversePath()
        var transaction = Transaction(reversePath: reversePath)
        for (keyword, value) in argument.parameters {
            guard let parameter = session.offers.lazy.compactMap({ $0.mailParameters[keyword] }).first else {
                throw .unknownParameter(keyword, of: "MAIL")
            }
            if let kept = try parameter(value, &transaction, session) {
                transaction.add(Envelope.Parameter(keyword: keyword, value: kept))
            }
        }
        try transaction.checkASCII(reversePath.description, &argument.tolerance)
        session.begin(transaction)
        session.note(argument.tolerance)
        return Reply(250, .senderValid, "Sender <\(reversePath)> ok")
    }

    static func rcpt(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        guard let transaction = session.transaction else { throw .badSequence("Send MAIL first") }
        guard !transaction.isChunked else { throw .messageHasBegun }
        guard !session.isMemoryShort else { throw .memoryShort }
        var argument = try PathArgument(
            argument, keyword: "TO:", syntax: "RCPT TO:<address>", limit: session.configuration.limits.path,
            policy: session.configuration.paths)
        let forwardPath = try argument.forwardPath()
        try transaction.checkASCII(forwardPath.description, &argument.tolerance)
        guard transaction.forwardPaths.count < session.configuration.limits.recipients else {
            throw Reply(
                452, .tooManyRecipients,
                "More than \(session.configuration.limits.recipients) recipients; send the rest separately or raise --max-recipients"
            )
        }
        let parameters = try rcptParameters(
            argument.parameters, forRecipient: transaction.forwardPaths.count, in: session)
        session.add(forwardPath, parameters: parameters)
        session.note(argument.tolerance)
        return Reply(250, .recipientValid, "Recipient <\(forwardPath)> ok")
    }

    private static func rcptParameters(
        _ parameters: [PathArgument.Parameter], forRecipient recipient: Int, in session: SMTPSession
    ) throws(Reply) -> [Envelope.Parameter] {
        var kept: [Envelope.Parameter] = []
        for (keyword, value) in parameters {
            guard let parameter = session.offers.lazy.compactMap({ $0.rcptParameters[keyword] }).first else {
                throw .unknownParameter(keyword, of: "RCPT")
            }
            if let value = try parameter(value, session) {
                kept.append(Envelope.Parameter(recipient: recipient, keyword: keyword, value: value))
            }
        }
        return kept
    }

    static func data(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        try refuse(argument, of: "DATA")
        if let refusal = refusalOfContent(in: session) { throw refusal }
        guard session.transaction?.isChunked != true else { throw .messageHasBegun }
        guard session.transaction?.isBinary != true else {
            throw .badSequence("A message with BODY=BINARYMIME comes by BDAT")
        }
        session.beginData()
        return Reply(354, nil, "Send the message; end it with a line that holds only a dot")
    }

    /// RFC 3030 §2. The reply comes behind the chunk, and refused chunks are read like any others.
    static func bdat(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        guard let chunk = Chunk(argument) else {
            // What follows cannot be told from commands any more.
            session.close(.refused)
            return .badArgument("BDAT takes the octets of the chunk, such as BDAT 1000 or BDAT 1000 LAST; closing")
        }
        session.begin(chunk, refusal: refusalOfContent(in: session))
        return nil
    }

    private static func refusalOfContent(in session: SMTPSession) -> Reply? {
        guard !session.mustEncrypt else { return .encryptionRequired }
        guard let transaction = session.transaction else { return .badSequence("Send MAIL and RCPT first") }
        guard !transaction.forwardPaths.isEmpty else {
            // RFC 5321 §3.3 has 554; RFC 2033 §4.2 wants 503.
            return Reply(
                session.configuration.dialect == .smtp ? 554 : 503, .invalidCommand,
                "No valid recipients; send RCPT first")
        }
        return session.isMemoryShort ? .memoryShort : nil
    }
}

extension Transaction {
    /// Addresses outside ASCII need SMTPUTF8 on MAIL. RFC 6531 §3.4.
    func checkASCII(_ path: String, _ tolerance: inout PathTolerance) throws(Reply) {
        if !allowsUTF8, !path.utf8.allSatisfy({ $0 < 0x80 }) { try tolerance.bear(.notASCII(path)) }
    }
}
