import Testing

@testable import MIME

struct HeaderTests {
    private let octets = Array(
        """
        X-Tag: one
        Subject: =?utf-8?q?caf=C3=A9?=
        x-tag:two
         and three
        broken line
        List-Unsubscribe : <https://example.com/u>

        X-Tag: not in the header
        """.utf8)

    @Test func `fields come in order, raw and decoded, with their places`() {
        let fields = Message.header(of: octets).fields
        #expect(fields.map(\.name) == ["X-Tag", "Subject", "x-tag", "", "List-Unsubscribe"])
        #expect(fields.map(\.value) == ["one", "café", "two and three", "broken line", "<https://example.com/u>"])
        #expect(fields[1].raw == " =?utf-8?q?caf=C3=A9?=")
        #expect(String(decoding: octets[fields[2].range], as: UTF8.self) == "x-tag:two\n and three\n")
    }

    @Test func `a field is found by name without regard to case, and by its decoded value`() {
        let header = Header(of: octets)
        #expect(header.values(of: "X-TAG") == ["one", "two and three"])
        #expect(header.contains("subject") { $0.contains("café") })
        #expect(!header.contains("subject") { $0.contains("one") })
        #expect(header.contains { $0.contains("example.com/u") })
        #expect(!header.contains { $0.contains("not in the header") })
        #expect(header.last("List-Unsubscribe") == "<https://example.com/u>")
        #expect(header.last("Absent") == nil)
    }
}
