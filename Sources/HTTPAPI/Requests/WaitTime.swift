import MailModel

/// How long a client is willing to wait: `10s`, `500ms`, `2m`, or a number of seconds.
struct WaitTime: LosslessStringConvertible, Sendable {
    let duration: Duration

    static let longest = Duration.seconds(300)
    static let allowed = "a time up to \(longest.text), such as 10s, 500ms, 2m, or a number of seconds"

    /// `nil` for anything else, and for more than five minutes.
    init?(_ description: String) {
        let isNumber = description.utf8.last.map { (0x30...0x39).contains($0) } ?? false
        guard let duration = Duration(text: isNumber ? description + "s" : description), duration <= Self.longest
        else { return nil }
        self.duration = duration
    }

    var description: String { duration.text }
}
