import MailModel
import MailAnalysis

/// What makes a check fail.
enum Threshold: Hashable, Sendable {
    /// A finding of this severity, or worse.
    case severity(Severity)
    /// A spam score of so many points, or more.
    case score(Double)
    /// A finding of one of these rules, whatever its severity.
    case rules(RulePattern)
    /// Nothing does.
    case never

    static let allowed = "error, warning, info, score:POINTS, rule:ID or never"

    func isReached(by finding: Finding) -> Bool {
        switch self {
        case .severity(let least): finding.severity >= least
        case .rules(let rules): rules.matches(finding.rule)
        case .score, .never: false
        }
    }

    func isReached(by score: SpamScore) -> Bool {
        if case .score(let least) = self { score.points >= least } else { false }
    }
}

extension Threshold: CustomStringConvertible {
    /// Reads what ``description`` writes.
    init(_ text: String) throws(CheckError) {
        if let severity = Severity(rawValue: text) {
            self = .severity(severity)
        } else if text == "never" {
            self = .never
        } else if text.hasPrefix("score:"), let points = Double(text.dropFirst(6)), points.isFinite {
            self = .score(points)
        } else if text.hasPrefix("rule:") {
            self = .rules(try RulePattern(String(text.dropFirst(5))))
        } else {
            throw CheckError(description: "'\(text.escapingControls())' is not allowed; give \(Self.allowed)")
        }
    }

    var description: String {
        switch self {
        case .severity(let severity): severity.rawValue
        case .score(let points): "score:\(points.formatted)"
        case .rules(let rules): "rule:\(rules.text)"
        case .never: "never"
        }
    }
}

extension Double {
    /// `5` rather than `5.0`.
    fileprivate var formatted: String { Int(exactly: self).map(String.init) ?? String(self) }
}
