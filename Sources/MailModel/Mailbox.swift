/// A mailbox as SMTP spells it: local-part, `@`, and a domain or address literal. RFC 5321 §4.1.2.
package struct Mailbox: Hashable, Sendable {
    /// As it was sent, quotes and backslashes included.
    package let localPart: String
    /// A domain (`example.com`) or an address literal with its brackets (`[192.0.2.1]`).
    package let domain: String

    package init(localPart: String, domain: String) {
        self.localPart = localPart
        self.domain = domain
    }
}

extension Mailbox: CustomStringConvertible {
    package var description: String { "\(localPart)@\(domain)" }
}

/// Whom to tell when a message cannot be delivered. RFC 5321 §4.1.1.2.
package enum ReversePath: Hashable, Sendable {
    /// `<>`: a notification that must not be answered by another. RFC 5321 §4.5.5.
    case null
    /// `<root>`, which lacks its domain.
    case localPart(String)
    case mailbox(Mailbox)
}

extension ReversePath: CustomStringConvertible {
    /// The address without angle brackets; empty for the null path.
    package var description: String {
        switch self {
        case .null: ""
        case .localPart(let name): name
        case .mailbox(let mailbox): mailbox.description
        }
    }
}

/// One recipient of a message. RFC 5321 §4.1.1.3.
package enum ForwardPath: Hashable, Sendable {
    /// `<Postmaster>`, the one recipient that needs no domain, or another that lacks its own; spelled as it was sent.
    /// RFC 5321 §4.5.1.
    case localPart(String)
    case mailbox(Mailbox)
}

extension ForwardPath: CustomStringConvertible {
    /// The address without angle brackets.
    package var description: String {
        switch self {
        case .localPart(let name): name
        case .mailbox(let mailbox): mailbox.description
        }
    }
}
