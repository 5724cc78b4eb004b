import Foundation
import Testing

/// Encryption as clients in the world outside do it.
@Suite(.timeLimit(.minutes(5))) struct TLSTests {
    /// A server with both ways of encryption.
    private static func server(_ settings: [String] = []) async throws -> Server {
        try await Server.start(in: Directory(), settings: ["--smtps", "127.0.0.1:0"] + settings)
    }

    private func run(
        _ name: String, _ arguments: [String], on server: Server, input: String = "Subject: hello\n\nworld\n"
    ) async throws -> RunningProgram.Outcome {
        try await #require(Program.named(name)).run(arguments, in: server.directory, input: Array(input.utf8))
    }

    /// The session of the newest message, as JSON.
    private func session(_ server: Server) async throws -> String {
        let row = try #require(try await server.api.list().messages.first)
        return String(
            decoding: try await server.api.send("GET", "/api/messages/\(row.id)/session").body, as: UTF8.self)
    }

    @Test(.enabled(if: Program.named("curl") != nil, "curl is not installed"), arguments: [true, false])
    func `curl, which trusts the certificate that was made`(isEncryptedFromStart: Bool) async throws {
        let server = try await Self.server()
        let port = isEncryptedFromStart ? try #require(server.smtpsPort) : server.smtpPort
        let outcome = try await run(
            "curl",
            [
                "--silent", "--show-error", "--crlf", "--ssl-reqd", "--cacert", "creel-tls.pem", "--user", "tls:tiger",
                "smtp\(isEncryptedFromStart ? "s" : "")://localhost:\(port)", "--mail-from", "a@example.com",
                "--mail-rcpt", "b@example.com", "--upload-file", "-",
            ], on: server)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let session = try await session(server)
        #expect(session.contains(#""version":"TLSv1.3""#), "\(session)")
        #expect(session.contains(#""cipher":"TLS_"#), "\(session)")
        #expect(session.contains(#""serverName":"localhost""#), "\(session)")
        #expect(session.contains(#""user":"tls""#), "\(session)")
        #expect(await server.stop().status == 0)
    }

    @Test(
        .enabled(if: Program.named("swaks") != nil, "swaks is not installed"),
        arguments: [["--tls"], ["--tls-on-connect"], ["--tls", "--tls-protocol", "tlsv1_2"]])
    func `swaks`(options: [String]) async throws {
        let server = try await Self.server(["--tls", "required"])
        let port = options.contains("--tls-on-connect") ? try #require(server.smtpsPort) : server.smtpPort
        let outcome = try await run(
            "swaks",
            ["--server", "127.0.0.1:\(port)", "--from", "a@example.com", "--to", "b@example.com"] + options, on: server)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let session = try await session(server)
        #expect(session.contains(options.contains("tlsv1_2") ? #""TLSv1.2""# : #""TLSv1.3""#), "\(session)")
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("python3") != nil, "python3 is not installed"))
    func `Python's smtplib, over one and the other, with a certificate of its own`() async throws {
        let server = try await Self.server()
        let program = """
            import smtplib, ssl, sys
            context = ssl.create_default_context(cafile="creel-tls.pem")
            context.load_cert_chain("creel-tls.pem")
            with smtplib.SMTP("localhost", \(server.smtpPort)) as server:
                server.starttls(context=context)
                assert not server.has_extn("starttls") or server.ehlo()[1].find(b"STARTTLS") < 0
                server.login("alice", "tiger")
                server.sendmail("a@example.com", ["b@example.com"], sys.stdin.read())
            with smtplib.SMTP_SSL("localhost", \(try #require(server.smtpsPort)), context=context) as server:
                server.sendmail("a@example.com", ["b@example.com"], "Subject: again\\r\\n\\r\\n")
            """
        let outcome = try await run("python3", ["-c", program], on: server)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await server.api.list().matched == 2)
        #expect(try await session(server).contains(#""clientSubject":"CN=Creel at localhost""#))
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("python3") != nil, "python3 is not installed"))
    func `a client that does not trust the certificate leaves a session that says so`() async throws {
        let server = try await Self.server()
        let program = """
            import smtplib, ssl
            for attempt in range(2):
                try:
                    with smtplib.SMTP("localhost", \(server.smtpPort)) as server:
                        server.starttls(context=ssl.create_default_context())
                except ssl.SSLError:
                    continue
                raise SystemExit("it trusts everybody")
            """
        let outcome = try await run("python3", ["-c", program], on: server)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = String(decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
        #expect(text.contains(#""outcome":"tlsFailed","protocol":"smtp","reason":""#), "\(text)")
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("openssl") != nil, "openssl is not installed"))
    func `openssl verifies the certificate, which is kept over a restart`() async throws {
        let directory = try Directory()
        var prints: [String] = []
        for _ in 0..<2 {
            let server = try await Server.start(in: directory)
            let outcome = try await run(
                "openssl",
                [
                    "s_client", "-starttls", "smtp", "-connect", "127.0.0.1:\(server.smtpPort)", "-CAfile",
                    "creel-tls.pem", "-verify_return_error", "-verify_ip", "127.0.0.1",
                ], on: server, input: "QUIT\r\n")
            #expect(outcome.output.contains("Verify return code: 0 (ok)"), "\(outcome.output)\(outcome.errors)")
            prints.append(try String(contentsOfFile: "\(directory.path)/creel-tls.pem", encoding: .utf8))
            #expect(await server.stop().status == 0)
        }
        #expect(prints[0] == prints[1])
        var status = stat()
        #expect(stat("\(directory.path)/creel-tls.pem", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test(.enabled(if: Program.named("openssl") != nil, "openssl is not installed"))
    func `SIGHUP has the certificate read anew`() async throws {
        let directory = try Directory()
        func make(_ name: String) async throws {
            let outcome = try await #require(Program.named("openssl")).run(
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-days", "9", "-keyout",
                    "key.pem", "-out", "certificate.pem",
                ], in: directory)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        try await make("first.example")
        let server = try await Server.start(
            in: directory, settings: ["--tls-cert", "certificate.pem", "--tls-key", "key.pem"])
        func subject() async throws -> String {
            try await run(
                "openssl", ["s_client", "-starttls", "smtp", "-connect", "127.0.0.1:\(server.smtpPort)"], on: server,
                input: "QUIT\r\n"
            ).output
        }
        #expect(try await subject().contains("CN = first.example"))
        try await make("second.example")
        server.program.send(SIGHUP)
        _ = await server.program.errors.first { $0.contains("read the certificate anew") }
        #expect(try await subject().contains("CN = second.example"))
        #expect(await server.stop().status == 0)
    }

    @Test(arguments: [
        (["--tls-cert", "none.pem"], "creel: cannot read none.pem; --tls-cert names a PEM file"),
        (["--tls-key", "none.pem"], "creel: --tls-key is the key of --tls-cert, which is not given"),
        (["--tls-cert", "/etc/passwd"], "creel: /etc/passwd holds no certificate in PEM"),
    ])
    func `a certificate that cannot be used stops the start`(settings: [String], text: String) async throws {
        let creel = try #require(Program.creel)
        let outcome = try await creel.run(["--database", ":memory:"] + settings, in: Directory())
        #expect(outcome.status == 78)
        #expect(outcome.errors.hasPrefix(text), "\(outcome.errors)")
    }

    /// The beginning of a ClientHello that announces more than ever comes. RFC 8446 §5.1.
    @Test(arguments: ["smtps", "starttls"]) func `a handshake octet by octet ends at its timeout`(way: String)
        async throws
    {
        let server = try await Server.start(
            in: Directory(), settings: ["--smtps", "127.0.0.1:0", "--tls-timeout", "500ms"])
        let connection = try TCPConnection(port: way == "smtps" ? try #require(server.smtpsPort) : server.smtpPort)
        if way == "starttls" {
            _ = try connection.line()
            try connection.send(Array("STARTTLS\r\n".utf8))
            #expect(try connection.line().hasPrefix("220"))
        }
        try connection.send([22, 3, 1, 0x40, 0, 1, 0, 0x3F, 0xFC, 3, 3])
        repeat { try? connection.send([0]) } while !connection.hasInput(within: 50)
        // Reset, as the server need not read what comes later.
        _ = try? connection.isAtEnd()
        var text = ""
        repeat {
            try Task.checkCancellation()
            text = String(decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
        } while !text.contains(#""outcome":"timedOut""#)
        #expect(text.contains("not encrypted within"))
        #expect(await server.stop().status == 0)
    }

    @Test func `octets in the clear in place of a handshake end the connection`() async throws {
        let server = try await Self.server()
        let connection = try TCPConnection(port: try #require(server.smtpsPort))
        try connection.send(Array("EHLO a\r\n".utf8))
        _ = try? connection.line()
        let text = String(decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
        #expect(text.contains("tlsFailed") && text.contains("does not speak TLS"), "\(text)")
        #expect(await server.stop().status == 0)
    }
}
