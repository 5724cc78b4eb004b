import MailAnalysis
import MailModel

extension ReportFormat {
    /// For CI servers: a test case for each message, which fails where it reaches a threshold and has an error where
    /// it could not be read. As the schema of Ant's JUnit task has it, so a case has one failure, which tells all.
    static let junit = ReportFormat(
        frame: .framed { run, tally in
            let tests = tally.messages + tally.unreadableCount
            let attributes = [
                ("name", "creel check"), ("package", "creel"), ("id", "0"),
                ("timestamp", String(run.startedAt.description.prefix(19))), ("hostname", "localhost"),
                ("tests", "\(tests)"), ("failures", "\(tally.failures)"), ("errors", "\(tally.unreadableCount)"),
                ("time", tally.duration.seconds),
            ]
            let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite\(xml(attributes))>\n"
            let property = xml([("name", "fail-on"), ("value", run.failOn.map(\.description).joined(separator: ","))])
            return (
                head + "<properties><property\(property)/></properties>\n",
                "<system-out/>\n<system-err/>\n</testsuite>\n</testsuites>\n"
            )
        },
        message: { message in
            let attributes = [
                ("name", message.caseName), ("classname", message.found.file), ("time", message.duration.seconds),
            ]
            guard message.isFailure else { return "<testcase\(xml(attributes))/>\n" }
            let reasons = message.scoreThresholds.map(\.description) + message.failures.map(\.finding.rule)
            let failure = [("type", reasons.first ?? ""), ("message", reasons.joined(separator: ", "))]
            return "<testcase\(xml(attributes))>\n<failure\(xml(failure))>"
                + message.failureText.escapedForXML + "</failure>\n</testcase>\n"
        },
        unreadable: { unreadable in
            let attributes = [("name", "can be read"), ("classname", unreadable.file), ("time", "0")]
            let error = [("type", "unreadable"), ("message", unreadable.reason)]
            return "<testcase\(xml(attributes))>\n<error\(xml(error))/>\n</testcase>\n"
        })

    private static func xml(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\($1.escapedForXML)\"" }.joined()
    }
}

extension CheckedMessage {
    fileprivate var caseName: String {
        let subject = subject.isEmpty ? "(no subject)" : subject
        return found.number.map { "#\($0) \(subject)" } ?? subject
    }

    fileprivate var failureText: String {
        let scores = scoreThresholds.map { "The spam score is \(report.spam.points), which reaches \($0)." }
        return (scores + failures.map(\.text)).joined(separator: "\n\n")
    }
}

extension LocatedFinding {
    fileprivate var text: String {
        let places = places.map { place in
            let line = place.range.map { _ in "line \(place.lines.lowerBound): " } ?? ""
            return "  \(line)\(place.detail.escapingControls())" + (place.quotation.map { "\n  | \($0)" } ?? "")
        }
        return
            (["\(finding.severity.rawValue) \(finding.rule): \(finding.summary)"] + places
            + [finding.advice, finding.reference]).joined(separator: "\n")
    }
}

extension Duration {
    /// Of seconds, with the three decimals that the schemas of Ant and Jenkins both take.
    fileprivate var seconds: String {
        let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
        let milliseconds = (microseconds + 500) / 1000
        return "\(milliseconds / 1000)." + (milliseconds % 1000).padded(to: 3)
    }
}

extension String {
    /// Text of an element or an attribute in quotes. Line ends stay; what XML 1.0 §2.2 does not have is shown escaped.
    fileprivate var escapedForXML: String {
        escaping([
            "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\n": "\n", "\u{FFFE}": "\\u{fffe}",
            "\u{FFFF}": "\\u{ffff}",
        ])
    }
}
