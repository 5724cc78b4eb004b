extension IPAddress {
    /// The IPv4 address that packets to this one end at, or may end at: mapped, translated, or through a tunnel. `nil` where
    /// there is none inside.
    package var embedded: IPAddress? {
        // Unspecified and loopback (RFC 4291 §2.5.2, §2.5.3) lie where an address would.
        let isPlain = octets.dropLast().allSatisfy { $0 == 0 } && octets[octets.count - 1] <= 1
        guard isV6, !isPlain, let form = Self.embeddings.first(where: { $0.range.contains(self) }) else { return nil }
        return IPAddress(octets: octets[form.at..<(form.at + 4)].map { form.isInverted ? ~$0 : $0 })
    }

    /// Where the IPv4 address stands in which addresses. The narrow ones stand before those that hold them.
    private static let embeddings: [(range: AddressRange, at: Int, isInverted: Bool)] = [
        ("::ffff:0:0/96", 12, false),  // Mapped: RFC 4291 §2.5.5.2.
        ("::ffff:0:0:0/96", 12, false),  // Translated: RFC 2765 §2.1.
        ("64:ff9b::/96", 12, false),  // NAT64: RFC 6052 §2.1.
        ("2002::/16", 2, false),  // 6to4: RFC 3056 §2.
        ("2001::/32", 12, true),  // Teredo: RFC 4380 §4.
        ("::/96", 12, false),  // Compatible: RFC 4291 §2.5.5.1.
    ].compactMap { text, place, isInverted in AddressRange(text).map { ($0, place, isInverted) } }

    /// What it comes down to: the address inside it, where there is one.
    package var effective: IPAddress { embedded ?? self }

    /// Loopback, private, link-local, shared or unspecified: not reachable over the Internet. RFC 6890.
    package var isLocal: Bool { Self.localRanges.contains { $0.contains(effective) } }

    /// Of one machine, and on the Internet: no address of a local network, of documentation, of a benchmark, reserved, or of
    /// many. IANA IPv4 and IPv6 Special-Purpose Address Registries, RFC 6890.
    package var isGlobalUnicast: Bool {
        let address = effective
        let isAssigned = !address.isV6 || Self.globalUnicast.map { $0.contains(address) } ?? false
        return isAssigned
            && !(Self.localRanges + Self.specialRanges).contains { $0.contains(address) || $0.contains(self) }
    }

    private static let globalUnicast = AddressRange("2000::/3")

    private static let localRanges = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "::/127", "64:ff9b:1::/48", "fc00::/7", "fe80::/10",
    ].compactMap { AddressRange($0) }

    private static let specialRanges = [
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20",
    ].compactMap { AddressRange($0) }
}
