package import MIME
package import MailModel
package import MailStorage

/// Sends messages to an inbox for which all of its conditions hold: `rcpt:*@shop.example header:X-App=web -> shop`.
package struct InboxRule: Sendable, CustomStringConvertible {
    /// Whether a condition holds for a message that has come in whole.
    typealias Condition = @Sendable (Delivery, Header) -> Bool

    /// As it was written.
    package let description: String
    package let inbox: InboxName
    private let conditions: [Condition]

    package init(_ text: String) throws(QueryError) {
        let rule = try RuleText(text, example: "rcpt:*@shop.example -> shop")
        inbox = try rule.target(
            "an inbox of 1 to \(InboxName.maximumOctets) octets, without slash and control characters",
            { InboxName($0) })
        conditions = try Self.conditions(of: rule.condition)
        description = text
    }

    private static func conditions(of text: String) throws(QueryError) -> [Condition] {
        var reader = QueryReader(text, now: Timestamp(milliseconds: 0))
        var conditions: [Condition] = []
        while reader.skipSpace() {
            let column = reader.column
            let expected = "one of \(InboxField.all.map { "\($0.name):" }.joined(separator: " "))"
            guard let name = reader.takeFieldName(isKnown: { _ in true }) else {
                throw QueryError(column: column, "No condition begins so", expected: expected)
            }
            guard let field = InboxField.all.first(where: { $0.name == name.lowercased() }) else {
                throw QueryError(column: column, "There is no condition \(name):", expected: expected)
            }
            conditions.append(try field.read(&reader))
        }
        return conditions
    }

    /// Whether the message goes where the rule leads.
    package func holds(for delivery: Delivery, _ header: Header) -> Bool {
        conditions.allSatisfy { $0(delivery, header) }
    }
}

extension [InboxRule] {
    /// The inbox that the first rule names which holds; `default` where none does.
    package func inbox(for delivery: Delivery, _ header: Header) -> InboxName {
        first { $0.holds(for: delivery, header) }?.inbox ?? .default
    }
}
