import FoundationEssentials
import TestSupport
import Testing

@testable import MailAnalysis

/// The tables of docs/assert.md are those of the program.
@Suite struct ExpectationPageTests {
    @Test(arguments: [
        ("expectations", ExpectationKind.markdown),
        ("sample", "```\n\(String(decoding: ExpectationKind.sample.source.filter { $0 != 0x0D }, as: UTF8.self))```\n"),
    ])
    func `docs/assert.md says what can be expected`(_ name: String, _ text: String) throws {
        let page = Fixtures.folder.deletingLastPathComponent().appending(path: "docs/assert.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let begin = try #require(lines.firstIndex { $0.hasPrefix("<!-- \(name):") })
        let end = try #require(lines.firstIndex { $0 == "<!-- end of \(name) -->" })
        let found = lines[(begin + 1)..<end].map { $0 + "\n" }.joined()
        #expect(found == text, "docs/assert.md must hold, between its marks:\n\(text)")
    }
}
