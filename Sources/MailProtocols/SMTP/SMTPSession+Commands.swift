import MailModel

/// Lines: commands, and those of a login.
extension SMTPSession {
    /// Performs one command, or takes one line of a login; `false` when there is none in whole.
    mutating func readCommand() -> Bool {
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
    func lineLimit(under octets: Int) -> Int? {
        guard octets > limits.commandLine else { return nil }
        let isLogin = exchange != nil || input.beginning(4).isLogin
        let limit = isLogin ? max(limits.commandLine, Login.Exchange.lineOctets + 2) : limits.commandLine
        return octets > limit ? limit : nil
    }

    mutating func perform(_ line: String?) {
        steps += 1
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

    mutating func refuse(_ reply: Reply, to audience: Audience = Audience()) {
        let isError = reply.isCommandError || reply.isLoginRefusal
        if isError { errors += 1 }
        if !reply.isCommandError { refused += 1 }
        say(reply, to: audience)
        if !isError, let farewell = farewellToIdle() { return say(farewell) }
        guard errors >= limits.errors else { return }
        close(
            .refused,
            saying: Reply(
                421, .policyForNow, "\(errors) wrong commands; closing; raise --max-errors if they are meant"))
    }

    /// Drops input up to the end of the line; `false` when that has not come.
    mutating func skipLine(over limit: Int) -> Bool {
        guard let length = input.lineLength() else {
            input.forget()
            return false
        }
        input.use(upTo: input.position + length)
        phase = .command
        refuseLine(over: limit)
        return true
    }

    mutating func refuseLine(over limit: Int) {
        steps += 1
        note("a line of over \(limit) octets")
        let text = "Line exceeds \(limit) octets"
        refuse(
            exchange.take() == nil
                ? Reply(500, .syntaxError, "\(text); raise --max-command-line")
                : Reply(500, .loginLineTooLong, "\(text); login given up"))
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        guard let last, last == " " || last == "\t" else { return self }
        return String(prefix(upTo: (lastIndex { $0 != " " && $0 != "\t" }).map(index(after:)) ?? startIndex))
    }

    /// Whether it begins as the command AUTH does.
    ///
    /// Blanks in front of it make it no command, and what stands behind it no less a password.
    fileprivate var isLogin: Bool {
        let command = drop { $0 == " " || $0 == "\t" }
        return command.utf8.count >= 4 && command.prefix(4).uppercased() == "AUTH"
    }

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
