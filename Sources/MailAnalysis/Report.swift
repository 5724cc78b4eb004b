package import MailModel

/// What the rules say about one message, and what follows from it. Every number can be taken apart down to findings.
package struct Report: Sendable {
    /// In the order of the rules.
    package let findings: [Finding]
    package let spam: SpamScore
    package let groups: [GroupScore]
    package let providers: [ProviderCompliance]
    package let clients: ClientSupport
    /// ``RuleSet/version`` of the rules that made it.
    package let ruleset: String

    /// The worst of the findings; `nil` when there are none.
    package var severity: Severity? { findings.map(\.severity).max() }

    init(findings: [Finding], clients: ClientSupport, ruleSet: RuleSet, subject: Subject) {
        self.findings = findings
        spam = SpamScore(of: findings)
        groups = GroupScore.all(of: findings)
        providers = ProviderCompliance.all(of: findings, ruleSet: ruleSet, subject: subject)
        self.clients = clients
        ruleset = ruleSet.version
    }
}

extension Report: Encodable {
    private enum CodingKeys: String, CodingKey {
        case score, verdict, severity, findings, categories, groups, providers, clients, ruleset
    }

    /// Every key is always there; what is absent is `null` or `[]`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(spam.points, forKey: .score)
        try container.encode(spam.verdict, forKey: .verdict)
        try container.encode(severity, forKey: .severity)
        try container.encode(findings, forKey: .findings)
        try container.encode(spam.categories, forKey: .categories)
        try container.encode(Dictionary(uniqueKeysWithValues: groups.map { ($0.group.rawValue, $0) }), forKey: .groups)
        try container.encode(
            Dictionary(uniqueKeysWithValues: providers.map { ($0.provider.rawValue, $0) }), forKey: .providers)
        try container.encode(clients, forKey: .clients)
        try container.encode(ruleset, forKey: .ruleset)
    }
}
