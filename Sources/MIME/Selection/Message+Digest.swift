package import MailModel

extension Message {
    /// What a list shows of the message.
    ///
    /// Every string is free of control characters, so that a store may separate with them, and every part of it
    /// is bounded, so that a row stays a row: 100 addresses per field, 1000 characters of subject, 320 of a name
    /// or address, 998 of the message-id, 140 of text.
    package var digest: Digest {
        let header = header
        return Digest(
            from: header.addresses(of: "from", limit: 1).addresses.first.map(Self.bounded),
            to: addresses(of: "to", in: header), cc: addresses(of: "cc", in: header),
            subject: Text.clean(header.last("subject") ?? "", limit: DigestLimits.subject),
            messageID: header.identifiers(of: "message-id", limit: 1).first.map {
                Text.clean($0.text, limit: DigestLimits.messageID)
            },
            date: header.date(of: "date"), snippet: snippet(limit: DigestLimits.snippet),
            attachments: attachments.count)
    }

    private func addresses(of name: String, in header: Header) -> [Address] {
        header.addresses(of: name, limit: DigestLimits.addresses).addresses.map(Self.bounded)
    }

    private static func bounded(_ address: Address) -> Address {
        Address(
            name: address.name.map { Text.clean($0, limit: DigestLimits.address) },
            address: Text.clean(address.address, limit: DigestLimits.address))
    }

    /// The beginning of what a person reads, white space folded; at most `limit` Unicode scalars.
    ///
    /// Decodes a few hundred octets first, and more only where visible text begins late.
    package func snippet(limit: Int) -> String {
        for index in selection.text + selection.html where parts[index].isText {
            let snippet = snippet(of: parts[index], limit: limit)
            if !snippet.isEmpty { return snippet }
        }
        return ""
    }

    private func snippet(of part: Part, limit: Int) -> String {
        let beginnings = part.isHTML ? DigestLimits.htmlBeginnings : DigestLimits.textBeginnings
        for octets in beginnings {
            let text = beginning(of: part, octets: octets)
            let (snippet, isFull) = Text.folded(part.isHTML ? HTMLText.visible(text) : text, limit: limit)
            if isFull || octets >= part.body.count || octets == beginnings.last { return snippet }
        }
        return ""
    }

    /// The text of the first octets of a part, as they are encoded; a character cut at the end is left out.
    private func beginning(of part: Part, octets: Int) -> String {
        let end = min(part.body.upperBound, part.body.lowerBound + octets)
        let content = decode(part.body.lowerBound..<end, encoding: part.encoding).octets
        let text = Charset.text(of: content.droppingCutCharacter(), label: part.contentType.charset)
        return end < part.body.upperBound && text.hasSuffix("\u{FFFD}") ? String(text.dropLast()) : text
    }
}

/// How much of a message its digest keeps.
private enum DigestLimits {
    static let addresses = 100
    static let address = 320
    static let subject = 1000
    static let messageID = 998
    static let snippet = 140
    /// Octets to look through for visible text: first the few that mostly suffice.
    static let textBeginnings = [640, 8192]
    static let htmlBeginnings = [4096, 65_536]
}

extension [UInt8] {
    /// Without the first octets of a UTF-8 character whose last ones are not there.
    fileprivate func droppingCutCharacter() -> [UInt8] {
        var start = count
        while start > 0, count - start < 4, self[start - 1] & 0xC0 == 0x80 { start -= 1 }
        guard start > 0 else { return self }
        let length = (~self[start - 1]).leadingZeroBitCount
        return length > 1 && count - start + 1 < length ? Array(self[..<(start - 1)]) : self
    }
}
