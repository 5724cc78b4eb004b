import Foundation
import Testing

/// Clients that log in, each in every way it has: the user name is the inbox, whatever the password. And clients that
/// speak what else a submission server has. Each test is skipped, visibly, where its program is not installed.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct LoginTests {
    private static let text = """
        From: Sender <sender@example.com>
        To: <recipient@example.com>
        Subject: hello
        Date: Sat, 31 Jan 2026 09:00:00 +0000
        Message-ID: <1@example.com>

        Hello.
        """ + "\n"

    private func run(_ name: String, _ arguments: [String], on server: Server) async throws {
        let program = try #require(Program.named(name))
        let outcome = try await program.run(arguments, in: server.directory, input: Array(Self.text.utf8))
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    /// The message is in its inbox, and nothing that tells the password is in the session it came over.
    private func expectArrival(in inbox: String, by mechanism: String) async throws {
        let api = try Server.shared.api
        let rows = try await api.list(["inbox": inbox]).messages
        #expect(rows.map(\.subject) == ["hello"])
        let row = try #require(rows.first)
        let session = try await api.send("GET", "/api/messages/\(row.id)/session")
        let dialogue = String(decoding: session.body, as: UTF8.self)
        #expect(dialogue.contains("login of '\(inbox)' by \(mechanism): let in"), "\(dialogue)")
        // "tiger" in Base64 at each of its three offsets, without what depends on its neighbours.
        for secret in ["tiger", "dGlnZX", "RpZ2Vy", "aWdlc"] { #expect(!dialogue.contains(secret), "\(dialogue)") }
    }

    @Test(
        .enabled(if: Program.named("swaks") != nil, "swaks is not installed"),
        arguments: ["PLAIN", "LOGIN", "CRAM-MD5"])
    func `swaks`(mechanism: String) async throws {
        let server = try Server.shared
        let inbox = "swaks-\(mechanism)"
        try await run(
            "swaks",
            [
                "--server", "127.0.0.1:\(server.smtpPort)", "--from", "sender@example.com", "--to",
                "recipient@example.com", "--auth", mechanism, "--auth-user", inbox, "--auth-password", "tiger",
                "--data", try server.directory.file("\(inbox).eml", Array(Self.text.utf8)).asSwaksData,
            ], on: server)
        try await expectArrival(in: inbox, by: mechanism)
    }

    @Test(
        .enabled(if: Program.named("curl") != nil, "curl is not installed"),
        arguments: ["PLAIN", "LOGIN", "CRAM-MD5", "OAUTHBEARER"], [true, false])
    func `curl, with and without an initial response`(mechanism: String, isAtOnce: Bool) async throws {
        let server = try Server.shared
        let inbox = "curl-\(mechanism)-\(isAtOnce)"
        let secret =
            mechanism == "OAUTHBEARER" ? ["--user", inbox, "--oauth2-bearer", "tiger"] : ["--user", "\(inbox):tiger"]
        try await run(
            "curl",
            ["--silent", "--show-error", "--crlf", "--login-options", "AUTH=\(mechanism)"] + secret
                + (isAtOnce ? ["--sasl-ir"] : []) + [
                    "smtp://127.0.0.1:\(server.smtpPort)", "--mail-from", "sender@example.com", "--mail-rcpt",
                    "recipient@example.com", "--upload-file", "-",
                ], on: server)
        try await expectArrival(in: inbox, by: mechanism)
    }

    @Test(
        .enabled(if: Program.named("msmtp") != nil, "msmtp is not installed"),
        arguments: ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"])
    func `msmtp`(mechanism: String) async throws {
        let server = try Server.shared
        let inbox = "msmtp-\(mechanism)"
        try await run(
            "msmtp",
            [
                "--host=127.0.0.1", "--port=\(server.smtpPort)", "--from=sender@example.com", "--tls=off",
                "--auth=\(mechanism.lowercased())", "--user=\(inbox)", "--passwordeval=echo tiger",
                "recipient@example.com",
            ], on: server)
        try await expectArrival(in: inbox, by: mechanism)
    }

    @Test(
        .enabled(if: Program.named("python3") != nil, "python3 is not installed"),
        arguments: ["PLAIN", "LOGIN", "CRAM-MD5"])
    func `Python's smtplib`(mechanism: String) async throws {
        let server = try Server.shared
        let inbox = "smtplib-\(mechanism)"
        let method = "auth_" + mechanism.lowercased().split(separator: "-").joined(separator: "_")
        try await run(
            "python3",
            [
                "-c",
                """
                import smtplib, sys
                with smtplib.SMTP("127.0.0.1", \(server.smtpPort)) as server:
                    server.ehlo()
                    server.user, server.password = "\(inbox)", "tiger"
                    server.auth("\(mechanism)", server.\(method))
                    server.sendmail("sender@example.com", ["recipient@example.com"], sys.stdin.read())
                """,
            ], on: server)
        try await expectArrival(in: inbox, by: mechanism)
    }

    @Test(.enabled("aiosmtplib is not installed") { await hasAiosmtplib })
    func `aiosmtplib`() async throws {
        let server = try Server.shared
        try await run(
            "python3",
            [
                "-c",
                """
                import aiosmtplib, asyncio, sys
                asyncio.run(aiosmtplib.send(
                    sys.stdin.read(), sender="sender@example.com", recipients=["recipient@example.com"],
                    hostname="127.0.0.1", port=\(server.smtpPort), username="aiosmtplib", password="tiger"))
                """,
            ], on: server)
        try await expectArrival(in: "aiosmtplib", by: "CRAM-MD5")
    }

    private static var hasAiosmtplib: Bool {
        get async {
            guard let python = Program.named("python3"), let directory = try? Directory() else { return false }
            return (try? await python.run(["-c", "import aiosmtplib"], in: directory))?.status == 0
        }
    }

    @Test(.enabled(if: Program.named("python3") != nil, "python3 is not installed"))
    func `Python's smtplib over LMTP`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--lmtp", "127.0.0.1:0"])
        let port = try #require(server.lmtpPort)
        try await run(
            "python3",
            [
                "-c",
                """
                import smtplib, sys
                with smtplib.LMTP("127.0.0.1", \(port)) as server:
                    assert server.sendmail("sender@example.com", ["a@example.com"], sys.stdin.read()) == {}
                """,
            ], on: server)
        #expect(
            try await server.api.list().messages.map(\.envelope.forwardPaths) == [["a@example.com"]])
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("swaks") != nil, "swaks is not installed"))
    func `swaks over LMTP`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--lmtp", "127.0.0.1:0"])
        let port = try #require(server.lmtpPort)
        try await run(
            "swaks",
            [
                "--protocol", "LMTP", "--server", "127.0.0.1:\(port)", "--from", "sender@example.com", "--to",
                "a@example.com,b@example.com",
            ], on: server)
        #expect(try await server.api.list().matched == 1)
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("swaks") != nil, "swaks is not installed"))
    func `swaks as a proxy that is trusted`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--trusted-proxies", "127.0.0.0/8"])
        try await run(
            "swaks",
            [
                "--server", "127.0.0.1:\(server.smtpPort)", "--from", "sender@example.com", "--to",
                "recipient@example.com", "--xclient-addr", "192.0.2.7", "--xclient-port", "4000", "--xclient-login",
                "alice",
            ], on: server)
        let row = try #require(try await server.api.list(["inbox": "alice"]).messages.first)
        let session = try await server.api.send("GET", "/api/messages/\(row.id)/session")
        #expect(String(decoding: session.body, as: UTF8.self).contains(#""client":"192.0.2.7:4000""#))
        #expect(await server.stop().status == 0)
    }

    @Test func `a message in chunks is stored octet for octet`() async throws {
        let server = try Server.shared
        let client = try SMTPConnection(port: server.smtpPort)
        try client.say("EHLO client.example", expecting: "250")
        try client.say("MAIL FROM:<sender@example.com> BODY=BINARYMIME", expecting: "250")
        try client.say("RCPT TO:<chunks@example.com> NOTIFY=NEVER", expecting: "250")
        let content = Array("Subject: chunks\r\n\r\n".utf8) + Array(0...UInt8.max) + Array("\r\n.\r\nQUIT".utf8)
        for (chunk, end) in [(content[..<40], ""), (content[40...], " LAST")] {
            try client.send(Array("BDAT \(chunk.count)\(end)\r\n".utf8) + chunk)
            try client.expect("250")
        }
        let row = try #require(try await server.api.wait("to:chunks@example.com").first)
        #expect(try await server.api.raw(row.id) == content)
    }

    @Test func `passwords of a file are looked at, and read anew at SIGHUP`() async throws {
        let directory = try Directory()
        // bcrypt of "tiger", with so few rounds that a test need not wait.
        let hash = "$2y$04$abcdefghijklmnopqrstuuoXEAgIDjMnun1kq3xCCZC6132Y0COXS"
        _ = try directory.file("users.txt", Array("alice:\(hash)\n".utf8))
        let server = try await Server.start(in: directory, settings: ["--auth", "file", "--auth-file", "users.txt"])
        let client = try SMTPConnection(port: server.smtpPort)
        try client.say("EHLO client.example", expecting: "250")
        try client.say("MAIL FROM:<sender@example.com>", expecting: "530 5.7.0")
        try client.say("AUTH PLAIN AGFsaWNlAGxpb24=", expecting: "535 5.7.8")
        try client.say("AUTH PLAIN AGFsaWNlAHRpZ2Vy", expecting: "235")
        try client.say("QUIT", expecting: "221")
        _ = try directory.file("users.txt", Array("bob:{PLAIN}tiger\n".utf8))
        server.program.send(SIGHUP)
        _ = await server.program.errors.first { $0.contains("read the users anew: 1") }
        let later = try SMTPConnection(port: server.smtpPort)
        let offers = try later.say("EHLO client.example", expecting: "250")
        #expect(offers.contains("SCRAM-SHA-256"))
        try later.say("AUTH PLAIN AGFsaWNlAHRpZ2Vy", expecting: "535 5.7.8")
        let sessions = try await server.api.send("GET", "/api/sessions")
        #expect(String(decoding: sessions.body, as: UTF8.self).contains(#""user":"alice""#))
        #expect(await server.stop().status == 0)
    }

    @Test(arguments: [
        (["--auth", "file"], "creel: --auth file needs the file, by --auth-file"),
        (["--auth-file", "users.txt"], "creel: --auth-file is for --auth file, which is not given"),
        (["--auth", "file", "--auth-file", "none"], "creel: --auth file needs the file, by --auth-file"),
        (["--auth", "file", "--auth-file", "no.txt"], "creel: cannot read no.txt; --auth-file names users and hashes"),
    ])
    func `users that cannot be had stop the start`(settings: [String], text: String) async throws {
        let creel = try #require(Program.creel)
        let outcome = try await creel.run(["--database", ":memory:"] + settings, in: Directory())
        #expect(outcome.status == 78)
        #expect(outcome.errors.hasPrefix(text), "\(outcome.errors)")
    }

    @Test func `whoever must log in is told so`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--auth", "required"])
        let client = try SMTPConnection(port: server.smtpPort)
        try client.say("EHLO client.example", expecting: "250")
        try client.say("MAIL FROM:<sender@example.com>", expecting: "530 5.7.0")
        try client.say("AUTH PLAIN AGFsaWNlAHRpZ2Vy", expecting: "235")
        try client.say("MAIL FROM:<sender@example.com>", expecting: "250")
        #expect(await server.stop().status == 0)
    }
}

extension String {
    /// A path as swaks takes it in place of content.
    fileprivate var asSwaksData: String { "@" + self }
}
