import Glibc

/// An SMTP client that sends exactly the octets it is given, and waits for each reply.
final class SMTPConnection {
    private let socket: Int32
    private var received: [UInt8] = []

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Connects to a port of 127.0.0.1 and reads the banner.
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
        try expect("220")
    }

    deinit { close(socket) }

    /// Sends a command and expects a reply with this code.
    @discardableResult
    func say(_ command: String, expecting code: String) throws -> String {
        try send(Array("\(command)\r\n".utf8))
        return try expect(code)
    }

    /// Sends everything up to DATA, for one recipient.
    func begin(from reversePath: String = "sender@example.com", to forwardPath: String) throws {
        try say("MAIL FROM:<\(reversePath)>", expecting: "250")
        try say("RCPT TO:<\(forwardPath)>", expecting: "250")
        try say("DATA", expecting: "354")
    }

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

    /// Reads a whole reply, which must have this code.
    @discardableResult
    func expect(_ code: String) throws -> String {
        var lines: [String] = []
        repeat { lines.append(try line()) } while lines.last?.dropFirst(3).first == "-"
        let reply = lines.joined(separator: "\n")
        guard reply.hasPrefix(code) else { throw Failure(description: "expected \(code), got: \(reply)") }
        return reply
    }

    /// Whether the server has nothing more to say and closes.
    func isAtEnd() throws -> Bool {
        try received.isEmpty && !fill()
    }

    private func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeFirst(end + 1) }
                return String(decoding: received[..<end].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            }
            guard try fill() else { throw Failure(description: "the server closed in place of a reply") }
        }
    }

    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(description: "no reply within 20 s") }
        received += buffer[..<count]
        return count > 0
    }
}

extension [UInt8] {
    /// As mail data: a dot doubled at the start of each line, and CRLF.CRLF at the end. RFC 5321 §4.5.2.
    ///
    /// A line begins after CRLF only. What does not end in CRLF gets one, which is then part of the message.
    var asMailData: [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(count + 16)
        var (isAfterCR, isLineStart) = (false, true)
        for octet in endingInCRLF {
            if isLineStart, octet == UInt8(ascii: ".") { data.append(octet) }
            data.append(octet)
            isLineStart = isAfterCR && octet == UInt8(ascii: "\n")
            isAfterCR = octet == UInt8(ascii: "\r")
        }
        return data + Array(".\r\n".utf8)
    }

    /// What the server has to store of it. Nothing at all stays nothing.
    var endingInCRLF: [UInt8] {
        isEmpty || suffix(2).elementsEqual("\r\n".utf8) ? self : self + Array("\r\n".utf8)
    }
}
