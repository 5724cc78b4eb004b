import Glibc
import NIOCore
import NIOSSL

/// How a client encrypts, and whom it believes.
struct TLSClient: Sendable {
    enum Trust: Hashable, Sendable {
        /// Anybody: for certificates that nobody vouches for, where nobody can stand in between.
        case anybody
        /// Whom the system trusts.
        case system
        /// Whom the certificates of this PEM file vouch for.
        case file(String)
    }

    private let context: NIOSSLContext
    /// The name that the certificate has to be for.
    private let serverName: String?

    /// - Parameter host: A name or an address; a certificate is asked for by name only.
    init(_ trust: Trust, host: String?) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        switch trust {
        case .anybody: configuration.certificateVerification = .none
        case .system: break
        case .file(let path):
            // The library does not say in words what is wrong with it.
            guard access(path, R_OK) == 0 else { throw MessageFile.Failure(cannotRead: path) }
            configuration.trustRoots = .file(path)
        }
        serverName = host.flatMap { Self.isAddress($0) ? nil : $0 }
        context = try NIOSSLContext(configuration: configuration)
    }

    /// For the pipeline of one connection.
    func handler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }

    /// Whether it is because of TLS that a connection failed.
    static func isCause(of error: any Error) -> Bool {
        error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError
    }

    /// What went wrong, of all that BoringSSL says of it.
    static func explanation(of error: any Error) -> String {
        if let failure = error as? MessageFile.Failure { return failure.description }
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "nobody that is believed vouches for the server's certificate; --ca-file may name who does"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "TLS failed: the server answers without it" }
        let reason = text.split(separator: "OPENSSL_internal:").dropFirst().first?.prefix { $0 != " " }
        return "TLS failed: \(reason.map(String.init) ?? text)"
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
