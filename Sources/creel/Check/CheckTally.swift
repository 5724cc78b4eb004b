import MailModel
import MailAnalysis

/// What all messages of a check come to.
struct CheckTally: Sendable {
    private(set) var messages = 0
    private(set) var octets = 0
    /// What it took to make the reports, on all cores together.
    private(set) var duration: Duration = .zero
    /// Findings by severity, those that are not shown included.
    private(set) var findings: [Severity: Int] = [:]
    /// Messages that reach a threshold.
    private(set) var failures = 0
    /// What could not be read; of very many, the first.
    private(set) var unreadable: [Unreadable] = []
    private(set) var unreadableCount = 0

    private static let unreadableLimit = 1000

    func count(_ severity: Severity) -> Int { findings[severity, default: 0] }

    mutating func add(_ message: CheckedMessage) {
        messages += 1
        octets += message.size
        duration += message.duration
        for severity in Severity.allCases { findings[severity, default: 0] += message.count(severity) }
        if message.isFailure { failures += 1 }
    }

    mutating func add(_ unreadable: Unreadable) {
        unreadableCount += 1
        if self.unreadable.count < Self.unreadableLimit { self.unreadable.append(unreadable) }
    }

    /// 66 (`EX_NOINPUT` of `sysexits.h`) where something was not read, else 1 where a message fails.
    var exitCode: Int32 { unreadableCount > 0 ? 66 : failures > 0 ? 1 : 0 }
}
