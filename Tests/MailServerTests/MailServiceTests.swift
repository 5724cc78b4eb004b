import Logging
import Intake
import MailModel
import MailProtocols
import MailServer
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

/// Listeners on real sockets: limits, timeouts, stopping.
@Suite(.serialized) struct MailServiceTests {
    private func listener(
        for directory: ConnectionDirectory, limits: SMTPSession.Limits = .init(), proxies: [PeerRange] = []
    ) -> MailListener<SMTPSession> {
        let environment = SessionEnvironment<SMTPSession>(
            directory: directory, budget: OctetBudget(limit: 1 << 20),
            answer: { _, completion in completion(.message(.captured(as: CaptureID(1)))) },
            keep: { _, _, completion in completion() })
        return MailListener(
            environment: environment, numbers: SessionNumbers(), proxies: proxies, logger: Logger(label: "test")
        ) { identity, refusal in
            var configuration = SMTPSession.Configuration()
            configuration.limits = limits
            return SMTPSession(identity: identity, configuration: configuration, refusal: refusal)
        }
    }

    /// Runs a service with the given limits, and `body` with the address it listens at; then stops it gracefully.
    private func withService(
        connections: ConnectionDirectory.Limits = .init(), limits: SMTPSession.Limits = .init(),
        grace: Duration = .seconds(5), proxies: [PeerRange] = [],
        at address: SocketAddress? = nil, _ body: @Sendable (SocketAddress, ConnectionDirectory) async throws -> Void
    ) async throws {
        let directory = ConnectionDirectory(limits: connections)
        let (ready, announce) = AsyncStream<SocketAddress>.makeStream()
        let listener = listener(for: directory, limits: limits, proxies: proxies)
        let address = try address ?? SocketAddress(ipAddress: "127.0.0.1", port: 0)
        let service = MailService(
            bindings: [.init(listener: listener, address: address, flag: "--smtp")], directory: directory,
            group: MultiThreadedEventLoopGroup.singleton,
            overdue: { try await Task.sleep(for: grace) }, logger: Logger(label: "test"),
            onReady: { addresses in addresses.forEach { announce.yield($0) } })
        let group = ServiceGroup(services: [service], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await address in ready {
                try await body(address, directory)
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `small replies leave at once`() async throws {
        let listener = listener(for: ConnectionDirectory(limits: .init()))
        let channel = try await listener.bind(
            to: SocketAddress(ipAddress: "127.0.0.1", port: 0), on: MultiThreadedEventLoopGroup.singleton)
        // Linux hands it on to every connection.
        #expect(try await channel.getOption(.tcpOption(.tcp_nodelay)).get() == 1)
        try await channel.close()
    }

    @Test func `connections beyond the limits are told why and closed`() async throws {
        try await withService(connections: .init(total: 3, perAddress: 2)) { address, directory in
            let (first, second) = (try await Client(address), try await Client(address))
            #expect(try await first.line() == "220 localhost ESMTP Creel")
            #expect(try await second.line() == "220 localhost ESMTP Creel")
            let third = try await Client(address)
            #expect(
                try await third.line()
                    == "421 4.7.0 2 connections from 127.0.0.1 are open; "
                    + "close some or raise --max-connections-per-address")
            #expect(try await third.line() == nil)
            #expect(directory.counts.refused == 1)
            try await first.close()
            try await second.close()
            try await third.close()
        }
    }

    @Test func `the limit over all addresses is told as such`() async throws {
        try await withService(connections: .init(total: 1, perAddress: 9)) { address, _ in
            let first = try await Client(address)
            #expect(try await first.line()?.hasPrefix("220") == true)
            let second = try await Client(address)
            #expect(
                try await second.line()
                    == "421 4.7.0 1 connections are open; close some or raise --max-connections")
            try await first.close()
            try await second.close()
        }
    }

    @Test func `a connection counts before its proxy has named a client, and then as the client's`() async throws {
        let proxies = [try #require(PeerRange("127.0.0.1"))]
        try await withService(connections: .init(total: 2, perAddress: 1), proxies: proxies) { address, directory in
            let (first, second) = (try await Client(address), try await Client(address))
            try await first.send("PROXY TCP4 192.0.2.1 192.0.2.9 40000 25\r\n")
            #expect(try await first.line() == "220 localhost ESMTP Creel")
            try await second.send("PROXY TCP4 192.0.2.1 192.0.2.9 40001 25\r\n")
            #expect(
                try await second.line()
                    == "421 4.7.0 1 connections from 192.0.2.1 are open; "
                    + "close some or raise --max-connections-per-address")
            #expect(try await second.line() == nil)
            let silent = try await Client(address)
            while directory.counts.opened < 3 { await Task.yield() }
            let fourth = try await Client(address)
            try await fourth.send("PROXY TCP4 192.0.2.2 192.0.2.9 40002 25\r\n")
            #expect(
                try await fourth.line() == "421 4.7.0 2 connections are open; close some or raise --max-connections")
            for client in [first, second, silent, fourth] { try await client.close() }
        }
    }

    @Test func `a proxy at a Unix socket says for whom it speaks`() async throws {
        let path = "/tmp/creel-test-\(UInt64.random(in: 0...UInt64.max))"
        let socket = try SocketAddress(unixDomainSocketPath: path)
        try await withService(connections: .init(total: 9, perAddress: 1), proxies: [.unix], at: socket) { address, _ in
            for number in 1...2 {
                let client = try await Client(address)
                try await client.send("PROXY TCP4 192.0.2.\(number) 192.0.2.9 40000 25\r\n")
                #expect(try await client.line() == "220 localhost ESMTP Creel")
            }
        }
    }

    @Test func `200 jobs of one machine are served by default`() async throws {
        try await withService { address, directory in
            var clients: [Client] = []
            for _ in 0..<200 { clients.append(try await Client(address)) }
            for client in clients { #expect(try await client.line() == "220 localhost ESMTP Creel") }
            #expect(directory.counts.refused == 0)
            for client in clients { try await client.close() }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a connection without the header of its proxy does not hold up the stop`() async throws {
        let proxies = [try #require(PeerRange("127.0.0.1"))]
        try await withService(grace: .seconds(3600), proxies: proxies) { address, directory in
            _ = try await Client(address)
            while directory.counts.open < 1 { await Task.yield() }
        }
    }

    @Test func `a silent client is told so and let go`() async throws {
        var limits = SMTPSession.Limits()
        limits.commandTimeout = .seconds(1)
        try await withService(limits: limits) { address, directory in
            let client = try await Client(address)
            #expect(try await client.line()?.hasPrefix("220") == true)
            #expect(try await client.line() == "421 4.4.2 No input for 1 s; closing")
            #expect(try await client.line() == nil)
        }
    }

    @Test func `a client that goes on within data after the stop may finish`() async throws {
        let (finished, finish) = AsyncStream<String?>.makeStream()
        try await withService { address, _ in
            let client = try await Client(address)
            try await client.send("HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n")
            for _ in 0..<5 { _ = try await client.line() }
            Task {
                // Only the stop of the listener shows that the shutdown has begun.
                while (try? await Client(address)) != nil {}
                try await client.send("hello\r\n.\r\n")
                finish.yield(try await client.line())
                finish.yield(try await client.line())
                finish.finish()
            }
        }
        var lines: [String?] = []
        for await line in finished { lines.append(line) }
        #expect(lines == ["250 2.6.0 Captured as 1", "421 4.3.2 Creel is stopping"])
    }

    @Test func `a client that never finishes is cut off after the grace`() async throws {
        try await withService(grace: .milliseconds(100)) { address, _ in
            let client = try await Client(address)
            try await client.send("HELO a\r\nMAIL FROM:<>\r\n")
            for _ in 0..<3 { _ = try await client.line() }
        }
    }
}

/// A client that reads lines.
private final class Client: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let lines: AsyncThrowingStream<String, any Error>
    private let reader: Task<Void, Never>

    init(_ address: SocketAddress) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(to: address) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        let (lines, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
        (self.channel, self.lines) = (channel, lines)
        reader = Task {
            var rest = ""
            do {
                try await channel.executeThenClose { inbound, _ in
                    for try await buffer in inbound {
                        rest += String(buffer: buffer)
                        while let end = rest.firstRange(of: "\r\n") {
                            continuation.yield(String(rest[..<end.lowerBound]))
                            rest = String(rest[end.upperBound...])
                        }
                    }
                }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
    }

    /// The next line, `nil` at the end of the connection.
    func line() async throws -> String? {
        var iterator = lines.makeAsyncIterator()
        return try await iterator.next()
    }

    func send(_ text: String) async throws {
        try await channel.channel.writeAndFlush(ByteBuffer(string: text))
    }

    func close() async throws {
        reader.cancel()
        await reader.value
    }
}
