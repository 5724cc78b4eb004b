package import MailModel

extension PathArgument {
    /// Reads an address that stands alone, as MAIL and RCPT take it between angle brackets. RFC 5321 §4.1.2.
    fileprivate init(
        alone text: String, keyword: String, syntax: String, limit: Int, policy: PathPolicy
    ) throws(Reply) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .badArgument("An address holds no control characters")
        }
        try self.init("\(keyword)<\(text)>", keyword: keyword, syntax: syntax, limit: limit, policy: policy)
        guard parameters.isEmpty else { throw .badArgument("'\(text)' is more than an address") }
    }

    /// The path of MAIL.
    mutating func reversePath() throws(Reply) -> ReversePath {
        switch path {
        case .empty: return .null
        case .mailbox(let mailbox): return .mailbox(mailbox)
        case .localPartOnly(let name):
            try tolerance.bear(.noDomain(name, .badSenderSyntax))
            return .localPart(name)
        }
    }

    /// The path of RCPT.
    mutating func forwardPath() throws(Reply) -> ForwardPath {
        switch path {
        case .mailbox(let mailbox): return .mailbox(mailbox)
        case .localPartOnly(let name):
            if name.lowercased() != "postmaster" { try tolerance.bear(.noDomain(name, .badRecipientSyntax)) }
            return .localPart(name)
        case .empty: throw Reply(501, .badRecipientSyntax, "RCPT needs an address; only MAIL may be empty")
        }
    }
}

extension ReversePath {
    /// Reads an address as MAIL takes it between angle brackets; nothing is the null path.
    ///
    /// - Parameter limit: Octets that it may have, brackets included.
    /// - Throws: The reply that MAIL would get.
    package init(parsing text: String, limit: Int, policy: PathPolicy) throws(Reply) {
        var argument = try PathArgument(
            alone: text, keyword: "FROM:", syntax: "MAIL FROM:<address>", limit: limit, policy: policy)
        self = try argument.reversePath()
    }
}

extension ForwardPath {
    /// Reads an address as RCPT takes it between angle brackets.
    ///
    /// - Parameter limit: Octets that it may have, brackets included.
    /// - Throws: The reply that RCPT would get.
    package init(parsing text: String, limit: Int, policy: PathPolicy) throws(Reply) {
        var argument = try PathArgument(
            alone: text, keyword: "TO:", syntax: "RCPT TO:<address>", limit: limit, policy: policy)
        self = try argument.forwardPath()
    }
}
