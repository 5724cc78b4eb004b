import Crypto
package import FoundationEssentials
import MailModel
import NIOCore
import SwiftASN1
import X509

/// A certificate that nobody vouches for but itself, for the names and addresses of this machine.
package struct SelfSignedCertificate: Sendable {
    /// For so long: what clients that ask for short lives still take.
    private static let days = 397.0

    /// Certificate and key, as a file holds them.
    package let pem: String

    /// Makes one with a key of its own: ECDSA on P-256.
    ///
    /// - Parameters:
    ///   - names: Host names, and addresses in text.
    ///   - now: When it begins to be valid; an hour earlier, because clocks differ.
    package init(for names: [String], at now: Date) throws {
        let key = P256.Signing.PrivateKey()
        let signer = Certificate.PrivateKey(key)
        let subject = try DistinguishedName { CommonName("Creel at \(names.first ?? "localhost")".prefix64) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
            notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(Self.days * 86_400),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(Self.name))
            },
            issuerPrivateKey: signer)
        pem = try certificate.serializeAsPEM().pemString + "\n" + key.pemRepresentation + "\n"
    }

    private static func name(_ text: String) -> GeneralName {
        guard let octets = addressOctets(text) else { return .dnsName(text) }
        return .ipAddress(ASN1OctetString(contentBytes: octets[...]))
    }

    private static func addressOctets(_ text: String) -> [UInt8]? {
        guard let address = IPAddress(text) else { return nil }
        return address.octets
    }

    /// Whether a certificate can still be used: for the name, and for a month at least.
    package static func isCurrent(_ pem: String, for name: String, at now: Date) -> Bool {
        guard let certificate = certificate(in: pem),
            certificate.notValidAfter > now.addingTimeInterval(30 * 86_400), certificate.notValidBefore <= now
        else { return false }
        return self.names([name], missingIn: certificate).isEmpty
    }

    /// Those of the names that a certificate is not for.
    package static func names(_ names: [String], missingIn pem: String) -> [String] {
        certificate(in: pem).map { self.names(names, missingIn: $0) } ?? names
    }

    private static func names(_ names: [String], missingIn certificate: Certificate) -> [String] {
        let known = (try? certificate.extensions.subjectAlternativeNames).map { Array($0) } ?? []
        return names.filter { !known.contains(Self.name($0)) }
    }

    private static func certificate(in pem: String) -> Certificate? {
        guard let document = try? PEMDocument.parseMultiple(pemString: pem).first else { return nil }
        return try? Certificate(pemDocument: document)
    }

    /// What this machine is called and reached by, `localhost` first.
    package static func names(with hostname: String) -> [String] {
        let addresses = ((try? System.enumerateDevices()) ?? []).compactMap { $0.address?.ipAddress }
            .filter { !$0.contains("%") && !$0.hasPrefix("fe80:") }
        var names: [String] = []
        for name in ["localhost", hostname, machineName, "127.0.0.1", "::1"] + addresses
        where !name.isEmpty && !names.contains(name) { names.append(name) }
        return names
    }

    private static var machineName: String {
        let name = ProcessInfo.processInfo.hostName.lowercased()
        return name.utf8.allSatisfy { (0x2D...0x7A).contains($0) && $0 != 0x2F } ? name : ""
    }
}

extension String {
    /// What a common name holds at most. RFC 5280 appendix A.1.
    fileprivate var prefix64: String { String(prefix(64)) }
}
