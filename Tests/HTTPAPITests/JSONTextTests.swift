import MailModel
import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct JSONTextTests {
    private static let addresses = [
        Address(name: "Zoë \"Z\" O'Neil\\", address: "zoe@example.com"), Address(address: "用户@例子.example"),
    ]

    private static let summaries = [
        Summary(
            id: CaptureID(1), inbox: .default, receivedAt: Timestamp(milliseconds: 0), session: nil,
            envelope: Envelope(reversePath: "", forwardPaths: []), size: 0, digest: Digest(), marks: Marks(score: 12)),
        Summary(
            id: CaptureID(.max), inbox: InboxName("job-7") ?? .default,
            receivedAt: Timestamp(milliseconds: 1_769_850_000_123), session: SessionID(42),
            envelope: Envelope(reversePath: "a/b@example.com", forwardPaths: ["c@example.com", "\"d e\"@example.com"]),
            size: 1 << 40,
            digest: Digest(
                from: addresses[0], to: addresses, cc: [addresses[1]],
                subject: String(String.UnicodeScalarView((0..<0x80).compactMap(Unicode.Scalar.init))) + "\u{2028}🐟",
                messageID: "<&>@example.com", date: ZonedTime(secondsSince1970: 1_769_850_000, offsetMinutes: -90),
                snippet: "</script>\r\n\t\u{7F}\u{0}", attachments: 3),
            marks: Marks(
                isSeen: true, tags: ["a\"b", "č"].compactMap { TagName($0) }, score: -0.1, severity: .warning,
                duplicateOf: CaptureID(7))),
    ]

    @Test(arguments: summaries) func `a row is written as its Encodable says`(summary: Summary) throws {
        #expect(String(buffer: JSONText.summary(summary)) == String(buffer: try JSON.encode(summary)))
    }
}
