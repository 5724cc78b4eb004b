/// A query that is not understood.
package struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it went wrong, in characters from 1.
    package var column: Int
    /// What is wrong.
    package var message: String
    /// What may stand there, as a phrase.
    package var expected: String

    package init(column: Int, _ message: String, expected: String) {
        (self.column, self.message, self.expected) = (column, message, expected)
    }

    package var description: String { "\(message); expected \(expected) (column \(column))" }
}
