import MailModel

/// What a proxy says in front of a connection: for whom it speaks. HAProxy's PROXY protocol, versions 1 and 2.
package struct ProxyHeader: Hashable, Sendable {
    /// `address:port` of the client, and of where it had connected; `nil` where the proxy names none.
    package let endpoints: Endpoints?
    /// Whether it speaks for itself, as when it asks how we are, and not for a client that it does not name.
    package private(set) var isLocal = false

    package struct Endpoints: Hashable, Sendable {
        /// The client's, without port.
        package let address: String
        package let client: String
        package let listener: String
    }

    /// What octets from the beginning of a connection are.
    package enum Reading: Hashable, Sendable {
        case incomplete
        /// The header, and its length in octets.
        case complete(ProxyHeader, length: Int)
        case malformed
    }

    /// Octets of a line of version 1, its end included. §2.1.
    private static let lineLimit = 107
    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]

    package static func read(_ octets: [UInt8]) -> Reading {
        if octets.starts(with: signature.prefix(octets.count)) {
            return octets.count < 16 ? .incomplete : version2(octets)
        }
        let beginning = Array("PROXY ".utf8)
        guard octets.starts(with: beginning.prefix(octets.count)) else { return .malformed }
        return version1(octets)
    }

    /// `PROXY TCP4 192.0.2.1 198.51.100.1 40000 25` and CRLF. §2.1.
    private static func version1(_ octets: [UInt8]) -> Reading {
        guard let end = octets.firstIndex(of: UInt8(ascii: "\n")) else {
            return octets.count < lineLimit ? .incomplete : .malformed
        }
        guard end < lineLimit, end > 0, octets[end - 1] == UInt8(ascii: "\r"),
            let line = String(validating: octets[..<(end - 1)], as: UTF8.self)
        else { return .malformed }
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        // What follows UNKNOWN is not to be looked at.
        if words.count >= 2, words[1] == "UNKNOWN" { return .complete(ProxyHeader(endpoints: nil), length: end + 1) }
        guard words.count == 6, ["TCP4", "TCP6"].contains(words[1]), let client = IPAddress(String(words[2])),
            let listener = IPAddress(String(words[3])), client.isV6 == (words[1] == "TCP6"),
            client.isV6 == listener.isV6, let clientPort = port(words[4]), let listenerPort = port(words[5])
        else { return .malformed }
        let endpoints = Endpoints(client, clientPort, listener, listenerPort)
        return .complete(ProxyHeader(endpoints: endpoints), length: end + 1)
    }

    private static let local = {
        var header = ProxyHeader(endpoints: nil)
        header.isLocal = true
        return header
    }()

    private init(endpoints: Endpoints?) { self.endpoints = endpoints }

    private static func port(_ text: Substring) -> UInt16? {
        text.utf8.allSatisfy(\.isASCIIDigit) ? UInt16(text) : nil
    }

    /// The signature; version and command; family and protocol; length; addresses, and whatever else is said. §2.2.
    private static func version2(_ octets: [UInt8]) -> Reading {
        let length = 16 + Int(octets[14]) << 8 + Int(octets[15])
        guard octets[12] >> 4 == 2, octets[12] & 0xF <= 1 else { return .malformed }
        guard octets.count >= length else { return .incomplete }
        // LOCAL: the proxy asks how we are.
        guard octets[12] & 0xF == 1 else { return .complete(.local, length: length) }
        let size: Int
        switch octets[13] {
        case 0x11: size = 4
        case 0x21: size = 16
        // Families of which there is nothing to be told.
        default: return .complete(ProxyHeader(endpoints: nil), length: length)
        }
        let body = octets[16..<length]
        guard body.count >= 2 * size + 4, let client = IPAddress(octets: body.prefix(size)),
            let listener = IPAddress(octets: body.dropFirst(size).prefix(size))
        else { return .malformed }
        let ports = body.dropFirst(2 * size).prefix(4).map { UInt16($0) }
        let endpoints = Endpoints(client, ports[0] << 8 | ports[1], listener, ports[2] << 8 | ports[3])
        return .complete(ProxyHeader(endpoints: endpoints), length: length)
    }
}

extension ProxyHeader.Endpoints {
    fileprivate init(_ client: IPAddress, _ clientPort: UInt16, _ listener: IPAddress, _ listenerPort: UInt16) {
        address = "\(client)"
        self.client = client.isV6 ? "[\(client)]:\(clientPort)" : "\(client):\(clientPort)"
        self.listener = listener.isV6 ? "[\(listener)]:\(listenerPort)" : "\(listener):\(listenerPort)"
    }
}
