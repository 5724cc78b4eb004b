import Testing

@testable import MailModel

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.0/25", "192.0.2.127", true),
        ("192.0.2.0/25", "192.0.2.128", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
        ("10.0.0.0/8", "::ffff:10.9.9.9", true), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("::1", "::1", true), ("::/0", "127.0.0.1", false),
        ("0.0.0.0/0", "unknown", false),
    ])
    func `an address is in a range or not`(range: String, address: String, isInside: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(address) == isInside)
    }

    @Test(arguments: ["", "/", "a.example", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "::/129", "1.2.3", "[::1]"])
    func `what is no range`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
