package import MailModel

extension ForwardPath {
    /// Reads an address as RCPT takes it between angle brackets. RFC 5321 §4.1.2.
    ///
    /// - Parameter limit: Octets that it may have, brackets included.
    /// - Throws: The reply that RCPT would get.
    package init(parsing text: String, limit: Int) throws(Reply) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .badArgument("An address holds no control characters")
        }
        let argument = try PathArgument("TO:<\(text)>", keyword: "TO:", syntax: "RCPT TO:<address>", limit: limit)
        guard argument.parameters.isEmpty else { throw .badArgument("'\(text)' is more than an address") }
        try self.init(argument.path)
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
