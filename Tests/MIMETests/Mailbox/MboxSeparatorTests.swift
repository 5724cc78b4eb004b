import MailModel
import TestSupport
import Testing

@testable import MIME

@Suite struct MboxSeparatorTests {
    private static let moment = Timestamp(milliseconds: 1_769_850_000_123)

    @Test func `It says what it was given`() throws {
        let separator = MboxSeparator(
            sender: "a@example.com", receivedAt: Self.moment, inbox: InboxName("pr 12%"), isUnterminated: true)
        let line = separator.line
        #expect(
            line == "From a@example.com Sat Jan 31 09:00:00 2026 received=2026-01-31T09:00:00.123Z"
                + " inbox=pr%2012%25 unterminated")
        #expect(MboxSeparator(line: Array((line + "\r\n").utf8)) == separator)
    }

    @Test(arguments: ["", "\"a b\"@example.com", "ä@example.com"])
    func `A sender that is no word is nobody`(sender: String) {
        let separator = MboxSeparator(sender: sender, receivedAt: Self.moment)
        #expect(separator.line.hasPrefix("From MAILER-DAEMON Sat Jan 31"))
        #expect(MboxSeparator(line: Array(separator.line.utf8)).sender == "")
    }

    @Test(
        arguments: [
            ("From a@b Sat Jan 31 09:00:00 2026", 1_769_850_000_000), ("From a@b  Thu Jan  1 00:00 1970", 0),
            ("From a@b Sat Jan 31 09:00:00 CET 2026", 1_769_850_000_000), ("From a@b", nil), ("From ", nil),
            ("From a@b Sat Feb 31 09:00:00 2026", nil), ("From a@b Sat Jan 31 99:00:00 2026", nil),
        ] as [(String, Int64?)])
    func `The time of other programs is read`(line: String, milliseconds: Int64?) {
        #expect(MboxSeparator(line: Array(line.utf8)).receivedAt?.milliseconds == milliseconds)
    }

    /// Messages of lines that are likely to be mistaken for what stands between messages.
    private static func message(_ random: inout SplitMix) -> [UInt8] {
        let pieces = [
            "From ", "From a@b Sat Jan 31 09:00:00 2026", ">From ", ">>From x", ">", "\n", "\r\n", "\n\n", "\r", "text",
            "From :",
            "unterminated", "\r\n\r\n", " ", "\0",
        ]
        return (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
            Array((pieces.randomElement(using: &random) ?? "").utf8)
        }
    }

    @Test(arguments: UInt64(0)..<200)
    func `What is written is read as it was, however it is cut`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let messages = (0..<5).map { _ in Self.message(&random) }
        let separator = MboxSeparator(sender: "a@example.com", receivedAt: Self.moment, inbox: .default)
        let file = messages.flatMap { separator.mboxrd($0) }
        for length in [1, 7, file.count] {
            var reader = MboxReader(.mboxrd, limit: 1 << 20)
            var (read, rest) = ([MboxMessage](), file[...])
            while !rest.isEmpty {
                read += reader.read(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            read += reader.finish()
            #expect(read.map(\.octets) == messages)
            #expect(read.allSatisfy { $0.separator?.receivedAt == Self.moment && $0.separator?.inbox == .default })
        }
    }
}
