import MIME
import MailAnalysis
import MailModel

/// Checks messages on all cores.
struct Checker {
    let run: CheckRun
    private let settings: CheckSettings
    private let finder: MessageFinder
    private let format: ReportFormat
    private let now: Timestamp?
    private let policy: CheckPolicy

    /// - Parameter now: When all messages came in; `nil` for when each did, which nobody knows of a file.
    init(
        _ settings: CheckSettings, finder: MessageFinder, format: ReportFormat, now: Timestamp?, startedAt: Timestamp
    ) {
        (self.settings, self.finder, self.format, self.now) = (settings, finder, format, now)
        policy = CheckPolicy(settings)
        run = CheckRun(rules: policy.rules, failOn: settings.failOn, startedAt: startedAt)
    }

    /// - Parameter report: Takes what comes of each message, in the order of the inputs.
    func check(_ inputs: [CheckInput], into report: inout ReportWriter) async {
        let pipeline = OrderedPipeline<Found, Checked> { await checked($0) }
        await pipeline.run(into: &report) { put in
            await finder.find(in: inputs) { found in await put(found, found.size) }
        }
    }

    private func checked(_ found: Found) async -> Checked {
        switch found {
        case .unreadable(let unreadable): return Checked(unreadable, as: format)
        case .message(let found):
            do {
                return Checked(checked(found, try await found.octets(), await found.transport()), as: format)
            } catch {
                return Checked(Unreadable(file: found.file, reason: error.description), as: format)
            }
        }
    }

    private func checked(_ found: FoundMessage, _ octets: [UInt8], _ transport: Transport?) -> CheckedMessage {
        let clock = ContinuousClock()
        let start = clock.now
        let subject = Subject(
            Message(octets), envelope: found.envelope, receivedAt: now ?? found.receivedAt, transport: transport)
        let report = policy.analyzer(for: found.file).report(on: subject)
        return CheckedMessage(
            found, subject.message, report: report, settings: settings, duration: clock.now - start)
    }
}

/// What came of one thing that was found, and how it is written.
struct Checked: Sendable {
    let result: Result<CheckedMessage, Unreadable>
    let text: String

    fileprivate init(_ message: CheckedMessage, as format: ReportFormat) {
        (result, text) = (.success(message), format.message(message))
    }

    fileprivate init(_ unreadable: Unreadable, as format: ReportFormat) {
        (result, text) = (.failure(unreadable), format.unreadable(unreadable))
    }
}

extension Unreadable: Error {}

extension Found {
    /// Octets that it takes while it is on its way.
    fileprivate var size: Int {
        switch self {
        case .message(let message): message.size
        case .unreadable: 0
        }
    }
}
