/// What may stand before a colon, in a query or in a rule. Adding one is adding a value: the parser, its errors and a page
/// of `docs` come from it.
package struct SyntaxField<Asked: Sendable>: Sendable {
    package let name: String
    /// What stands behind the colon.
    package let value: String
    /// One sentence without its end.
    package let meaning: String
    package let examples: [String]
    /// Whether parentheses behind the colon put together several values: `from:(alice OR bob)`.
    package let takesGroup: Bool
    package let read: @Sendable (inout QueryReader) throws(QueryError) -> Asked

    package init(
        name: String, value: String, meaning: String, examples: [String], takesGroup: Bool = true,
        read: @escaping @Sendable (inout QueryReader) throws(QueryError) -> Asked
    ) {
        (self.name, self.value, self.meaning, self.examples) = (name, value, meaning, examples)
        (self.takesGroup, self.read) = (takesGroup, read)
    }

    /// One whose value is a name or a pattern for one.
    ///
    /// - Parameter what: What is named.
    package static func pattern(
        _ name: String, value: String = "PATTERN", _ meaning: String, what: String = "a name", examples: [String],
        _ asked: @escaping @Sendable (NamePattern) -> Asked
    ) -> SyntaxField {
        SyntaxField(name: name, value: value, meaning: meaning, examples: examples) { reader throws(QueryError) in
            asked(try reader.pattern(what))
        }
    }

    /// The table of fields on a page of `docs`.
    package static func markdown(_ fields: [SyntaxField]) -> String {
        let rows = fields.map { field in
            let examples = field.examples.map { "`\($0.escapingBars)`" }.joined(separator: " ")
            return "| `\(field.name):` | \(field.value) | \(field.meaning) | \(examples) |"
        }
        return (["| field | value | meaning | examples |", "| --- | --- | --- | --- |"] + rows).joined(
            separator: "\n")
    }
}

extension QueryReader {
    package mutating func pattern(_ what: String) throws(QueryError) -> NamePattern {
        NamePattern(try value("\(what), in which * stands for anything").text)
    }
}

extension String {
    fileprivate var escapingBars: String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
