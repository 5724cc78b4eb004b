/// An address of the Internet Protocol, as its octets. RFC 791, RFC 4291.
package struct IPAddress: Hashable, Sendable {
    /// Four or sixteen.
    package let octets: [UInt8]

    /// - Parameter octets: `nil` unless they are four or sixteen.
    package init?(octets: some Collection<UInt8>) {
        guard octets.count == 4 || octets.count == 16 else { return nil }
        self.octets = Array(octets)
    }

    package var isV6: Bool { octets.count == 16 }

    /// The IPv4 address that is written as one of IPv6, as `::ffff:192.0.2.1`; else the same. RFC 4291 §2.5.5.2.
    package var unmapped: IPAddress {
        let isMapped = isV6 && octets[10] == 0xFF && octets[11] == 0xFF && octets.prefix(10).allSatisfy { $0 == 0 }
        return isMapped ? IPAddress(octets: octets[12...]) ?? self : self
    }

    /// Whether it means the machine itself. RFC 1122 §3.2.1.3, RFC 4291 §2.5.3.
    package var isLoopback: Bool {
        isV6 ? octets.last == 1 && octets.dropLast().allSatisfy { $0 == 0 } : octets[0] == 127
    }
}

extension IPAddress: LosslessStringConvertible {
    /// Reads `192.0.2.1` and `2001:db8::1`, without port, brackets and zone; `nil` for anything else. RFC 4291 §2.2.
    package init?(_ text: String) {
        self.init(text: text[...], v4: Self.dotted)
    }

    /// Of an endpoint with its port: `192.0.2.1:25`, `[2001:db8::1]:25`, a zone left out; `nil` for anything else.
    package init?(ofEndpoint text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        self.init(String(text[..<colon].drop { $0 == "[" }.prefix { $0 != "]" && $0 != "%" }))
    }

    /// - Parameter v4: How four octets are written, alone and at the end of an IPv6 address.
    package init?(text: Substring, v4: (Substring) -> [UInt8]?) {
        guard let octets = text.utf8.contains(UInt8(ascii: ":")) ? Self.groups(text, v4) : v4(text) else { return nil }
        self.octets = octets
    }

    /// Four decimal numbers, none with a zero before it: other programs read that as octal.
    private static func dotted(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, text.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || 0x30...0x39 ~= $0 }) else {
            return nil
        }
        let octets = parts.compactMap { $0.count > 1 && $0.hasPrefix("0") ? nil : UInt8($0) }
        return octets.count == 4 ? octets : nil
    }

    private static func groups(_ text: Substring, _ v4: (Substring) -> [UInt8]?) -> [UInt8]? {
        guard text.utf8.count < 46 else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        // Only at the end of all may it be written as IPv4.
        guard halves.count <= 2, let head = octets(halves[0], halves.count == 1 ? v4 : { _ in nil }) else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = octets(halves[1], v4), head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func octets(_ text: Substring, _ v4: (Substring) -> [UInt8]?) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var result: [UInt8] = []
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if index == groups.count - 1, group.utf8.contains(UInt8(ascii: ".")) {
                guard let tail = v4(group) else { return nil }
                result += tail
            } else {
                guard 1...4 ~= group.utf8.count, !group.hasPrefix("+"), let value = UInt16(group, radix: 16)
                else { return nil }
                result += [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
        }
        return result
    }

    /// Four decimal numbers, or groups of which the longest run of zeros is left out. RFC 5952 §4.
    package var description: String {
        guard isV6 else { return octets.map { "\($0)" }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros = Self.longestRunOfZeros(groups) else { return text(groups[...]) }
        return "\(text(groups[..<zeros.lowerBound]))::\(text(groups[zeros.upperBound...]))"
    }

    /// The first of the longest, of two groups at least.
    private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int>? {
        var (longest, start) = (0..<1, 0)
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<(index + 1) }
        }
        return longest.count > 1 ? longest : nil
    }
}
