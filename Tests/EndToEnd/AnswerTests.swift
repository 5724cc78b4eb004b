import Testing

/// What is captured is answered for at once.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct AnswerTests {
    private func send(_ subject: String, to forwardPath: String) throws {
        let connection = try SMTPConnection(port: try Server.shared.smtpPort)
        try connection.say("EHLO test.example", expecting: "250")
        try connection.begin(to: forwardPath)
        try connection.send(Array("Subject: \(subject)\r\n\r\n".utf8).asMailData)
        try connection.expect("250")
    }

    @Test func `A wait that came first is answered when its message comes`() async throws {
        let api = try Server.shared.api
        async let rows = api.wait("to:waited@example.com")
        try await api.untilOpen(waiters: 1, subscribers: 0)
        try send("another", to: "other@example.com")
        try send("expected", to: "waited@example.com")
        #expect(try await rows.map(\.subject) == ["expected"])
    }

    @Test func `A wait that comes late is answered at once, and goes on after what it has seen`() async throws {
        let api = try Server.shared.api
        try send("late 1", to: "late@example.com")
        let first = try #require(try await api.wait("to:late@example.com").first)
        #expect(first.subject == "late 1")
        try send("late 2", to: "late@example.com")
        let next = try await api.wait("to:late@example.com", after: first.id)
        #expect(next.map(\.subject) == ["late 2"])
    }

    @Test func `A deleted message is gone`() async throws {
        let api = try Server.shared.api
        try send("doomed", to: "doomed@example.com")
        let row = try #require(try await api.list(["q": "to:doomed@example.com"]).messages.first)
        #expect(try await api.send("DELETE", "/api/messages/\(row.id)").status == 204)
        #expect(try await api.send("GET", "/api/messages/\(row.id)").status == 404)
        #expect(try await api.list(["q": "to:doomed@example.com"]).matched == 0)
    }

    @Test func `The dialogue of a refused recipient is kept`() async throws {
        let api = try Server.shared.api
        let connection = try SMTPConnection(port: try Server.shared.smtpPort)
        try connection.say("EHLO refused.example", expecting: "250")
        try connection.say("MAIL FROM:<a@example.com>", expecting: "250")
        try connection.say("RCPT TO:<no mailbox>", expecting: "501")
        try connection.say("QUIT", expecting: "221")
        let id = try #require(try await api.sessions("greeting:refused.example").first)
        let session = try await api.session(id)
        #expect(session.refused == 0 && session.accepted == 0)
        let said = session.dialogue.map { $0.client ?? $0.server ?? "" }
        let place = try #require(said.firstIndex(of: "RCPT TO:<no mailbox>"))
        #expect(said[place + 1].hasPrefix("501 5.5.4 "), "\(said)")
        #expect(said.last == "221 2.0.0 Goodbye")
    }
}

/// Settings reach the part they are for.
@Suite(.timeLimit(.minutes(5))) struct EffectTests {
    @Test func `Name`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--hostname", "mail.example"])
        let connection = try SMTPConnection(port: server.smtpPort)
        #expect(try connection.say("EHLO a", expecting: "250").contains("mail.example"))
        #expect(await server.stop().status == 0)
    }

    @Test(.enabled(if: Program.named("curl") != nil, "curl is not installed"))
    func `Credentials`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--http-credentials", "alice:sesame"])
        let curl = try #require(Program.named("curl"))
        for (credential, path, status) in [
            ("", "/api/messages", "401"), ("", "/livez", "200"), ("alice:open", "/api/messages", "401"),
            ("alice:sesame", "/api/messages", "200"),
        ] {
            let outcome = try await curl.run(
                [
                    "--silent", "--user", credential, "--output", "/dev/null", "--write-out", "%{http_code}",
                    "http://127.0.0.1:\(server.api.port)\(path)",
                ], in: server.directory)
            #expect(outcome.output == status, "\(path) for '\(credential)'")
        }
        #expect(await server.stop().status == 0)
    }
}
