/// An SMTP client that sends exactly the octets it is given, and waits for each reply.
struct SMTPConnection {
    typealias Failure = TCPConnection.Failure

    private let connection: TCPConnection

    /// Connects to a port of 127.0.0.1 and reads the greeting, which must have this code.
    init(port: Int, greeting: String = "220") throws {
        connection = try TCPConnection(port: port)
        try expect(greeting)
    }

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

    func send(_ octets: [UInt8]) throws { try connection.send(octets) }

    /// Reads a whole reply, which must have this code, and this enhanced code if one is given.
    @discardableResult
    func expect(_ code: String) throws -> String {
        var lines: [String] = []
        repeat { lines.append(try connection.line()) } while lines.last?.dropFirst(3).first == "-"
        let reply = lines.joined(separator: "\n")
        guard reply.hasPrefix(code) else { throw Failure(description: "expected \(code), got: \(reply)") }
        return reply
    }

    /// Whether the server has nothing more to say and closes.
    func isAtEnd() throws -> Bool { try connection.isAtEnd() }
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
