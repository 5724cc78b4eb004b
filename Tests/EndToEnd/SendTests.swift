import Foundation
import Testing

/// `creel send` to a real server.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct SendTests {
    private func send(
        _ words: [String], in directory: Directory? = nil, input: [UInt8] = []
    ) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(
            ["send", "--server", "127.0.0.1:\(try Server.shared.smtpPort)"] + words, in: directory ?? Directory(),
            input: input)
    }

    private func detail(_ subject: String) async throws -> [String: Any] {
        let api = try Server.shared.api
        let row = try #require(try await api.wait("subject:\(subject)").first)
        let answer = try await api.send("GET", "/api/messages/\(row.id)")
        return try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    @Test func `A message with everything`() async throws {
        let directory = try Directory()
        _ = try directory.file("a.pdf", Array("%PDF-1.4\n".utf8))
        _ = try directory.file("logo.png", Array("png".utf8))
        let outcome = try await send(
            [
                "--from", "Ada <ada@example.com>", "--to", "b@example.com", "--cc", "c@example.com", "--bcc",
                "d@example.com", "--subject", "send-all", "--text", "-", "--html", "<img src=cid:logo.png>", "--attach",
                "a.pdf", "--inline", "logo.png", "--header", "X-Job: 42", "--user", "ci-9", "--reply-to",
                "r@example.com",
            ], in: directory, input: Array("Grüße\n".utf8))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("250 2.6.0 Captured as "))
        let detail = try await detail("send-all")
        #expect(detail["inbox"] as? String == "ci-9" && detail["text"] as? String == "Grüße\n")
        #expect((detail["attachmentList"] as? [[String: Any]])?.first?["filename"] as? String == "a.pdf")
        #expect((detail["inlineList"] as? [[String: Any]])?.first?["contentID"] as? String == "logo.png")
        let envelope = try #require(detail["envelope"] as? [String: Any])
        #expect(envelope["forwardPaths"] as? [String] == ["b@example.com", "c@example.com", "d@example.com"])
        #expect(envelope["reversePath"] as? String == "ada@example.com")
    }

    @Test func `Files go as they are`() async throws {
        let directory = try Directory()
        let octets = Array("Subject: send-exact\r\nTo: b@example.com\n\r\n\0\r.\n.no end".utf8)
        _ = try directory.file("exact.eml", octets)
        _ = try directory.file("unix.eml", Array("Subject: send-unix\nTo: b@example.com\n\n.\n".utf8))
        let outcome = try await send(["exact.eml", "unix.eml"], in: directory)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.split(separator: "\n").count == 2)
        let api = try Server.shared.api
        let exact = try #require(try await api.wait("subject:send-exact").first)
        #expect(try await api.raw(exact.id) == octets)
        let unix = try #require(try await api.wait("subject:send-unix").first)
        #expect(try await api.raw(unix.id) == Array("Subject: send-unix\r\nTo: b@example.com\r\n\r\n.\r\n".utf8))
    }

    @Test func `LMTP`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--lmtp", "127.0.0.1:0"])
        let port = try #require(server.lmtpPort)
        let outcome = try await send(
            [
                "--server", "127.0.0.1:\(port)", "--lmtp", "--to", "a@example.com,b@example.com", "--subject",
                "send-lmtp",
            ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await server.api.wait("subject:send-lmtp").first?.envelope.forwardPaths.count == 2)
        #expect(await server.stop().status == 0)
    }

    @Test func `--dry-run prints it, and nothing arrives`() async throws {
        let outcome = try await send(["--to", "a@example.com", "--subject", "send-dry", "--dry-run"])
        #expect(outcome.status == 0 && outcome.output.contains("Subject: send-dry"))
        #expect(try await Server.shared.api.list(["q": "subject:send-dry"]).matched == 0)
    }

    @Test(
        arguments: [
            (["--to", "a@b..example"], 67, "the server refuses <a@b..example>: 501"),
            (["--to", "a@b.example", "--mail-parameter", "FROB=1"], 69, "the server refuses MAIL: 555"),
            (["--to", "a@b.example", "--tls", "sometimes"], 64, "'sometimes' is invalid"),
            (["missing.eml"], 66, "cannot read missing.eml"), ([], 64, "no recipient"),
            (["--to", "a@b.example", "--ca-file", "/none.pem"], 66, "cannot read /none.pem: No such file"),
            (["--to", "a@b.example", "--mechanism", "GSSAPI", "--user", "x"], 69, "does not offer AUTH"),
            (["--to", "a@b.example", "--server", "127.0.0.1:1"], 75, "cannot reach 127.0.0.1:1: Connection refused"),
        ] as [([String], Int32, String)])
    func `Ends have their codes`(words: [String], status: Int32, text: String) async throws {
        let outcome = try await send(words)
        #expect(outcome.status == status && outcome.output.isEmpty)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }
}
