import MIME

/// The mailboxes of a message, read once.
struct Correspondents {
    let from: [AddressMailbox]
    let sender: [AddressMailbox]
    let replyTo: [AddressMailbox]
    let to: AddressList
    let cc: AddressList

    /// How many mailboxes of a field are read.
    static let limit = 1000

    init(_ header: Header) {
        from = header.addresses(of: "from", limit: Self.limit).mailboxes
        sender = header.addresses(of: "sender", limit: Self.limit).mailboxes
        replyTo = header.addresses(of: "reply-to", limit: Self.limit).mailboxes
        to = header.addresses(of: "to", limit: Self.limit)
        cc = header.addresses(of: "cc", limit: Self.limit)
    }

    /// The domain of the first mailbox in From.
    var fromDomain: DomainName? { from.first?.domainName }

    /// Those who wrote it, by their own account.
    var authors: [AddressMailbox] { from + sender + replyTo }
    var recipients: [AddressMailbox] { to.mailboxes + cc.mailboxes }
}

extension AddressMailbox {
    var domainName: DomainName? { domain.map { DomainName($0) } }
}
