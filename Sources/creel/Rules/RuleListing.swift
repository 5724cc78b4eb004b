import MailModel
import MailAnalysis

/// The ways of writing down rules.
enum RuleListing {
    /// Octets of an example that is shown; longer ones are there for their length.
    private static let exampleLimit = 1000

    /// A line for each rule.
    static func table(of rules: [Rule]) -> String {
        let width = rules.map(\.id.count).max() ?? 0
        return rules.map { rule in
            let columns = [rule.id.padded(to: width), rule.severity.rawValue.padded(to: 7), points(of: rule)]
            return (columns + [rule.summary]).joined(separator: "  ") + "\n"
        }.joined()
    }

    /// All about one rule.
    static func page(of rule: Rule) -> String {
        """
        \(rule.id)  (\(rule.category.rawValue), \(rule.severity.rawValue), \(points(of: rule)) points)
        \(rule.summary)

        \([rule.advice, rule.exemption].compactMap(\.self).joined(separator: "\n"))
        \(rule.reference)

        """ + block("It says nothing about:", rule.passing) + block("It speaks of:", rule.failing)
    }

    private static func block(_ title: String, _ examples: [Example]) -> String {
        examples.compactMap(text).map { example in
            "\n\(title)\n" + example.map { "  | \(String($0).escapingControls())\n" }.joined()
        }.joined()
    }

    /// One object for each rule, on a line of its own.
    static func json(of rules: [Rule]) -> String {
        let lines = rules.map { rule in
            let value: JSONValue = [
                "id": .string(rule.id), "category": .string(rule.category.rawValue),
                "severity": .string(rule.severity.rawValue), "points": .decimal(rule.points),
                "summary": .string(rule.summary), "advice": .string(rule.advice),
                "reference": .string(rule.reference), "exemption": rule.exemption.map(JSONValue.string) ?? .null,
                "passing": examples(rule.passing),
                "failing": examples(rule.failing),
            ]
            return value.text
        }
        return "[\n\(lines.joined(separator: ",\n"))\n]\n"
    }

    private static func examples(_ examples: [Example]) -> JSONValue {
        .strings(examples.compactMap(text).map { $0.joined(separator: "\n") + "\n" })
    }

    /// The lines of an example; `nil` for one that is no text or too long to be read.
    private static func text(of example: Example) -> [String]? {
        guard example.source.count <= exampleLimit, let text = String(validating: example.source, as: UTF8.self)
        else { return nil }
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func points(of rule: Rule) -> String { "\(rule.points)" }
}
