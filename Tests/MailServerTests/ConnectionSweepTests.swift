import MailModel
@testable import MailServer
import NIOCore
import NIOEmbedded
import Testing

@Suite struct ConnectionSweepTests {
    /// A connection that only counts how often it is looked at.
    private final class Idler: ConnectionHandler {
        let record: SessionRecord
        var outline: SessionRecord { record }
        private(set) var checks = 0

        init(_ id: SessionID) {
            record = SessionRecord(
                id: id, protocol: "smtp", client: "c", listener: "l", startedAt: Timestamp(milliseconds: 0))
        }

        func checkUp(at now: NIODeadline) { checks += 1 }
        func shutDown() {}
        func abort() {}
    }

    private let directory = ConnectionDirectory(limits: .init())
    private let eventLoop = EmbeddedEventLoop()

    private func idlers(_ ids: ClosedRange<Int64>, on eventLoop: EmbeddedEventLoop) -> [Idler] {
        ids.map { id in
            let idler = Idler(SessionID(id))
            let handler = NIOLoopBound<any ConnectionHandler>(idler, eventLoop: eventLoop)
            _ = directory.add(.init(eventLoop: eventLoop, handler: handler), as: idler.record.id)
            return idler
        }
    }

    @Test func `all are looked at every second, and no more than a slice in one go`() {
        let count = 2 * ConnectionSweep.slice + 1
        let idlers = idlers(1...Int64(count), on: eventLoop)
        let others = self.idlers(1001...1003, on: EmbeddedEventLoop())
        let sweep = ConnectionSweep(of: directory, on: eventLoop).start()
        for round in 1...2 {
            #expect(idlers.allSatisfy { $0.checks == round - 1 })
            eventLoop.advanceTime(by: ConnectionSweep.interval)
            var looked = 0
            for _ in 0..<3 {
                let now = idlers.map(\.checks).reduce(0, +) - (round - 1) * count
                #expect(now - looked <= ConnectionSweep.slice)
                looked = now
                if now < count { eventLoop.advanceTime(by: ConnectionSweep.pause) }
            }
            #expect(idlers.allSatisfy { $0.checks == round })
        }
        sweep.cancel()
        eventLoop.advanceTime(by: ConnectionSweep.interval)
        #expect(idlers.allSatisfy { $0.checks == 2 })
        #expect(others.allSatisfy { $0.checks == 0 })
    }

    @Test func `who ends in the middle of a sweep is not looked at, and who comes is at the next`() {
        let idlers = idlers(1...Int64(ConnectionSweep.slice + 2), on: eventLoop)
        let sweep = ConnectionSweep(of: directory, on: eventLoop).start()
        eventLoop.advanceTime(by: ConnectionSweep.interval)
        let left = idlers.filter { $0.checks == 0 }
        #expect(left.count == 2)
        directory.end(left[0].record, isFinal: true)
        let late = self.idlers(1001...1001, on: eventLoop)
        eventLoop.advanceTime(by: ConnectionSweep.pause)
        #expect(left.map(\.checks) == [0, 1])
        #expect(late[0].checks == 0)
        eventLoop.advanceTime(by: ConnectionSweep.interval + ConnectionSweep.pause)
        #expect(late[0].checks == 1)
        sweep.cancel()
    }
}
