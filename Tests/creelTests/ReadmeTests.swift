import FoundationEssentials
import Testing

@testable import creel

/// The tables of the README are those of the program.
@Suite struct ReadmeTests {
    private static let settings: [Setting] = ServeConfiguration.settings

    /// A table as Markdown; a bar inside a cell is escaped.
    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { cells in
            "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |\n"
        }.joined()
    }

    static let settingsTable = table(
        ["setting", "default", "what it does"],
        settings.filter { $0.whenReached == nil }.map { setting in
            let repeats = setting.isList ? " (list)" : ""
            let defaultText = setting.defaultText.isEmpty ? "–" : "`\(setting.defaultText)`"
            return ["`--\(setting.name) \(setting.placeholder)`\(repeats)", defaultText, setting.help]
        })

    static let limitsTable = table(
        ["limit", "default", "what it bounds", "when reached"],
        settings.compactMap { setting in
            setting.whenReached.map { ["`--\(setting.name)`", "`\(setting.defaultText)`", setting.help, $0] }
        })

    @Test(arguments: [("settings", settingsTable), ("limits", limitsTable)])
    func `The README has the table`(name: String, table: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let readme = root.deletingLastPathComponent().appending(path: "README.md")
        let lines = try String(contentsOf: readme, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let begin = try #require(lines.firstIndex { $0.hasPrefix("<!-- \(name):") })
        let end = try #require(lines.firstIndex { $0 == "<!-- end of \(name) -->" })
        let found = lines[(begin + 1)..<end].map { $0 + "\n" }.joined()
        #expect(found == table, "README.md must hold, between its marks:\n\(table)")
    }
}
