/// How far a check has come: a bar on a terminal while it runs, and one line when it is done.
struct Progress {
    /// Octets that there are to read; `nil` where only the end tells.
    let total: Int?
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var shownAt: ContinuousClock.Instant?
    private var isShown = false

    /// A terminal is written to no more often.
    private static let interval = Duration.milliseconds(100)
    private static let width = 24

    init(total: Int?) {
        self.total = total
        start = clock.now
    }

    /// What to write to the terminal now, if it is time.
    mutating func update(messages: Int, octets: Int) -> String? {
        let now = clock.now
        guard now - (shownAt ?? start) >= Self.interval else { return nil }
        (shownAt, isShown) = (now, true)
        return Self.erasure + Self.bar(messages: messages, octets: octets, total: total, after: now - start)
    }

    /// What takes the bar away, where there is one, so that something else can be written.
    mutating func erase() -> String? {
        defer { isShown = false }
        return isShown ? Self.erasure : nil
    }

    /// What is said in the end.
    func summary(_ verb: String, messages: Int, octets: Int) -> String {
        let elapsed = clock.now - start
        let (size, seconds) = (Self.decimal(Double(octets) / 1e6), Self.decimal(elapsed.inSeconds))
        return "\(verb) \(messages.counted("message")) (\(size) MB) in \(seconds) s: "
            + Self.rate(messages: messages, octets: octets, after: elapsed)
    }

    static func bar(messages: Int, octets: Int, total: Int?, after elapsed: Duration) -> String {
        var line = ""
        if let total, total > 0 {
            let share = min(1, Double(octets) / Double(total))
            let filled = Int(share * Double(width))
            line += "[\(String(repeating: "#", count: filled))\(String(repeating: " ", count: width - filled))] "
            line += "\(Int(share * 100)) %  "
        }
        return line + "\(messages.counted("message"))  \(rate(messages: messages, octets: octets, after: elapsed))"
    }

    private static func rate(messages: Int, octets: Int, after elapsed: Duration) -> String {
        let seconds = max(elapsed.inSeconds, 0.001)
        return "\(Int(Double(messages) / seconds)) messages/s, \(decimal(Double(octets) / 1e6 / seconds)) MB/s"
    }

    /// With one digit behind the point.
    private static func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    /// Back to the start of the line, and nothing left on it.
    private static let erasure = "\r\u{1B}[K"
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
