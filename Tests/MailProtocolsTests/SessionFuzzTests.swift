import Foundation
import MailModel
import MailProtocols
import TestSupport
import Testing

/// Seeded soup of everything that means something to the session. `CREEL_FUZZ_SECONDS` says for how long.
@Suite struct SessionFuzzTests {
    private static let words = [
        "EHLO a\r\n", "HELO a\r\n", "LHLO a\r\n", "MAIL FROM:<a@b.example>\r\n", "MAIL FROM:<> SIZE=10\r\n",
        "RCPT TO:<c@d.example>\r\n", "RCPT TO:<c>\r\n", "DATA\r\n", "DATA\r\n", ".\r\n", "\r\n.\r\n", "RSET\r\n",
        "NOOP\r\n",
        "BDAT 5\r\n", "BDAT 20\r\n", "BDAT 0 LAST\r\n", "BDAT 3 LAST\r\n", "BDAT 499\r\n", "AUTH LOGIN\r\n",
        "AUTH CRAM-MD5\r\n",
        "AUTH PLAIN AGEAYg==\r\n", "AUTH XOAUTH2 ", "AUTH OAUTHBEARER bixhPT0sAQ==\r\n", "YWJj\r\n", "*\r\n",
        "XCLIENT ADDR=192.0.2.1 LOGIN=a\r\n", "XCLIENT ADDR=IPV6:", "XFORWARD PORT=+31\r\n",
        "VRFY x\r\n", "HELP\r\n",
        "QUIT\r\n", "\r", "\n", "\r\n", ".", "..", "\0", "é", "\u{1F600}", "<", ">", "@",
        "\"", "\\",
        "[", "]", ":", " ", "SIZE=99999999", "BODY=8BITMIME", "SMTPUTF8",
        "MAIL FROM:<a@b.example> RET=FULL ENVID=", "RCPT TO:<c@d.example> NOTIFY=DELAY ORCPT=utf-8;", "BY=-5;R",
        "BY=9;NT", "MT-PRIORITY=-9", "HOLDFOR=1",
        "HOLDUNTIL=2026-01-01T00:00:01Z", "REQUIRETLS", "+", "+2B",
        "\\x{",
        "}", "=", String(repeating: "x", count: 300),
    ].map { Array($0.utf8) }

    private static var limits: SMTPSession.Limits { configuration.limits }

    private static let configuration: SMTPSession.Configuration = {
        var limits = SMTPSession.Limits()
        limits.message = 500
        limits.commandLine = 256
        limits.recipients = 3
        limits.errors = 1000
        limits.dialogue = .init(lines: 16, lineOctets: 64)
        var configuration = SMTPSession.Configuration()
        configuration.limits = limits
        return configuration
    }()

    /// The same soup in two different cuts gives the same, within the limits.
    @Test func `no soup of octets crashes, grows or depends on its cuts`() {
        let seconds = Double(ProcessInfo.processInfo.environment["CREEL_FUZZ_SECONDS"] ?? "") ?? 2
        let end = ContinuousClock.now + .seconds(seconds)
        var seed = UInt64.random(in: 0...UInt64.max)
        print("session fuzz: first seed \(seed)")
        var rounds = 0
        while ContinuousClock.now < end {
            check(seed: seed)
            seed &+= 1
            rounds += 1
        }
        print("session fuzz: \(rounds) rounds")
        #expect(rounds > 0)
    }

    private func check(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let dialect = Bool.random(using: &random) ? SMTPSession.Dialect.smtp : .lmtp
        let input = soup(dialect, &random)
        let whole = replay(input, in: dialect, cuts: [.max])
        let cut = replay(input, in: dialect, cuts: (0..<8).map { _ in Int.random(in: 1...40, using: &random) })
        #expect(whole.lines == cut.lines, "seed \(seed)")
        #expect(whole.submissions.map(\.content) == cut.submissions.map(\.content), "seed \(seed)")
        for submission in whole.submissions {
            #expect(submission.content.count <= Self.limits.message, "seed \(seed)")
            #expect(submission.envelope.forwardPaths.count <= Self.limits.recipients, "seed \(seed)")
        }
        // The content, a line that is coming in, and what MAIL and the recipients said.
        let lines = (2 + Self.limits.recipients) * Self.limits.commandLine
        #expect(cut.session.heldOctets <= Self.limits.message + lines, "seed \(seed)")
        #expect(cut.session.record.dialogue.count <= 32, "seed \(seed)")
    }

    private func soup(_ dialect: SMTPSession.Dialect, _ random: inout SplitMix) -> [UInt8] {
        var input: [UInt8] = []
        if Bool.random(using: &random) {
            // Deep states are reached cheaply behind a good beginning.
            input += Array((dialect == .smtp ? "EHLO a\r\n" : "LHLO a\r\n").utf8)
            input += Array("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n".utf8)
            input += Array((Bool.random(using: &random) ? "DATA\r\n" : "BDAT 30\r\n").utf8)
        }
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            guard let word = Self.words.randomElement(using: &random) else { continue }
            input += word
            if Int.random(in: 0..<10, using: &random) == 0 { input.append(UInt8.random(in: 0...255, using: &random)) }
        }
        return input
    }

    private func replay(_ input: [UInt8], in dialect: SMTPSession.Dialect, cuts: [Int]) -> Transcript {
        var configuration = Self.configuration
        configuration.dialect = dialect
        var transcript = Transcript(configuration, isSecure: true, isTrusted: true)
        transcript.send(input, cuts: cuts)
        return transcript
    }
}
