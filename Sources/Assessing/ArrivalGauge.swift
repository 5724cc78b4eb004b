import MailModel

/// Tells from the numbers that a store has given whether it is busy with what comes in.
struct ArrivalGauge {
    private var last: CaptureID
    private var instant: ContinuousClock.Instant

    /// Changes per second that leave time for other work.
    private static let leisurely = 200
    /// As many are never much, in however short a time: half a batch of a test run, or what the rules themselves tell.
    private static let few = 32

    init(_ last: CaptureID, at instant: ContinuousClock.Instant) {
        (self.last, self.instant) = (last, instant)
    }

    /// Whether much came since the last look.
    mutating func isBusy(_ last: CaptureID, at instant: ContinuousClock.Instant) -> Bool {
        defer { self = ArrivalGauge(last, at: instant) }
        let came = last.rawValue - self.last.rawValue
        return came > Self.few && Duration.seconds(1) * Int(came) > (instant - self.instant) * Self.leisurely
    }
}
