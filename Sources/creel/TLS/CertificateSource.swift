#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FoundationEssentials
import Logging
import MailServer

/// Where the server's certificate comes from.
enum CertificateSource: Sendable {
    /// Files that whoever runs the server has named.
    case files(certificate: String, key: String)
    /// One of our own making, kept in this file: certificates and keys that change with each start could be trusted by
    /// nobody, so it also outlives the addresses that this machine has when it is made.
    case kept(path: String, hostname: String, isForOthers: Bool)
    /// One of our own making that lasts as long as the process.
    case passing(hostname: String)

    init(_ configuration: ServeConfiguration) throws(StartFailure) {
        guard configuration.tlsKey == nil || configuration.tlsCert != nil else {
            throw StartFailure(description: "--tls-key is the key of --tls-cert, which is not given", exitCode: 78)
        }
        if let certificate = configuration.tlsCert {
            self = .files(certificate: certificate, key: configuration.tlsKey ?? certificate)
        } else if case .file(let database) = configuration.database {
            let directory = URL(filePath: database).deletingLastPathComponent()
            self = .kept(
                path: directory.appending(path: "creel-tls.pem").path(percentEncoded: false),
                hostname: configuration.hostname, isForOthers: configuration.servesOthers)
        } else {
            self = .passing(hostname: configuration.hostname)
        }
    }

    /// Whether whoever runs the server has named it.
    var isGiven: Bool {
        if case .files = self { true } else { false }
    }

    /// Reads the identity, or makes it.
    func identity(logger: Logger) throws(StartFailure) -> TLSIdentity {
        switch self {
        case .files(let certificate, let key):
            return try Self.read(certificate: certificate, key: key)
        case .kept(let path, let hostname, let isForOthers):
            if let text = try? String(contentsOfFile: path, encoding: .utf8),
                SelfSignedCertificate.isCurrent(text, for: hostname, at: Date()),
                let identity = try? TLSIdentity(certificates: Array(text.utf8), key: Array(text.utf8))
            {
                if isForOthers { Self.tell(of: text, at: path, hostname, logger) }
                return identity
            }
            let pem = try Self.make(for: hostname)
            do {
                try Self.write(pem, to: path)
                logger.info("made a certificate for TLS", metadata: ["file": "\(path)"])
            } catch {
                logger.warning("the certificate for TLS lasts until the end only: \(path) cannot be written")
            }
            return try Self.identity(of: pem)
        case .passing(let hostname):
            return try Self.identity(of: try Self.make(for: hostname))
        }
    }

    /// Says how others may call this machine for whom a certificate is none.
    private static func tell(of pem: String, at path: String, _ hostname: String, _ logger: Logger) {
        let missing = SelfSignedCertificate.names(SelfSignedCertificate.names(with: hostname), missingIn: pem)
        guard !missing.isEmpty else { return }
        logger.info(
            "the certificate for TLS does not name \(missing.joined(separator: ", ")); delete it for one that does",
            metadata: ["file": "\(path)"])
    }

    private static func make(for hostname: String) throws(StartFailure) -> String {
        do {
            let names = SelfSignedCertificate.names(with: hostname)
            return try SelfSignedCertificate(for: names, at: Date()).pem
        } catch {
            throw StartFailure(description: "cannot make a certificate for TLS: \(error); --tls-cert may name one")
        }
    }

    private static func identity(of pem: String) throws(StartFailure) -> TLSIdentity {
        do {
            return try TLSIdentity(certificates: Array(pem.utf8), key: Array(pem.utf8))
        } catch {
            throw StartFailure(description: "the certificate that was made for TLS \(error); --tls-cert may name one")
        }
    }

    private static func read(certificate: String, key: String) throws(StartFailure) -> TLSIdentity {
        let texts = try [(certificate, "--tls-cert"), (key, "--tls-key")].map { path, flag throws(StartFailure) in
            guard let text = FileManager.default.contents(atPath: path) else {
                throw StartFailure(description: "cannot read \(path); \(flag) names a PEM file", exitCode: 78)
            }
            return Array(text)
        }
        do {
            return try TLSIdentity(certificates: texts[0], key: texts[1])
        } catch {
            let subject =
                switch error {
                case .noCertificate: "\(certificate) \(error)"
                case .noKey: "\(key) \(error)"
                case .mismatch: "\(certificate) and \(key): \(error)"
                }
            throw StartFailure(description: "\(subject); --tls-cert and --tls-key name both", exitCode: 78)
        }
    }

    /// In one piece, and for nobody else to read: whoever has the key is the server.
    private static func write(_ pem: String, to path: String) throws {
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        // One that died while it wrote may have had this number; in a container all have the same.
        unlink(temporary)
        // Never readable for others, not even for a moment.
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission) }
        defer { close(descriptor) }
        let octets = Array(pem.utf8)
        guard systemWrite(descriptor, octets, octets.count) == octets.count, fsync(descriptor) == 0,
            rename(temporary, path) == 0
        else {
            unlink(temporary)
            throw CocoaError(.fileWriteUnknown)
        }
    }
}

extension ServeConfiguration {
    /// Whether somebody on another machine can come in over TLS.
    fileprivate var servesOthers: Bool {
        let addresses = (smtp + smtps + lmtp).map(\.address) + https.map { .tcp($0) }
        return addresses.contains { !$0.isOnThisMachine }
    }
}

/// `write(2)`, which a static function of the same name hides.
private func systemWrite(_ descriptor: Int32, _ octets: [UInt8], _ count: Int) -> Int {
    write(descriptor, octets, count)
}
