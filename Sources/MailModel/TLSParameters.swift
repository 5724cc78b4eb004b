/// How a connection is encrypted.
package struct TLSParameters: Hashable, Sendable {
    /// `TLSv1.3`.
    package var version: String
    /// As IANA lists it: `TLS_AES_128_GCM_SHA256`; `nil` when it is none that is known.
    package var cipher: String?
    /// The name under which the client wanted the server. RFC 6066 §3.
    package var serverName: String?
    /// Whom the client's certificate is for: `CN=client,O=Example`. Nobody has vouched for it.
    package var clientSubject: String?

    package init(
        version: String, cipher: String? = nil, serverName: String? = nil, clientSubject: String? = nil
    ) {
        (self.version, self.cipher) = (version, cipher)
        (self.serverName, self.clientSubject) = (serverName, clientSubject)
    }
}

extension TLSParameters: CustomStringConvertible {
    /// `TLSv1.3, TLS_AES_128_GCM_SHA256, for mail.example`.
    package var description: String {
        [version, cipher, serverName.map { "for \($0)" }, clientSubject.map { "from \($0)" }].compactMap(\.self)
            .joined(separator: ", ")
    }
}

extension TLSParameters: Encodable {
    private enum CodingKeys: String, CodingKey { case version, cipher, serverName, clientSubject }

    /// Every key is always there; what is absent is `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(version, forKey: .version)
        try container.encode(cipher, forKey: .cipher)
        try container.encode(serverName, forKey: .serverName)
        try container.encode(clientSubject, forKey: .clientSubject)
    }
}
