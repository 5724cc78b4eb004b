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

    @Test func `what nobody waits for stays behind until there is much of it`() async {
        let (batches, finish) = AsyncStream<[Int]>.makeStream()
        let queue = BatchQueue<Int>(company: 3, patience: .seconds(3600)) { finish.yield(Array($0)) }
        var next = batches.makeAsyncIterator()
        queue.add(1, isUrgent: false)
        queue.add(2, isUrgent: false)
        queue.add(10)
        #expect(await next.next() == [10])
        queue.add(3, isUrgent: false)
        #expect(await next.next() == [1, 2, 3])
    }

    @Test func `what nobody waits for is done before what is done between batches`() async {
        let batches = Mutex<[[Int]]>([])
        let queue = BatchQueue<Int>(patience: .seconds(3600)) { items in batches.withLock { $0.append(Array(items)) } }
        queue.add(1, isUrgent: false)
        await queue.betweenBatches {}
        #expect(batches.withLock { $0 } == [[1]])
    }

    @Test func `what nobody waits for lets only so many batches go before it`() async {
        let (batches, finish) = AsyncStream<[Int]>.makeStream()
        let queue = BatchQueue<Int>(patience: .seconds(3600)) { finish.yield(Array($0)) }
        var next = batches.makeAsyncIterator()
        queue.add(-1, isUrgent: false)
        for number in 0..<16 {
            queue.add(number)
            #expect(await next.next() == [number])
        }
        queue.add(16)
        #expect(await next.next() == [16, -1])
    }

    @Test func `what nobody waits for is done all the same, in time`() async {
        let (done, finish) = AsyncStream<[Int]>.makeStream()
        let queue = BatchQueue<Int>(patience: .milliseconds(1)) { finish.yield(Array($0)) }
        queue.add(1, isUrgent: false)
        for await items in done {
            #expect(items == [1])
            break
        }
        _ = queue
    }

    @Test func `what is left is done when the queue is let go`() async {
        let (done, finish) = AsyncStream<[Int]>.makeStream()
        do {
            let queue = BatchQueue<Int>(patience: .seconds(3600)) { finish.yield(Array($0)) }
            queue.add(1, isUrgent: false)
        }
        for await items in done {
            #expect(items == [1])
            break
        }
    }
}
