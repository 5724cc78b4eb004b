package import MailModel

/// Up to where all messages were assessed when somebody asked last, so that nobody looks through them again.
package struct AssessmentFront: Sendable {
    private var ruleset = ""
    /// Those that whoever asked left alone.
    private var suspects: Set<CaptureID> = []
    private var end = CaptureID.zero

    package init() {}

    /// Behind which those are that rules have not been asked about; `nil` where nobody knows.
    ///
    /// - Parameter suspects: Those that do not count.
    package func end(of ruleset: String, besides suspects: Set<CaptureID>) -> CaptureID? {
        self.ruleset == ruleset && self.suspects.isSubset(of: suspects) ? end : nil
    }

    /// Takes note of the first message that lacks an assessment, or of the last number where none does.
    package mutating func note(
        _ ruleset: String, besides suspects: Set<CaptureID>, first: CaptureID?, last: CaptureID
    ) {
        (self.ruleset, self.suspects) = (ruleset, suspects)
        end = first.map { CaptureID($0.rawValue - 1) } ?? last
    }

    /// Takes note of what other rules said, in place of these.
    package mutating func note(_ assessments: some Collection<Assessment>) {
        if assessments.contains(where: { $0.ruleset != ruleset }) { self = AssessmentFront() }
    }
}
