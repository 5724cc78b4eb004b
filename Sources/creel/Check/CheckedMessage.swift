import MailModel
import MIME
import MailAnalysis

/// A message, and what is said about it: what every format writes.
struct CheckedMessage: Sendable {
    let found: FoundMessage
    let subject: String
    /// Octets that were read.
    let size: Int
    let report: Report
    /// Those that are shown, the worst first, otherwise in the order of the rules.
    let findings: [LocatedFinding]
    /// The thresholds of the score that it reaches.
    let scoreThresholds: [Threshold]
    /// What it took to make the report.
    let duration: Duration

    init(
        _ found: FoundMessage, _ message: Message, report: Report, settings: CheckSettings, duration: Duration
    ) {
        (self.found, self.report, self.duration) = (found, report, duration)
        size = message.source.count
        subject = message.header.last("subject") ?? ""
        scoreThresholds = settings.failOn.filter { $0.isReached(by: report.spam) }
        let judged = report.findings.map { finding in
            (finding: finding, isFailure: settings.failOn.contains { $0.isReached(by: finding) })
        }
        let shown = judged.filter { $0.isFailure || $0.finding.severity >= settings.shown }
        let lines = LineNumbers(
            of: shown.flatMap { $0.finding.places.compactMap(\.range) }.flatMap { [$0.lowerBound, $0.upperBound - 1] },
            in: message.source)
        let located = shown.map { shown in
            LocatedFinding(
                finding: shown.finding, isFailure: shown.isFailure,
                places: shown.finding.places.map { LocatedPlace($0, in: message.source, found.position, lines) })
        }
        findings = Severity.allCases.reversed().flatMap { severity in
            located.filter { $0.finding.severity == severity }
        }
    }

    var failures: [LocatedFinding] { findings.filter(\.isFailure) }

    /// It reaches a threshold.
    var isFailure: Bool { !scoreThresholds.isEmpty || findings.contains(where: \.isFailure) }

    /// The line of the file that it begins with.
    var line: Int { found.position.line }

    func count(_ severity: Severity) -> Int { report.findings.count { $0.severity == severity } }
}

/// A finding, and where to look for it.
struct LocatedFinding: Sendable {
    let finding: Finding
    /// It reaches a threshold.
    let isFailure: Bool
    let places: [LocatedPlace]
}

/// A place in a message, and the same place in its file.
struct LocatedPlace: Sendable {
    let part: String?
    let detail: String
    /// Octets of the file.
    let range: Range<Int>?
    /// Lines of the file.
    let lines: ClosedRange<Int>
    /// What stands there.
    let quotation: String?

    init(_ place: Finding.Place, in source: [UInt8], _ position: FilePosition, _ numbers: LineNumbers) {
        (part, detail) = (place.part, place.detail)
        range = place.range.map(position.range)
        let first = place.range.map { numbers[$0.lowerBound] } ?? 1
        let last = place.range.map { numbers[$0.upperBound - 1] } ?? first
        lines = position.line(of: first)...position.line(of: max(first, last))
        quotation = place.range.map { Quotation.text(of: source[$0.clamped(to: source.indices)]) }
    }
}
