import MailModel
import Testing

@testable import creel

@Suite struct SendmailMessageTests {
    private static let identity = LocalIdentity(user: "app", fullName: "The App", host: "box.example")

    /// What comes of lines that are joined by LF and ended by one.
    private func message(_ lines: [String], _ words: [String] = ["-t", "-i"]) throws -> SendmailMessage {
        SendmailMessage(
            Array(lines.map { $0 + "\n" }.joined().utf8), try SendmailArguments(words), by: Self.identity,
            at: ZonedTime(secondsSince1970: 1_769_850_000, offsetMinutes: 60), token: "token")
    }

    private func lines(_ message: SendmailMessage) -> [String] {
        #expect(message.octets.suffix(2) == [0x0D, 0x0A])
        return String(decoding: message.octets.dropLast(2), as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static let complete = [
        "From: a@b.example", "Date: Sat, 31 Jan 2026 09:00:00 +0000", "Message-ID: <1@b.example>", "To: c@d.example",
    ]

    @Test func `A message that has everything stays as it is, but for its line ends`() throws {
        let text = Self.complete + ["", "text", ".", "", "more"]
        #expect(try lines(message(text)) == text)
        #expect(try lines(message(text.map { $0 + "\r" })) == text)
    }

    @Test func `Bcc goes, and names recipients all the same`() throws {
        let message = try message(
            Self.complete + [
                "bcc: e@f.example,", "\t\"G, H\" <g@h.example>", "Cc: i@j.example", "Bcc: root", "", "text",
            ])
        #expect(message.recipients == ["c@d.example", "i@j.example", "e@f.example", "g@h.example", "root"])
        #expect(lines(message) == Self.complete + ["Cc: i@j.example", "", "text"])
    }

    @Test func `Without -t nothing is taken from the header, and nothing goes`() throws {
        let text = Self.complete + ["Bcc: e@f.example", "", "text"]
        let message = try message(text, ["-i", "x@y.example"])
        #expect(message.recipients.isEmpty)
        #expect(lines(message) == text)
    }

    @Test func `What is sent again goes to whom the newer fields name`() throws {
        let message = try message(
            Self.complete + ["Resent-To: k@l.example", "Resent-Bcc: m@n.example", "Bcc: o@p.example", ""])
        #expect(message.recipients == ["k@l.example", "m@n.example"])
        #expect(lines(message) == Self.complete + ["Resent-To: k@l.example", "Bcc: o@p.example", ""])
    }

    @Test(arguments: [
        (["-t"], "From: The App <app@box.example>"), (["-t", "-f", "shop@example.com"], "From: shop@example.com"),
        (["-t", "-F", "Shop, Inc."], "From: \"Shop, Inc.\" <app@box.example>"),
        (["-t", "-f", "shop", "-F", "Shop"], "From: Shop <shop@box.example>"),
        (["-t", "-f", ""], "From: The App <app@box.example>"),
    ])
    func `Fields that every message must have are added`(words: [String], from: String) throws {
        #expect(
            try lines(message(["Subject: hello", "", "text"], words)) == [
                from, "Date: Sat, 31 Jan 2026 10:00:00 +0100", "Message-ID: <token@box.example>", "Subject: hello", "",
                "text",
            ])
    }

    @Test(arguments: [
        (["just text", "and more"], ["", "just text", "and more"]), (["", "text"], ["", "text"]),
        (["Subject: hello", "no field at all", "", "text"], ["Subject: hello", "", "no field at all", "", "text"]),
        (["Subject: hello"], ["Subject: hello", ""]), ([], [""]),
        (
            ["From app@box.example Sat Jan 31 09:00:00 2026", "Subject: hello", "", "text"],
            ["Subject: hello", "", "text"]
        ),
    ])
    func `Where a header is missing or not ended, an empty line ends it`(text: [String], rest: [String]) throws {
        #expect(try lines(message(text)).dropFirst(3) == rest[...])
    }

    @Test func `A dot alone ends a message unless it is told not to`() throws {
        let text = Self.complete + ["", "text", ".", "lost"]
        #expect(try lines(message(text, ["-t"])) == Self.complete + ["", "text"])
        #expect(try lines(message(text, ["-t", "-oi"])) == text)
    }
}
