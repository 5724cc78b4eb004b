import FoundationEssentials
import MIME
import MailModel
import TestSupport
import Testing

@testable import MailAnalysis

/// A message of `fixtures/mail/clean` or `fixtures/mail/seeded`.
struct AnalyzedMail: Sendable, CustomTestStringConvertible {
    let folder: String
    let name: String

    var testDescription: String { name }

    static func all(in folder: String) -> [AnalyzedMail] {
        let path = Fixtures.folder.appending(path: "mail/\(folder)").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".eml") }.sorted().map {
            AnalyzedMail(folder: folder, name: String($0.dropLast(4)))
        }
    }

    func octets() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: "mail/\(folder)/\(name).eml")))
    }

    /// As it would come in at noon of the day that the fixtures are dated.
    static func report(on source: [UInt8], envelope: Envelope? = nil, transport: Transport? = nil) -> Report {
        let noon = Timestamp(milliseconds: 1_741_780_800_000)
        return Analyzer.standard.report(
            on: Subject(Message(source), envelope: envelope, receivedAt: noon, transport: transport))
    }
}

extension [UInt8] {
    /// With CR LF for every LF that stands alone.
    fileprivate var withCRLF: [UInt8] {
        var result: [UInt8] = []
        for octet in self {
            if octet == 0x0A, result.last != 0x0D { result.append(0x0D) }
            result.append(octet)
        }
        return result
    }
}

@Suite struct CleanMailTests {
    @Test(arguments: AnalyzedMail.all(in: "clean")) func `correct mail is not blamed`(_ mail: AnalyzedMail) throws {
        let source = try mail.octets()
        for octets in [source, source.withCRLF] {
            let report = AnalyzedMail.report(on: octets, transport: Transport(isEncrypted: true, body: .eightBit))
            let blamed = report.findings.filter { $0.severity > .info }
            #expect(blamed.isEmpty, "\(blamed.map { "\($0.rule): \($0.places.map(\.detail))" })")
            #expect(report.spam.points < 0.5)
            #expect(report.providers.allSatisfy { $0.verdict != .fail })
        }
    }

    @Test func `ten kinds of mail are there`() { #expect(AnalyzedMail.all(in: "clean").count >= 10) }
}

@Suite struct SeededMailTests {
    /// What a file cannot tell: how the message came.
    private static let circumstances: [String: (envelope: Envelope?, transport: Transport?)] = [
        "adr.envelope.malformed": (Envelope(reversePath: "root", forwardPaths: ["maria.keller@example.org"]), nil),
        "adr.envelope.mismatch": (
            Envelope(reversePath: "b@example.net", forwardPaths: ["maria.keller@example.org"]), nil
        ),
        "enc.8bit.unannounced": (nil, Transport(isEncrypted: true, body: .sevenBit)),
        "smtp.tls": (nil, Transport(isEncrypted: false)),
    ]

    @Test(arguments: AnalyzedMail.all(in: "seeded")) func `each defect is found under its id`(_ mail: AnalyzedMail)
        throws
    {
        let (envelope, transport) = Self.circumstances[mail.name] ?? (nil, nil)
        let report = AnalyzedMail.report(on: try mail.octets(), envelope: envelope, transport: transport)
        #expect(report.findings.contains { $0.rule == mail.name }, "\(report.findings.map(\.rule))")
    }

    /// A message of 10 MB is made when it is needed.
    @Test func `every rule has a seeded defect`() {
        let seeded = Set(AnalyzedMail.all(in: "seeded").map(\.name)).union(["size.message"])
        let missing = Rule.all.map(\.id).filter { !seeded.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }
}
