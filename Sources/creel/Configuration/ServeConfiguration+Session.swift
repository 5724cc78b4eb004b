import MIME
import MailModel
import MailProtocols

extension ServeConfiguration {
    /// What the sessions of a listener have in common.
    func session(_ dialect: SMTPSession.Dialect, at endpoint: MailEndpoint) -> SMTPSession.Configuration {
        var session = SMTPSession.Configuration()
        let withheld = disableExtension + endpoint.disabled
        session.dialect = dialect
        session.hostname = hostname
        session.limits = sessionLimits
        session.extensions.removeAll { withheld.contains($0.keyword) }
        session.paths = paths
        session.login = endpoint.auth ?? auth
        session.loginNeedsEncryption = authOverTLS == .required
        session.offersChannelBinding = authChannelBinding == .certificate
        session.tls = endpoint.tls ?? tls
        return session
    }

    /// How much of each message is taken apart.
    var messageLimits: Limits { Limits(depth: maxMIMEDepth, parts: maxMIMEParts, fields: maxHeaderFields) }

    private var sessionLimits: SMTPSession.Limits {
        var limits = SMTPSession.Limits()
        limits.commandLine = maxCommandLine.count
        limits.message = maxMessageSize.count
        limits.path = maxPath.count
        limits.recipients = maxRecipients
        limits.errors = maxErrors
        limits.idleCommands = maxIdleCommands
        limits.dialogue = Dialogue.Limits(lines: maxDialogueLines, lineOctets: maxDialogueLine.count)
        limits.commandTimeout = commandTimeout
        limits.dataTimeout = dataTimeout
        limits.tlsTimeout = tlsTimeout
        return limits
    }
}

extension SMTPSession.Configuration {
    /// What is asked of clients, or not offered to them, by a setting.
    enum Demand: CustomStringConvertible {
        case tls(TLSPolicy)
        case auth(LoginPolicy)
        case authOverTLS
        /// An extension, by its keyword.
        case disabled(String)

        /// Its name.
        var setting: String {
            switch self {
            case .tls: "tls"
            case .auth: "auth"
            case .authOverTLS: "auth-over-tls"
            case .disabled: "disable-extension"
            }
        }

        private var value: String {
            switch self {
            case .tls(let policy): policy.rawValue
            case .auth(let policy): policy.rawValue
            case .authOverTLS: LoginEncryption.required.rawValue
            case .disabled(let keyword): keyword
            }
        }

        var description: String { "\(setting) \(value)" }
    }

    /// What is asked of every client, and what keeps every client from it; `nil` where mail can be taken.
    func contradiction(isEncryptedFromStart: Bool) -> (wish: Demand, obstacle: Demand)? {
        let withheld = ["STARTTLS", "AUTH"].filter { keyword in !extensions.contains { $0.keyword == keyword } }
        let mustEncrypt = tls == .required && !isEncryptedFromStart
        if mustEncrypt, withheld.contains("STARTTLS") { return (.tls(tls), .disabled("STARTTLS")) }
        guard login.asksEverybody else { return nil }
        if withheld.contains("AUTH") { return (.auth(login), .disabled("AUTH")) }
        guard loginNeedsEncryption, !isEncryptedFromStart else { return nil }
        if tls == .off { return (.authOverTLS, .tls(tls)) }
        return withheld.contains("STARTTLS") ? (.authOverTLS, .disabled("STARTTLS")) : nil
    }
}
