import HTTPAPI
import MailProtocols
import MailServer
import NIOCore

extension ListenerDetail {
    /// What sessions of this configuration are to who connects to `address`.
    init(_ session: SMTPSession.Configuration, at address: SocketAddress, isEncryptedFromStart: Bool) {
        func offers(_ serviceExtension: ServiceExtension) -> Bool {
            session.extensions.contains { $0.keyword == serviceExtension.keyword }
        }
        let startTLS: Encryption =
            switch session.tls {
            case .optional: offers(.startTLS) ? .optional : .off
            case .required: .required
            case .off: .off
            }
        let login: Login =
            switch session.login {
            case .any: offers(.authentication) ? .any : .off
            case .required: .required
            case .file: .file
            case .off: .off
            }
        self.init(
            dialect: session.dialect == .lmtp ? .lmtp : .smtp, address: address.text, host: address.ipAddress,
            port: address.port, encryption: isEncryptedFromStart ? .implicit : startTLS, login: login,
            loginNeedsEncryption: session.loginNeedsEncryption)
    }
}
