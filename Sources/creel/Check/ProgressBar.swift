/// Standard error while a check runs.
struct ProgressBar {
    private var progress: Progress
    private let isShown: Bool
    private let isQuiet: Bool

    init(of inputs: [CheckInput], isQuiet: Bool) {
        self.isQuiet = isQuiet
        isShown = !isQuiet && StandardError.isTerminal
        // Looking for the size of everything is worth it only for somebody who watches.
        let sizes = isShown ? inputs.map(\.size) : []
        progress = Progress(total: sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0, +))
    }

    mutating func erase() { if let erasure = progress.erase() { StandardError.write(erasure) } }

    mutating func note(_ checked: Checked, _ tally: CheckTally) {
        if case .failure(let unreadable) = checked.result {
            erase()
            StandardError.write("creel: \(unreadable.reason)\n")
        }
        if isShown, let bar = progress.update(messages: tally.messages, octets: tally.octets) {
            StandardError.write(bar)
        }
    }

    mutating func finish(_ tally: CheckTally) {
        erase()
        guard !isQuiet else { return }
        StandardError.write("creel: \(progress.summary(messages: tally.messages, octets: tally.octets))\n")
    }
}
