import Crypto
import NIOCore
import NIOSSL
import SwiftASN1
import X509

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

    /// The hash of the certificate by the algorithm of its signature, SHA-256 in place of older ones; `nil` for
    /// signatures that name none. RFC 5929 §4.1.
    var certificateHash: [UInt8]? {
        guard let octets = try? chain.first?.toDERBytes(), let certificate = try? Certificate(derEncoded: octets) else {
            return nil
        }
        switch certificate.signatureAlgorithm {
        case .ecdsaWithSHA256, .sha256WithRSAEncryption, .sha1WithRSAEncryption: return Array(SHA256.hash(data: octets))
        case .ecdsaWithSHA384, .sha384WithRSAEncryption: return Array(SHA384.hash(data: octets))
        case .ecdsaWithSHA512, .sha512WithRSAEncryption: return Array(SHA512.hash(data: octets))
        default: return nil
        }
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
