import Testing

@testable import MailModel

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"), ("::ffff:192.0.2.1", "::ffff:c000:201"), ("fe80::1:2", "fe80::1:2"),
    ])
    func `is read and written`(_ text: String, _ written: String) throws {
        #expect(try #require(IPAddress(text)).description == written)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "0x7f.0.0.1", "1.2.3.4 ", "+1.2.3.4", "1.2.3.", ":", ":::",
        "1:2",
        "::1::", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "::+1", "::1.2.3", "::1.2.3.4.5", "1.2.3.4::", "fe80::1%eth0",
        "[::1]",
        "1:2:3:4:5:6:7::8:9",
    ])
    func `what is none`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("::ffff:127.0.0.1", "127.0.0.1"), ("::ffff:0:10.0.0.1", "10.0.0.1"),
        ("64:ff9b::169.254.169.254", "169.254.169.254"),
        ("2002:7f00:1::1", "127.0.0.1"), ("2001::80ff:fffe", "127.0.0.1"),
        ("::127.0.0.1", "127.0.0.1"), ("2a00::1", nil), ("127.0.0.1", nil),
    ])
    func `IPv4 inside IPv6 is found`(_ text: String, _ inside: String?) throws {
        #expect(try #require(IPAddress(text)).embedded?.description == inside)
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::200e", "2606:4700::1", "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8", "2002:808:808::1",
    ])
    func `addresses on the Internet`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isGlobalUnicast && !address.isLocal)
    }

    @Test(arguments: [
        "0.0.0.0", "127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1", "::", "::1", "fc00::1", "fd12::1", "fe80::1", "febf::1", "::ffff:127.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1", "64:ff9b:1::10.0.0.1", "2002:a00:1::", "2002:7f00:1::", "::127.0.0.1", "::10.0.0.1",
    ])
    func `addresses of this machine and of local networks`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!address.isGlobalUnicast && address.isLocal)
    }

    @Test(arguments: [
        "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255", "2001:db8::1", "2001:10::1", "2001:0:808:808::f7f7:f7f7", "3fff::1", "ff02::1",
        "100::1", "4000::1", "5f00::1",
        "::ffff:224.0.0.1", "2002:e000:1::",
    ])
    func `addresses of nobody, or of many`(_ text: String) throws {
        #expect(!(try #require(IPAddress(text)).isGlobalUnicast))
    }

    @Test(arguments: [
        ("192.0.2.1:25", "192.0.2.1"), ("[2001:db8::1]:25", "2001:db8::1"), ("[fe80::1%eth0]:25", "fe80::1"),
        ("unix", nil), ("a.example:25", nil), (":25", nil),
    ])
    func `an endpoint has an address`(endpoint: String, address: String?) {
        #expect(IPAddress(ofEndpoint: endpoint)?.description == address)
    }
}
