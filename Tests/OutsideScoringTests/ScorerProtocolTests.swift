import MIME
import MailModel
import NIOCore
import Testing

@testable import Egress
@testable import OutsideScoring

@Suite struct ScorerProtocolTests {
    private static let message = ScoredMessage(
        Array("Subject: a\r\n\r\nb\r\n".utf8),
        envelope: Envelope(reversePath: "a@example.com", forwardPaths: ["b@x", "c@x"]))

    private func text(_ buffers: [ByteBuffer]) -> String { buffers.map { String(buffer: $0) }.joined() }

    @Test func `spamd is asked for score and rules`() {
        let request = "SYMBOLS SPAMC/1.5\r\nContent-length: 17\r\n\r\nSubject: a\r\n\r\nb\r\n"
        #expect(text(SpamAssassin.request(Self.message)) == request)
    }

    @Test(arguments: [
        (
            "SPAMD/1.1 0 EX_OK\r\nContent-length: 27\r\nSpam: True ; 7.3 / 5.0\r\n\r\nMISSING_DATE,MISSING_MID\r\n",
            ScorerAnswer(score: 7.3, verdict: "spam", detail: "MISSING_DATE, MISSING_MID")
        ),
        (
            "SPAMD/1.1 0 EX_OK\r\nSpam: False ; -0.1 / 5.0\r\n\r\n",
            ScorerAnswer(score: -0.1, verdict: "ham", detail: "no rule hit")
        ),
    ])
    func `spamd is understood`(_ answer: String, _ expected: ScorerAnswer) throws {
        #expect(try SpamAssassin.answer(Array(answer.utf8)) == expected)
    }

    @Test(arguments: [
        ("SPAMD/1.0 74 IO_ERR\r\n\r\n", "it refuses the message: IO_ERR"),
        ("HTTP/1.1 400 Bad Request\r\n\r\n", "its answer is not understood: “HTTP/1.1 400 Bad Request”"),
        ("SPAMD/1.1 0 EX_OK\r\n\r\nA\r\n", "its answer is not understood: “SPAMD/1.1 0 EX_OK”"),
        ("SPAMD/1.1 0 EX_OK\r\nSpam: True ; nan / 5.0\r\n\r\n", "its answer is not understood: “SPAMD/1.1 0 EX_OK”"),
        ("SPAMD/1.1 0 EX_OK\r\nSpam: True\r\n\r\n", "its answer is not understood: “SPAMD/1.1 0 EX_OK”"),
        ("", "its answer is not understood: “”"),
    ])
    func `what spamd says instead is told`(_ answer: String, _ reason: String) {
        #expect(throws: ScorerFailure(reason: reason)) { try SpamAssassin.answer(Array(answer.utf8)) }
    }

    @Test func `rspamd is told the envelope`() throws {
        let request = text(Rspamd.request(Self.message, to: try #require(Destination("127.0.0.1:11333"))))
        #expect(
            request == """
                POST /checkv2 HTTP/1.0\r\nHost: 127.0.0.1:11333\r\nContent-Length: 17\r\nFrom: a@example.com\r
                Rcpt: b@x\r\nRcpt: c@x\r\n\r\nSubject: a\r\n\r\nb\r\n
                """)
    }

    @Test func `rspamd is understood`() throws {
        let body = """
            {"is_skipped":false,"score":6.5,"required_score":15.0,"action":"add header","symbols":{"A":{"name":"A","score":0.0},
            "MISSING_MID":{"name":"MISSING_MID","score":2.5},"B":{"score":-3.0}},"messages":{},"message-id":"1@x"}
            """
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n\(body)"
        let expected = ScorerAnswer(score: 6.5, verdict: "add header", detail: "B (-3.0), MISSING_MID (2.5)")
        #expect(try Rspamd.answer(Array(answer.utf8)) == expected)
        let empty = "HTTP/1.0 200 OK\r\n\r\n{\"score\":0,\"action\":\"no action\"}"
        #expect(try Rspamd.answer(Array(empty.utf8)).detail == "no symbol counts")
    }

    @Test(arguments: [
        ("HTTP/1.1 403 Unauthorized\r\n\r\n{}", "it refuses the message: 403 Unauthorized"),
        ("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n", "it refuses the message: 302 Found"),
        ("HTTP/1.1 200 OK\r\n\r\n<html>", "its answer is not understood: “<html>”"),
        ("HTTP/1.1 200 OK\r\n", "its answer is not understood: “HTTP/1.1 200 OK”"),
    ])
    func `what rspamd says instead is told`(_ answer: String, _ reason: String) {
        #expect(throws: ScorerFailure(reason: reason)) { try Rspamd.answer(Array(answer.utf8)) }
    }

    @Test func `clamd is given chunks`() {
        let request = ClamAV.request([UInt8](repeating: 0x61, count: (1 << 18) + 1))
        #expect(request.map(\.readableBytes) == [10, 4 + (1 << 18), 5, 4])
        #expect(request[2] == ByteBuffer(bytes: [0, 0, 0, 1, 0x61]) && request[3] == ByteBuffer(bytes: [0, 0, 0, 0]))
    }

    @Test(arguments: [("stream: OK\0", nil), ("stream: Win.Test.EICAR_HDB-1 FOUND\0", "Win.Test.EICAR_HDB-1")])
    func `clamd is understood`(_ answer: String, _ virus: String?) throws {
        #expect(try ClamAV.virus(in: Array(answer.utf8)) == virus)
    }

    @Test func `what clamd says instead is told`() {
        #expect(throws: ScorerFailure(reason: "it says: INSTREAM size limit exceeded.")) {
            try ClamAV.virus(in: Array("INSTREAM size limit exceeded. ERROR\0".utf8))
        }
        #expect(throws: ScorerFailure(reason: "its answer is not understood: “PONG”")) {
            try ClamAV.virus(in: Array("PONG\0".utf8))
        }
    }

    @Test func `clamd looks at everything but the text`() {
        let message = Message(
            Array(
                """
                Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\na\r\n--b\r
                Content-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\nb\r\n--b\r
                Content-Type: image/png\r\n\r\nc\r\n--b--\r\n
                """.utf8))
        #expect(ClamAV.attachments(of: message).map { message.path(of: $0) } == ["2", "3"])
        #expect(ClamAV.answer([], of: 0).detail == "no attachment")
        #expect(ClamAV.answer(["a.exe: X"], of: 30).detail == "a.exe: X; of 30 attachments, 20 were looked at")
    }
}
