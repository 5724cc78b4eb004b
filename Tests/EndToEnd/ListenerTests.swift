import Foundation
import Testing

/// Listeners of all kinds, and what holds at one of them alone.
@Suite(.timeLimit(.minutes(5))) struct ListenerTests {
    private func words(_ server: Server) async -> [Substring] {
        let line = await server.program.output.first { $0.hasPrefix("creel ready: ") } ?? ""
        return line.split(separator: " ")
    }

    @Test func `a proxy says for whom it speaks before anything else`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--proxy-protocol", "127.0.0.0/8"])
        let connection = try TCPConnection(port: server.smtpPort)
        #expect(!connection.hasInput(within: 100))
        try connection.send(Array("PROXY TCP4 192.0.2.7 198.51.100.1 4000 25\r\n".utf8))
        #expect(try connection.line().hasPrefix("220"))
        try connection.send(Array("QUIT\r\n".utf8))
        #expect(try connection.line().hasPrefix("221"))
        let other = try TCPConnection(port: server.smtpPort)
        try other.send(Array("EHLO client.example\r\n".utf8))
        #expect(try other.isAtEnd())
        let sessions = try await server.api.send("GET", "/api/sessions")
        let text = String(decoding: sessions.body, as: UTF8.self)
        #expect(text.contains(#""client":"192.0.2.7:4000""#) && text.contains(#""listener":"198.51.100.1:25""#))
        #expect(await server.stop().status == 0)
    }

    @Test func `LMTP and SMTP on Unix sockets, which go with the server`() async throws {
        let directory = try Directory()
        // One that a server left which was killed.
        let settings = ["--lmtp", "unix:lmtp.sock", "--smtp", "unix:smtp.sock"]
        for _ in 0..<2 {
            let server = try await Server.start(in: directory, settings: settings)
            #expect(await words(server).contains("lmtp=unix:lmtp.sock"))
            for (protocolFlag, path) in [("--lmtp", "lmtp.sock"), ("--smtp", "smtp.sock")] {
                let flags = protocolFlag == "--lmtp" ? ["--lmtp"] : []
                let outcome = try await #require(Program.creel).run(
                    ["send", "--server", "unix:\(path)"] + flags
                        + ["--from", "a@example.com", "--to", "b@example.com", "--subject", "hello", "--text", "hi"],
                    in: directory)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            server.program.send(SIGKILL)
            _ = await server.program.outcome()
        }
        let server = try await Server.start(in: directory, settings: settings)
        let second = try await #require(Program.creel).run(
            ["--database", ":memory:", "--http", "127.0.0.1:0"] + settings, in: directory)
        #expect(second.status == 69, "\(second.errors)")
        #expect(second.errors.contains("lmtp.sock") || second.errors.contains("smtp.sock"), "\(second.errors)")
        #expect(try await server.api.list().matched == 4)
        #expect(await server.stop().status == 0)
        #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/lmtp.sock"))
    }

    @Test func `what is set behind an address holds there alone, on IPv4 and IPv6`() async throws {
        let server = try await Server.start(
            in: Directory(),
            settings: ["--smtp", "[::1]:0+tls=off+auth=required+disable=CHUNKING+disable=dsn"])
        let line = try #require(await words(server).first { $0.hasPrefix("smtp=") })
        let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
        #expect(line.contains("[::1]:"))
        let told = String(decoding: try await server.api.send("GET", "/api/listeners").body, as: UTF8.self)
        for listener in [
            #""address":"127.0.0.1:\#(server.smtpPort)","auth":"any","authOverTLS":"optional","host":"127.0.0.1","#
                + #""port":\#(server.smtpPort),"protocol":"smtp","tls":"optional""#,
            #""address":"[::1]:\#(port)","auth":"required","authOverTLS":"optional","host":"::1","port":\#(port),"#
                + #""protocol":"smtp","tls":"off""#,
            #""certificate":"made""#,
        ] {
            #expect(told.contains(listener), "\(told)")
        }
        let outcome = try await #require(Program.creel).run(
            [
                "send", "--server", "[::1]:\(port)", "-v", "--from", "a@example.com", "--to", "b@example.com",
                "--subject", "hello", "--text", "hi",
            ], in: server.directory)
        #expect(outcome.errors.contains("530 5.7.0 Log in first"), "\(outcome.errors)")
        for word in ["CHUNKING", "DSN", "STARTTLS"] { #expect(!outcome.errors.contains(word), "\(outcome.errors)") }
        let other = try SMTPConnection(port: server.smtpPort)
        let offers = try other.say("EHLO client.example", expecting: "250")
        for word in ["CHUNKING", "DSN", "STARTTLS"] { #expect(offers.contains(word)) }
        try other.say("MAIL FROM:<a@example.com>", expecting: "250")
        try other.say("QUIT", expecting: "221")
        #expect(await server.stop().status == 0)
    }

    /// Replies that nobody reads fill buffers up to a limit; then nothing more is read, and so nothing comes about.
    @Test func `a client that never reads is let go`() async throws {
        let server = try await Server.start(
            in: Directory(), settings: ["--command-timeout", "1s", "--max-idle-commands", "1000000000"])
        let connection = try TCPConnection(port: server.smtpPort)
        let burst = Array(String(repeating: "HELP\r\n", count: 2000).utf8)
        while (try? connection.send(burst)) != nil { try Task.checkCancellation() }
        var text = ""
        repeat {
            try Task.checkCancellation()
            text = String(decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
        } while text.contains(#""outcome":"open""#)
        #expect(text.contains(#""outcome":"timedOut""#), "\(text)")
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("curl") != nil, "curl is not installed"))
    func `the API over TLS, by the same certificate`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--https", "127.0.0.1:0"])
        let port = try #require(server.httpsPort)
        let outcome = try await #require(Program.named("curl")).run(
            ["--silent", "--show-error", "--cacert", "creel-tls.pem", "https://localhost:\(port)/api/messages"],
            in: server.directory)
        #expect(outcome.output.contains(#""matched":0"#), "\(outcome.errors)")
        #expect(await server.stop().status == 0)
    }
}
