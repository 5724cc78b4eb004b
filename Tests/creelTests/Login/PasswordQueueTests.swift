import Dispatch
import Testing

@testable import creel

@Suite struct PasswordQueueTests {
    @Test func `only so many passwords wait, and all that do are looked into`() async {
        let queue = PasswordQueue(limit: 5)
        let (gate, done) = (DispatchSemaphore(value: 0), DispatchGroup())
        for index in 0..<5 {
            done.enter()
            let isTaken = queue.submit {
                if index == 0 { gate.wait() }
                done.leave()
            }
            #expect(isTaken)
        }
        #expect(!queue.submit {})
        gate.signal()
        await withCheckedContinuation { continuation in done.notify(queue: .global()) { continuation.resume() } }
        while !queue.submit({}) { await Task.yield() }
    }
}
