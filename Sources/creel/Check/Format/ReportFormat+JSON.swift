import MailModel
import HTTPAPI
import MailAnalysis
import NIOCore

extension ReportFormat {
    /// For programs: one object, with each message on a line of its own.
    static let json = ReportFormat(
        frame: .streamed(
            head: { _ in "{\"messages\":[\n" },
            tail: { run, tally in "\n],\"summary\":\(summary(run, tally).text)}\n" }),
        separator: ",\n", message: { row(of: $0).text })

    private static func row(of message: CheckedMessage) -> JSONValue {
        [
            "file": .string(message.found.file), "number": .integer(message.found.number),
            "line": .integer(message.line), "subject": .string(message.subject), "size": .integer(message.size),
            "failed": .boolean(message.isFailure),
            "failures": .strings(
                message.scoreThresholds.map(\.description) + message.failures.map(\.finding.rule)),
            "places": .object(message.findings.map { ($0.finding.rule, .array($0.places.map(place))) }),
            "report": .encoded(encoded(message.report)),
        ]
    }

    /// A place of the report, in the same order: where it lies in the file, and what stands there.
    private static func place(_ place: LocatedPlace) -> JSONValue {
        [
            "line": .integer(place.lines.lowerBound),
            "range": place.range.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null,
            "quotation": .string(place.quotation),
        ]
    }

    private static func encoded(_ report: Report) -> String {
        // Only an infinite number could fail, and a report has none.
        (try? JSON.encode(report)).map {
            String(decoding: $0.readableBytesView, as: UTF8.self).escapingControlsOfJSON()
        } ?? "null"
    }

    private static func summary(_ run: CheckRun, _ tally: CheckTally) -> JSONValue {
        [
            "messages": .integer(tally.messages), "octets": .integer(tally.octets),
            "findings": .object(Severity.allCases.reversed().map { ($0.rawValue, .integer(tally.count($0))) }),
            "failOn": .strings(run.failOn.map(\.description)), "failed": .integer(tally.failures),
            "unreadable": .array(tally.unreadable.map { ["file": .string($0.file), "reason": .string($0.reason)] }),
        ]
    }
}
