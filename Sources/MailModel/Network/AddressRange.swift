/// An IP address, or all that begin with the same bits. RFC 4632 §3.1, RFC 4291 §2.3.
package struct AddressRange: Hashable, Sendable {
    private let address: IPAddress
    /// How many bits of the address must be the same.
    private let length: Int
    private let text: String

    /// That address and no other.
    package init(_ address: IPAddress) {
        (self.address, length, text) = (address, address.octets.count * 8, address.description)
    }

    /// Whether the address begins with the same bits.
    package func contains(_ other: IPAddress) -> Bool {
        guard other.octets.count == address.octets.count else { return false }
        return other.octets.indices.allSatisfy { index in
            let bits = min(max(length - index * 8, 0), 8)
            return (address.octets[index] ^ other.octets[index]) >> UInt8(8 - bits) == 0
        }
    }

    /// Whether the address, written as text without a port, begins with the same bits; an IPv4 address also where it comes
    /// inside an IPv6 address (RFC 4291 §2.5.5.2).
    package func contains(_ address: String) -> Bool {
        IPAddress(address).map { contains($0) || $0.embedded.map(contains) ?? false } ?? false
    }
}

extension AddressRange: LosslessStringConvertible {
    /// `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
        var length = address.octets.count * 8
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(parts[1]), bits <= length
            else { return nil }
            length = bits
        }
        (self.address, self.length, self.text) = (address, length, text)
    }

    package var description: String { text }
}
