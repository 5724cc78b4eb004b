package import MailAnalysis

/// A rule as the API and `creel rules` show it.
package struct RuleDetail: Encodable, Sendable {
    private let rule: Rule
    private let withExamples: Bool

    /// - Parameter withExamples: Whether the messages that show it are told, too.
    package init(_ rule: Rule, withExamples: Bool = false) {
        (self.rule, self.withExamples) = (rule, withExamples)
    }

    private enum CodingKeys: CodingKey {
        case id, version, category, severity, points, summary, advice, reference, exemption, passing, failing
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule.id, forKey: .id)
        try container.encode(rule.version, forKey: .version)
        try container.encode(rule.category, forKey: .category)
        try container.encode(rule.severity, forKey: .severity)
        try container.encode(rule.points, forKey: .points)
        try container.encode(rule.summary, forKey: .summary)
        try container.encode(rule.advice, forKey: .advice)
        try container.encode(rule.reference, forKey: .reference)
        try container.encode(rule.exemption, forKey: .exemption)
        guard withExamples else { return }
        try container.encode(rule.passing.map(\.text), forKey: .passing)
        try container.encode(rule.failing.map(\.text), forKey: .failing)
    }
}

extension Example {
    /// For reading; octets that are no UTF-8 are replaced.
    fileprivate var text: String { String(decoding: source, as: UTF8.self) }
}
