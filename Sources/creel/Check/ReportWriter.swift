/// Writes a report to standard output, message by message, and counts.
struct ReportWriter: PipelineSink, ~Copyable {
    private(set) var tally = CheckTally()
    private let format: ReportFormat
    private let run: CheckRun
    private let output: ReportOutput
    private var progress: ProgressBar
    private var isFirst = true
    /// Why the report is not whole: what comes behind that is counted, and not written.
    private var failure: CommandFailure?

    init(_ format: ReportFormat, _ run: CheckRun, progress: ProgressBar) throws(CheckError) {
        (self.format, self.run, self.progress) = (format, run, progress)
        output = try ReportOutput(format)
        if case .streamed(let head, _) = format.frame { write(head(run)) }
    }

    mutating func take(_ checked: Checked) {
        switch checked.result {
        case .success(let message): tally.add(message)
        case .failure(let unreadable): tally.add(unreadable)
        }
        if !checked.text.isEmpty {
            write(isFirst ? checked.text : format.separator + checked.text)
            isFirst = false
        }
        if case .failure(let unreadable) = checked.result { progress.say(unreadable.reason) }
        progress.note(messages: tally.messages, octets: tally.octets)
    }

    /// Writes what stands behind the messages, and before them where that has waited.
    ///
    /// - Throws: When any of the report could not be written.
    mutating func finish() throws(CommandFailure) {
        if case .streamed(_, let tail) = format.frame { write(tail(run, tally)) }
        progress.erase()
        if let failure { throw failure }
        try output.finish(run, tally)
        progress.finish(messages: tally.messages, octets: tally.octets)
    }

    private mutating func write(_ text: String) {
        if StandardOutput.isTerminal { progress.erase() }
        guard failure == nil else { return }
        do throws(CommandFailure) { try output.write(text) } catch { failure = error }
    }
}
