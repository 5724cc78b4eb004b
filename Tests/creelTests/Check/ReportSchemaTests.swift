import Foundation
import FoundationXML
import MailModel
import Testing

@testable import creel

/// What other programs read of a report has everything that they insist on.
///
/// The schemas themselves are not part of the project; what they require of the elements that occur is written down here.
@Suite struct ReportSchemaTests {
    private static func report(_ name: ReportFormat.Name) -> Data {
        var settings = CheckSettings()
        settings.failOn = [.severity(.error), .score(3)]
        return Data(CheckSample.report(ReportFormat(name), settings).utf8)
    }

    @Test func `SARIF has what its schema requires`() throws {
        let log = try JSONDecoder().decode(SARIFLog.self, from: Self.report(.sarif))
        #expect(log.version == "2.1.0" && log.runs.count == 1)
        let run = try #require(log.runs.first)
        let rules = Set(run.tool.driver.rules.map(\.id))
        #expect(rules.count == run.tool.driver.rules.count)
        #expect(run.tool.driver.rules.allSatisfy { SARIFLog.levels.contains($0.defaultConfiguration.level) })
        #expect(!run.results.isEmpty)
        for result in run.results {
            #expect(rules.contains(result.ruleId) && SARIFLog.levels.contains(result.level))
            #expect(!result.message.text.isEmpty && !result.locations.isEmpty)
            for location in result.locations {
                let uri = location.physicalLocation.artifactLocation.uri
                #expect(!uri.isEmpty && uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(uri)")
                guard let region = location.physicalLocation.region else { continue }
                #expect(region.startLine != nil || region.byteOffset != nil)
                let start = region.startLine ?? 1
                #expect(start >= 1 && region.endLine ?? start >= start)
                #expect(region.byteOffset ?? 0 >= 0 && region.byteLength ?? 0 >= 0)
            }
        }
    }

    @Test func `JUnit has what its schema requires`() throws {
        let parser = XMLParser(data: Self.report(.junit))
        let reader = JUnitReader()
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(reader.faults.isEmpty, "\(reader.faults)")
        #expect(reader.counts["testsuite"] == 1)
        let suite = reader.suite
        #expect(suite["tests"] == String(reader.counts["testcase", default: 0]))
        #expect(suite["failures"] == String(reader.counts["failure", default: 0]))
        #expect(suite["errors"] == String(reader.counts["error", default: 0]))
    }
}

/// The required properties of SARIF 2.1.0 §3, as far as reports have the objects.
private struct SARIFLog: Decodable {
    static let levels: Set<String> = ["none", "note", "warning", "error"]

    struct Text: Decodable { let text: String }
    struct Rule: Decodable {
        struct Configuration: Decodable { let level: String }
        let id: String
        let shortDescription: Text
        let help: Text
        let defaultConfiguration: Configuration
    }
    struct Tool: Decodable {
        struct Driver: Decodable {
            let name: String
            let rules: [Rule]
        }
        let driver: Driver
    }
    struct Location: Decodable {
        struct Physical: Decodable {
            struct Artifact: Decodable { let uri: String }
            struct Region: Decodable {
                let startLine: Int?
                let endLine: Int?
                let byteOffset: Int?
                let byteLength: Int?
            }
            let artifactLocation: Artifact
            let region: Region?
        }
        let physicalLocation: Physical
    }
    struct Result: Decodable {
        let ruleId: String
        let level: String
        let message: Text
        let locations: [Location]
    }
    struct Run: Decodable {
        let tool: Tool
        let results: [Result]
    }

    let version: String
    let runs: [Run]
}

/// Notes what is missing: the attributes and the nesting that the schema of Ant's JUnit task requires.
private final class JUnitReader: NSObject, XMLParserDelegate {
    private static let required: [String: Set<String>] = [
        "testsuites": [], "testsuite": ["name", "timestamp", "hostname", "tests", "failures", "errors", "time"],
        "properties": [], "property": ["name", "value"], "testcase": ["name", "classname", "time"],
        "failure": ["type"], "error": ["type"], "system-out": [], "system-err": [],
    ]
    private static let parents: [String: String] = [
        "testsuites": "", "testsuite": "testsuites", "properties": "testsuite", "property": "properties",
        "testcase": "testsuite", "failure": "testcase", "error": "testcase", "system-out": "testsuite",
        "system-err": "testsuite",
    ]
    private(set) var faults: [String] = []
    private(set) var counts: [String: Int] = [:]
    private(set) var suite: [String: String] = [:]
    private var open: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if Self.parents[name] != open.last ?? "" { faults.append("\(name) stands in \(open.last ?? "nothing")") }
        let missing = Self.required[name, default: []].subtracting(attributes.keys)
        if !missing.isEmpty { faults.append("\(name) lacks \(missing.sorted())") }
        if name == "testsuite" { suite = attributes }
        counts[name, default: 0] += 1
        open.append(name)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }
}
