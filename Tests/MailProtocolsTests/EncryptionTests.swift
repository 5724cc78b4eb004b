import MailModel
import MailProtocols
import TestSupport
import Testing

/// What a session does around encryption that no dialogue can show: when octets come. RFC 3207.
@Suite struct EncryptionTests {
    private static func transcript() -> Transcript {
        var configuration = SMTPSession.Configuration()
        configuration.tls = .optional
        return Transcript(configuration)
    }

    @Test func `what is pipelined behind STARTTLS is dropped and told of`() {
        var transcript = Self.transcript()
        transcript.send("EHLO a\r\nSTARTTLS\r\nMAIL FROM:<evil@b.example>\r\nRCPT TO:<c@d.example>\r\n")
        #expect(transcript.lines.suffix(2) == ["220 2.0.0 Ready to encrypt", "? encrypted"])
        transcript.send("NOOP\r\n")
        #expect(transcript.lines.last == "250 2.0.0 Ok")
        #expect(!transcript.lines.contains { $0.contains("evil") })
        let notes = transcript.session.record.dialogue.map(\.speech)
        #expect(notes.contains(.note("51 octets in the clear behind STARTTLS, dropped (RFC 3207 §5)")))
    }

    @Test func `what a proxy said in the clear is forgotten`() throws {
        var configuration = SMTPSession.Configuration()
        configuration.tls = .optional
        var transcript = Transcript(configuration, isTrusted: true)
        let client = transcript.session.record.client
        transcript.send("EHLO a\r\nXCLIENT ADDR=192.0.2.77\r\n")
        #expect(transcript.session.record.client != client)
        transcript.send("EHLO a\r\nSTARTTLS\r\n")
        #expect(transcript.session.record.client == client)
    }

    @Test func `blanks in front of AUTH do not bring the password into the dialogue`() {
        var transcript = Self.transcript()
        transcript.send("EHLO a\r\n \tAUTH PLAIN AGFsaWNlAHRpZ2Vy\r\n")
        #expect(!transcript.session.record.dialogue.contains { "\($0.speech)".contains("AGFsaWNl") })
    }

    @Test func `the beginning of a line in the clear is not joined to what comes encrypted`() {
        var transcript = Self.transcript()
        transcript.send("EHLO a\r\nSTARTTLS\r\nMAIL FROM:<evil@b.example> ")
        transcript.send("BODY=7BIT\r\nRCPT TO:<c@d.example>\r\n")
        #expect(transcript.lines.suffix(2).map { $0.prefix(3) } == ["500", "503"])
    }

    @Test func `octets before it is agreed how to encrypt are nobody's`() {
        var transcript = Self.transcript()
        transcript.isEncrypting = false
        transcript.send("EHLO a\r\nSTARTTLS\r\n")
        transcript.send("QUIT\r\n")
        #expect(transcript.lines.last == "? encrypted")
        #expect(transcript.session.heldOctets == 0)
    }

    @Test func `a failure is evidence with its reason`() {
        var transcript = Self.transcript()
        transcript.isEncrypting = false
        transcript.send("EHLO a\r\nSTARTTLS\r\n")
        transcript.end(.tlsFailure("unknown CA"))
        let record = transcript.session.record
        #expect(record.outcome == .tlsFailed)
        #expect(record.reason == "unknown CA")
        #expect(record.tls == nil)
        #expect(record.dialogue.contains { $0.speech == .client("STARTTLS") })
    }

    @Test func `silence and departure before it is agreed are told apart`() {
        var silent = Self.transcript()
        silent.isEncrypting = false
        silent.send("STARTTLS\r\n")
        #expect(silent.session.patience == .seconds(30))
        silent.end(.silence)
        #expect(silent.session.record.outcome == .timedOut)
        #expect(silent.session.record.reason == "not encrypted within 30 s")
        var gone = Self.transcript()
        gone.isEncrypting = false
        gone.send("STARTTLS\r\n")
        gone.end(.disconnection)
        #expect(gone.session.record.outcome == .tlsFailed)
    }

    @Test func `a record names how it is encrypted, who is logged in, and its messages`() {
        var transcript = Self.transcript()
        transcript.send("EHLO a\r\nSTARTTLS\r\n")
        transcript.send("EHLO a\r\nAUTH PLAIN AGFsaWNlAHRpZ2Vy\r\n")
        transcript.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nx\r\n.\r\n")
        let record = transcript.session.record
        #expect(record.tls == Transcript.encryption)
        #expect(record.user == "alice")
        #expect(record.messages == [CaptureID(1)])
    }

    @Test func `a login that was refused is the reason of a session that had no other`() {
        var configuration = SMTPSession.Configuration()
        configuration.login = .file
        configuration.users = UserDirectory(["alice": .hash("of tiger")], key: [])
        var transcript = Transcript(configuration)
        transcript.send("EHLO a\r\nAUTH PLAIN AGFsaWNlAGxpb24=\r\nQUIT\r\n")
        #expect(transcript.session.record.outcome == .quit)
        #expect(transcript.session.record.reason == "login of 'alice' by PLAIN: refused")
        var other = Transcript(configuration)
        other.send("EHLO a\r\nAUTH PLAIN AGFsaWNlAGxpb24=\r\nAUTH PLAIN AGFsaWNlAHRpZ2Vy\r\nQUIT\r\n")
        #expect(other.session.record.reason == nil)
        #expect(other.session.record.user == "alice")
    }

    @Test func `a login that was refused counts as refused and as an error`() {
        var configuration = SMTPSession.Configuration()
        configuration.login = .file
        configuration.users = UserDirectory(["alice": .hash("of tiger")], key: [])
        configuration.limits.errors = 2
        var transcript = Transcript(configuration)
        transcript.send("EHLO a\r\nAUTH PLAIN AGFsaWNlAGxpb24=\r\n")
        #expect(transcript.session.record.refused == 1)
        transcript.send("AUTH PLAIN ?\r\n")
        #expect(transcript.session.record.refused == 1)
        #expect(transcript.lines.last == "? closed")
    }

    @Test func `a login without a name chooses no inbox`() {
        var transcript = Self.transcript()
        transcript.send("EHLO a\r\nAUTH OAUTHBEARER biwsAWF1dGg9QmVhcmVyIHgBAQ==\r\n")
        transcript.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nx\r\n.\r\n")
        #expect(transcript.submissions.map(\.inbox) == [nil])
        #expect(transcript.session.record.user == nil)
    }

    @Test func `who is refused where all is encrypted is told so behind the handshake`() {
        let transcript = Transcript(isSecure: true, refusal: "10 connections are open")
        #expect(transcript.lines == ["421 4.7.0 10 connections are open", "? closed"])
        #expect(transcript.session.record.reason == "10 connections are open")
    }
}
