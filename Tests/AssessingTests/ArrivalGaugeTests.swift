import MailModel
import Testing

@testable import Assessing

struct ArrivalGaugeTests {
    private let start = ContinuousClock.now

    private func isBusy(_ count: Int64, in time: Duration) -> Bool {
        var gauge = ArrivalGauge(CaptureID(1000), at: start)
        return gauge.isBusy(CaptureID(1000 + count), at: start + time)
    }

    @Test func `a load is much, a run of tests is not`() {
        #expect(isBusy(1_000, in: .milliseconds(250)))
        #expect(isBusy(60, in: .milliseconds(250)))
        #expect(!isBusy(40, in: .milliseconds(250)))
        #expect(!isBusy(1_000, in: .seconds(10)))
    }

    @Test func `a few are never much, in no time at all`() {
        #expect(!isBusy(0, in: .zero))
        #expect(!isBusy(32, in: .zero))
        #expect(isBusy(33, in: .zero))
    }

    @Test func `each look begins anew`() {
        var gauge = ArrivalGauge(.zero, at: start)
        let looks = [5_000, 10_000, 10_001, 10_002].enumerated().map { index, last in
            gauge.isBusy(CaptureID(last), at: start + .milliseconds(250 * (index + 1)))
        }
        #expect(looks == [true, true, false, false])
    }
}
