import MIME
import MailModel

extension IPAddress {
    /// Reads IPv4 in every form that browsers take: one to four numbers, decimal, octal or hexadecimal, of which the
    /// last fills what is left. WHATWG URL §3.5.
    init?(v4 text: String) {
        guard let octets = Self.octets(v4: text[...]) else { return nil }
        self.init(octets: octets)
    }

    /// RFC 4291 §2.2.
    init?(v6 text: Substring) {
        guard text.utf8.contains(.colon) else { return nil }
        self.init(text: text, v4: Self.octets)
    }

    private static func octets(v4 text: Substring) -> [UInt8]? {
        // Names end in letters, and most hosts are names.
        guard text.utf8.last.map({ $0.hexadecimal != nil || $0 == .dot }) ?? false, text.utf8.first?.isDigit ?? false
        else { return nil }
        var parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.last == "" { parts.removeLast() }
        guard 1...4 ~= parts.count else { return nil }
        var value: UInt64 = 0
        for (index, part) in parts.enumerated() {
            guard let number = number(part) else { return nil }
            let isLast = index == parts.count - 1
            let width = UInt64(isLast ? 8 * (5 - parts.count) : 8)
            guard number < 1 << width else { return nil }
            value = value << width | number
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard let first = text.first, first.isNumber, text.utf8.count < 20 else { return nil }
        if text.hasPrefix("0x") { return text.utf8.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        if first == "0", text.utf8.count > 1 { return UInt64(text, radix: 8) }
        return UInt64(text)
    }
}
