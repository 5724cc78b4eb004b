import MailModel

/// Where something outside is: the other end of a connection that this program opens.
package enum Destination: Hashable, Sendable {
    /// A name or an address, without brackets.
    case host(String, port: Int)
    /// A socket in the file system of this machine.
    case socket(path: String)
}

extension Destination: LosslessStringConvertible {
    /// Reads `spamd.example:783`, `192.0.2.1:783`, `[::1]:783`, `/run/clamav/clamd.ctl`; `nil` for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("/") {
            // What fits into a socket address on Linux.
            guard text.utf8.count < 108, !text.utf8.contains(0) else { return nil }
            self = .socket(path: text)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            1...65_535 ~= port, text[text.index(after: colon)...].utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard IPAddress(host)?.isV6 ?? false else { return nil }
        } else {
            guard Self.isName(host) else { return nil }
        }
        self = .host(host.lowercased(), port: port)
    }

    /// Letters, digits, hyphens and dots, as names and IPv4 addresses are.
    private static func isName(_ text: String) -> Bool {
        let isSpelled = text.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39,
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isSpelled && 1...253 ~= text.utf8.count
    }

    package var description: String {
        switch self {
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .socket(let path): path
        }
    }
}
