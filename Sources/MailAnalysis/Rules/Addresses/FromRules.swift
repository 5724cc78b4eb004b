import MIME
import MailModel

/// Who a message says it is from. RFC 5322 §3.6.2.
extension Rule {
    static let authors = [
        fromUnparseable, fromMultiple, fromNameSpoofed, fromFreemail, fromUnnamed, domainReserved, replyToElsewhere,
        senderElsewhere,
    ]

    static let fromUnparseable = Rule(
        "adr.from.unparseable", version: 2, .addresses, .error, points: 1.5,
        summary: "From is not the address of a mailbox",
        advice:
            "Receivers refuse what they cannot answer. Build the address with the library from name, local part and "
            + "domain, not by joining strings.",
        reference: "RFC 5322 §3.4",
        passing: [
            "From: \"Ann, Sales\" <ann@example.com>\n\nHello.\n", "From: ann@example.com (Ann)\n\nHello.\n",
            "From: Dr. Ann <ann @ example.com>\n\nHello.\n",
        ],
        failing: [
            "From: Ann\n\nHello.\n", "From: Ann <ann@example.com\n\nHello.\n", "From: Ann <ann@>\n\nHello.\n",
            "From: Ann <@example.com>\n\nHello.\n", "From: Ann <ann@exam ple..com>\n\nHello.\n",
            "From: Sales: ann@example.com;\n\nHello.\n", "From: Ann ann@example.com>\n\nHello.\n",
            "From: Ann ann@example.com\n\nHello.\n", "From: Ann <ann@example.com> Sales\n\nHello.\n",
            "From: Ann <mailto:ann@example.com>\n\nHello.\n", "From: Ann <ann smith@example.com>\n\nHello.\n",
        ]
    ) { examined in
        examined.header.all("from").filter { !$0.isBlank }.compactMap { field in
            AddressGrammar.fault(in: field, of: examined.header.header).map {
                Place("'\(field.value)' \($0)", at: field.range)
            }
        }
    }

    static let fromMultiple = Rule(
        "adr.from.multiple", .addresses, .warning, points: 0.8,
        summary: "From has several addresses and there is no Sender",
        advice: "Nobody can tell who of them sent it, and Gmail refuses such mail. Keep one mailbox in From.",
        reference: "RFC 5322 §3.6.2",
        passing: [
            "From: ann@example.com\n\nHello.\n",
            "From: ann@example.com, bob@example.com\nSender: ann@example.com\n\nHello.\n",
        ],
        failing: ["From: ann@example.com, bob@example.com\n\nHello.\n"]
    ) { examined in
        let from = examined.correspondents.from
        guard from.count > 1, !examined.header.has("sender"), let second = from.dropFirst().first,
            let last = from.last
        else { return [] }
        return [Place("From has \(from.count) addresses", at: second.range.union(last.range))]
    }

    static let fromNameSpoofed = Rule(
        "adr.from.namespoof", .addresses, .warning, points: 1.5,
        summary: "The name in From shows another address or domain than the real one",
        advice:
            "Phishing looks like that, and many clients show nothing but the name. Use the plain name of a person or "
            + "a brand.",
        reference: "Gmail email sender guidelines",
        passing: [
            "From: \"Booking.com\" <hello@mail.booking.com>\n\nHello.\n",
            "From: \"ann@example.com\" <ann@example.com>\n\nHello.\n", "From: Dr.Mabuse <m@example.com>\n\nHello.\n",
        ],
        failing: [
            "From: \"support@paypal.com\" <x@example.net>\n\nHello.\n",
            "From: \"paypal.com support\" <x@example.net>\n\nHello.\n",
        ]
    ) { examined in
        examined.correspondents.from.compactMap { mailbox in
            guard let name = mailbox.name, let real = mailbox.domainName,
                let shown = shownDomains(in: name).first(where: { !$0.isOfSameOrganization(as: real) })
            else { return nil }
            return Place("The name says \(shown.name), the address \(real.name)", at: mailbox.range)
        }
    }

    /// Domains that a name shows: behind an at sign any, alone only those of the commonest suffixes, because names
    /// have dots for other reasons.
    private static func shownDomains(in name: String) -> [DomainName] {
        guard name.utf8.contains(.dot) else { return [] }
        let words = name.split { !($0.isLetter || $0.isNumber || "@.-_+".contains($0)) }
        return words.compactMap { word in
            let parts = word.split(separator: "@", omittingEmptySubsequences: false)
            guard let last = parts.last, !last.isEmpty else { return nil }
            let domain = DomainName(String(last))
            guard domain.labels.count > 1, domain.labels.allSatisfy({ !$0.isEmpty }),
                OrganizationalDomain(of: domain.name) != nil
            else { return nil }
            if parts.count == 2 { return OrganizationalDomain.hasKnownSuffix(domain.name) ? domain : nil }
            return domain.labels.last.map { commonSuffixes.contains($0) } ?? false ? domain : nil
        }
    }

    private static let commonSuffixes: Set<Substring> = [
        "com", "org", "de", "uk", "fr", "it", "es", "nl", "ru", "cn", "jp", "br", "au", "ca", "in", "pl", "ch", "eu",
        "info", "biz", "gov", "edu",
    ]

    static let fromFreemail = Rule(
        "adr.from.freemail", version: 2, .addresses, .error, points: 1.5,
        summary: "From is an address of a mailbox provider, and the message does not come from there",
        advice: "Such providers have others refuse mail in their name. Send from a domain of your own, and name the "
            + "person in Reply-To.",
        reference: "Gmail email sender guidelines",
        passing: [
            "From: Shop <shop@example.com>\n\nHello.\n",
            "DKIM-Signature: v=1; a=rsa-sha256; d=gmail.com; s=x; h=from; bh=a; b=a\nFrom: Ann <ann@gmail.com>\n\nHello.\n",
        ],
        failing: [
            "From: Shop <shop.orders@gmail.com>\n\nHello.\n", "From: ann@yahoo.co.uk\n\nHello.\n",
            "DKIM-Signature: d=gmail.com\nFrom: Ann <ann@gmail.com>\n\nHello.\n",
        ]
    ) { examined in
        examined.correspondents.from.compactMap { mailbox in
            guard let domain = mailbox.domainName, domain.isFreemail,
                !examined.signingDomains.contains(where: { $0.isOfSameOrganization(as: domain) })
            else { return nil }
            return Place("\(mailbox.address) is a mailbox at \(domain.name)", at: mailbox.range)
        }
    }

    static let fromUnnamed = Rule(
        "adr.from.noname", .addresses, .info, points: 0.1,
        summary: "From has an address and no name",
        advice: "Lists of messages show the bare address. Add the name by which readers know you.",
        reference: "RFC 5322 §3.4",
        passing: ["From: Shop <shop@example.com>\n\nHello.\n"],
        failing: ["From: shop@example.com\n\nHello.\n", "From: <shop@example.com>\n\nHello.\n"]
    ) { examined in
        guard let mailbox = examined.correspondents.from.first, mailbox.domain != nil,
            mailbox.name?.trimmingBlanks.isEmpty ?? true
        else { return [] }
        return [Place("\(mailbox.address) has no name", at: mailbox.range)]
    }

    static let domainReserved = Rule(
        "adr.from.reserved", version: 2, .addresses, .warning, points: 0.6,
        summary: "An address of the sender is in a domain that exists nowhere",
        advice: "Nobody can answer, and receivers refuse it. Set the real domain in each environment that sends.",
        reference: "RFC 2606 §2",
        passing: ["From: shop@shop.example.com\nMessage-ID: <a@shop.example.com>\n\nHello.\n"],
        failing: [
            "From: shop@shop.test\n\nHello.\n", "From: shop@localhost\n\nHello.\n",
            "From: a@example.com\nReply-To: help@shop.invalid\n\nHello.\n",
            "From: a@example.com\nMessage-ID: <1@app.local>\n\nHello.\n",
        ]
    ) { examined in
        let mailboxes = examined.correspondents.authors.compactMap { mailbox -> Place? in
            guard let domain = mailbox.domainName, !domain.name.isEmpty, domain.isReserved || domain.isLocal else {
                return nil
            }
            return Place("\(mailbox.address) is in a domain that exists nowhere", at: mailbox.range)
        }
        let identifiers = examined.header.header.identifiers(of: "message-id", limit: 1).compactMap { id -> Place? in
            guard let at = id.text.lastIndex(of: "@") else { return nil }
            let domain = DomainName(String(id.text[id.text.index(after: at)...]))
            guard !domain.name.isEmpty, domain.isReserved || domain.isLocal else { return nil }
            return Place("Message-ID ends in \(domain.name)", at: id.range)
        }
        return mailboxes + identifiers
    }

    static let replyToElsewhere = Rule(
        "adr.replyto.mismatch", .addresses, .warning, points: 0.3,
        summary: "Answers go to another organisation than the message comes from",
        advice: "Fraud works that way, above all with a free mailbox. Let Reply-To be in the domain of From.",
        reference: "RFC 5322 §3.6.2",
        passing: [
            "From: shop@mail.example.com\nReply-To: help@example.com\n\nHello.\n",
            "From: ann@example.com\nReply-To: talk@lists.example.net\nList-Post: <mailto:talk@lists.example.net>\n\n.\n",
        ],
        failing: [
            "From: shop@example.com\nReply-To: help@example.net\n\nHello.\n",
            "From: shop@example.com\nReply-To: shop.help@gmail.com\n\nHello.\n",
        ]
    ) { examined in
        guard let from = examined.correspondents.fromDomain, !from.name.isEmpty else { return [] }
        let lists = examined.header.header.links(of: "list-post").map { $0.lowercased() }
        return examined.correspondents.replyTo.compactMap { mailbox in
            guard let domain = mailbox.domainName, !domain.name.isEmpty, !domain.isOfSameOrganization(as: from),
                !lists.contains(where: { $0.contains(mailbox.address.lowercased()) })
            else { return nil }
            return Place(
                "Reply-To is at \(domain.name), From at \(from.name)", at: mailbox.range,
                points: domain.isFreemail && !from.isFreemail ? 1.2 : nil)
        }
    }

    static let senderElsewhere = Rule(
        "adr.envelope.mismatch", version: 2, .addresses, .info, points: 0.2,
        summary: "The return path belongs to another organisation than From",
        advice: "SPF counts for the domain of the return path alone, so it does not speak for From. Use a return path "
            + "in a domain below that of From.",
        reference: "RFC 7489 §3.1.2",
        passing: [
            Example(
                "From: shop@example.com\n\nHello.\n",
                envelope: .init(reversePath: "b@bounces.example.com", forwardPaths: ["ann@example.org"])),
            Example(
                "From: mailer-daemon@example.com\nAuto-Submitted: auto-replied\n\nHello.\n",
                envelope: .init(reversePath: "", forwardPaths: ["ann@example.org"])),
            Example(
                "From: shop@example.com\n\nHello.\n",
                envelope: .init(reversePath: "b@bounces.example.com.", forwardPaths: ["ann@example.org"])),
        ],
        failing: [
            Example(
                "From: shop@example.com\n\nHello.\n",
                envelope: .init(reversePath: "b@example.net", forwardPaths: ["ann@example.org"])),
            Example(
                "From: shop@example.com\n\nHello.\n",
                envelope: .init(reversePath: "", forwardPaths: ["ann@example.org"])),
        ]
    ) { examined in
        guard let envelope = examined.envelope, let mailbox = examined.correspondents.from.first,
            let from = mailbox.domainName, !from.name.isEmpty
        else { return [] }
        guard let at = envelope.reversePath.lastIndex(of: "@") else {
            guard envelope.reversePath.isEmpty else {
                return [Place("The return path '\(envelope.reversePath)' has no domain", at: mailbox.range)]
            }
            return examined.isAutomaticReply ? [] : [Place("The return path is empty", at: mailbox.range)]
        }
        let path = DomainName(String(envelope.reversePath[envelope.reversePath.index(after: at)...]))
        if path.isOfSameOrganization(as: from) { return [] }
        return [Place("The return path is at \(path.name), From at \(from.name)", at: mailbox.range)]
    }
}

extension ExaminedMessage {
    /// The domains that signed the message, by their own account: of a signature, its form is looked at and no more.
    /// RFC 6376 §3.5.
    var signingDomains: [DomainName] {
        header.all("dkim-signature").map { DKIMTags($0.value) }.filter { $0.fault == nil }
            .compactMap { $0["d"].map { DomainName(String($0)) } }
    }

    /// A report about a message, or an answer that no person wrote. RFC 3834 §5, RFC 6522.
    var isAutomaticReply: Bool {
        let automatic = header.last("auto-submitted")?.value.lowercased() ?? "no"
        return automatic.hasPrefix("auto-replied") || message.parts[0].contentType.is("multipart", "report")
    }
}
