import MailProtocols
import TestSupport
import Testing

/// The PROXY protocol, octet by octet. HAProxy, §2.
@Suite struct ProxyHeaderTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let octets: [UInt8]
        let client: String?
        let listener: String?
        var testDescription: String { name }

        init(_ name: String, _ octets: [UInt8], _ client: String? = nil, _ listener: String? = nil) {
            (self.name, self.octets, self.client, self.listener) = (name, octets, client, listener)
        }
    }

    private static let signature: [UInt8] = Array("\r\n\r\n\0\r\nQUIT\n".utf8)

    private static func line(_ text: String) -> [UInt8] { Array("\(text)\r\n".utf8) }

    private static let examples = [
        Example(
            "IPv4", line("PROXY TCP4 192.0.2.1 198.51.100.1 40000 25"), "192.0.2.1:40000", "198.51.100.1:25"),
        Example("IPv6", line("PROXY TCP6 2001:db8::1 ::1 1 65535"), "[2001:db8::1]:1", "[::1]:65535"),
        Example("unknown", line("PROXY UNKNOWN")),
        Example("unknown, with what is not to be looked at", line("PROXY UNKNOWN ffff::1 x y z w")),
        Example(
            "binary IPv4", signature + [0x21, 0x11, 0, 12, 192, 0, 2, 1, 198, 51, 100, 1, 0x9C, 0x40, 0, 25],
            "192.0.2.1:40000", "198.51.100.1:25"),
        Example(
            "binary IPv6 with an extension",
            signature + [0x21, 0x21, 0, 40] + [UInt8](repeating: 0, count: 15) + [1]
                + [UInt8](repeating: 0, count: 15) + [2, 0, 1, 0, 2, 4, 0, 1, 9], "[::1]:1", "[::2]:2"),
        Example("local", signature + [0x20, 0, 0, 0]),
        Example("a Unix socket", signature + [0x21, 0x31, 0, 1, 0]),
    ]

    @Test(arguments: examples) func `is read wherever it is cut`(example: Example) {
        for length in 0..<example.octets.count {
            #expect(ProxyHeader.read(Array(example.octets.prefix(length))) == .incomplete)
        }
        guard case .complete(let header, let length) = ProxyHeader.read(example.octets + Array("EHLO a\r\n".utf8))
        else {
            Issue.record("not read")
            return
        }
        #expect(length == example.octets.count)
        #expect(header.endpoints?.client == example.client)
        #expect(header.endpoints?.listener == example.listener)
        #expect(header.isLocal == (example.name == "local"))
    }

    @Test(arguments: [
        Example("SMTP", line("EHLO a")), Example("no CR", Array("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n".utf8)),
        Example("mixed families", line("PROXY TCP4 192.0.2.1 ::1 1 2")),
        Example("another family", line("PROXY TCP6 192.0.2.1 192.0.2.2 1 2")),
        Example("a port too large", line("PROXY TCP4 192.0.2.1 192.0.2.2 1 65536")),
        Example("a port with a sign", line("PROXY TCP4 192.0.2.1 192.0.2.2 +1 2")),
        Example("two spaces", line("PROXY TCP4  192.0.2.1 192.0.2.2 1 2")),
        Example("a long line", Array("PROXY UNKNOWN \(String(repeating: "x", count: 200))".utf8)),
        Example("version 3", signature + [0x31, 0x11, 0, 0]), Example("command 2", signature + [0x22, 0x11, 0, 0]),
        Example("no room for addresses", signature + [0x21, 0x11, 0, 4, 1, 2, 3, 4]),
    ])
    func `what is none`(example: Example) {
        #expect(ProxyHeader.read(example.octets) == .malformed)
    }

    @Test func `whatever octets come, it ends within them`() {
        var random = SplitMix(seed: 1)
        for _ in 0..<20_000 {
            var octets = (Self.examples.randomElement(using: &random)?.octets ?? [])
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                octets[Int.random(in: 0..<octets.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if case .complete(_, let length) = ProxyHeader.read(octets) { #expect(length <= octets.count) }
        }
    }
}
