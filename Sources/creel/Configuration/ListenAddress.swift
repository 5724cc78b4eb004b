/// Where a listener binds: `HOST:PORT`, an IPv6 address in brackets.
struct ListenAddress: Hashable, Sendable {
    /// A name or an address, without brackets.
    var host: String
    /// 0…65535; 0 lets the system pick a free port.
    var port: Int
}

extension ListenAddress: LosslessStringConvertible {
    /// `nil` unless `text` is `HOST:PORT`.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(digits: text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy(\.isAllowedInHost) else { return nil }
        self.init(host: String(host), port: Int(port))
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension UInt16 {
    /// Reads decimal digits only: no sign, no spaces.
    fileprivate init?(digits: Substring) {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.init(digits)
    }
}

extension UInt8 {
    fileprivate var isDigitOrDot: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self == UInt8(ascii: ".")
    }

    /// Letters, digits, `.`, `-`, `_`; `:` and `%` for IPv6 with a zone.
    fileprivate var isAllowedInHost: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"): true
        default: isDigitOrDot
        }
    }
}
