package import MailModel

/// An SMTP reply; as an error, the refusal that a handler throws. RFC 5321 §4.2.
package struct Reply: Error, Hashable, Sendable {
    package let code: Int
    /// Absent in the greeting, in answers to HELO and EHLO, and in intermediate replies. RFC 2034 §4.
    package let enhancedCode: EnhancedStatusCode?
    /// One or more lines.
    package let lines: [String]
    /// The message that is acknowledged by it.
    private(set) var capture: CaptureID?

    package init(_ code: Int, _ enhancedCode: EnhancedStatusCode?, _ lines: String...) {
        self.init(code, enhancedCode, lines: lines)
    }

    package init(_ code: Int, _ enhancedCode: EnhancedStatusCode?, lines: [String]) {
        (self.code, self.enhancedCode, self.lines) = (code, enhancedCode, lines)
    }

    package var isRefusal: Bool { code >= 400 }

    /// Whether a command was wrong in itself, whatever became of the mail. RFC 5321 §4.2.2.
    var isCommandError: Bool { (500...504).contains(code) }

    /// Whether it refuses who wants to log in. RFC 4954 §6.
    var isLoginRefusal: Bool { code == 535 }

    /// The same about one recipient of several.
    func naming(_ recipient: String) -> Reply { Reply(code, enhancedCode, lines: lines.map { "<\(recipient)> \($0)" }) }

    /// Octets of a reply line, CRLF included. RFC 5321 §4.5.3.1.5.
    private static let lineOctets = 512

    /// Octets before the text of a line, as in `250 2.1.5 `, and its line feed.
    private static let codeOctets = 12

    /// The reply as it is sent, lines joined by LF and without the last line end.
    ///
    /// Lines that quote the client are cut to what a reply line may hold.
    ///
    /// - Parameters:
    ///   - allowingUTF8: Whether the client understands UTF-8 in replies; else `?` stands for what is not ASCII.
    ///     RFC 6531 §3.7.4.2.
    ///   - isEnhanced: Whether enhanced status codes are written. RFC 2034 §4.
    package func text(allowingUTF8: Bool, isEnhanced: Bool = true) -> String {
        var text = ""
        text.reserveCapacity(lines.reduce(0) { $0 + Self.codeOctets + $1.utf8.count })
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "\n" }
            let start = text.utf8.count
            text += String(code)
            text += index == lines.count - 1 ? " " : "-"
            if isEnhanced, let enhancedCode {
                text += enhancedCode.description
                text += " "
            }
            let room = Self.lineOctets - 2 - (text.utf8.count - start)
            let isFit = line.utf8.count <= room && (allowingUTF8 || line.utf8.allSatisfy { $0 < 0x80 })
            text += isFit ? line : Self.fit(line, into: room, allowingUTF8: allowingUTF8)
        }
        return text
    }

    private static func fit(_ line: String, into room: Int, allowingUTF8: Bool) -> String {
        var text = ""
        let ellipsis = "..."
        for scalar in line.unicodeScalars {
            let next = allowingUTF8 || scalar.isASCII ? String(scalar) : "?"
            guard text.utf8.count + next.utf8.count + ellipsis.utf8.count <= room else { return text + ellipsis }
            text += next
        }
        return text
    }

    /// Appends what is sent for a reply's text.
    static func write(_ text: String, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + text.utf8.count + 2)
        if text.utf8.contains(UInt8(ascii: "\n")) {
            for octet in text.utf8 {
                if octet == UInt8(ascii: "\n") { output.append(UInt8(ascii: "\r")) }
                output.append(octet)
            }
        } else {
            output += text.utf8
        }
        output.append(UInt8(ascii: "\r"))
        output.append(UInt8(ascii: "\n"))
    }
}

/// The replies that are given in more than one place.
extension Reply {
    static func badSequence(_ text: String) -> Reply { Reply(503, .invalidCommand, text) }
    static func badArgument(_ text: String) -> Reply { Reply(501, .invalidArguments, text) }

    /// DATA and RCPT behind BDAT. RFC 3030 §2.
    static var messageHasBegun: Reply { badSequence("BDAT has begun the message; end it by BDAT LAST or RSET") }

    /// RFC 5321 §4.1.1.11.
    static func unknownParameter(_ keyword: String, of verb: String) -> Reply {
        Reply(555, .invalidArguments, "\(verb) parameter \(keyword) is not supported")
    }

    static func tooBig(limit: Int) -> Reply {
        Reply(552, .messageTooBig, "Message exceeds \(limit) octets; raise --max-message-size")
    }

    static let memoryShort = Reply(
        452, .systemFull, "Memory for messages in transit is used up; try again later or raise --max-octets-in-flight")
}

/// What becomes of a message once its data has come.
extension Reply {
    /// Stored, durable and visible.
    package static func captured(as id: CaptureID) -> Reply {
        var reply = Reply(250, .contentAccepted, "Captured as \(id)")
        reply.capture = id
        return reply
    }

    /// Disk or memory is used up.
    package static func full(_ text: String) -> Reply { Reply(452, .systemFull, text) }

    /// The store cannot be written just now.
    package static func unavailable(_ text: String) -> Reply { Reply(451, .systemTrouble, text) }
}
