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
