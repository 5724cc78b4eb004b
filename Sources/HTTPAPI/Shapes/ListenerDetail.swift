/// Where mail is taken, for who points an application there.
package struct ListenerList: Encodable, Sendable {
    package enum Certificate: String, Encodable, Sendable {
        /// By Creel, so that no client trusts it unless it is told to.
        case made
        /// By whoever runs the server.
        case given
    }

    /// In the order in which they are set; none before they accept.
    package var listeners: [ListenerDetail]
    /// Whose the certificate for TLS is.
    package var certificate: Certificate

    package init(listeners: [ListenerDetail], certificate: Certificate) {
        (self.listeners, self.certificate) = (listeners, certificate)
    }
}

/// An address that mail is taken at, and what a client meets there. Values are those of the settings.
package struct ListenerDetail: Encodable, Sendable {
    package enum Dialect: String, Encodable, Sendable {
        case smtp, lmtp
    }

    package enum Encryption: String, Encodable, Sendable {
        /// From the first octet on. RFC 8314 §3.3.
        case implicit
        /// By STARTTLS. RFC 3207.
        case required, optional
        case off
    }

    package enum Login: String, Encodable, Sendable {
        case any, required, file, off
    }

    package var dialect: Dialect
    /// `127.0.0.1:1025`, `[::1]:1025`, `unix:/run/creel.sock`.
    package var address: String
    /// Without brackets; `nil` for a Unix socket.
    package var host: String?
    package var port: Int?
    package var encryption: Encryption
    package var login: Login
    /// Whether nobody can log in in the clear.
    package var loginNeedsEncryption: Bool

    package init(
        dialect: Dialect, address: String, host: String?, port: Int?, encryption: Encryption, login: Login,
        loginNeedsEncryption: Bool
    ) {
        (self.dialect, self.address, self.host, self.port) = (dialect, address, host, port)
        (self.encryption, self.login, self.loginNeedsEncryption) = (encryption, login, loginNeedsEncryption)
    }

    private enum CodingKeys: String, CodingKey {
        case dialect = "protocol"
        case address, host, port, tls, auth, authOverTLS
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(dialect, forKey: .dialect)
        try container.encode(address, forKey: .address)
        try container.encode(host, forKey: .host)
        try container.encode(port, forKey: .port)
        try container.encode(encryption, forKey: .tls)
        try container.encode(login, forKey: .auth)
        try container.encode(loginNeedsEncryption ? "required" : "optional", forKey: .authOverTLS)
    }
}
