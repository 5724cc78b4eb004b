import Glibc

/// A connection to a port of 127.0.0.1 that sends exactly the octets it is given, and reads lines.
final class TCPConnection {
    struct Failure: Error, CustomStringConvertible { let description: String }

    private let socket: Int32
    private var received: [UInt8] = []

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafeBytes(of: &address) { octets in
            connect(socket, octets.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(octets.count))
        }
        guard connected == 0 else { throw Failure(description: "cannot connect to port \(port)") }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    func send(_ octets: [UInt8]) throws {
        var rest = octets[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Failure(description: "the server closed while it was written to") }
            rest = rest.dropFirst(sent)
        }
    }

    /// The next line, without its end.
    func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeFirst(end + 1) }
                return String(decoding: received[..<end].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            }
            guard try fill() else { throw Failure(description: "the server closed in place of a reply") }
        }
    }

    /// Whether the server has nothing more to say and closes.
    func isAtEnd() throws -> Bool {
        try received.isEmpty && !fill()
    }

    /// Whether the server says something within so many milliseconds.
    func hasInput(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return !received.isEmpty || poll(&descriptor, 1, milliseconds) > 0
    }

    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(description: "no reply within 20 s") }
        received += buffer[..<count]
        return count > 0
    }
}
