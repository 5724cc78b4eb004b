import MailModel
import FoundationEssentials
import MIME
import TestSupport
import Testing

@testable import MailAnalysis

/// Messages that applications really send, made of public templates; what they are accused of is mostly a false alarm.
/// They lie beside the checkout, or where `CREEL_SHARED` says, and are no part of the project.
struct TemplateTests {
    static let folder: URL = {
        let shared = ProcessInfo.processInfo.environment["CREEL_SHARED"].map { URL(filePath: $0) }
        return
            (shared ?? Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared"))
            .appending(path: "conformance/templates")
    }()

    static var names: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".eml") }.sorted()
    }

    static func reports() throws -> [(name: String, report: Report)] {
        let analyzer = Analyzer.standard
        return try names.map { name in
            let source = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            return (name, analyzer.report(on: Subject(Message(source))))
        }
    }

    @Test(.enabled(if: !names.isEmpty, "the templates are not beside the checkout"))
    func `honest templates are no spam and get few warnings`() throws {
        let reports = try Self.reports()
        #expect(reports.allSatisfy { $0.report.spam.verdict == .ham })
        let scores = reports.map(\.report.spam.points)
        #expect(scores.reduce(0, +) / Double(scores.count) <= 1)
        let warnings = reports.flatMap(\.report.findings).filter {
            $0.severity > .info && $0.category != .clientSupport
        }
        #expect(Double(warnings.count) / Double(reports.count) <= 2)
    }
}
