import MIME

/// An address of the Internet Protocol, as its octets. RFC 791, RFC 4291.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four or sixteen.
    package let octets: [UInt8]

    /// Reads IPv4 in every form that browsers take: one to four numbers, decimal, octal or hexadecimal, of which the
    /// last fills what is left. WHATWG URL §3.5.
    init?(v4 text: String) {
        // Names end in letters, and most hosts are names.
        guard text.utf8.last.map({ $0.hexadecimal != nil || $0 == .dot }) ?? false, text.utf8.first?.isDigit ?? false
        else { return nil }
        var parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.last == "" { parts.removeLast() }
        guard 1...4 ~= parts.count else { return nil }
        var value: UInt64 = 0
        for (index, part) in parts.enumerated() {
            guard let number = Self.number(part) else { return nil }
            let isLast = index == parts.count - 1
            let width = UInt64(isLast ? 8 * (5 - parts.count) : 8)
            guard number < 1 << width else { return nil }
            value = value << width | number
        }
        octets = (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard let first = text.first, first.isNumber, text.utf8.count < 20 else { return nil }
        if text.hasPrefix("0x") { return text.utf8.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        if first == "0", text.utf8.count > 1 { return UInt64(text, radix: 8) }
        return UInt64(text)
    }

    /// RFC 4291 §2.2.
    init?(v6 text: Substring) {
        guard text.utf8.count < 46 else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = Self.groups(halves[0]) else { return nil }
        guard halves.count == 2 else {
            guard head.count == 16 else { return nil }
            octets = head
            return
        }
        guard let tail = Self.groups(halves[1]), head.count + tail.count <= 14 else { return nil }
        octets = head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var result: [UInt8] = []
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if index == groups.count - 1, group.contains(".") {
                guard let tail = IPAddress(v4: String(group)) else { return nil }
                result += tail.octets
            } else {
                guard 1...4 ~= group.utf8.count, let value = UInt16(group, radix: 16) else { return nil }
                result += [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
        }
        return result
    }

    /// Four decimal numbers, or eight groups without abbreviation in brackets.
    package var description: String {
        if octets.count == 4 { return octets.map { "\($0)" }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map {
            String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16)
        }
        return "[\(groups.joined(separator: ":"))]"
    }

    /// Loopback, private, link-local, shared or unspecified: not reachable over the Internet. RFC 6890.
    package var isLocal: Bool {
        if octets.count == 16 {
            if octets.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) { return Self.isLocal(octets[12...]) }
            let isFirst = octets[..<15].allSatisfy { $0 == 0 } && octets[15] <= 1
            return isFirst || octets[0] & 0xFE == 0xFC || octets[0] == 0xFE && octets[1] & 0xC0 == 0x80
        }
        return Self.isLocal(octets[...])
    }

    private static func isLocal(_ octets: ArraySlice<UInt8>) -> Bool {
        let (first, second) = (octets[octets.startIndex], octets[octets.startIndex + 1])
        switch first {
        case 0, 10, 127: return true
        case 100: return second & 0xC0 == 64
        case 169: return second == 254
        case 172: return second & 0xF0 == 16
        case 192: return second == 168
        default: return false
        }
    }
}
