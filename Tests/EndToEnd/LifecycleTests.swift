import Glibc
import Testing

/// From start to stop and over again.
@Suite(.timeLimit(.minutes(5))) struct LifecycleTests {
    private func send(_ subject: String, to server: Server) throws {
        let connection = try SMTPConnection(port: server.smtpPort)
        try connection.say("EHLO test.example", expecting: "250")
        try connection.begin(to: "a@example.com")
        try connection.send(Array("Subject: \(subject)\r\n\r\n".utf8).asMailData)
        try connection.expect("250")
    }

    @Test func `After a restart everything is there, and numbers go on`() async throws {
        let directory = try Directory()
        let first = try await Server.start(in: directory)
        for number in 1...3 { try send("before \(number)", to: first) }
        let before = try await first.api.list().messages.map(\.id)
        #expect(await first.stop().status == 0)

        let second = try await Server.start(in: directory)
        #expect(try await second.api.list().messages.map(\.id) == before)
        try send("after", to: second)
        let newest = try #require(try await second.api.list().messages.first)
        #expect(newest.subject == "after")
        #expect(newest.id > before[0])
        #expect(await second.stop().status == 0)
    }

    @Test func `After kill -9 everything that was acknowledged is there`() async throws {
        let directory = try Directory()
        let first = try await Server.start(in: directory)
        for number in 1...3 { try send("killed \(number)", to: first) }
        first.program.send(SIGKILL)
        #expect(await first.program.outcome().status == SIGKILL)

        let second = try await Server.start(in: directory)
        #expect(try await second.api.list().messages.map(\.subject) == ["killed 3", "killed 2", "killed 1"])
        #expect(await second.stop().status == 0)
    }

    @Test func `After kill -9 the dialogue of a connection that had ended is there`() async throws {
        let directory = try Directory()
        let first = try await Server.start(in: directory)
        let connection = try SMTPConnection(port: first.smtpPort)
        try connection.say("EHLO ended.example", expecting: "250")
        try connection.begin(to: "a@example.com")
        try connection.send(Array("Subject: ended\r\n\r\n".utf8).asMailData)
        try connection.expect("250")
        try connection.say("QUIT", expecting: "221")
        #expect(try connection.isAtEnd())
        try await first.api.untilEnded("quit", count: 1)
        // So many commits go before its record at most.
        for _ in 0...16 { try send("later", to: first) }
        first.program.send(SIGKILL)
        #expect(await first.program.outcome().status == SIGKILL)

        let second = try await Server.start(in: directory)
        let message = try #require(try await second.api.list(["q": "subject:ended"]).messages.first)
        let session = try await second.api.session(ofMessage: message.id)
        #expect(session.outcome == "quit" && session.accepted == 1)
        #expect(session.dialogue.contains { $0.client == "EHLO ended.example" })
        #expect(await second.stop().status == 0)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `A stop ends idle connections and lets a transaction finish`(signal: Int32) async throws {
        let directory = try Directory()
        let server = try await Server.start(in: directory)
        let idle = try SMTPConnection(port: server.smtpPort)
        let busy = try SMTPConnection(port: server.smtpPort)
        try busy.say("EHLO test.example", expecting: "250")
        try busy.begin(to: "a@example.com")
        try busy.send(Array("Subject: finished\r\n".utf8))

        server.program.send(signal)
        // The idle connection hears of it first, which shows that the stop has begun.
        try idle.expect("421")
        #expect(try idle.isAtEnd())
        try busy.send(Array("\r\nbody\r\n.\r\n".utf8))
        try busy.expect("250")
        try busy.expect("421")
        let outcome = await server.program.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")

        let again = try await Server.start(in: directory)
        #expect(try await again.api.list().messages.map(\.subject) == ["finished"])
        #expect(await again.stop().status == 0)
    }

    @Test func `A second signal cuts what the first would have let finish`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--shutdown-grace", "1h"])
        let idle = try SMTPConnection(port: server.smtpPort)
        let busy = try SMTPConnection(port: server.smtpPort)
        try busy.say("EHLO test.example", expecting: "250")
        try busy.begin(to: "a@example.com")
        let upload = try TCPConnection(port: server.api.port)
        // One that is just being accepted has nothing under way.
        try upload.send(Array("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        #expect(try upload.line().hasPrefix("HTTP/1.1 200"))
        try upload.send(Array("POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n".utf8))
        server.program.send(SIGTERM)
        try idle.expect("421")
        server.program.send(SIGINT)
        let outcome = await server.program.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        // It was asked for.
        #expect(!outcome.errors.contains(" error "), "\(outcome.errors)")
    }

    @Test func `A stop does not wait for somebody who waits or listens`() async throws {
        let server = try await Server.start(in: Directory())
        let waiting = Task { try await server.api.send("GET", "/api/messages/wait", query: ["timeout": "60"]) }
        let listening = Task { try await server.api.send("GET", "/api/events") }
        // Only what is open can be in the way: the metrics tell when both are.
        try await server.api.untilOpen(waiters: 1, subscribers: 1)
        let outcome = await server.stop()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await waiting.value.status == 503)
        _ = try? await listening.value
    }

    @Test func `:memory: keeps nothing and writes nothing`() async throws {
        let directory = try Directory()
        let server = try await Server.start(in: directory, settings: ["--database", ":memory:"])
        try send("gone", to: server)
        #expect(try await server.api.list().matched == 1)
        #expect(await server.stop().status == 0)
        #expect(try directory.names.isEmpty)
    }
}
