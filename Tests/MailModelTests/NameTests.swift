import MailModel
import Testing

@Suite struct NameTests {
    @Test(arguments: ["", ".", "..", "a/b", "a\u{7}", "a\u{7F}", String(repeating: "é", count: 128)])
    func `what nobody could find again is no inbox`(name: String) {
        #expect(InboxName(name) == nil)
    }

    @Test(arguments: ["...", ".a", "a.b", " ", "é", "a b@c", String(repeating: "x", count: 255)])
    func `anything else is one`(name: String) {
        #expect(InboxName(name)?.description == name)
    }

    @Test func `names are told apart by their octets`() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(InboxName(composed) != InboxName(decomposed) && InboxName(composed) == InboxName(composed))
        #expect(Set([composed, decomposed, composed].map(InboxName.init)).count == 2)
        let tags = try [composed, decomposed].map { try #require(TagName($0)) }
        #expect(tags[0] != tags[1] && Set(tags + tags).count == 2)
        #expect(tags[1] < tags[0] && !(tags[0] < tags[1]) && !(tags[0] < tags[0]))
    }
}
