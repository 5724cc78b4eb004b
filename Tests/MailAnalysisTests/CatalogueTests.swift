import MailModel
import FoundationEssentials
import TestSupport
import Testing

@testable import MailAnalysis

/// The catalogue that ids, severities and points were agreed in. It lies beside the checkout, or where `CREEL_SHARED`
/// says, and is no part of the project: without it these tests are skipped, visibly.
private enum Catalogue {
    struct Entry: Decodable {
        let id: String
        let severity: String
        let weight: Double
        let tier: Int
    }

    static let file: URL = {
        let beside = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
        let folder = ProcessInfo.processInfo.environment["CREEL_SHARED"].map { URL(filePath: $0) } ?? beside
        return folder.appending(path: "rules/rules.json")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    static func entries() throws -> [Entry] { try JSONDecoder().decode([Entry].self, from: Data(contentsOf: file)) }

    /// What needs the DNS, the sending address, signatures, or the network.
    static let later = ["spf.", "dkim.invalid", "dmarc.", "dns.", "bl.", "link.dead"]
}

@Suite(.enabled(if: Catalogue.isPresent, "the catalogue is not beside the checkout"))
struct CatalogueTests {
    @Test func `rules have the ids, severities and points of the catalogue`() throws {
        let entries = Dictionary(uniqueKeysWithValues: try Catalogue.entries().map { ($0.id, $0) })
        for rule in Rule.all {
            guard let entry = entries[rule.id] else { continue }
            #expect(rule.severity.rawValue == entry.severity, "\(rule.id)")
            #expect(rule.points == entry.weight, "\(rule.id)")
        }
    }

    @Test func `everything in the catalogue that needs no network is a rule`() throws {
        let ids = Set(Rule.all.map(\.id))
        let missing = try Catalogue.entries().filter { entry in
            !ids.contains(entry.id) && !Catalogue.later.contains { entry.id.hasPrefix($0) }
        }
        #expect(missing.isEmpty, "\(missing.map(\.id))")
    }
}
