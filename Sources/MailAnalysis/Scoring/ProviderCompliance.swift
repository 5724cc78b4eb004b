import MIME
import MailModel

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
        let fired = Dictionary(
            uniqueKeysWithValues: Severity.allCases.map { threshold in
                (threshold, findings.filter { $0.severity >= threshold }.map(\.rule))
            })
        let lines = zip(Requirement.all, ruleSet.untested).map { requirement, absent in
            let isUnknown =
                requirement.needsTransport && subject.transport?.showsEncryption != true
                || requirement.signature.map { subject.message.header.last($0) != nil } ?? false
            return Line(
                requirement, fired: fired[requirement.threshold] ?? [], untested: isUnknown ? requirement.rules : absent
            )
        }
        return Provider.allCases.map { provider in
            ProviderCompliance(provider, Requirement.indices(of: provider).map { lines[$0] })
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
    fileprivate init(_ requirement: Requirement, fired: [String], untested: [String]) {
        (self.requirement, rules, self.untested) = (requirement.title, requirement.rules, untested)
        failed = fired.isEmpty ? [] : rules.filter(fired.contains)
        verdict = !failed.isEmpty ? .fail : untested.isEmpty ? .pass : .untestable
    }
}
