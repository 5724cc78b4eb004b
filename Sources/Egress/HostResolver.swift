import Glibc
package import MailModel

/// From the name of a host to its addresses.
package protocol HostResolver: Sendable {
    /// All there are, in the order of preference; none for a name that has none. Blocks.
    func addresses(of host: String) -> [IPAddress]
}

/// What the system says: its files, its DNS.
package struct SystemResolver: HostResolver {
    package init() {}

    package func addresses(of host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { entry in
            entry.flatMap { Self.address($0.pointee) }
        }
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        // One with a zone is of this link only.
        return code == 0
            ? IPAddress(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)) : nil
    }
}
