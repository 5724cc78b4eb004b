extension QueryField {
    /// The table of all fields in `docs/query.md`.
    package static var markdown: String {
        FieldPage.table(all.map { ($0.name, $0.value, $0.meaning, $0.examples) })
    }
}

/// How pages of `docs` show what may stand before a colon.
package enum FieldPage {
    package static func table(
        _ fields: [(name: String, value: String, meaning: String, examples: [String])]
    ) -> String {
        let rows = fields.map { field in
            let examples = field.examples.map { "`\($0.escapingBars)`" }.joined(separator: " ")
            return "| `\(field.name):` | \(field.value) | \(field.meaning) | \(examples) |"
        }
        return (["| field | value | meaning | examples |", "| --- | --- | --- | --- |"] + rows).joined(
            separator: "\n")
    }
}

extension String {
    fileprivate var escapingBars: String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
