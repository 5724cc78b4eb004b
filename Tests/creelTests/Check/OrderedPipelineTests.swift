import Synchronization
import Testing

@testable import creel

@Suite struct OrderedPipelineTests {
    /// Holds the work on some things back until it is told to go on.
    private actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func wait() async {
            guard !isOpen else { return }
            await withCheckedContinuation { waiting.append($0) }
        }

        func open() {
            isOpen = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }

    private struct Results: PipelineSink {
        private(set) var numbers: [Int] = []
        let count = Counter()

        mutating func take(_ number: Int) {
            numbers.append(number)
            count.increment()
        }
    }

    /// A number that can be read while the results are being taken.
    private final class Counter: Sendable {
        private let number = Atomic(0)

        var value: Int { number.load(ordering: .relaxed) }

        func increment() { number.add(1, ordering: .relaxed) }
    }

    @Test func `Results come in the order of what was put in, whatever is done first`() async {
        let gate = Gate()
        let pipeline = OrderedPipeline<Int, Int> { number in
            // The first is done last of all that fit in.
            if number == 0 { await gate.wait() }
            if number == 63 { await gate.open() }
            return number
        }
        var results = Results()
        await pipeline.run(into: &results) { put in
            for number in 0..<1000 { await put(number, 1) }
        }
        #expect(results.numbers == Array(0..<1000))
    }

    @Test(arguments: [(3, 1 << 20, 3), (100, 10, 5), (100, 1, 1)])
    func `No more is on its way than the limits allow`(items: Int, octets: Int, most: Int) async {
        let pipeline = OrderedPipeline<Int, Int>(itemLimit: items, octetLimit: octets) { $0 }
        var results = Results()
        let handedOn = results.count
        var peak = 0
        await pipeline.run(into: &results) { put in
            for number in 0..<200 {
                await put(number, 2)
                peak = max(peak, number + 1 - handedOn.value)
            }
        }
        #expect(results.numbers == Array(0..<200))
        #expect(peak == most)
    }

    @Test func `Nothing comes of nothing`() async {
        let pipeline = OrderedPipeline<Int, Int> { $0 }
        var results = Results()
        await pipeline.run(into: &results) { _ in }
        #expect(results.numbers.isEmpty)
    }
}
