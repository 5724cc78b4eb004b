/// Whether a provider would find what it asks for. Never part of the spam score.
package struct ProviderCompliance: Sendable, Encodable {
    package let provider: Provider
    /// Fails when a line fails; else untestable when one is.
    package let verdict: Verdict
    package let lines: [Line]

    package enum Verdict: String, Sendable, Encodable {
        case pass, fail
        /// Nothing that can be seen here fails, but not everything can be seen here.
        case untestable
    }

    /// One requirement.
    package struct Line: Sendable, Encodable {
        package let requirement: String
        package let verdict: Verdict
        /// The rules that decide it.
        package let rules: [String]
        /// Those of them that fired.
        package let failed: [String]
        /// Those of them that need what is not known here: the DNS, the sending address, the connection.
        package let untested: [String]
    }
}

extension ProviderCompliance {
    static func all(of findings: [Finding], ruleSet: RuleSet, subject: Subject) -> [ProviderCompliance] {
        let fired = Set(findings.filter { $0.severity > .info }.map(\.rule))
        let testable = Set(ruleSet.rules.map(\.id)).subtracting(subject.transport == nil ? ["smtp.tls"] : [])
        let lines = Requirement.all.map { ($0, Line($0, fired: fired, testable: testable)) }
        return Provider.allCases.map { provider in
            ProviderCompliance(provider, lines.filter { $0.0.providers.contains(provider) }.map(\.1))
        }
    }

    private init(_ provider: Provider, _ lines: [Line]) {
        (self.provider, self.lines) = (provider, lines)
        verdict =
            lines.contains { $0.verdict == .fail }
            ? .fail : lines.contains { $0.verdict == .untestable } ? .untestable : .pass
    }
}

extension ProviderCompliance.Line {
    fileprivate init(_ requirement: Requirement, fired: Set<String>, testable: Set<String>) {
        (self.requirement, rules) = (requirement.title, requirement.rules)
        failed = rules.filter(fired.contains)
        untested = rules.filter { !testable.contains($0) }
        verdict = !failed.isEmpty ? .fail : untested.isEmpty ? .pass : .untestable
    }
}
