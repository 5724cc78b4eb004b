import Glibc

/// A port of 127.0.0.1 where connections are taken and nothing is ever read or said.
final class SilentListener: Sendable {
    struct Failure: Error {}

    let port: Int
    private let socket: Int32

    init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let listens = withUnsafeMutableBytes(of: &address) { octets in
            let address = octets.assumingMemoryBound(to: sockaddr.self).baseAddress
            // The kernel takes what waits in the backlog.
            return bind(socket, address, length) == 0 && listen(socket, 16) == 0
                && getsockname(socket, address, &length) == 0
        }
        guard listens else { throw Failure() }
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { close(socket) }
}
