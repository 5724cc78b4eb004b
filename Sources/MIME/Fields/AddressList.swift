package import MailModel

/// The value of an address field such as `From` or `To`. RFC 5322 §3.4, RFC 6854.
package struct AddressList: Hashable, Sendable {
    package internal(set) var items: [Item] = []

    package enum Item: Hashable, Sendable {
        case mailbox(AddressMailbox)
        /// `Friends: a@example.com, b@example.com;`, which may well be empty.
        case group(name: String, members: [AddressMailbox])
    }

    /// The mailboxes, those of groups among them, in order.
    package var mailboxes: [AddressMailbox] {
        items.flatMap { item in
            switch item {
            case .mailbox(let mailbox): [mailbox]
            case .group(_, let members): members
            }
        }
    }

    /// What can be shown of the mailboxes; one that is only a comment has nothing to show.
    package var addresses: [Address] {
        var addresses: [Address] = []
        addresses.reserveCapacity(items.count)
        for item in items {
            switch item {
            case .mailbox(let mailbox): if let shown = mailbox.shown { addresses.append(shown) }
            case .group(_, let members): addresses += members.compactMap(\.shown)
            }
        }
        return addresses
    }
}

/// One mailbox of an address field, decoded.
package struct AddressMailbox: Hashable, Sendable {
    /// The display name; comments stand behind it in parentheses, or in its place where there is none.
    package var name: String?
    /// As it was sent, quotes included; empty where there is only a comment.
    package var localPart: String
    /// `nil` when there is no at sign.
    package var domain: String?
    /// From the display name to the end of the address, in octets of the source.
    package var range: Range<Int>

    /// `local-part@domain`, or whatever stood in its place.
    package var address: String { domain.map { "\(localPart)@\($0)" } ?? localPart }

    var shown: Address? {
        address.isEmpty ? nil : Address(name: name, address: address)
    }
}
