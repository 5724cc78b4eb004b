import MailModel

/// Encryption on request. RFC 3207.
extension Verb {
    static func startTLS(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        try refuse(argument, of: "STARTTLS")
        session.beginEncryption()
        return Reply(220, .success, "Ready to encrypt")
    }
}

/// Whether a connection that begins in the clear is encrypted.
package enum TLSPolicy: String, CaseIterable, Sendable {
    /// STARTTLS is offered, and nobody need use it.
    case optional
    /// Nothing but STARTTLS leads on. RFC 3207 §4.
    case required
    /// STARTTLS is not offered.
    case off
}

extension ServiceExtension {
    /// RFC 3207: encryption on request.
    package static let startTLS = ServiceExtension(
        keyword: "STARTTLS", isOffered: { $0.configuration.tls != .off && !$0.isSecure })
}

extension Reply {
    /// RFC 3207 §4.
    static let encryptionRequired = Reply(530, .securityPolicy, "Must issue a STARTTLS command first")

    static let encryptedAlready = badSequence("The connection is encrypted already")
}
