import MailModel

/// A rule as it is written: `CONDITION -> NAME`.
package struct RuleText {
    package let condition: String
    private let name: String
    /// Where the name begins, in characters from 1.
    private let column: Int

    /// - Parameter example: Of such a rule.
    package init(_ text: String, example: String) throws(QueryError) {
        guard let arrow = text.ranges(of: "->").last else {
            throw QueryError(
                column: text.count + 1, "There is no arrow", expected: "a condition, -> and a name, such as \(example)")
        }
        condition = String(text[..<arrow.lowerBound])
        let behind = text[arrow.upperBound...].drop { $0.isWhitespace }
        name = behind.trimmed
        column = text.distance(from: text.startIndex, to: behind.startIndex) + 1
        guard condition.contains(where: { !$0.isWhitespace }) else {
            throw QueryError(column: 1, "There is no condition", expected: "one before the arrow, such as \(example)")
        }
    }

    /// What the rule leads to.
    ///
    /// - Parameter expected: What names look like, as a phrase.
    package func target<Name>(_ expected: String, _ read: (String) -> Name?) throws(QueryError) -> Name {
        guard let name = read(name) else {
            throw QueryError(column: column, "'\(name)' cannot be named here", expected: expected)
        }
        return name
    }
}
