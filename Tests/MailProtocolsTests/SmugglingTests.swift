import MailModel
import MailProtocols
import Testing

/// Whatever stands around a dot, only CRLF . CRLF ends a message. RFC 5321 §4.1.1.4, §2.3.8.
@Suite struct SmugglingTests {
    private static let ends = ["\r\n", "\n", "\r", "\r\r\n", "\n\r", "\r\0\n", "\0", "", "\u{85}", "\u{2028}", " \r\n"]

    private static let evil = "MAIL FROM:<evil@b.example>\r\nRCPT TO:<evil@d.example>\r\nDATA\r\nevil"

    /// All ends before the dot, within it and behind it, but the one that is the end.
    private static let corpus: [String] = ends.flatMap { before in
        ends.flatMap { behind in
            [".", "..", ". ", ".\r", "\t."].compactMap { dot in
                let text = before + dot + behind
                return text.contains("\r\n.\r\n") ? nil : text
            }
        }
    }

    @Test(arguments: [[Int.max], [1], [2], [3, 1, 7]]) func `none of the others ends one`(cuts: [Int]) {
        #expect(Self.corpus.count > 500)
        for attempt in Self.corpus {
            var transcript = Transcript()
            transcript.send("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n")
            transcript.send(Array("good\(attempt)\(Self.evil)\r\n.\r\nNOOP\r\n".utf8), cuts: cuts)
            #expect(transcript.submissions.count == 1, "\(attempt.debugDescription)")
            #expect(
                transcript.submissions.first?.envelope.forwardPaths == ["c@d.example"], "\(attempt.debugDescription)")
            #expect(transcript.lines.last == "250 2.0.0 Ok", "\(attempt.debugDescription)")
        }
    }

    /// A chunk has a length: no dot in it means anything. RFC 3030 §2.
    @Test func `nothing ends a chunk but its length`() {
        for attempt in Self.corpus + ["\r\n.\r\n"] {
            let content = "good\(attempt)\(Self.evil)\r\n.\r\n"
            var transcript = Transcript()
            transcript.send("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n")
            transcript.send("BDAT \(content.utf8.count) LAST\r\n\(content)NOOP\r\n")
            #expect(transcript.submissions.map(\.content) == [Array(content.utf8)], "\(attempt.debugDescription)")
            #expect(transcript.lines.last == "250 2.0.0 Ok", "\(attempt.debugDescription)")
        }
    }
}
