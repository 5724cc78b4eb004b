import MailStorage
import Synchronization
import Testing

@Suite struct BatchQueueTests {
    @Test func `what waits together is worked on together, in order, within the batch limit`() async {
        let batches = Mutex<[[Int]]>([])
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let group = BatchQueue<Int>(largestBatch: 10) { items in
            batches.withLock { $0.append(Array(items)) }
            if items.first == 0 { opener.yield() }
        }
        group.add(0)
        for await _ in gate { break }
        await group.betweenBatches {
            // The queue is held here: all of these wait together.
            for number in 1...25 { group.add(number) }
        }
        await group.betweenBatches {}
        let seen = batches.withLock { $0 }
        #expect(seen.flatMap { $0 } == Array(0...25))
        #expect(seen.map(\.count) == [1, 10, 10, 5])
    }
}
