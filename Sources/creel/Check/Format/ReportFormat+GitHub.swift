import MailModel
import MailAnalysis

extension ReportFormat {
    /// For the log of a GitHub workflow, which makes annotations of it: one command for each finding, at its first
    /// place. A message without findings leaves no trace.
    static let github = ReportFormat(
        frame: .streamed { run, tally in
            let failed = "\(tally.failures) of \(tally.messages.counted("message"))"
            guard tally.failures > 0 else { return "" }
            return command("error", [("title", "creel check")], "\(failed) failed: \(run.failOnText)")
        },
        message: { message in message.findings.map { command($0, in: message) }.joined() + scoreCommand(message) },
        unreadable: { command("error", [("file", $0.file), ("title", "creel check")], $0.reason) })

    private static func command(_ located: LocatedFinding, in message: CheckedMessage) -> String {
        let (finding, place) = (located.finding, located.places.first)
        let line = place?.lines.lowerBound ?? message.line
        let places = finding.count > 1 ? " (and \((finding.count - 1).counted("more place")))" : ""
        let properties = [("file", message.found.file), ("line", String(line)), ("title", finding.rule)]
        let text = "\(finding.summary): \(place?.detail ?? "")\(places)\n\(finding.advice)\n\(finding.reference)"
        return command(finding.severity.command, properties, text)
    }

    private static func scoreCommand(_ message: CheckedMessage) -> String {
        message.scoreThresholds.map { threshold in
            command(
                "error",
                [("file", message.found.file), ("line", String(message.line)), ("title", threshold.description)],
                "The spam score is \(message.report.spam.points)")
        }.joined()
    }

    /// `::error file=…,line=…::text`; what would end a value or a command early is escaped.
    private static func command(_ name: String, _ properties: [(String, String)], _ text: String) -> String {
        let values = properties.map { "\($0)=\($1.escapedForProperty)" }
        return "::\(name) \(values.joined(separator: ","))::\(text.escapedForWorkflow)\n"
    }
}

extension Severity {
    fileprivate var command: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .info: "notice"
        }
    }
}

extension CheckRun {
    fileprivate var failOnText: String { failOn.map(\.description).joined(separator: ", ") }
}

extension String {
    /// What would end a command early.
    fileprivate var escapedForWorkflow: String { escaping(["%": "%25", "\r": "%0D", "\n": "%0A"]) }

    /// What would end a property early as well.
    fileprivate var escapedForProperty: String {
        escaping(["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }
}
