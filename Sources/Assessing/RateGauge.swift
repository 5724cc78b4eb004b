/// Tells from a count that only grows whether much was counted since the last look.
struct RateGauge {
    /// What is much.
    struct Measure {
        /// So many a second leave time for other work.
        let leisurely: Int
        /// As many are never much, in however short a time.
        let few: Int

        /// Of changes in a store. Few are half a batch of a test run, or what the rules themselves tell.
        static let arrivals = Measure(leisurely: 200, few: 32)
        /// Of requests over HTTP: more than a person makes who reads. A search may take long, so that few keep a processor busy.
        static let requests = Measure(leisurely: 4, few: 1)
    }

    private let measure: Measure
    private var count: Int
    private var instant: ContinuousClock.Instant

    init(_ measure: Measure, _ count: Int, at instant: ContinuousClock.Instant) {
        (self.measure, self.count, self.instant) = (measure, count, instant)
    }

    /// Whether much was counted since the last look.
    mutating func isBusy(_ count: Int, at instant: ContinuousClock.Instant) -> Bool {
        defer { (self.count, self.instant) = (count, instant) }
        let came = count - self.count
        return came > measure.few && Duration.seconds(1) * came > (instant - self.instant) * measure.leisurely
    }
}
