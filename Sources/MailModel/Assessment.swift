/// What the rules made of a message, as much of it as lists and queries need.
package struct Assessment: Hashable, Sendable {
    /// The spam score.
    package var score: Double
    /// The worst of the findings; `nil` when there are none.
    package var severity: Severity?
    /// The ids of the rules that found something.
    package var rules: [String]
    /// The version of the rules that were asked.
    package var ruleset: String

    package init(score: Double, severity: Severity?, rules: [String], ruleset: String) {
        (self.score, self.severity, self.rules, self.ruleset) = (score, severity, rules, ruleset)
    }
}
