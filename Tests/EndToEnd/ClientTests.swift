import Testing

/// Programs that send mail in the world outside. Each test is skipped, visibly, where its program is not installed.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct ClientTests {
    private func installed(_ name: String) throws -> Program { try #require(Program.named(name)) }

    /// A message with a subject to find it by, with LF as line ends as such programs expect it.
    private func message(_ subject: String) -> String {
        """
        From: Sender <sender@example.com>
        To: <\(subject)@example.com>
        Subject: \(subject)
        Date: Sat, 31 Jan 2026 09:00:00 +0000
        Message-ID: <\(subject)@example.com>

        Hello.
        .
        ..two dots, then grüße
        """ + "\n"
    }

    /// Waits for the message and compares it with what was handed to the program.
    private func expectArrival(of subject: String, as text: String) async throws {
        let server = try Server.shared
        let row = try #require(try await server.api.wait("subject:\(subject)").first)
        #expect(row.subject == subject)
        #expect(row.envelope.reversePath == "sender@example.com")
        #expect(row.envelope.forwardPaths == ["\(subject)@example.com"])
        let expected = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(String(decoding: try await server.api.raw(row.id), as: UTF8.self) == expected)
        #expect(try await server.api.list(["q": "subject:\(subject)"]).matched == 1)
    }

    @Test(.enabled(if: Program.isExpected("swaks"), "swaks is not installed"))
    func `swaks`() async throws {
        let server = try Server.shared
        let text = message("swaks")
        let file = try server.directory.file("swaks.eml", Array(text.utf8))
        let outcome = try await installed("swaks").run(
            [
                "--server", "127.0.0.1:\(server.smtpPort)", "--from", "sender@example.com", "--to", "swaks@example.com",
                "--ehlo", "test.example", "--data", "@\(file)",
            ], in: server.directory)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        // swaks ends every message with an empty line of its own.
        try await expectArrival(of: "swaks", as: text + "\n")
    }

    @Test(.enabled(if: Program.isExpected("curl"), "curl is not installed"))
    func `curl`() async throws {
        let server = try Server.shared
        let text = message("curl")
        let outcome = try await installed("curl").run(
            [
                "--silent", "--show-error", "--crlf", "smtp://127.0.0.1:\(server.smtpPort)", "--mail-from",
                "sender@example.com", "--mail-rcpt", "curl@example.com", "--upload-file", "-",
            ], in: server.directory, input: Array(text.utf8))
        #expect(outcome.status == 0, "\(outcome.errors)")
        try await expectArrival(of: "curl", as: text)
    }

    @Test(.enabled(if: Program.isExpected("msmtp"), "msmtp is not installed"))
    func `msmtp`() async throws {
        let server = try Server.shared
        let text = message("msmtp")
        let outcome = try await installed("msmtp").run(
            [
                "--host=127.0.0.1", "--port=\(server.smtpPort)", "--from=sender@example.com", "--tls=off", "--auth=off",
                "msmtp@example.com",
            ], in: server.directory, input: Array(text.utf8))
        #expect(outcome.status == 0, "\(outcome.errors)")
        try await expectArrival(of: "msmtp", as: text)
    }

    @Test(.enabled(if: Program.isExpected("python3"), "python3 is not installed"))
    func `Python's smtplib`() async throws {
        let server = try Server.shared
        let text = message("smtplib")
        let program = """
            import email, smtplib, sys
            message = email.message_from_binary_file(sys.stdin.buffer)
            with smtplib.SMTP("127.0.0.1", \(server.smtpPort)) as server:
                server.send_message(message, "sender@example.com", ["smtplib@example.com"])
            """
        let outcome = try await installed("python3").run(
            ["-c", program], in: server.directory, input: Array(text.utf8))
        #expect(outcome.status == 0, "\(outcome.errors)")
        try await expectArrival(of: "smtplib", as: text)
    }

    @Test(.enabled(if: Program.isExpected("smtp-source"), "Postfix's smtp-source is not installed"))
    func `Postfix's smtp-source, 200 messages over 10 connections`() async throws {
        let server = try Server.shared
        let outcome = try await installed("smtp-source").run(
            [
                "-s", "10", "-m", "200", "-l", "2000", "-f", "sender@example.com", "-t", "source@example.com",
                "127.0.0.1:\(server.smtpPort)",
            ], in: server.directory)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let list = try await server.api.list(["q": "to:source@example.com", "limit": "500"])
        #expect(list.matched == 200)
        #expect(Set(list.messages.map(\.id)).count == 200)
    }
}
