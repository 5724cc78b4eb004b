package import MIME
package import MailModel
package import MailStorage

/// Sends messages to an inbox for which all of its conditions hold: `rcpt:*@shop.example header:X-App=web -> shop`.
package struct InboxRule: Sendable, CustomStringConvertible {
    /// As it was written.
    package let description: String
    private let target: InboxTarget
    private let conditions: [Condition]

    package init(_ text: String) throws(QueryError) {
        let rule = try RuleText(text, example: "rcpt:*@shop.example -> shop")
        let conditions = try Self.conditions(of: rule.condition)
        let asterisks = conditions.reduce(0) { $0 + $1.asterisks }
        target = try rule.target(
            "an inbox of 1 to \(InboxName.maximumOctets) octets, without slash and control characters, in which * is what "
                + "the one asterisk of the conditions stands for, and $1 to $9 are what the first of several and on do",
            { InboxTarget($0, asterisks: asterisks) })
        self.conditions = conditions
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

    /// Where the message goes; `nil` where a condition does not hold, or what the inbox is named after is empty.
    package func inbox(for delivery: Delivery, _ header: Header) -> InboxName? {
        var captures: [String] = []
        for condition in conditions {
            guard let more = condition.captures(delivery, header) else { return nil }
            captures += more
        }
        return target.name(with: captures)
    }

    /// One of the conditions of a rule.
    struct Condition: Sendable {
        /// Those in its pattern.
        let asterisks: Int
        /// What each of them stands for in a message that has come in whole; `nil` where the condition does not hold.
        let captures: @Sendable (Delivery, Header) -> [String]?

        init(_ holds: @escaping @Sendable (Delivery, Header) -> Bool) {
            asterisks = 0
            captures = { holds($0, $1) ? [] : nil }
        }

        /// Holds where the pattern is that of one of the texts.
        init(_ pattern: NamePattern, _ texts: @escaping @Sendable (Delivery, Header) -> [String]) {
            asterisks = pattern.asterisks
            captures = { texts($0, $1).lazy.compactMap(pattern.captures).first }
        }
    }
}

/// The inbox to which a rule leads: `shop`, or named after what asterisks stand for, `ci-*`.
private struct InboxTarget {
    private enum Piece {
        case text(String)
        /// What an asterisk stands for, from 0.
        case capture(Int)
    }

    private let pieces: [Piece]

    /// - Parameter asterisks: How many there are in the conditions.
    init?(_ text: String, asterisks: Int) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "*" {
                guard asterisks == 1 else { return nil }
                pieces.append(.capture(0))
            } else if character == "$", let number = rest.first.flatMap({ Int(String($0)) }), number > 0 {
                guard number <= asterisks else { return nil }
                rest.removeFirst()
                pieces.append(.capture(number - 1))
            } else {
                pieces.append(.text(String(character)))
            }
        }
        self.pieces = pieces
        guard name(with: Array(repeating: "x", count: asterisks)) != nil, InboxName(text) != nil else { return nil }
    }

    /// What no name has becomes a hyphen, what is too long is cut; `nil` where what it is named after is empty.
    func name(with captures: [String]) -> InboxName? {
        var name = ""
        for piece in pieces {
            switch piece {
            case .text(let text): name += text
            case .capture(let number):
                guard !captures[number].isEmpty else { return nil }
                name += String(captures[number].prefix(InboxName.maximumOctets)).allowedInName
            }
        }
        while name.utf8.count > InboxName.maximumOctets { name.removeLast() }
        // Of dots alone there is none.
        return InboxName(name) ?? InboxName(String(repeating: "-", count: name.count))
    }
}

extension String {
    fileprivate var allowedInName: String {
        String(String.UnicodeScalarView(unicodeScalars.map { InboxName("x\($0)") == nil ? "-" : $0 }))
    }
}

extension [InboxRule] {
    /// The inbox that the first rule names which holds; `default` where none does.
    package func inbox(for delivery: Delivery, _ header: Header) -> InboxName {
        lazy.compactMap { $0.inbox(for: delivery, header) }.first ?? .default
    }
}
