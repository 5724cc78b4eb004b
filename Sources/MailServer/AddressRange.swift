#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An IP address, or all that begin with the same bits. RFC 4632 §3.1, RFC 4291 §2.3.
package struct AddressRange: Hashable, Sendable {
    private let octets: [UInt8]
    /// How many bits of the address must be the same.
    private let length: Int
    private let text: String

    /// Whether the address, written as text without a port, begins with the same bits.
    package func contains(_ address: String) -> Bool {
        guard let other = Self.octets(of: address), other.count == octets.count else { return false }
        return octets.indices.allSatisfy { index in
            let bits = min(max(length - index * 8, 0), 8)
            return (octets[index] ^ other[index]) >> UInt8(8 - bits) == 0
        }
    }

    /// 4 octets of an IPv4 address, also where it comes inside an IPv6 address (RFC 4291 §2.5.5.2), or 16 octets.
    private static func octets(of address: String) -> [UInt8]? {
        var short = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, address, &short) == 1 { return short }
        var long = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &long) == 1 else { return nil }
        let isMapped = long.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return isMapped ? Array(long.suffix(4)) : long
    }
}

extension AddressRange: LosslessStringConvertible {
    /// `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let octets = Self.octets(of: String(parts[0])) else { return nil }
        var length = octets.count * 8
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(parts[1]), bits <= length
            else { return nil }
            length = bits
        }
        (self.octets, self.length, self.text) = (octets, length, text)
    }

    package var description: String { text }
}
