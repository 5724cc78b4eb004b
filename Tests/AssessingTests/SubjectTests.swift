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

    private static func report(_ parameters: [Envelope.Parameter], session: SessionID? = SessionID(1)) -> Set<String> {
        let envelope = Envelope(
            reversePath: "jörg@example.com", forwardPaths: ["ann@example.org"], parameters: parameters)
        let content = Array(source.utf8)
        let capture = Capture(
            inbox: .default, receivedAt: Timestamp(milliseconds: 1_767_225_600_000), session: session,
            envelope: envelope, digest: Message(content).digest, content: content)
        let stored = StoredMessage(summary: capture.summary(id: CaptureID(1)), content: content)
        return Set(Analyzer.standard.report(on: Subject(stored)).findings.map(\.rule))
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

    @Test func `whether it was encrypted is not known`() {
        #expect(!Self.report([]).contains("smtp.tls"))
    }
}
