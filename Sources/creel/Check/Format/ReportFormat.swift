import MailAnalysis
import MailModel

/// One way of writing down what a check found.
struct ReportFormat: Sendable {
    /// What is written around the messages.
    enum Frame: Sendable {
        /// What stands before the messages is known before the first of them.
        case streamed(
            head: @Sendable (CheckRun) -> String = { _ in "" }, tail: @Sendable (CheckRun, CheckTally) -> String)
        /// What stands before the messages tells what they come to, so they wait in a file until the last is there.
        case framed(@Sendable (CheckRun, CheckTally) -> (head: String, tail: String))
    }

    let frame: Frame
    /// Between what is written of two messages.
    var separator = ""
    /// What is written of a message; where that is nothing, it leaves no trace.
    let message: @Sendable (CheckedMessage) -> String
    /// What is written in the place of something that cannot be read.
    var unreadable: @Sendable (Unreadable) -> String = { _ in "" }

    /// The names of all formats.
    enum Name: String, CaseIterable, Sendable { case text, json, junit, sarif, github }

    /// - Parameter isColoured: For a format that a terminal shows.
    init(_ name: Name, isColoured: Bool = false) {
        self =
            switch name {
            case .text: .text(Palette(isColoured: isColoured))
            case .json: .json
            case .junit: .junit
            case .sarif: .sarif
            case .github: .github
            }
    }

    init(
        frame: Frame, separator: String = "", message: @escaping @Sendable (CheckedMessage) -> String,
        unreadable: @escaping @Sendable (Unreadable) -> String = { _ in "" }
    ) {
        (self.frame, self.separator, self.message, self.unreadable) = (frame, separator, message, unreadable)
    }
}

/// What is known of a check before its first message.
struct CheckRun: Sendable {
    /// Those that are asked.
    let rules: [Rule]
    let failOn: [Threshold]
    let startedAt: Timestamp
    /// Of the program.
    var version = Creel.version
}

extension Int {
    /// `1 message`, `2 messages`.
    ///
    /// - Parameter plural: Where the noun does not just get an `s`.
    func counted(_ noun: String, plural: String? = nil) -> String {
        "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}
