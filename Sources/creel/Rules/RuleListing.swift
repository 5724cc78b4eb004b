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

        \(rule.advice)
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
                "reference": .string(rule.reference), "passing": examples(rule.passing),
                "failing": examples(rule.failing),
            ]
            return value.text
        }
        return "[\n\(lines.joined(separator: ",\n"))\n]\n"
    }

    private static func examples(_ examples: [Example]) -> JSONValue {
        .strings(examples.compactMap(text).map { $0.joined(separator: "\n") + "\n" })
    }

    /// The page `docs/rules.md`: a table for each category, and a section for each rule.
    static func markdown(of rules: [Rule]) -> String {
        let sections = Category.allCases.compactMap { category -> String? in
            let own = rules.filter { $0.category == category }
            return own.isEmpty ? nil : section(category, own)
        }
        return """
            # Rules

            What `creel check`, the page and the API look for in a message. `error` is what receivers refuse or readers \
            find broken, `warning` what makes it look worse or more like spam, `info` what is worth knowing. Points add \
            up to the spam score, which is spam from 5 on. `creel rules --markdown` writes this page.

            """ + sections.joined()
    }

    private static func section(_ category: MailAnalysis.Category, _ rules: [Rule]) -> String {
        let cap = category.cap.map { " Together they add at most \($0) points." } ?? ""
        let rows = rules.map { rule in
            "| [`\(rule.id)`](#\(rule.id.filter { $0 != "." })) | \(rule.severity.rawValue) | \(points(of: rule)) "
                + "| \(rule.summary.escapedForTable) |\n"
        }
        return "\n## \(category.title)\n\n\(rules.count.counted("rule")).\(cap)\n\n"
            + "| rule | severity | points | what is wrong |\n| --- | --- | --- | --- |\n" + rows.joined()
            + rules.map(entry).joined()
    }

    private static func entry(_ rule: Rule) -> String {
        let examples = rule.failing.compactMap(text).prefix(1).map { lines in
            "\n```eml\n" + lines.map { "\(String($0).escapingControls())\n" }.joined() + "```\n"
        }
        return "\n### \(rule.id)\n\n**\(rule.summary.escapedForMarkdown)**\n\n\(rule.advice.escapedForMarkdown)\n\n"
            + "*\(rule.reference.escapedForMarkdown)*\n" + examples.joined()
    }

    /// The lines of an example; `nil` for one that is no text or too long to be read.
    private static func text(of example: Example) -> [String]? {
        guard example.source.count <= exampleLimit, let text = String(validating: example.source, as: UTF8.self)
        else { return nil }
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func points(of rule: Rule) -> String { "\(rule.points)" }
}

extension MailAnalysis.Category {
    /// `Client support`.
    fileprivate var title: String {
        let words = rawValue.reduce("") { $0 + ($1.isUppercase ? " \($1.lowercased())" : String($1)) }
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension String {
    fileprivate var escapedForTable: String {
        escapedForMarkdown.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// What Markdown would take for markup is text.
    fileprivate var escapedForMarkdown: String {
        var escaped = ""
        for character in self {
            if "\\`*_<[".contains(character) { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }
}
