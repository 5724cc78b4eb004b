package import MailModel

extension PathArgument {
    /// Reads an address that stands alone, as MAIL and RCPT take it between angle brackets. RFC 5321 §4.1.2.
    fileprivate init(alone text: String, keyword: String, syntax: String, limit: Int) throws(Reply) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .badArgument("An address holds no control characters")
        }
        try self.init("\(keyword)<\(text)>", keyword: keyword, syntax: syntax, limit: limit)
        guard parameters.isEmpty else { throw .badArgument("'\(text)' is more than an address") }
    }
}

extension ReversePath {
    /// Reads an address as MAIL takes it between angle brackets; nothing is the null path.
    ///
    /// - Parameter limit: Octets that it may have, brackets included.
    /// - Throws: The reply that MAIL would get.
    package init(parsing text: String, limit: Int) throws(Reply) {
        try self.init(PathArgument(alone: text, keyword: "FROM:", syntax: "MAIL FROM:<address>", limit: limit).path)
    }

    init(_ path: PathArgument.Path) throws(Reply) {
        switch path {
        case .empty: self = .null
        case .mailbox(let mailbox): self = .mailbox(mailbox)
        case .localPartOnly(let name):
            throw Reply(553, .badSenderSyntax, "'\(name)' needs a domain, as in <\(name)@example.com>")
        }
    }
}

extension ForwardPath {
    /// Reads an address as RCPT takes it between angle brackets.
    ///
    /// - Parameter limit: Octets that it may have, brackets included.
    /// - Throws: The reply that RCPT would get.
    package init(parsing text: String, limit: Int) throws(Reply) {
        try self.init(PathArgument(alone: text, keyword: "TO:", syntax: "RCPT TO:<address>", limit: limit).path)
    }

    init(_ path: PathArgument.Path) throws(Reply) {
        switch path {
        case .mailbox(let mailbox): self = .mailbox(mailbox)
        case .localPartOnly(let name) where name.lowercased() == "postmaster": self = .postmaster(name)
        case .localPartOnly(let name):
            throw Reply(553, .badRecipientSyntax, "'\(name)' needs a domain, as in <\(name)@example.com>")
        case .empty: throw Reply(501, .badRecipientSyntax, "RCPT needs an address; only MAIL may be empty")
        }
    }
}
