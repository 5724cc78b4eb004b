/// Standard error while many messages are gone through.
struct ProgressBar {
    private var progress: Progress
    /// What is done to the messages: `checked`.
    private let verb: String
    private let isShown: Bool
    private let isQuiet: Bool

    /// - Parameter isThorough: Whether directories are looked through so.
    init(of inputs: [CheckInput], verb: String, isQuiet: Bool, isThorough: Bool = false) {
        (self.verb, self.isQuiet) = (verb, isQuiet)
        isShown = !isQuiet && StandardError.isTerminal
        // Looking for the size of everything is worth it only for somebody who watches.
        let sizes = isShown ? inputs.map { $0.size(isThorough: isThorough) } : []
        progress = Progress(total: sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0, +))
    }

    mutating func erase() { if let erasure = progress.erase() { StandardError.write(erasure) } }

    /// Says something in place of the bar.
    mutating func say(_ text: String) {
        erase()
        StandardError.write("creel: \(text)\n")
    }

    mutating func note(messages: Int, octets: Int) {
        if isShown, let bar = progress.update(messages: messages, octets: octets) { StandardError.write(bar) }
    }

    mutating func finish(messages: Int, octets: Int) {
        // Where nothing is said, no bar was shown.
        if !isQuiet { say(progress.summary(verb, messages: messages, octets: octets)) }
    }
}
