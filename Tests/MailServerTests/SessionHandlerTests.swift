import Intake
import MailModel
import MailProtocols
@testable import MailServer
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

/// The handler between a channel and a session, without a socket.
@Suite struct SessionHandlerTests {
    /// What the handler asked and kept, and the questions that are still open.
    private final class Desk: Sendable {
        let directory = ConnectionDirectory(limits: .init())
        let budget: OctetBudget
        let open = Mutex<[@Sendable (SMTPAnswer) -> Void]>([])
        let kept = Mutex<[SessionRecord]>([])

        init(budget: Int = 1 << 20) { self.budget = OctetBudget(limit: budget) }

        var environment: SessionEnvironment<SMTPSession> {
            SessionEnvironment(
                directory: directory, budget: budget,
                answer: { _, completion in self.open.withLock { $0.append(completion) } },
                keep: { record, _, completion in
                    self.kept.withLock { $0.append(record) }
                    completion()
                })
        }

        func connections(on eventLoop: any EventLoop) -> [ConnectionDirectory.Connection] {
            directory.connections(of: directory.open, on: eventLoop)
        }

        func answer(_ reply: Reply = .captured(as: CaptureID(1))) {
            let completions = open.withLock { open in
                defer { open = [] }
                return open
            }
            for completion in completions { completion(.message(reply)) }
        }
    }

    private static let message = "HELO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhi\r\n.\r\n"

    private func channel(_ desk: Desk, id: Int64 = 1) throws -> EmbeddedChannel {
        let identity = ConnectionIdentity(
            id: SessionID(id), client: "192.0.2.9:4000", listener: "192.0.2.1:25", startedAt: .now(), nonces: .system)
        let channel = EmbeddedChannel(
            handler: SessionHandler(session: SMTPSession(identity: identity), environment: desk.environment))
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.9", port: 4000)).wait()
        return channel
    }

    private func output(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    @Test func `replies of a group leave in one write, the answer when it is there`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        #expect(try output(channel) == "220 localhost ESMTP Creel\r\n")
        try channel.writeInbound(ByteBuffer(string: Self.message))
        let group = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: group).split(separator: "\r\n").count == 4)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(try output(channel) == "250 2.6.0 Captured as 1\r\n")
        _ = try? channel.finish()
    }

    @Test func `a connection that comes as the server stops is told so and ended`() throws {
        let desk = Desk()
        desk.directory.stop()
        let channel = try channel(desk)
        #expect(try output(channel) == "220 localhost ESMTP Creel\r\n421 4.3.2 Creel is stopping\r\n")
        _ = try? channel.finish()
        #expect(desk.kept.withLock { $0.map(\.outcome) } == [.stopped])
    }

    @Test func `nothing is read once input has come behind an open question`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        let reads = ReadCounter()
        try channel.pipeline.syncOperations.addHandler(reads, position: .first)
        channel.read()
        #expect(reads.count == 1)
        try channel.writeInbound(ByteBuffer(string: Self.message + "NOOP\r\n"))
        try channel.writeInbound(ByteBuffer(string: "NOOP\r\n"))
        let before = reads.count
        channel.read()
        channel.read()
        #expect(reads.count == before)
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(reads.count == before + 1)
        #expect(try output(channel).hasSuffix("250 2.0.0 Ok\r\n250 2.0.0 Ok\r\n"))
        _ = try? channel.finish()
    }

    @Test func `nothing is read while each answer leads to the next question`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        let reads = ReadCounter()
        try channel.pipeline.syncOperations.addHandler(reads, position: .first)
        let again = Self.message.replacing("HELO a\r\n", with: "")
        try channel.writeInbound(ByteBuffer(string: Self.message + again + again))
        try channel.writeInbound(ByteBuffer(string: again))
        let before = reads.count
        for _ in 1...3 {
            channel.read()
            desk.answer()
            channel.embeddedEventLoop.run()
            #expect(reads.count == before)
        }
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(reads.count == before + 1)
        _ = try? channel.finish()
    }

    @Test func `octets in memory are counted and given back`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        try channel.writeInbound(ByteBuffer(string: Self.message.replacing("hi\r\n.\r\n", with: "0123456789")))
        let paths = desk.budget.heldOctets - 10
        #expect((1..<100).contains(paths))
        try channel.writeInbound(ByteBuffer(string: "\r\n.\r\n"))
        // The question is open: its content is held on this connection's account.
        #expect(desk.budget.heldOctets >= 12)
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(desk.budget.heldOctets == 0)
        _ = try? channel.finish()
    }

    @Test func `a message counts until it is stored, also when its sender has left`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        try channel.writeInbound(ByteBuffer(string: Self.message))
        #expect(desk.budget.heldOctets > 4)
        _ = try? channel.finish()
        #expect(desk.budget.heldOctets > 4)
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(desk.budget.heldOctets == 0)
    }

    @Test func `who grows beyond the budget is refused, and the next one is served`() throws {
        let desk = Desk(budget: 150)
        let big = try channel(desk)
        try big.writeInbound(ByteBuffer(string: Self.message.replacing("hi\r\n.\r\n", with: "")))
        try big.writeInbound(ByteBuffer(string: String(repeating: "x", count: 90)))
        try big.writeInbound(ByteBuffer(string: String(repeating: "x", count: 90)))
        // Of the message, only its paths are left.
        #expect(desk.budget.heldOctets < 90)
        try big.writeInbound(ByteBuffer(string: "\r\n.\r\n"))
        #expect(try output(big).contains("452 4.3.1"))
        try big.writeInbound(ByteBuffer(string: "NOOP\r\n"))
        #expect(try output(big) == "250 2.0.0 Ok\r\n")
        _ = try? big.finish()
    }

    @Test func `a connection is known while it lasts and kept when it ends`() async throws {
        let desk = Desk()
        let channel = try channel(desk, id: 42)
        try channel.writeInbound(ByteBuffer(string: "HELO a\r\nQUIT\r\n"))
        #expect(try output(channel).hasSuffix("221 2.0.0 Goodbye\r\n"))
        _ = try? channel.finish()
        let record = try #require(desk.kept.withLock { $0.last })
        #expect(record.id == SessionID(42))
        #expect(record.outcome == .quit)
        #expect(await desk.directory.record(of: SessionID(42)) == nil)
    }

    @Test func `who listens is told of a connection that has ended, without its dialogue`() async throws {
        let desk = Desk()
        var ended = desk.directory.ended().makeAsyncIterator()
        let channel = try channel(desk, id: 42)
        try channel.writeInbound(ByteBuffer(string: "HELO a\r\nQUIT\r\n"))
        _ = try? channel.finish()
        let record = try #require(await ended.next())
        #expect(record.id == SessionID(42) && record.outcome == .quit && record.dialogue.isEmpty)
        #expect(desk.kept.withLock { $0.last?.dialogue.isEmpty } == false)
    }

    @Test func `a connection that ends before its answer is told once, with what became of its message`() async throws {
        let desk = Desk()
        var sessions = desk.directory.ended().makeAsyncIterator()
        let (channel, other) = (try channel(desk), try channel(desk, id: 2))
        try channel.writeInbound(ByteBuffer(string: Self.message))
        _ = try? channel.finish()
        desk.answer()
        channel.embeddedEventLoop.run()
        _ = try? other.finish()
        let first = try #require(await sessions.next())
        #expect(first.messages == [CaptureID(1)])
        #expect(await sessions.next()?.id == SessionID(2))
    }

    @Test func `who listens slowly misses the oldest`() async throws {
        let feed = SessionFeed()
        let sessions = feed.sessions()
        for number in 1...300 {
            feed.tell(
                SessionRecord(
                    id: SessionID(Int64(number)), protocol: "smtp", client: "c", listener: "l",
                    startedAt: Timestamp(milliseconds: 0)))
        }
        var iterator = sessions.makeAsyncIterator()
        #expect(await iterator.next()?.id == SessionID(Int64(300 - SessionFeed.backlog + 1)))
    }

    @Test func `a connection that goes on is kept at the next check, and once more when it ends`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        try channel.writeInbound(ByteBuffer(string: Self.message))
        #expect(desk.kept.withLock { $0.isEmpty })
        let connection = try #require(desk.connections(on: channel.embeddedEventLoop).first)
        connection.handler.value.checkUp(at: .now())
        connection.handler.value.checkUp(at: .now())
        #expect(desk.kept.withLock { $0.map(\.outcome) } == [.open])
        try channel.close().wait()
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(desk.kept.withLock { $0.last?.accepted } == 1)
    }

    /// Beginnings after which a client sends one octet every ten seconds, and what it then meets when.
    @Test(arguments: [
        ("", "NOOP", Int64(300), "421 4.4.2 No end of a line within 300 s; closing"),
        ("EHLO a\r\nAUTH PLAIN\r\n", "AGFsaWNlAHRpZ2Vy", 300, "421 4.4.2 No end of a line within 300 s; closing"),
        (
            "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n", "x", 600,
            "421 4.4.2 No 16 KiB of mail data, nor its end, within 600 s; closing"
        ),
        (
            "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nBDAT 100000\r\n", "x", 600,
            "421 4.4.2 No 16 KiB of mail data, nor its end, within 600 s; closing"
        ),
        ("", String(repeating: "x", count: 500), 300, "421 4.4.2 No end of a line within 300 s; closing"),
    ])
    func `octets one by one prolong nothing`(beginning: String, octets: String, limit: Int64, end: String) throws {
        let desk = Desk()
        let channel = try channel(desk)
        let start = NIODeadline.now()
        if !beginning.isEmpty { try channel.writeInbound(ByteBuffer(string: beginning)) }
        let connection = try #require(desk.connections(on: channel.embeddedEventLoop).first)
        _ = try output(channel)
        for second in stride(from: 0, through: limit - 10, by: 10) {
            try channel.writeInbound(ByteBuffer(string: octets))
            connection.handler.value.checkUp(at: start + .seconds(second))
        }
        #expect(try output(channel).isEmpty)
        connection.handler.value.checkUp(at: .now() + .seconds(limit + 1))
        #expect(try output(channel) == end + "\r\n")
        _ = try? channel.finish()
    }

    @Test func `lines and mail data in due time prolong`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        let connection = try #require(desk.connections(on: channel.embeddedEventLoop).first)
        let before = NIODeadline.now()
        try channel.writeInbound(ByteBuffer(string: "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"))
        while .now() <= before {}
        for _ in 0..<3 {
            let deadline = NIODeadline.now() + .seconds(600)
            while .now() + .seconds(600) <= deadline {}
            try channel.writeInbound(ByteBuffer(string: String(repeating: "x", count: 16 << 10)))
            connection.handler.value.checkUp(at: deadline)
        }
        #expect(!(try output(channel).contains("421")))
        _ = try? channel.finish()
    }

    @Test func `a client that shuts its side down still hears its answers`() throws {
        let desk = Desk()
        let channel = try channel(desk)
        try channel.writeInbound(ByteBuffer(string: Self.message))
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(channel.isActive)
        desk.answer()
        channel.embeddedEventLoop.run()
        #expect(try output(channel).hasSuffix("250 2.6.0 Captured as 1\r\n"))
        #expect(!channel.isActive)
    }
}

/// Counts the reads that reach the transport.
private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
