extension QueryField {
    /// The table of all fields in `docs/query.md`.
    package static var markdown: String {
        let rows = all.map { field in
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
