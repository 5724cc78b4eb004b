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

    @Test func `Marks are named, and what is no tag is none`() throws {
        var separator = MboxSeparator(sender: "a@example.com", receivedAt: Self.moment, forwardPaths: ["b@example.com"])
        (separator.isSeen, separator.tags) = (true, ["dringend – č", "a=b"].compactMap { TagName($0) })
        #expect(separator.line.contains(".123Z seen tag=dringend%20%E2%80%93%20%C4%8D tag=a%3Db rcpt="))
        #expect(MboxSeparator(line: Array(separator.line.utf8)) == separator)
        let odd = MboxSeparator(line: Array("From a@example.com tag= tag=%0A tag=a%2Cb seen=1".utf8))
        #expect(odd.tags.isEmpty && !odd.isSeen)
        let many = String(repeating: " tag=a", count: 2 * TagName.maximumPerMessage)
        #expect(MboxSeparator(line: Array("From a\(many)".utf8)).tags.count == TagName.maximumPerMessage)
    }

    @Test func `A line may be held to fewer octets, and then names fewer paths`() {
        let paths = (0..<1000).map { "\($0)@example.com" }
        let separator = MboxSeparator(sender: "a@example.com", receivedAt: Self.moment, forwardPaths: paths)
        let line = separator.line(upTo: 500)
        let read = MboxSeparator(line: Array(line.utf8)).forwardPaths
        #expect(line.utf8.count <= 500 && read.count > 10 && read == Array(paths.prefix(read.count)))
    }

    @Test(arguments: ["", "\"a b\"@example.com", "ä@example.com", "MAILER-DAEMON"])
    func `A sender that is no word is nobody to other programs`(sender: String) {
        let separator = MboxSeparator(sender: sender, receivedAt: Self.moment)
        #expect(separator.line.hasPrefix("From MAILER-DAEMON Sat Jan 31"))
        #expect(MboxSeparator(line: Array(separator.line.utf8)).sender == sender)
    }

    @Test func `Forward-paths are named, whatever is in them`() {
        let paths = ["b@example.com", "\"b c\"@example.com", "ü@example.com", "b@example.com", "Postmaster"]
        let separator = MboxSeparator(
            sender: "a@example.com", receivedAt: Self.moment, isUnterminated: true, forwardPaths: paths)
        #expect(separator.line.hasSuffix(" rcpt=Postmaster"))
        #expect(MboxSeparator(line: Array(separator.line.utf8)) == separator)
    }

    @Test(arguments: ["rcpt=", "rcpt=a%0Ab", "rcpt=%7F", "rcpt=" + String(repeating: "a", count: 1001), "sender=%00"])
    func `What can be no path is none`(word: String) {
        let separator = MboxSeparator(line: Array("From a@example.com \(word)".utf8))
        #expect(separator.forwardPaths == [] && separator.sender == "a@example.com")
    }

    @Test(arguments: ["\u{1B}[31m", "a\u{1E}b@example.com", "\u{7F}", String(repeating: "a", count: 1001)])
    func `What can be no path is nobody`(word: String) {
        let separator = MboxSeparator(line: Array("From \(word) Sat Jan 31 09:00:00 2026".utf8))
        #expect(separator.sender == "" && separator.receivedAt?.milliseconds == 1_769_850_000_000)
    }

    @Test func `A thousand paths come back behind a message of any size, and no more than a line may hold`() {
        let path = String(repeating: "ö", count: 120) + "@example.com"
        for (count, expected) in [(1000, 1000), (2000, 1416)] {
            let separator = MboxSeparator(
                sender: "a@example.com", receivedAt: Self.moment, forwardPaths: Array(repeating: path, count: count))
            #expect(separator.line.utf8.count < MboxSeparator.longest)
            var reader = MboxReader(.mboxrd, limit: 100)
            let large = [UInt8](repeating: 0x61, count: 98)
            let messages = reader.read(separator.mboxrd(large) + separator.mboxrd([])) + reader.finish()
            #expect(messages.map { $0.separator?.forwardPaths.count } == [expected, expected])
            #expect(messages.map(\.octets) == [large, []] && !messages.contains(where: \.isCut))
        }
    }

    @Test func `A line that is longer than what is read ends with a whole word`() {
        let words = String(repeating: " rcpt=abcdefg", count: 100_000)
        let paths = MboxSeparator(line: Array("From a@example.com\(words)".utf8)).forwardPaths
        #expect(paths.count == (MboxSeparator.longest - 18) / 13 && Set(paths) == ["abcdefg"])
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
        let separator = MboxSeparator(
            sender: "ä@example.com", receivedAt: Self.moment, inbox: .default, forwardPaths: ["b c", "d"])
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
            #expect(
                read.allSatisfy {
                    $0.separator?.forwardPaths == ["b c", "d"] && $0.separator?.sender == separator.sender
                })
        }
    }
}
