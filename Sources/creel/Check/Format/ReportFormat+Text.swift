import MailModel
import MailAnalysis

/// Escape sequences of a terminal, or nothing.
struct Palette: Sendable {
    let isColoured: Bool

    private func painted(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }
    func good(_ text: String) -> String { painted(text, "32") }
    func bad(_ text: String) -> String { painted(text, "31") }

    func severity(_ severity: Severity, _ text: String) -> String {
        switch severity {
        case .error: painted(text, "31")
        case .warning: painted(text, "33")
        case .info: painted(text, "36")
        }
    }
}

extension ReportFormat {
    /// For people: a line for each message, its findings below it, and a line for all at the end.
    static func text(_ palette: Palette) -> ReportFormat {
        ReportFormat(
            frame: .streamed { run, tally in "\n" + TextLines(palette).summary(run, tally) + "\n" },
            message: { TextLines(palette).lines(of: $0).joined(separator: "\n") + "\n" })
    }
}

private struct TextLines {
    let palette: Palette

    init(_ palette: Palette) { self.palette = palette }

    /// Characters of a subject that are shown.
    private static let subjectLimit = 60

    func lines(of message: CheckedMessage) -> [String] {
        [head(of: message)] + message.findings.flatMap(lines)
    }

    private func head(of message: CheckedMessage) -> String {
        let mark = message.isFailure ? palette.bad("✗") : palette.good("✓")
        let score = "score \(message.report.spam.points)"
        let counts = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = message.count(severity)
            return count > 0 ? palette.severity(severity, count.counted(severity.rawValue)) : nil
        }
        let facts = [message.scoreThresholds.isEmpty ? score : palette.bad(score)] + counts
        let subject = message.subject.escapingControls()
        let shown = subject.count > Self.subjectLimit ? subject.prefix(Self.subjectLimit - 1) + "…" : subject[...]
        return "\(mark) \(palette.bold(message.found.name.escapingControls()))"
            + (shown.isEmpty ? "" : "  \(shown)") + "  " + facts.joined(separator: ", ")
    }

    private func lines(of located: LocatedFinding) -> [String] {
        let finding = located.finding
        let severity = palette.severity(finding.severity, finding.severity.rawValue.padded(to: 7))
        let places = located.places.flatMap(lines)
        let rest = finding.count - located.places.count
        let further = rest > 0 ? ["\(indent)and \(rest.counted("more place"))"] : []
        return ["  \(severity)  \(palette.bold(finding.rule))  \(finding.summary)"] + places + further
            + ["\(indent)\(palette.dim(finding.advice))", "\(indent)\(palette.dim(finding.reference))"]
    }

    private func lines(of place: LocatedPlace) -> [String] {
        let part = place.part.map { "part \($0)" }
        let octets = place.range.map { "octets \($0.lowerBound)–\($0.upperBound)" }
        let line = place.range.map { _ in "line \(place.lines.lowerBound)" }
        let where_ = [part, line, octets].compactMap(\.self).joined(separator: ", ")
        let said = "\(indent)\(where_.isEmpty ? "" : where_ + ": ")\(place.detail.escapingControls())"
        return [said] + (place.quotation.map { ["\(indent)  \(palette.dim("|")) \($0)"] } ?? [])
    }

    private let indent = String(repeating: " ", count: 11)

    func summary(_ run: CheckRun, _ tally: CheckTally) -> String {
        let counts = Severity.allCases.reversed().map { severity in
            let text = tally.count(severity).counted(severity.rawValue)
            return tally.count(severity) > 0 ? palette.severity(severity, text) : text
        }
        let thresholds = run.failOn.map(\.description).joined(separator: ", ")
        let failures =
            tally.failures == 0
            ? palette.good("none reaches \(thresholds)")
            : palette.bad("\(tally.failures) \(tally.failures == 1 ? "reaches" : "reach") \(thresholds)")
        let unread = tally.unreadableCount > 0 ? [palette.bad("\(tally.unreadableCount) not read")] : []
        return "\(tally.messages.counted("message")): " + (counts + unread + [failures]).joined(separator: ", ")
    }
}
