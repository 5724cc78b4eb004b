import MailModel
import Testing

@testable import Egress

/// The one table of what is let out.
@Suite struct EgressPolicyTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let host: String, address: String, isPermitted: Bool
        var networks: [String] = []

        var testDescription: String {
            "\(host) at \(address)\(networks.isEmpty ? "" : " with \(networks)"): \(isPermitted ? "open" : "closed")"
        }

        static let all = [
            // A name leads to the Internet.
            Case(host: "spamd.example", address: "8.8.8.8", isPermitted: true),
            Case(host: "spamd.example", address: "2a00:1450::1", isPermitted: true),
            Case(host: "spamd.example", address: "::ffff:8.8.8.8", isPermitted: true),
            // It does not lead to this machine, the network it is in, or to where clouds keep their secrets.
            Case(host: "spamd.example", address: "127.0.0.1", isPermitted: false),
            Case(host: "spamd.example", address: "::1", isPermitted: false),
            Case(host: "spamd.example", address: "0.0.0.0", isPermitted: false),
            Case(host: "spamd.example", address: "10.0.0.5", isPermitted: false),
            Case(host: "spamd.example", address: "172.16.0.5", isPermitted: false),
            Case(host: "spamd.example", address: "192.168.1.5", isPermitted: false),
            Case(host: "spamd.example", address: "100.64.0.5", isPermitted: false),
            Case(host: "spamd.example", address: "169.254.169.254", isPermitted: false),
            Case(host: "spamd.example", address: "fe80::1", isPermitted: false),
            Case(host: "spamd.example", address: "fd00:ec2::254", isPermitted: false),
            Case(host: "spamd.example", address: "224.0.0.1", isPermitted: false),
            Case(host: "spamd.example", address: "255.255.255.255", isPermitted: false),
            // Not in disguise either.
            Case(host: "spamd.example", address: "::ffff:127.0.0.1", isPermitted: false),
            Case(host: "spamd.example", address: "::ffff:169.254.169.254", isPermitted: false),
            Case(host: "spamd.example", address: "64:ff9b::10.0.0.5", isPermitted: false),
            Case(host: "spamd.example", address: "64:ff9b:1::10.0.0.5", isPermitted: false),
            Case(host: "spamd.example", address: "2002:a00:5::1", isPermitted: false),
            Case(host: "spamd.example", address: "2001::f5ff:fffa", isPermitted: false),
            Case(host: "spamd.example", address: "::10.0.0.5", isPermitted: false),
            // Networks are opened by name.
            Case(host: "spamd.example", address: "10.0.0.5", isPermitted: true, networks: ["10.0.0.0/24"]),
            Case(host: "spamd.example", address: "::ffff:10.0.0.5", isPermitted: true, networks: ["10.0.0.0/24"]),
            Case(host: "spamd.example", address: "10.0.1.5", isPermitted: false, networks: ["10.0.0.0/24"]),
            Case(host: "spamd.example", address: "fd12::1", isPermitted: true, networks: ["fd12::/16"]),
            Case(host: "spamd.example", address: "127.0.0.1", isPermitted: false, networks: ["10.0.0.0/8"]),
            // An address that is named is that address and no other.
            Case(host: "127.0.0.1", address: "127.0.0.1", isPermitted: true),
            Case(host: "::1", address: "::1", isPermitted: true),
            Case(host: "10.0.0.5", address: "10.0.0.5", isPermitted: true),
            Case(host: "10.0.0.5", address: "8.8.8.8", isPermitted: false),
            // localhost is this machine, whatever it is said to be.
            Case(host: "localhost", address: "127.0.0.1", isPermitted: true),
            Case(host: "localhost", address: "::1", isPermitted: true),
            Case(host: "localhost", address: "8.8.8.8", isPermitted: false),
            Case(host: "localhost.example", address: "127.0.0.1", isPermitted: false),
        ]
    }

    @Test(arguments: Case.all) func `addresses`(_ example: Case) throws {
        let policy = EgressPolicy(networks: example.networks.compactMap { AddressRange($0) })
        let address = try #require(IPAddress(example.address))
        #expect(policy.permits(address, of: example.host) == example.isPermitted)
    }

    @Test func `nothing is open but what is named, for what it is named`() throws {
        let spamd = try #require(Destination("spamd.example:783"))
        let other = try #require(Destination("spamd.example:784"))
        let socket = try #require(Destination("/run/clamd"))
        #expect(!EgressPolicy().permits(spamd, for: .spamAssassin))
        let policy = EgressPolicy([.init(.spamAssassin, spamd), .init(.clamAV, socket)])
        #expect(policy.permits(spamd, for: .spamAssassin) && policy.permits(socket, for: .clamAV))
        #expect(!policy.permits(spamd, for: .rspamd) && !policy.permits(other, for: .spamAssassin))
        #expect(!policy.permits(socket, for: .spamAssassin))
    }

    @Test(arguments: [
        ("spamd.example:783", "spamd.example:783"), ("SPAMD.example:783", "spamd.example:783"),
        ("127.0.0.1:1", "127.0.0.1:1"), ("[::1]:11333", "[::1]:11333"),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ])
    func `destinations are read`(_ text: String, _ written: String) {
        #expect(Destination(text)?.description == written)
    }

    @Test(arguments: [
        "", ":783", "spamd.example", "spamd.example:", "spamd.example:0", "spamd.example:65536", "spamd.example:+1",
        "::1:783", "[::1]", "[1.2.3.4]:1", "http://a:1", "a b:1", "a@b:1", "/\(String(repeating: "a", count: 107))",
    ])
    func `what is no destination`(_ text: String) {
        #expect(Destination(text) == nil)
    }
}
