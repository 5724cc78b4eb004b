import MailModel
@testable import MailServer
import NIOCore
import NIOEmbedded
import NIOPosix
import Synchronization
import Testing

@Suite struct ConnectionDirectoryTests {
    private let directory = ConnectionDirectory(limits: .init(total: 4, perAddress: 2))

    private func isAdmitted(_ address: String) -> Bool {
        if case .admitted = directory.admit(address) { true } else { false }
    }

    @Test func `an address that knocks too often leaves the places of others free`() {
        #expect((1...12).map { _ in isAdmitted("192.0.2.1") }.filter { $0 }.count == 2)
        #expect(isAdmitted("192.0.2.2"))
        #expect(isAdmitted("192.0.2.3"))
        #expect(!isAdmitted("192.0.2.4"))
    }

    @Test func `as many as are served are told why they are not, and the rest is dropped`() {
        let admissions = (1...6).map { _ in directory.admit("192.0.2.1") }
        let kinds = admissions.map { admission in
            switch admission {
            case .admitted: "admitted"
            case .refused: "refused"
            case .dropped: "dropped"
            }
        }
        #expect(kinds == ["admitted", "admitted", "refused", "refused", "dropped", "dropped"])
        for admission in admissions { directory.release("192.0.2.1", admission) }
        #expect(directory.counts.open == 0)
        #expect(isAdmitted("192.0.2.1"))
    }

    @Test func `refusals are told once`() {
        #expect(directory.newlyRefused() == nil)
        for _ in 1...5 { _ = directory.admit("192.0.2.1") }
        #expect(directory.newlyRefused() == 3)
        #expect(directory.newlyRefused() == nil)
    }

    @Test func `a client that its proxy has not named has a place among all, and then one of its own`() {
        let channels = (1...5).map { _ in EmbeddedChannel() }
        for channel in channels.prefix(4) { #expect(directory.hold(channel)) }
        #expect(!isAdmitted("192.0.2.9"))
        // Another is held, to be told later that there is no place; but as many as are admitted at most.
        #expect(directory.hold(channels[4]))
        #expect(directory.counts.open == 6)
        #expect(directory.counts.refused == 1)
        let fifth = directory.admit("192.0.2.1", heldAs: channels[4])
        guard case .refused("4 connections are open; close some or raise --max-connections") = fifth else {
            Issue.record("a fifth is admitted")
            return
        }
        for channel in channels.prefix(2) {
            guard case .admitted = directory.admit("192.0.2.1", heldAs: channel) else {
                Issue.record("the place that was kept is gone")
                return
            }
        }
        // The address has its own limit, and the place goes back.
        guard case .refused = directory.admit("192.0.2.1", heldAs: channels[2]) else {
            Issue.record("a third from one address is admitted")
            return
        }
        #expect(isAdmitted("192.0.2.2"))
        #expect(!isAdmitted("192.0.2.3"))
        // Those whose client was named are no longer held.
        for channel in channels { directory.letGo(channel) }
        #expect(isAdmitted("192.0.2.3"))
        #expect(!isAdmitted("192.0.2.4"))
    }

    @Test func `places are not kept without end`() {
        let channels = (1...9).map { _ in EmbeddedChannel() }
        #expect(channels.filter { directory.hold($0) }.count == 8)
        for channel in channels { directory.letGo(channel) }
        #expect(directory.counts.open == 0)
        #expect(directory.hold(channels[8]))
    }

    @Test func `the stop closes what is held, and holds nothing more`() throws {
        let (channel, late) = (EmbeddedChannel(), EmbeddedChannel())
        for channel in [channel, late] {
            try channel.connect(to: SocketAddress(ipAddress: "192.0.2.9", port: 4000)).wait()
        }
        #expect(directory.hold(channel))
        directory.stop()
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
        #expect(!directory.hold(late))
        _ = try? late.finish()
    }

    /// A connection that notes when it is asked, and must not be asked for its dialogue.
    private final class Asked: ConnectionHandler, Sendable {
        private let id: SessionID
        private let log: Log

        init(_ id: SessionID, _ log: Log) { (self.id, self.log) = (id, log) }

        var outline: SessionRecord {
            log.ids.withLock { $0.append(id) }
            return SessionRecord(
                id: id, protocol: "smtp", client: "c", listener: "l", startedAt: Timestamp(milliseconds: 0))
        }

        var record: SessionRecord { preconditionFailure("nobody looks at the dialogue") }
        func checkUp(at now: NIODeadline) {}
        func shutDown() {}
        func abort() {}
    }

    private final class Log: Sendable {
        let ids = Mutex<[SessionID]>([])
    }

    @Test func `of a page of sessions, no more connections are asked than it has`() async throws {
        let log = Log()
        let loops = [MultiThreadedEventLoopGroup.singleton.next(), MultiThreadedEventLoopGroup.singleton.next()]
        for number in 1...9 as ClosedRange<Int64> {
            let loop = loops[Int(number) % 2]
            let handler = try await loop.submit {
                NIOLoopBound<any ConnectionHandler>(Asked(SessionID(number), log), eventLoop: loop)
            }.get()
            _ = directory.add(.init(eventLoop: loop, handler: handler), as: SessionID(number))
        }
        var ended = Asked(SessionID(7), Log()).outline
        ended.dialogue = [DialogueLine(at: ended.startedAt, speech: .note("x"))]
        directory.end(ended, isFinal: true)
        let page = await directory.outlines(before: SessionID(9), limit: 3)
        #expect(page.map(\.id).sorted() == [SessionID(6), SessionID(7), SessionID(8)])
        #expect(page.allSatisfy { $0.dialogue.isEmpty })
        #expect(log.ids.withLock { $0.sorted() } == [SessionID(6), SessionID(8)])
        #expect(await directory.outlines(before: nil, limit: nil).count == 9)
    }
}
