package import MailModel

/// One check of the analyzer: a value that documents itself, tests itself and runs.
///
/// A check is pure, total and linear in the size of the message. Its examples are its tests and the examples of its
/// documentation, so neither can go stale.
package struct Rule: Sendable {
    package typealias Check = @Sendable (ExaminedMessage) -> [Place]

    /// `family.subject`; part of the API: never changed and never reused.
    package let id: String
    /// Raised whenever the check answers differently than before, so that kept reports are computed again.
    package let version: Int
    package let category: Category
    package let severity: Severity
    /// On SpamAssassin's scale, where 5 is spam; 0 for what says nothing about spam.
    package let points: Double
    /// What is wrong, as a sentence without a full stop.
    package let summary: String
    /// Why it matters and what to do, in two sentences at most.
    package let advice: String
    /// `RFC 5322 §3.6.1`, or who else asks for it.
    package let reference: String
    /// Where the rule says nothing though what it looks for is there, as a sentence; `nil` for nowhere.
    package let exemption: String?
    /// Messages that the rule says nothing about.
    package let passing: [Example]
    /// Messages that the rule fires on.
    package let failing: [Example]
    let check: Check

    init(
        _ id: String, version: Int = 1, _ category: Category, _ severity: Severity, points: Double, summary: String,
        advice: String, reference: String, exemption: String? = nil, passing: [Example], failing: [Example],
        check: @escaping Check
    ) {
        (self.id, self.version, self.category, self.severity) = (id, version, category, severity)
        (self.points, self.summary, self.advice, self.reference) = (points, summary, advice, reference)
        (self.exemption, self.passing, self.failing, self.check) = (exemption, passing, failing, check)
    }
}
