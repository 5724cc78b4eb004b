import MIME

/// Whether an address field is written as it has to be. RFC 5322 §3.4.
///
/// Reading one finds every address that a person would see; this tells what is wrong with the writing.
enum AddressGrammar {
    /// What is wrong with From, as the end of a sentence; `nil` when nothing is.
    static func fault(in field: FieldTable.Field, of header: Header) -> String? {
        if let fault = faultOfBrackets(header.source[field.body]) { return fault }
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
        if mailbox.localPart.hasPrefix("\"") { return nil }
        let atoms = mailbox.localPart.split(separator: ".", omittingEmptySubsequences: false)
        return atoms.contains(where: \.isEmpty) ? "has two dots together, or one at an end" : nil
    }

    /// Looks at angle brackets outside quotes and comments, and at quotes.
    static func faultOfBrackets(_ body: ArraySlice<UInt8>) -> String? {
        var (depth, isOpen, isQuoted, isEscaped) = (0, false, false, false)
        for octet in body {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch octet {
            case .backslash: isEscaped = true
            case .quote where depth == 0: isQuoted.toggle()
            case .open where !isQuoted: depth += 1
            case .close where !isQuoted: depth = max(0, depth - 1)
            case .less where !isQuoted && depth == 0:
                if isOpen { return "opens angle brackets twice" }
                isOpen = true
            case .greater where !isQuoted && depth == 0:
                if !isOpen { return "closes angle brackets that are not open" }
                isOpen = false
            default: break
            }
        }
        return isOpen ? "does not close its angle brackets" : isQuoted ? "does not close its quotes" : nil
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
