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
            entry?.pointee.ai_addr.flatMap { Self.address($0) }
        }
    }

    private static func address(_ socket: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        switch Int32(socket.pointee.sa_family) {
        case AF_INET:
            socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { socket in
                withUnsafeBytes(of: socket.pointee.sin_addr) { IPAddress(octets: Array($0)) }
            }
        case AF_INET6:
            socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { socket in
                withUnsafeBytes(of: socket.pointee.sin6_addr) { IPAddress(octets: Array($0)) }
            }
        default: nil
        }
    }
}
