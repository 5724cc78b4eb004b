import Foundation
import Logging
import MailServer
import Testing

@testable import creel

/// The certificate that is made where none is given.
@Suite struct CertificateSourceTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "creel-\(UUID())")
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private var path: String { directory.appending(path: "creel-tls.pem").path() }

    private func identify() throws {
        _ = try CertificateSource.kept(path: path, hostname: "creel.example", isForOthers: false).identity(
            logger: logger)
    }

    @Test func `it is kept, whatever a start that failed has left`() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let leftover = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        #expect(FileManager.default.createFile(atPath: leftover, contents: Data("half".utf8)))
        try identify()
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path()) == ["creel-tls.pem"])
        try identify()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == kept)
    }

    @Test func `where it cannot be kept, nothing is left behind`() throws {
        // What is to be replaced is a directory.
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try identify()
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path()) == ["creel-tls.pem"])
    }

    @Test func `it says what it is not for`() throws {
        let certificate = try SelfSignedCertificate(for: ["localhost", "192.0.2.1", "::1"], at: Date())
        let names = ["localhost", "::1", "192.0.2.2", "192.0.2.1", "other.example"]
        #expect(
            SelfSignedCertificate.names(names, missingIn: certificate.pem) == ["192.0.2.2", "other.example"])
        #expect(SelfSignedCertificate.isCurrent(certificate.pem, for: "localhost", at: Date()))
        #expect(!SelfSignedCertificate.isCurrent(certificate.pem, for: "other.example", at: Date()))
    }
}
