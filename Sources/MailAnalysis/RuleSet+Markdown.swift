import MailModel

extension RuleSet {
    /// The page that documents the rules, in Markdown: a heading for each category, a paragraph for each rule, and an
    /// example that it fires on where one is short.
    package var markdown: String {
        let sections = Category.allCases.compactMap { category -> String? in
            let own = rules.filter { $0.category == category }
            return own.isEmpty ? nil : Self.section(category, own)
        }
        return ([Self.introduction(rules.count)] + sections).joined(separator: "\n")
    }

    private static func introduction(_ count: Int) -> String {
        """
        # Rules

        What `creel check` and the reports of a message look for: \(count) rules, each with its severity and its points on
        SpamAssassin's scale, where \(SpamScore.threshold) is spam. Rules without points say nothing about spam. This page is
        made from the rules themselves; their examples are their tests.

        """
    }

    private static func section(_ category: Category, _ rules: [Rule]) -> String {
        let cap = category.cap.map { "\nTogether they add \($0) points at most.\n" } ?? ""
        return "## \(category.title)\n\(cap)\n" + rules.map(\.markdown).joined(separator: "\n")
    }
}

extension Rule {
    fileprivate var markdown: String {
        let points = points > 0 ? ", \(points) points" : ""
        let exemption = exemption.map { " \($0.escapingMarkup)" } ?? ""
        let example = failing.lazy.compactMap(\.excerpt).first.map { "\n```\n\($0)\n```\n" } ?? ""
        return """
            ### `\(id)`

            \(summary) (**\(severity.rawValue)**\(points)). \(advice.escapingMarkup)\(exemption) *\(reference)*
            \(example)
            """
    }
}

extension String {
    /// With what HTML would take for a tag as it is written.
    fileprivate var escapingMarkup: String {
        var text = ""
        for character in self { text += character == "<" ? "\\<" : String(character) }
        return text
    }
}

extension Example {
    /// The message as a page can show it; `nil` for one that is long, or not plain.
    fileprivate var excerpt: String? {
        let source = source.filter { $0 != 0x0D }
        let isPlain = source.allSatisfy { $0 == 0x0A || 0x20...0x7E ~= $0 }
        guard isPlain, source.count <= 400, envelope == nil, transport == nil, receivedAt == nil else { return nil }
        let text = String(decoding: source, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count <= 16, lines.allSatisfy({ $0.utf8.count <= 120 && !$0.hasPrefix("```") }) else { return nil }
        return String(text.reversed().drop { $0 == "\n" }.reversed())
    }
}
