import MIME

/// The mailboxes of a message, read once.
final class Correspondents {
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
        authors = from + sender + replyTo
        recipients = to.mailboxes + cc.mailboxes
    }

    /// The domain of the first mailbox in From.
    var fromDomain: DomainName? { from.first?.domainName }

    /// Those who wrote it, by their own account.
    let authors: [AddressMailbox]
    let recipients: [AddressMailbox]
}

extension AddressMailbox {
    var domainName: DomainName? { domain.map { DomainName($0) } }
}
