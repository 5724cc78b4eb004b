package import MailModel

/// An SMTP reply; as an error, the refusal that a handler throws. RFC 5321 §4.2.
package struct Reply: Error, Hashable, Sendable {
    package let code: Int
    /// Absent in the greeting, in answers to HELO and EHLO, and in intermediate replies. RFC 2034 §4.
    package let enhancedCode: EnhancedStatusCode?
    /// One or more lines.
    package let lines: [String]

    package init(_ code: Int, _ enhancedCode: EnhancedStatusCode?, _ lines: String...) {
        self.init(code, enhancedCode, lines: lines)
    }

    package init(_ code: Int, _ enhancedCode: EnhancedStatusCode?, lines: [String]) {
        (self.code, self.enhancedCode, self.lines) = (code, enhancedCode, lines)
    }

    package var isRefusal: Bool { code >= 400 }

    /// The reply as it is sent, lines joined by LF and without the last line end.
    package var text: String {
        let prefix = enhancedCode.map { $0.description + " " } ?? ""
        var text = ""
        for line in lines.dropLast() { text += String(code) + "-" + prefix + line + "\n" }
        return text + String(code) + " " + prefix + (lines.last ?? "")
    }

    /// What is sent for a reply's text.
    static func wire(_ text: String) -> [UInt8] {
        var wire: [UInt8] = []
        wire.reserveCapacity(text.utf8.count + 16)
        for octet in text.utf8 {
            if octet == UInt8(ascii: "\n") { wire.append(UInt8(ascii: "\r")) }
            wire.append(octet)
        }
        return wire + [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }
}

/// The replies that are given in more than one place.
extension Reply {
    static func badSequence(_ text: String) -> Reply { Reply(503, .invalidCommand, text) }
    static func badArgument(_ text: String) -> Reply { Reply(501, .invalidArguments, text) }

    static func tooBig(limit: Int) -> Reply {
        Reply(552, .messageTooBig, "Message exceeds \(limit) octets; raise --max-message-size")
    }

    static let memoryShort = Reply(
        452, .systemFull, "Memory for messages in transit is used up; try again later or raise --max-octets-in-flight")
}

/// What becomes of a message once its data has come.
extension Reply {
    /// Stored, durable and visible.
    package static func captured(as id: CaptureID) -> Reply { Reply(250, .contentAccepted, "Captured as \(id)") }

    /// Disk or memory is used up.
    package static func full(_ text: String) -> Reply { Reply(452, .systemFull, text) }

    /// The store cannot be written just now.
    package static func unavailable(_ text: String) -> Reply { Reply(451, .systemTrouble, text) }
}
