import MailProtocols
import TestSupport
import Testing

/// Commands in one burst give the replies that they give one by one, in the same order. RFC 2920 §3.2.
@Suite struct BurstTests {
    private static let steps = [
        "EHLO a\r\n", "MAIL FROM:<a@b.example>\r\n", "RCPT TO:<c@d.example>\r\n", "RCPT TO:<e>\r\n", "RSET\r\n",
        "BDAT 5\r\nhello", "BDAT 0 LAST\r\n", "BDAT 7 LAST\r\nRSET\r\n.", "DATA\r\nhello\r\n.\r\n", "NOOP\r\n",
        "AUTH PLAIN AGFsaWNlAHRpZ2Vy\r\n", "AUTH PLAIN AGFsaWNlAGxpb24=\r\n", "AUTH LOGIN\r\nYWxpY2U=\r\ndGlnZXI=\r\n",
        "AUTH CRAM-MD5\r\n*\r\n", "VRFY a\r\n", "NONSENSE\r\n", "HELP\r\n",
    ]

    /// Logins ask somebody else for the answer, as messages do.
    private static var configuration: SMTPSession.Configuration {
        var configuration = SMTPSession.Configuration()
        configuration.tls = .optional
        configuration.login = .file
        configuration.users = UserDirectory(["alice": .hash("of tiger")], key: [])
        return configuration
    }

    @Test(arguments: 0..<400) func `in any order`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let steps = (0..<Int.random(in: 2...25, using: &random)).compactMap { _ in
            Self.steps.randomElement(using: &random)
        }
        var lineByLine = Transcript(Self.configuration)
        for step in steps { lineByLine.send(step) }
        var burst = Transcript(Self.configuration)
        burst.send(steps.joined())
        #expect(burst.lines == lineByLine.lines, "\(steps)")
        #expect(burst.submissions.map(\.content) == lineByLine.submissions.map(\.content))
    }

    /// What is pipelined behind STARTTLS is dropped; what stands before it is answered as ever.
    @Test(arguments: 0..<100) func `around STARTTLS`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        func steps() -> [String] {
            (0..<Int.random(in: 1...8, using: &random)).compactMap { _ in Self.steps.randomElement(using: &random) }
        }
        let (before, dropped, behind) = (steps(), steps().joined(), steps())
        var lineByLine = Transcript(Self.configuration)
        for step in before + ["STARTTLS\r\n"] + behind { lineByLine.send(step) }
        var burst = Transcript(Self.configuration)
        burst.send(before.joined() + "STARTTLS\r\n" + dropped)
        burst.send(behind.joined())
        #expect(burst.lines == lineByLine.lines, "\(before) STARTTLS \(dropped) \(behind)")
    }
}
