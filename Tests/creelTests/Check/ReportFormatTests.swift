import MailModel
import FoundationEssentials
import MailAnalysis
import TestSupport
import Testing

@testable import creel

/// What each format writes is pinned in `fixtures/check`; a mismatch writes `.actual.json` beside it.
@Suite struct ReportFormatTests {
    private static let settings: CheckSettings = {
        var settings = CheckSettings()
        settings.failOn = [.severity(.error), .score(3)]
        return settings
    }()

    /// What is in a report of JSON is the analyzer's; here it matters that it is there.
    private static func withoutReports(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let report = line.firstRange(of: ",\"report\":{\"categories\":") else { return String(line) }
            return line[..<report.lowerBound] + ",\"report\":{…}}" + (line.hasSuffix(",") ? "," : "")
        }.joined(separator: "\n")
    }

    private static let folder = Fixtures.folder.appending(path: "check")

    @Test(arguments: [
        (ReportFormat.Name.text, "report.txt"), (.json, "report.json"), (.junit, "report.junit.xml"),
        (.sarif, "report.sarif"), (.github, "report.github.txt"),
    ])
    func `A format writes what is pinned`(name: ReportFormat.Name, file: String) throws {
        let report = Self.withoutReports(CheckSample.report(ReportFormat(name), Self.settings))
        let pinned = try? String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
        guard report != pinned else { return }
        let actual = Self.folder.appending(path: "\(file).actual.json")
        try Data(report.utf8).write(to: actual)
        Issue.record("\(file) differs from \(actual.path)")
    }

    @Test(arguments: ReportFormat.Name.allCases)
    func `Nothing from a message reaches a terminal as it is`(name: ReportFormat.Name) {
        let report = CheckSample.report(ReportFormat(name), Self.settings)
        let controls = report.unicodeScalars.filter { $0.isControl && $0 != "\n" }
        #expect(controls.isEmpty)
    }

    @Test func `A workflow command is a line, and nothing from a message begins one`() {
        let lines = CheckSample.report(.github, Self.settings).split(separator: "\n")
        #expect(!lines.isEmpty)
        for line in lines {
            let command = line.dropFirst(2).prefix { $0 != " " }
            #expect(line.hasPrefix("::") && ["error", "warning", "notice"].contains(command), "\(line)")
            let properties = line.dropFirst(2).split(separator: "::", maxSplits: 1)[0].split(separator: ",")
            #expect(properties.allSatisfy { $0.split(separator: "=").count == 2 }, "\(line)")
        }
    }

    @Test(arguments: [ReportFormat.Name.json, .sarif]) func `JSON can be read`(name: ReportFormat.Name) throws {
        let report = CheckSample.report(ReportFormat(name), Self.settings)
        _ = try JSONDecoder().decode([String: AnyJSON].self, from: Data(report.utf8))
    }

    @Test func `Colours are there for a terminal, and change nothing else`() {
        let plain = CheckSample.report(ReportFormat(.text), Self.settings)
        let coloured = CheckSample.report(ReportFormat(.text, isColoured: true), Self.settings)
        #expect(coloured.contains("\u{1B}[31m") && !plain.contains("\u{1B}"))
        let codes = ["0", "1", "2", "31", "32", "33", "36"].map { "\u{1B}[\($0)m" }
        #expect(codes.reduce(coloured) { $0.split(separator: $1, omittingEmptySubsequences: false).joined() } == plain)
    }

    @Test func `A milder finding is shown only where it makes the message fail`() {
        var settings = CheckSettings()
        settings.shown = .error
        #expect(!CheckSample.report(.github, settings).contains("title=bulk.sample"))
        settings.failOn = [.severity(.warning)]
        #expect(CheckSample.report(.github, settings).contains("title=bulk.sample"))
    }
}

/// Any JSON value, read and forgotten.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}

@Suite struct CheckedMessageTests {
    @Test func `Places of an mbox are places of the file`() throws {
        let message = CheckSample.checked()[1]
        #expect(message.found.name == "archive.mbox#2")
        #expect(message.subject == "Grüße")
        let link = try #require(message.findings.last?.places.first)
        #expect(link.lines == 11...11)
        #expect(link.quotation == "http://example.com/a?b=c&d")
        // The file has a `>` before it that the message has not.
        let header =
            "From a\nTo: a\n\nfirst\n\nFrom b\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nX-Bad: one\nX-Bad: two\n\n"
        #expect(link.range?.lowerBound == header.utf8.count + ">From here: ".utf8.count)
    }

    @Test func `Findings are ordered by severity`() {
        #expect(CheckSample.checked()[1].findings.map(\.finding.severity) == [.error, .warning, .info])
    }

    @Test(
        arguments: [
            (Array("plain".utf8), "plain"), (Array("end\r\n".utf8), "end"),
            (Array("a\tb\r\n c\r\n".utf8), #"a\tb\r\n c"#),
            (Array("\u{1B}[31mé".utf8), #"\u{1b}[31mé"#), ([0x61, 0xFF, 0xC3, 0x28, 0x80], #"a\xff\xc3(\x80"#),
            (Array(String(repeating: "é", count: 61).utf8), String(repeating: "é", count: 60) + "…"),
            (Array(("a" + String(repeating: "é", count: 61)).utf8), "a" + String(repeating: "é", count: 59) + "…"),
            ([0xE2, 0x82], #"\xe2\x82"#), ([], ""),
        ] as [([UInt8], String)])
    func `Octets are quoted as text that can be shown`(octets: [UInt8], text: String) {
        #expect(Quotation.text(of: octets[...]) == text)
    }

    @Test func `Lines are counted by their ends`() {
        let source = Array("a\nbc\r\n\nd".utf8)
        let numbers = LineNumbers(of: [7, 0, 1, 2, 5, 6, 2, -1, 99], in: source)
        #expect([0, 1, 2, 5, 6, 7].map { numbers[$0] } == [1, 1, 2, 2, 3, 4])
        #expect(numbers[99] == 4 && numbers[-1] == 1)
    }
}
