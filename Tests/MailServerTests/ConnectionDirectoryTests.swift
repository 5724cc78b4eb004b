@testable import MailServer
import NIOCore
import NIOEmbedded
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
}
