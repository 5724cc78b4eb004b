import ArgumentParser
import MailModel
import MailProtocols

/// Whom a message goes to, and over which server.
struct SubmissionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Author; the user of this process unless told.", valueName: "ADDRESS"))
    var from: String?

    @Option(help: ArgumentHelp("Recipient in To; may repeat, and hold several with commas.", valueName: "ADDRESS"))
    var to: [String] = []

    @Option(help: ArgumentHelp("Recipient in Cc.", valueName: "ADDRESS"))
    var cc: [String] = []

    @Option(help: ArgumentHelp("Recipient in the envelope alone.", valueName: "ADDRESS"))
    var bcc: [String] = []

    @Option(help: ArgumentHelp("Reverse-path, '' for the null path; the author unless told.", valueName: "ADDRESS"))
    var mailFrom: String?

    @Option(help: ArgumentHelp("Server: HOST:PORT, or unix: and the path of a socket.", valueName: "SERVER"))
    var server: String?

    @Flag(help: "Speak LMTP, which has a reply for each recipient.")
    var lmtp = false

    @Option(
        help: ArgumentHelp(
            "off, auto (STARTTLS where it is offered), required, or implicit (from the first octet on).",
            valueName: "WHEN"))
    var tls = Encryption.auto

    @Option(help: ArgumentHelp("Believe certificates that this PEM file vouches for, and no other.", valueName: "FILE"))
    var caFile: String?

    @Flag(help: "Believe any certificate; on this machine that is so unless --ca-file is given.")
    var insecure = false

    @Option(help: ArgumentHelp("Log in under this name, which is the inbox; else CREEL_INBOX.", valueName: "NAME"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "File with the password on its first line; else CREEL_PASSWORD, else any.", valueName: "FILE"))
    var passwordFile: String?

    @Flag(help: "What is given as a password is a bearer token.")
    var token = false

    @Option(help: ArgumentHelp("PLAIN, LOGIN, OAUTHBEARER or XOAUTH2.", valueName: "MECHANISM"))
    var mechanism: String?

    @Option(help: ArgumentHelp("Notifications: NEVER, or some of SUCCESS,FAILURE,DELAY.", valueName: "WHEN"))
    var notify: String?

    @Option(help: ArgumentHelp("What notifications return: FULL or HDRS.", valueName: "WHAT"))
    var ret: String?

    @Option(help: ArgumentHelp("Envelope identifier for notifications.", valueName: "ID"))
    var envid: String?

    @Option(help: ArgumentHelp("A parameter of MAIL, as it is: MT-PRIORITY=3.", valueName: "PARAMETER"))
    var mailParameter: [String] = []

    @Option(help: ArgumentHelp("A parameter of every RCPT, as it is.", valueName: "PARAMETER"))
    var rcptParameter: [String] = []

    @Option(help: ArgumentHelp("What to call oneself in EHLO.", valueName: "NAME"))
    var ehlo: String?

    @Option(
        help: ArgumentHelp("Longest silence of the server, such as 10s or 2m; a number is seconds.", valueName: "TIME"))
    var timeout = "60s"

    @Flag(name: .shortAndLong, help: "Show what both sides say, on standard error.")
    var verbose = false

    enum Encryption: String, CaseIterable, ExpressibleByArgument { case off, auto, required, implicit }

    func sending(_ identity: LocalIdentity) throws(CommandFailure) -> Sending {
        let surroundings = try Surroundings()
        let address = try surroundings.mailServer(server, isLMTP: lmtp)
        var sender = MailSender(address: address)
        guard let patience = Duration(option: timeout) else {
            throw CommandFailure(.usage, "--timeout: '\(timeout.escapingControls())' is no time, such as 10s or 2m")
        }
        sender.patience = patience
        sender.tls = try encryption(at: address)
        if verbose { sender.listen = { StandardError.write($0.shown) } }
        var configuration = SMTPClient.Configuration()
        (configuration.dialect, configuration.name) = (lmtp ? .lmtp : .smtp, ehlo ?? identity.host)
        configuration.security = security
        configuration.login = try login(surroundings, at: address)
        return Sending(sender: sender, configuration: configuration)
    }

    private var security: SMTPClient.Security {
        switch tls {
        case .off: .plain
        case .auto: .opportunistic
        case .required: .required
        case .implicit: .established
        }
    }

    private func encryption(at address: MailServerAddress) throws(CommandFailure) -> TLSClient? {
        guard tls != .off else { return nil }
        let trust: TLSClient.Trust =
            caFile.map { .file($0) } ?? (insecure || address.isOnThisMachine ? .anybody : .system)
        var host: String?
        if case .tcp(let address) = address { host = address.host }
        do {
            return try TLSClient(trust, host: host)
        } catch let failure as MessageFile.Failure {
            throw CommandFailure(failure)
        } catch {
            let name = caFile?.escapingControls() ?? "the certificates of the system"
            throw CommandFailure(.noInput, "cannot use \(name): \(TLSClient.explanation(of: error))")
        }
    }

    /// A password goes in the clear only where nobody can listen, or where it was asked for.
    private func login(
        _ surroundings: Surroundings, at address: MailServerAddress
    ) throws(CommandFailure) -> SMTPClient.Login? {
        guard let user = user ?? surroundings.inbox else { return nil }
        guard tls != .auto || address.isOnThisMachine else {
            throw CommandFailure(
                .usage, "a login at \(address) needs --tls required or implicit, or --tls off to send it in the clear")
        }
        var secret = surroundings.environment[Surroundings.passwordVariable] ?? "any"
        if let passwordFile {
            do throws(MessageFile.Failure) {
                let octets = try MessageFile.octets(of: passwordFile)
                secret = String(decoding: octets.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
            } catch {
                throw CommandFailure(error)
            }
        }
        return SMTPClient.Login(user: user, secret: secret, isToken: token, mechanism: mechanism)
    }

    /// - Throws: When nobody is to get it.
    func transaction(
        for message: MessageToSend, _ identity: LocalIdentity
    ) throws(CommandFailure) -> MailTransaction {
        let named = Addresses(in: to + cc + bcc, identity).all.map(\.address)
        let recipients = named.isEmpty ? message.recipients.map(identity.qualified) : named
        guard !recipients.isEmpty else {
            throw CommandFailure(.usage, "no recipient; name one by --to")
        }
        let sender =
            mailFrom.map { Addresses(in: $0, identity).all.first?.address ?? "" }
            ?? from.flatMap { Addresses(in: $0, identity).all.first?.address } ?? message.sender ?? identity.address
        var transaction = MailTransaction(
            reversePath: sender, forwardPaths: recipients, content: message.content)
        transaction.notification = .init(events: notify?.uppercased(), extent: ret?.uppercased(), envelopeID: envid)
        (transaction.mailParameters, transaction.recipientParameters) = (mailParameter, rcptParameter)
        return transaction
    }
}
