import Testing

@testable import Assessing

struct RateGaugeTests {
    private let start = ContinuousClock.now

    private func isBusy(_ measure: RateGauge.Measure, _ count: Int, in time: Duration) -> Bool {
        var gauge = RateGauge(measure, 1000, at: start)
        return gauge.isBusy(1000 + count, at: start + time)
    }

    @Test func `a load is much, a run of tests is not`() {
        #expect(isBusy(.arrivals, 1_000, in: .milliseconds(250)))
        #expect(isBusy(.arrivals, 60, in: .milliseconds(250)))
        #expect(!isBusy(.arrivals, 40, in: .milliseconds(250)))
        #expect(!isBusy(.arrivals, 1_000, in: .seconds(10)))
    }

    @Test func `who asks without pause asks much, who reads does not`() {
        #expect(isBusy(.requests, 100, in: .milliseconds(250)))
        #expect(isBusy(.requests, 2, in: .milliseconds(250)))
        #expect(!isBusy(.requests, 6, in: .seconds(2)))
    }

    @Test func `a few are never much, in no time at all`() {
        #expect(!isBusy(.arrivals, 0, in: .zero))
        #expect(!isBusy(.arrivals, 32, in: .zero))
        #expect(isBusy(.arrivals, 33, in: .zero))
        #expect(!isBusy(.requests, 1, in: .zero))
        #expect(isBusy(.requests, 2, in: .zero))
    }

    @Test func `each look begins anew`() {
        var gauge = RateGauge(.arrivals, 0, at: start)
        let looks = [5_000, 10_000, 10_001, 10_002].enumerated().map { index, count in
            gauge.isBusy(count, at: start + .milliseconds(250 * (index + 1)))
        }
        #expect(looks == [true, true, false, false])
    }
}
