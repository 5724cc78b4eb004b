import MIME
import MailAnalysis
import MailModel
import MailStorage
import Testing

@testable import Assessing

/// What the rules are told of a message that is kept.
@Suite struct SubjectTests {
    private static let source = """
        From: jörg@example.com\r
        To: ann@example.org\r
        Subject: Grüße\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: 8bit\r
        \r
        Grüße\r

        """

    private static func stored(_ parameters: [Envelope.Parameter], session: SessionID?) -> StoredMessage {
        let envelope = Envelope(
            reversePath: "jörg@example.com", forwardPaths: ["ann@example.org"], parameters: parameters)
        let content = Array(source.utf8)
        let capture = Capture(
            inbox: .default, receivedAt: Timestamp(milliseconds: 1_767_225_600_000), session: session,
            envelope: envelope, digest: Message(content).digest, content: content)
        return StoredMessage(summary: capture.summary(id: CaptureID(1)), content: content)
    }

    private static func report(_ parameters: [Envelope.Parameter], session: SessionID? = SessionID(1)) -> Set<String> {
        Set(Analyzer.standard.report(on: Subject(stored(parameters, session: session))).findings.map(\.rule))
    }

    /// A session by which a message came at a second of its own.
    private static func session(
        _ protocol: String = "smtp", from client: String = "203.0.113.7:1025", tls: String? = nil,
        startTLS second: Int64? = nil
    ) -> SessionRecord {
        let at = Timestamp(milliseconds: 1_767_225_600_000 + (second ?? 0) * 1000)
        let dialogue =
            second == nil
            ? []
            : [
                DialogueLine(at: at, speech: .client("STARTTLS")),
                DialogueLine(at: at, speech: .server("220 2.0.0 Go")),
            ]
        return SessionRecord(
            id: SessionID(1), protocol: `protocol`, client: client, listener: "192.0.2.1:25",
            startedAt: Timestamp(milliseconds: 1_767_225_590_000), tls: tls.map { TLSParameters(version: $0) },
            dialogue: dialogue)
    }

    struct Way: CustomTestStringConvertible, Sendable {
        let what: String
        let session: SessionRecord?
        /// Of `smtp.tls`.
        let severity: Severity?
        /// Of Gmail's line.
        let verdict: ProviderCompliance.Verdict
        var testDescription: String { what }
    }

    private static let ways = [
        Way(what: "in the clear, from far away", session: session(), severity: .warning, verdict: .fail),
        Way(
            what: "in the clear, on this machine", session: session(from: "127.0.0.1:50000"), severity: .info,
            verdict: .untestable),
        Way(
            what: "in the clear, on this machine over IPv6", session: session(from: "[::1]:50000"), severity: .info,
            verdict: .untestable),
        Way(what: "at a socket", session: session(from: "unix"), severity: .info, verdict: .untestable),
        Way(what: "encrypted", session: session(tls: "TLSv1.3"), severity: nil, verdict: .pass),
        Way(
            what: "behind STARTTLS", session: session(tls: "TLSv1.3", startTLS: -1), severity: nil, verdict: .pass),
        Way(
            what: "before STARTTLS", session: session(tls: "TLSv1.3", startTLS: 1), severity: .warning, verdict: .fail),
        Way(what: "by LMTP", session: session("lmtp"), severity: nil, verdict: .untestable),
        Way(what: "by a session that is forgotten", session: nil, severity: nil, verdict: .untestable),
    ]

    @Test(arguments: ways) func `whether it was encrypted is told from the session`(_ way: Way) throws {
        let subject = Subject(Self.stored([], session: SessionID(1)), session: way.session)
        let report = Analyzer.standard.report(on: subject)
        #expect(report.findings.first { $0.rule == "smtp.tls" }?.severity == way.severity)
        let gmail = try #require(report.providers.first { $0.provider == .gmail })
        #expect(gmail.lines.first { $0.rules == ["smtp.tls"] }?.verdict == way.verdict)
    }

    @Test func `what came over HTTP cannot be told`() throws {
        let report = Analyzer.standard.report(on: Subject(Self.stored([], session: nil)))
        let gmail = try #require(report.providers.first { $0.provider == .gmail })
        #expect(gmail.lines.first { $0.rules == ["smtp.tls"] }?.verdict == .untestable)
    }

    private static let announced: Set = ["hdr.raw8bit", "adr.eai", "enc.8bit.unannounced"]

    @Test func `what MAIL announced is no fault`() {
        let parameters = [
            Envelope.Parameter(keyword: "SMTPUTF8", value: ""), Envelope.Parameter(keyword: "BODY", value: "8BITMIME"),
        ]
        #expect(Self.report(parameters).isDisjoint(with: Self.announced))
        #expect(Self.report([]).isSuperset(of: Self.announced))
    }

    @Test func `what came by no session is not blamed for what none said`() {
        #expect(!Self.report([], session: nil).contains("enc.8bit.unannounced"))
    }
}
