import MailModel
import MIME

/// Makes reports; pure, so the same subject and rules give the same report everywhere.
package struct Analyzer: Sendable {
    package let ruleSet: RuleSet

    /// How many places of one rule a report lists.
    package static let placesPerRule = 25

    package init(_ ruleSet: RuleSet) { self.ruleSet = ruleSet }

    /// Goes by every rule there is. Made when it is first asked for: the rules with their examples take a megabyte.
    package static let standard = Analyzer(RuleSet())

    package func report(on subject: Subject) -> Report {
        let examination = ExaminedMessage(subject)
        // In the order of the rules.
        let findings = ruleSet.checks.indices.compactMap { index in
            let places = ruleSet.checks[index](examination)
            return places.isEmpty ? nil : Finding(of: ruleSet.rules[index], at: places, in: subject.message)
        }
        return Report(
            findings: findings, clients: examination.clientSupport, ruleSet: ruleSet, subject: subject)
    }
}

extension Finding {
    /// The worst place tells severity and points.
    fileprivate init(of rule: Rule, at places: [MailAnalysis.Place], in message: Message) {
        (self.rule, category, summary) = (rule.id, rule.category, rule.summary)
        (advice, reference) = (rule.advice, rule.reference)
        severity = places.reduce(.info) { max($0, $1.severity ?? rule.severity) }
        points = places.reduce(0) { max($0, $1.points ?? rule.points) }
        self.places = places.prefix(Analyzer.placesPerRule).map { Place($0, in: message) }
        count = places.count
    }
}

extension Finding.Place {
    fileprivate init(_ place: MailAnalysis.Place, in message: Message) {
        let index = place.part ?? place.range.map { message.innermostPart(at: $0.lowerBound) }
        part = index.map { message.path(of: message.parts[$0]) }
        (range, detail) = (place.range, place.detail)
    }
}
