import FoundationEssentials
import TestSupport
import Testing

@testable import MailAnalysis

@Suite struct RulePageTests {
    private static let page = Fixtures.folder.deletingLastPathComponent().appending(path: "docs/rules.md")

    /// Where it is not, what it should say is written beside it.
    @Test func `docs/rules.md says what the rules say`() throws {
        let actual = RuleSet().markdown
        let written = try? String(decoding: Data(contentsOf: Self.page), as: UTF8.self)
        if written != actual {
            try Data(actual.utf8).write(to: Self.page.deletingLastPathComponent().appending(path: "rules.actual.md"))
        }
        #expect(written == actual, "docs/rules.actual.md has what the page should say")
    }

    @Test func `every rule has its heading once`() {
        let headings = RuleSet().markdown.split(separator: "\n").filter { $0.hasPrefix("### ") }
        #expect(Set(headings).count == Rule.all.count && headings.count == Rule.all.count)
    }
}
