import MailModel
import MailProtocols
import TestSupport
import Testing

@Suite struct SMTPClientTests {
    @Test(arguments: try ClientDialogue.all())
    func `says what the file says, however the server's octets are cut`(dialogue: ClientDialogue) {
        var random = SplitMix(seed: 1)
        for cuts in [[.max], [1], [2], [3], [7], (0..<16).map { _ in Int.random(in: 1...40, using: &random) }] {
            var play = ClientPlay(dialogue, cuts: cuts)
            for step in dialogue.steps {
                let fault = play.fault(in: step)
                #expect(fault == nil, "\(step), cut at \(cuts)")
                if fault != nil { break }
            }
            #expect(play.sent.isEmpty && play.client.result != nil)
        }
    }

    /// Hands a message to our own server, in memory.
    private func deliver(
        _ content: [UInt8], to server: SMTPSession.Configuration = .init(), login: SMTPClient.Login? = nil
    ) throws -> (submission: Submission?, client: SMTPClient) {
        var configuration = SMTPClient.Configuration()
        configuration.login = login
        configuration.dialect = server.dialect == .lmtp ? .lmtp : .smtp
        var client = SMTPClient(
            MailTransaction(
                reversePath: "alice@example.com", forwardPaths: ["bob@example.com", "carol@example.com"],
                content: content),
            configuration)
        let identity = ConnectionIdentity(
            id: SessionID(7), client: "192.0.2.9:40000", listener: "192.0.2.1:25", startedAt: Transcript.start,
            nonces: NonceSource { "\($0)" })
        var session = SMTPSession(identity: identity, configuration: server)
        var (submission, isOpen): (Submission?, Bool) = (nil, true)
        while isOpen {
            var isIdle = true
            while let action = session.next() {
                isIdle = false
                switch action {
                case .send(let octets): client.receive(octets.span.bytes)
                case .ask(.password): Issue.record("nobody's password is looked at")
                case .ask(.message(let question)):
                    submission = question
                    session.resume(with: .message(.captured(as: CaptureID(42))), at: Transcript.start)
                case .startTLS: Issue.record("nobody asked for TLS")
                case .close: isOpen = false
                }
            }
            while let action = client.next() {
                isIdle = false
                if case .send(let octets) = action { session.receive(octets.span.bytes, at: Transcript.start) }
            }
            try #require(!isIdle, "both sides wait for each other")
        }
        return (submission, client)
    }

    /// Octets that lines, dots, and ends of messages are made of.
    private static let contents: [[UInt8]] = {
        var random = SplitMix(seed: 42)
        let pieces = ["\r\n", "\r", "\n", ".", "..", "\r\n.\r\n", "a", "text", "\0", "\u{FC}", "From ", ": "]
        return (0..<300).map { _ in
            (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
                Array((pieces.randomElement(using: &random) ?? "").utf8)
            }
        }
    }()

    @Test func `a server with CHUNKING gets every octet as it is`() throws {
        for content in Self.contents {
            let (submission, client) = try deliver(content)
            #expect(submission?.content == content)
            #expect(submission?.envelope.forwardPaths == ["bob@example.com", "carol@example.com"])
            #expect(client.result?.text == "delivered: 250 2.6.0 Captured as 42")
        }
    }

    @Test func `a server without CHUNKING gets lines, and never more than one message`() throws {
        var server = SMTPSession.Configuration()
        server.extensions.removeAll { ["CHUNKING", "BINARYMIME", "PIPELINING"].contains($0.keyword) }
        for content in Self.contents where !content.contains(0) {
            let (submission, client) = try deliver(content, to: server)
            let isEnded = content.isEmpty || content.last == UInt8(ascii: "\n")
            #expect(
                submission?.content.withoutCRBeforeLF == content.withoutCRBeforeLF + (isEnded ? [] : Array("\n".utf8)))
            #expect(client.result?.text == "delivered: 250 2.6.0 Captured as 42")
        }
    }

    @Test func `LMTP has a reply for each recipient`() throws {
        var server = SMTPSession.Configuration()
        server.dialect = .lmtp
        let (submission, client) = try deliver(Array("Subject: hello\r\n\r\n".utf8), to: server)
        #expect(submission != nil)
        #expect(client.result?.text.hasPrefix("delivered: 250 2.6.0 ") == true)
    }

    @Test(arguments: ["PLAIN", "LOGIN"])
    func `the login names the inbox, and the dialogue hides the secret`(mechanism: String) throws {
        let login = SMTPClient.Login(user: "ci-7", secret: "tells nobody", mechanism: mechanism)
        var (submission, client) = try deliver(Array("Subject: hello\r\n\r\n".utf8), login: login)
        #expect(submission?.inbox?.rawValue == "ci-7")
        let told = "\(client.takeDialogue())"
        #expect(told.contains("AUTH \(mechanism)") && told.contains("***"))
        #expect(!told.contains("dGVsbHMgbm9ib2R5") && !told.contains("tells nobody"))
        #expect(!"\(login)".contains("tells nobody"))
    }

    @Test func `a connection that ends too soon is a temporary failure`() {
        var client = SMTPClient(MailTransaction(reversePath: "", forwardPaths: ["a@b.example"], content: []), .init())
        client.receive(Array("220 mx.example\r\n".utf8).span.bytes)
        client.end("the connection ended")
        #expect(client.result == .failure(.lost("the connection ended")))
        #expect(client.result?.text == "temporary failure: the connection ended")
    }

    @Test func `whatever a server says, a client ends`() {
        let words = [
            "220 ", "250-", "250 ", "354 ", "334 ", "235 ", "421 ", "550 ", "999", "\r\n", "\n", "x", "PIPELINING",
        ]
        for seed in 0..<2000 {
            var random = SplitMix(seed: UInt64(seed))
            var client = SMTPClient(
                MailTransaction(reversePath: "", forwardPaths: ["a@b.example"], content: [0x2E]), .init())
            for _ in 0..<60 {
                client.receive(Array((words.randomElement(using: &random) ?? "").utf8).span.bytes)
                while let action = client.next() { if action == .startTLS { client.tlsEstablished() } }
            }
            client.receive([UInt8](repeating: 0x61, count: 10_000).span.bytes)
            while client.next() != nil {}
            client.end("over")
            #expect(client.result != nil, "seed \(seed)")
        }
    }
}

extension [UInt8] {
    fileprivate var withoutCRBeforeLF: [UInt8] {
        indices.filter { self[$0] != UInt8(ascii: "\r") || $0 + 1 == count || self[$0 + 1] != UInt8(ascii: "\n") }
            .map { self[$0] }
    }
}
