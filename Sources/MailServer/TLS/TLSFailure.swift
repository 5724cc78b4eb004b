import NIOSSL

/// What stands in the way of encryption, in words that say what to do.
enum TLSFailure {
    /// Whether it is because of TLS that a connection failed.
    static func isCause(of error: any Error) -> Bool { error is NIOSSLError || error is BoringSSLError }

    /// What is known of it: the words of BoringSSL, with what they mean for whom they are shown to.
    static func explanation(of error: any Error) -> String {
        let text = "\(error)"
        if let known = known.first(where: { text.contains($0.sign) }) { return known.meaning }
        let reason = text.split(separator: "OPENSSL_internal:").dropFirst().first?.prefix { $0 != " " && $0 != "\"" }
        return reason.map(String.init) ?? String(text.prefix(200))
    }

    private static let known: [(sign: String, meaning: String)] = [
        ("ALERT_UNKNOWN_CA", "the client does not know who vouches for the certificate (unknown CA)"),
        ("ALERT_BAD_CERTIFICATE", "the client does not take the certificate (bad certificate)"),
        ("ALERT_CERTIFICATE_UNKNOWN", "the client does not take the certificate (certificate unknown)"),
        ("ALERT_CERTIFICATE_EXPIRED", "the client finds the certificate expired"),
        ("ALERT_CERTIFICATE_REVOKED", "the client finds the certificate revoked"),
        ("HTTP_REQUEST", "the client speaks HTTP, not TLS"),
        ("WRONG_VERSION_NUMBER", "the client does not speak TLS here"),
        ("BAD_PACKET_LENGTH", "the client does not speak TLS here"),
        ("UNSUPPORTED_PROTOCOL", "the client speaks no version of TLS from 1.2 on"),
        ("NO_SHARED_CIPHER", "the client offers no cipher that is offered here"),
        ("eofDuringHandshake", "the client left before it was agreed how to encrypt"),
        ("EOF during handshake", "the client left before it was agreed how to encrypt"),
    ]
}
