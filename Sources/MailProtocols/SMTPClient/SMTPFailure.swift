/// Why a message was not handed over. Nothing of it is with the server then.
package enum SMTPFailure: Error, Hashable, Sendable {
    /// The server said no to a command, or to the message itself.
    case refused(Reply, to: String)
    /// It said no to some of the recipients, so that none got the message.
    case recipientsRefused([RefusedRecipient])
    /// It cannot do what the transaction or the configuration needs; the keyword, and what is needed.
    case notOffered(String)
    /// What it said is no SMTP.
    case unintelligible(String)
    /// The connection could not be made, or ended too soon. Where the message had been sent whole, it may have arrived.
    case lost(String)
}

/// A recipient that a server did not want.
package struct RefusedRecipient: Hashable, Sendable {
    package let forwardPath: String
    package let reply: Reply
}

extension SMTPFailure {
    /// Whether the same may well succeed later. RFC 5321 §4.2.1.
    package var isTemporary: Bool {
        switch self {
        case .refused(let reply, _): reply.isTemporary
        case .recipientsRefused(let recipients): recipients.contains(where: \.reply.isTemporary)
        case .notOffered: false
        case .unintelligible, .lost: true
        }
    }
}

extension SMTPFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let reply, let command): "the server refuses \(command): \(reply.line)"
        case .recipientsRefused(let recipients):
            "the server refuses " + recipients.map { "<\($0.forwardPath)>: \($0.reply.line)" }.joined(separator: "; ")
        case .notOffered(let what): "the server does not offer \(what)"
        case .unintelligible(let line): "what answers there does not speak SMTP; it says: \(line)"
        case .lost(let reason): reason
        }
    }
}

extension Reply {
    /// Its code and what it says, on one line.
    package var line: String { "\(code) \(lines.joined(separator: " "))" }

    fileprivate var isTemporary: Bool { (400..<500).contains(code) }
}
