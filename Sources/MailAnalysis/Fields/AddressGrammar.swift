import MIME

/// Whether an address field is written as it has to be. RFC 5322 §3.4.
///
/// Reading one finds every address that a person would see; this tells what is wrong with the writing.
enum AddressGrammar {
    /// What is wrong with From, as the end of a sentence; `nil` when nothing is.
    static func fault(in field: FieldTable.Field, of header: Header) -> String? {
        if let fault = AddressSpelling(header.source[field.body]).fault { return fault }
        let list = header.addresses(of: field.name, limit: Correspondents.limit)
        if list.items.contains(where: \.isGroup) { return "is a group" }
        guard !list.mailboxes.isEmpty else { return "has no address" }
        return list.mailboxes.lazy.compactMap(fault).first
    }

    static func fault(in mailbox: AddressMailbox) -> String? {
        guard let domain = mailbox.domain else { return "has no at sign" }
        if mailbox.localPart.isEmpty || mailbox.address.hasPrefix("@") { return "has nothing before the at sign" }
        if domain.isEmpty { return "has no domain" }
        guard mailbox.isValid else { return "has characters that an address cannot have" }
        if domain.hasPrefix("[") { return domain.hasSuffix("]") ? nil : "has an address literal that is not closed" }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        if labels.contains(where: \.isEmpty) { return "has a domain with an empty label" }
        if labels.contains(where: { $0.hasPrefix("-") || $0.hasSuffix("-") }) {
            return "has a domain with a hyphen at the end of a label"
        }
        if mailbox.localPart.hasPrefix("\"") { return nil }
        let atoms = mailbox.localPart.split(separator: ".", omittingEmptySubsequences: false)
        return atoms.contains(where: \.isEmpty) ? "has two dots together, or one at an end" : nil
    }
}

extension AddressList.Item {
    var isGroup: Bool {
        switch self {
        case .group: true
        case .mailbox: false
        }
    }
}
