import MailModel
import FoundationEssentials
import MIME
import MailAnalysis
import TestSupport
import Testing

@testable import creel

@Suite struct CheckSettingsTests {
    private func settings(_ yaml: String) throws -> CheckSettings {
        try CheckSettings(try ConfigurationFile(path: ".creel.yaml", content: Data(yaml.utf8)))
    }

    @Test func `The file of a project says what fails, what is left out, what weighs what, and what is allowed`() throws
    {
        let settings = try settings(
            """
            check:
              fail-on: [warning, "score:4.5", rule:adr.*]
              disable: bulk.*
              severities:
                hdr.date.missing: info
                hdr.*: warning
              allow:
                hdr.msgid.invalid: [localhost, "*@*.example"]
            """)
        #expect(settings.failOn.map(\.description) == ["warning", "score:4.5", "rule:adr.*"])
        #expect(settings.isLeftOut("bulk.listid") && !settings.isLeftOut("hdr.date.missing"))
        #expect(settings.severity(of: "hdr.date.missing") == .info)
        #expect(settings.severity(of: "hdr.date.invalid") == .warning)
        #expect(settings.severity(of: "adr.from.multiple") == nil)
        #expect(settings.allowances(of: "hdr.msgid.invalid").count == 2)
    }

    @Test func `The file that docs/check.md shows is allowed`() throws {
        let page = Fixtures.folder.deletingLastPathComponent().appending(path: "docs/check.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let block = lines.drop { $0 != "```yaml" }.dropFirst().prefix { $0 != "```" }
        #expect(try settings(block.joined(separator: "\n")).failOn.count == 2)
    }

    @Test(arguments: ["", "# nothing\n", "check:\n"]) func `A file may say nothing`(yaml: String) throws {
        let settings = try settings(yaml)
        #expect(settings.failOn == [.severity(.error)])
        #expect(settings.disabled.isEmpty)
    }

    @Test(arguments: [
        (
            "check:\n  failon: error\n",
            "check.failon (file .creel.yaml): there is no such key; did you mean check.fail-on?"
        ),
        ("fail-on: error\n", "fail-on (file .creel.yaml): there is no such key; did you mean check.fail-on?"),
        (
            "check:\n  fail-on: fatal\n",
            "check.fail-on (file .creel.yaml): 'fatal' is not allowed; "
                + "give error, warning, info, score:POINTS, rule:ID or never"
        ),
        (
            "check:\n  disable: [hdr.date.mising]\n",
            "check.disable (file .creel.yaml): unknown rule 'hdr.date.mising'; did you mean hdr.date.missing?"
        ),
        (
            "check:\n  severities:\n    hdr.date.missing: fatal\n",
            "check.severities.hdr.date.missing (file .creel.yaml): 'fatal' is not allowed; give error, warning or info"
        ),
        (
            "check:\n  severities: warning\n",
            "check.severities (file .creel.yaml): takes a mapping of rules to severities"
        ),
        (
            "check:\n  allow:\n    hdr.date.missing: '*'\n",
            "check.allow.hdr.date.missing (file .creel.yaml): '*' would allow everything; disable the rule"
        ),
        (
            "check: all\n",
            "check (file .creel.yaml): there is no such key; "
                + "give check.fail-on, check.disable, check.severities, check.allow"
        ),
    ])
    func `What is wrong is named, with what is allowed`(yaml: String, text: String) {
        let error = #expect(throws: CheckError.self) { try settings(yaml) }
        #expect(error?.description == text)
    }

    @Test func `The file is looked for upwards`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "creel-\(UUID())")
        let deep = root.appending(path: "a/b")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(ProjectFile.path(from: deep.path) == nil)
        try Data().write(to: root.appending(path: ".creel.yaml"))
        #expect(ProjectFile.path(from: deep.path) == root.appending(path: ".creel.yaml").path)
        try Data().write(to: root.appending(path: "a/.creel.yaml"))
        #expect(ProjectFile.path(from: deep.path) == root.appending(path: "a/.creel.yaml").path)
    }

    @Test(arguments: ["error", "warning", "info", "never", "score:2.5", "score:5", "rule:bulk.*", "rule:hdr.syntax"])
    func `A threshold is written as it is read`(text: String) throws {
        #expect(try Threshold(text).description == text)
    }

    @Test(arguments: ["", "Error", "score:", "score:x", "score:inf", "score:nan", "rule:", "rule:none", "rule:.*"])
    func `No other threshold is allowed`(text: String) {
        #expect(throws: CheckError.self) { try Threshold(text) }
    }
}

@Suite struct CheckPolicyTests {
    private func rules(_ change: (inout CheckSettings) throws -> Void) rethrows -> [[String]] {
        var settings = CheckSettings()
        try change(&settings)
        return CheckSample.checked(settings).map { $0.findings.map { "\($0.finding.rule) \($0.finding.severity)" } }
    }

    private func pattern(_ text: String) throws -> RulePattern {
        try RulePattern(text, known: CheckSample.rules.map(\.id))
    }

    @Test func `Rules are left out, by id or family, or the only ones`() throws {
        #expect(
            try rules { $0.disabled = [try pattern("hdr.*"), try pattern("link.sample")] }[1] == ["bulk.sample warning"]
        )
        #expect(try rules { $0.only = [try pattern("hdr.sample")] }[1] == ["hdr.sample error"])
    }

    @Test func `A severity of the project counts, in place of the rule's`() throws {
        #expect(
            try rules { $0.severities = [try pattern("hdr.sample"): .info] }[1]
                == ["bulk.sample warning", "hdr.sample info", "link.sample info"])
    }

    @Test(arguments: [
        ("one", 1), ("on", 2), ("X-Bad: *", 0), ("X-Bad: o*", 1), ("*says*", 0), ("*ONE*", 1), ("archive.mbox", 0),
    ])
    func `What is allowed is no finding`(text: String, left: Int) throws {
        var settings = CheckSettings()
        settings.allowances = [try pattern("hdr.sample"): [try #require(Allowance(text))]]
        let findings = CheckSample.checked(settings)[1].findings.map(\.finding).filter { $0.rule == "hdr.sample" }
        #expect(findings.map(\.count) == (left == 0 ? [] : [left]))
    }

    @Test(arguments: [
        ("example.com", "a@example.com", true), ("example.com", "http://www.example.com/x", true),
        ("example.com", "see example.com.", true), ("example.com", "a@notexample.com", false),
        ("example.com", "example.com.evil.test", false), ("example.com", "example.community", false),
        ("a@example.com", "<A@EXAMPLE.COM>", true), ("a@example.com", "aa@example.com", false),
        ("a@example.com", "b.a@example.com", false), ("a@example.com", "a@example.com.test", false),
        ("*.example.com", "www.example.com", true), ("*.example.com", "example.com", false),
        ("a?c*", "abcdef", true), ("a?c*", "ac", false), ("*a*b*c*", "xaxbxcx", true), ("*a*b*c*", "xcxbxax", false),
    ])
    func `A pattern is a word or a glob`(pattern: String, text: String, isAllowed: Bool) throws {
        let allowance = try #require(Allowance(pattern))
        #expect(allowance.allows(CheckSample.place(of: text), []) == isAllowed)
        #expect(allowance.allows(CheckSample.place(of: "-"), Array(text.utf8)[...]) == isAllowed)
    }

    @Test(arguments: [
        ("a.eml", "mail/a.eml", true), ("mail/a.eml", "/x/mail/a.eml", true), ("ail/a.eml", "mail/a.eml", false),
        ("mail/*.eml", "/x/mail/a.eml", true), ("mail/*.eml", "/x/other/a.eml", false),
    ])
    func `A pattern may name a file`(pattern: String, file: String, isAllowed: Bool) throws {
        #expect(try #require(Allowance(pattern)).allows(file: file) == isAllowed)
    }

    @Test(arguments: ["", "*", "**", " ", "* *"]) func `A pattern that would allow everything is none`(pattern: String)
    {
        #expect(Allowance(pattern) == nil)
    }

    @Test func `Globs against hostile text take bounded time`() throws {
        let allowance = try #require(Allowance(String(repeating: "*a", count: 50) + "b"))
        #expect(!allowance.allows(CheckSample.place(of: "-"), [UInt8](repeating: 0x61, count: 1_000_000)[...]))
    }
}
