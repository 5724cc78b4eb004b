import Testing

@testable import MailModel

@Suite struct PeerRangeTests {
    @Test(arguments: [
        ("unix", "unix", true), ("unix", "127.0.0.1", false), ("0.0.0.0/0", "unix", false),
        ("127.0.0.0/8", "127.0.0.1", true),
        ("::1", "::2", false),
    ])
    func `holds addresses, or whoever comes over a Unix socket`(range: String, peer: String, isIn: Bool) throws {
        let range = try #require(PeerRange(range))
        #expect(range.contains(peer) == isIn)
        #expect(PeerRange(range.description) == range)
    }

    @Test(arguments: ["", "Unix", "unix:/run/x", "localhost"]) func `is nothing else`(text: String) {
        #expect(PeerRange(text) == nil)
    }
}
