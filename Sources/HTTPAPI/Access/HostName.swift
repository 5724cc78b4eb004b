import MailModel

/// A host as URLs name it: a name or an address, in lower case and without brackets. RFC 3986 §3.2.2.
struct HostName: Hashable, Sendable {
    /// Of an address, the one of its spellings that RFC 5952 has.
    let text: String
    private let address: IPAddress?

    init(_ text: String) {
        // The zone of an address of IPv6 is known to this machine alone. RFC 4007 §11.2.
        address = IPAddress(text.contains(":") ? String(text.prefix { $0 != "%" }) : text)?.unmapped
        // The dot at the end of a name that is complete changes nothing about whose it is.
        self.text = address?.description ?? (text.hasSuffix(".") ? String(text.dropLast()) : text).lowercased()
    }

    /// The host of `host:port`, where the port may be missing; `nil` when there is anything else.
    init?(authority: String) {
        let isBracketed = authority.hasPrefix("[")
        let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        var rest = authority[host.endIndex...]
        if isBracketed { guard rest.popFirst() == "]" else { return nil } }
        let isPort = rest.first == ":" && rest.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        guard rest.isEmpty || isPort else { return nil }
        self.init(String(host))
    }

    /// Whether it is an IPv4 or IPv6 address rather than a name.
    var isAddress: Bool { address != nil }

    /// Whether it means this machine alone, without asking a resolver. RFC 6761 §6.3.
    var isLoopback: Bool {
        address.map(\.isLoopback) ?? (text == "localhost" || text.hasSuffix(".localhost"))
    }

    /// Whether a listener bound to it takes connections to every address of the machine.
    var isWildcard: Bool { address.map { $0.octets.allSatisfy { $0 == 0 } } ?? false }
}
