/// How long a client is willing to wait: `10s`, `500ms`, `2m`, or a number of seconds.
struct WaitTime: LosslessStringConvertible, Sendable {
    let duration: Duration

    static let longest = Duration.seconds(300)
    static let allowed = "a time up to 5m, such as 10s, 500ms, 2m, or a number of seconds"

    /// `nil` for anything else, and for more than five minutes.
    init?(_ description: String) {
        let digits = description.prefix { $0.isASCII && $0.isNumber }
        let milliseconds: [Substring: Int] = ["ms": 1, "": 1000, "s": 1000, "m": 60_000]
        guard let number = Int(digits), let unit = milliseconds[description.dropFirst(digits.count)],
            number <= Self.longestMilliseconds / unit
        else { return nil }
        duration = .milliseconds(number * unit)
    }

    private static let longestMilliseconds = 300_000

    /// In seconds, or in milliseconds where seconds do not come out even.
    var description: String { Self.text(of: duration) }

    static func text(of duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        let isEven = milliseconds.truncatingRemainder(dividingBy: 1000) == 0
        return isEven ? "\(Int(milliseconds / 1000)) s" : "\(Int(milliseconds)) ms"
    }
}
