import NIOCore
import NIOSSL

/// A certificate, with those that vouch for it, and its key.
package struct TLSIdentity: Sendable {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    /// - Parameters:
    ///   - certificates: PEM: the server's own first, then those that vouch for it.
    ///   - key: PEM; may be the same text.
    package init(certificates: [UInt8], key: [UInt8]) throws(TLSIdentityError) {
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificates), !chain.isEmpty else {
            throw .noCertificate
        }
        guard let key = try? NIOSSLPrivateKey(bytes: key, format: .pem) else { throw .noKey }
        (self.chain, self.key) = (chain, key)
        do { _ = try context() } catch { throw .mismatch }
    }

    /// TLS 1.2 and 1.3. A client is asked for its certificate, need not have one, and may show any: what it shows is
    /// evidence, not proof.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .optionalVerification
        configuration.shutdownTimeout = .seconds(2)
        return try NIOSSLContext(configuration: configuration)
    }
}

/// Why there is nothing to encrypt with.
package enum TLSIdentityError: Error, CustomStringConvertible {
    case noCertificate
    /// None, or one that needs a password.
    case noKey
    /// The key is not that of the certificate.
    case mismatch

    package var description: String {
        switch self {
        case .noCertificate: "holds no certificate in PEM"
        case .noKey: "holds no key in PEM that needs no password"
        case .mismatch: "the key is not that of the certificate"
        }
    }
}
