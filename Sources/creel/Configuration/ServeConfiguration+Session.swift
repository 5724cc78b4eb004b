import MailModel
import MailProtocols

extension ServeConfiguration {
    /// What the sessions of a listener have in common.
    func session(_ dialect: SMTPSession.Dialect) -> SMTPSession.Configuration {
        var session = SMTPSession.Configuration()
        session.dialect = dialect
        session.hostname = hostname
        session.limits = sessionLimits
        session.extensions.removeAll { disableExtension.contains($0.keyword) }
        session.login = auth
        session.loginNeedsEncryption = authOverTLS == .required
        session.tls = tls
        return session
    }

    private var sessionLimits: SMTPSession.Limits {
        var limits = SMTPSession.Limits()
        limits.commandLine = maxCommandLine.count
        limits.message = maxMessageSize.count
        limits.path = maxPath.count
        limits.recipients = maxRecipients
        limits.errors = maxErrors
        limits.commandTimeout = commandTimeout
        limits.dataTimeout = dataTimeout
        limits.tlsTimeout = tlsTimeout
        return limits
    }
}
