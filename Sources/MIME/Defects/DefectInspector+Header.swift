extension DefectInspector {
    mutating func inspectHeader(of part: Part) {
        var names: [String: Int] = [:]
        for field in message.spans[part.fields] where field.nameEnd > field.start {
            let name = String(lowercasing: source[field.name])
            inspectOctets(of: field, name, part.index)
            names[name, default: 0] += 1
            if names[name] == 2, FieldNames.single.contains(name) {
                note(.fieldRepeated, in: part.index, field.range, name)
            }
            switch name {
            case _ where FieldNames.addresses.contains(name): inspectAddresses(field, name, part.index)
            case "date", "resent-date": inspectDate(field, name, part.index)
            case "message-id", "resent-message-id", "content-id": inspectIdentifier(field, name, part.index)
            case "content-type": inspectContentType(field, part.index)
            case "content-disposition": inspectDisposition(field, part.index)
            case _ where FieldNames.structured.contains(name): break
            default: inspectEncodedWords(field.body, name, part.index)
            }
        }
    }

    /// The octets of a field whatever it means.
    private mutating func inspectOctets(of field: FieldSpan, _ name: String, _ part: Int) {
        if !source[field.name].allSatisfy({ 0x21...0x7E ~= $0 }) { note(.fieldNameInvalid, in: part, field.name) }
        var (eightBit, control): (Int?, Int?)
        for index in field.body {
            let octet = source[index]
            if octet >= 0x80 {
                eightBit = eightBit ?? index
            } else if octet < 0x20 && !octet.isFolding || octet == 0x7F {
                control = control ?? index
            }
        }
        if let control { note(.fieldControl, in: part, control..<(control + 1), name) }
        guard let eightBit else { return }
        let isUTF8 = String(validating: source[field.body], as: UTF8.self) != nil
        note(isUTF8 ? .fieldUTF8 : .fieldNotUTF8, in: part, eightBit..<field.bodyEnd, name)
    }

    private mutating func inspectAddresses(_ field: FieldSpan, _ name: String, _ part: Int) {
        inspectEncodedWords(field.body, name, part)
        for mailbox in AddressParser.list(field.body, in: source, limit: 1000).mailboxes where !mailbox.isValid {
            note(.addressInvalid, in: part, mailbox.range, name)
        }
    }

    private mutating func inspectDate(_ field: FieldSpan, _ name: String, _ part: Int) {
        if DateParser.date(field.body, in: source) == nil { note(.dateInvalid, in: part, field.body, name) }
    }

    private mutating func inspectIdentifier(_ field: FieldSpan, _ name: String, _ part: Int) {
        let body = source.trimming(field.body) { $0.isFolding }
        let text = source[body]
        let inside = text.dropFirst().dropLast()
        let isWhole = text.first == .less && text.last == .greater && inside.contains(.at)
        if !isWhole || inside.contains(where: { $0 <= 0x20 || $0 == .less || $0 == .greater }) {
            note(.messageIDInvalid, in: part, field.body, name)
        }
    }

    private mutating func inspectContentType(_ field: FieldSpan, _ part: Int) {
        guard let type = ContentType(parsing: field.body, in: source), !type.subtype.isEmpty else {
            return note(.contentTypeInvalid, in: part, field.body)
        }
        inspectParameters(type.parameters, part)
        guard type.isMultipart, let boundary = type.boundary else { return }
        if boundary.count > 70 || boundary.last == .space || !boundary.allSatisfy(\.isBoundary) {
            note(.boundaryInvalid, in: part, field.body)
        }
    }

    private mutating func inspectDisposition(_ field: FieldSpan, _ part: Int) {
        guard let disposition = Disposition(parsing: field.body, in: source) else {
            return note(.dispositionInvalid, in: part, field.body)
        }
        inspectParameters(disposition.parameters, part)
    }

    private mutating func inspectParameters(_ parameters: Parameters, _ part: Int) {
        for parameter in parameters.all {
            let value = source[parameter.range]
            guard let sign = value.firstIndex(of: .question), sign > value.startIndex, value[sign - 1] == .equals else {
                continue
            }
            note(.encodedWordInParameter, in: part, parameter.range, parameter.name)
        }
    }

    private mutating func inspectEncodedWords(_ body: Range<Int>, _ name: String, _ part: Int) {
        guard source[body].contains(.question) else { return }
        var decoder = EncodedWordDecoder(HeaderText.unfold(body, in: source))
        _ = decoder.run()
        for kind in decoder.defects { note(kind, in: part, body, name) }
    }
}

extension AddressMailbox {
    /// Looks like something that mail can be sent to. RFC 5322 §3.4.1.
    package var isValid: Bool {
        guard let domain, !domain.isEmpty, !localPart.isEmpty else { return false }
        let isQuoted = localPart.hasPrefix("\"") && localPart.hasSuffix("\"") && localPart.utf8.count > 2
        return !domain.utf8.contains(where: \.isSpecial) && (isQuoted || !localPart.utf8.contains(where: \.isSpecial))
    }
}

extension UInt8 {
    /// What cannot stand in an address unless it is quoted; brackets and colons may, in an address literal.
    fileprivate var isSpecial: Bool {
        switch self {
        case ..<0x21, 0x7F, .quote, .comma, .semicolon, .less, .greater, .open, .close, .backslash, .at: true
        default: false
        }
    }

    /// May stand in a boundary. RFC 2046 §5.1.1.
    fileprivate var isBoundary: Bool {
        if isLetter || isDigit { return true }
        return switch self {
        case .apostrophe, .open, .close, .plus, .underscore, .comma, .hyphen, .dot, .slash, .colon, .equals, .question,
            .space:
            true
        default: false
        }
    }
}

/// Fields by what they hold.
enum FieldNames {
    static let addresses: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender", "resent-to", "resent-cc",
        "resent-bcc",
    ]
    /// Must not occur twice. RFC 5322 §3.6, RFC 2045 §3.
    static let single: Set<String> = [
        "date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject",
        "mime-version", "content-type", "content-transfer-encoding", "content-id", "content-description",
        "content-disposition", "list-unsubscribe", "list-unsubscribe-post",
    ]
    /// Nothing in them is an encoded-word.
    static let structured: Set<String> = [
        "received", "return-path", "references", "in-reply-to", "mime-version", "content-transfer-encoding",
        "dkim-signature", "authentication-results", "arc-seal", "arc-message-signature", "list-unsubscribe",
    ]
}
