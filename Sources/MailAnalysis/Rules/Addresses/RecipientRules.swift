import MIME
import MailModel

/// Whom a message is for, and addresses that are not what they seem.
extension Rule {
    static let recipients = [recipientMalformed, recipientsMany, pathMalformed, homograph, internationalUnannounced]

    static let recipientMalformed = Rule(
        "adr.to.malformed", version: 3, .addresses, .warning, points: 0.6,
        summary: "A recipient is no mailbox, or a name was never filled in",
        advice: "It shows that nobody looked, and answers to all will fail. Check the recipient before the message is "
            + "rendered.",
        reference: "RFC 5322 §3.4",
        passing: [
            "To: Ann <ann@example.com>, \"Bob, B.\" <bob@example.com>\n\nHello.\n",
            "To: undisclosed-recipients:;\nList-Id: <talk.example.com>\n\nHello.\n",
        ],
        failing: [
            "To: ann\n\nHello.\n", "To: undisclosed-recipients:;\n\nHello.\n",
            "To: undefined <ann@example.com>\n\nHello.\n", "Cc: ann@@example.com\n\nHello.\n",
            "To: Ann <ann@example.com\n\nHello.\n", "To: null@example.com\n\nHello.\n",
            "To: ann@example.com; bob@example.com\n\nHello.\n", "To: ann smith@example.com\n\nHello.\n",
            "To: <ann@example.com> <bob@example.com>\n\nHello.\n", "To: ann@shop\n\nHello.\n",
        ]
    ) { examined in
        ["to", "cc"].flatMap(examined.header.all).filter { !$0.isBlank }.compactMap { field in
            let list = examined.header.header.addresses(of: field.name, limit: Correspondents.limit)
            let fault = AddressSpelling(examined.source[field.body]).fault
            return (fault ?? faultOfRecipients(list, of: examined)).map {
                Place("\(field.spelling) '\(field.value)' \($0)", at: field.range)
            }
        }
    }

    private static func faultOfRecipients(_ list: AddressList, of examined: ExaminedMessage) -> String? {
        let isOpenly = !examined.header.has("list-id") && !examined.header.has("list-unsubscribe")
        for item in list.items {
            switch item {
            case .group(let name, let members):
                if members.isEmpty, isOpenly, isForNobody(name.lowercased()) { return "names nobody" }
            case .mailbox(let mailbox):
                if let fault = AddressGrammar.fault(in: mailbox) { return fault }
                if let domain = mailbox.domainName, !domain.isLiteral, domain.labels.count < 2, !domain.isReserved {
                    return "has a domain without a dot"
                }
                if mailbox.isUnfilled { return "has a name that was never filled in" }
            }
        }
        return list.items.isEmpty ? "has no address" : nil
    }

    private static func isForNobody(_ group: String) -> Bool {
        group.contains("undisclosed") || group.contains("not shown") || group.contains("unlisted")
    }

    static let recipientsMany = Rule(
        "adr.to.many", .addresses, .warning, points: 0.5,
        summary: "More than ten recipients can see one another",
        advice: "Addresses are personal data, and filters count such mail as bulk. Send one message to each recipient.",
        reference: "RFC 5322 §3.6.3",
        passing: ["To: a@example.com, b@example.com\nCc: c@example.com\n\nHello.\n"],
        failing: [
            Example("To: \((1...11).map { "a\($0)@example.com" }.joined(separator: ",\n "))\n\nHello.\n")
        ]
    ) { examined in
        let recipients = examined.correspondents.recipients
        guard recipients.count > 10, let first = recipients.first?.range, let last = recipients.last?.range else {
            return []
        }
        return [Place("To and Cc name \(recipients.count) recipients", at: first.union(last))]
    }

    static let pathMalformed = Rule(
        "adr.envelope.malformed", .addresses, .warning, points: 0,
        summary: "An address of the envelope is none that SMTP has",
        advice: "Many servers refuse it. Give sender and recipients a whole address, as alice@example.com, where the "
            + "application or its mail program is configured.",
        reference: "RFC 5321 §4.1.2",
        exemption: "Postmaster needs no domain.",
        passing: [
            Example(
                "Subject: a\n\nHello.\n",
                envelope: .init(reversePath: "", forwardPaths: ["Postmaster", "ann@example.com", "\"a.\"@[192.0.2.1]"]))
        ],
        failing: [
            Example("Subject: a\n\nHello.\n", envelope: .init(reversePath: "root", forwardPaths: ["a@example.com"])),
            Example("Subject: a\n\nHello.\n", envelope: .init(reversePath: "", forwardPaths: ["ann"])),
            Example("Subject: a\n\nHello.\n", envelope: .init(reversePath: "", forwardPaths: ["ann@example.com."])),
        ]
    ) { examined in
        guard let envelope = examined.envelope else { return [] }
        let sender = envelope.reversePath.isEmpty ? [] : [("sender", envelope.reversePath)]
        let recipients = envelope.forwardPaths.filter { $0.lowercased() != "postmaster" }.map { ("recipient", $0) }
        return (sender + recipients).compactMap { role, path in
            if !path.utf8.contains(UInt8(ascii: "@")) { return Place("The \(role) '\(path)' has no domain") }
            return path.hasSuffix(".") ? Place("The domain of the \(role) '\(path)' ends with a dot") : nil
        }
    }

    static let homograph = Rule(
        "adr.homograph", version: 2, .addresses, .error, points: 2.0,
        summary: "A name of the sender or a domain mixes letters that look alike",
        advice: "It is how known names are imitated. Write each word in one script.",
        reference: "UTS #39 §5",
        passing: [
            "From: =?utf-8?B?0JDQvdC90LAgU21pdGg=?= <anna@example.com>\n\nHello.\n",
            "From: shop <shop@xn--bcher-kva.example.com>\n\nHello.\n",
            Example("From: Ωmega <shop@example.com>\n\nHello.\n", transport: Transport(isInternationalized: true)),
        ],
        failing: [
            // PayPal with a Cyrillic а.
            "From: =?utf-8?B?UNCweVBhbA==?= <service@example.com>\n\nHello.\n",
            // аррӏе in Cyrillic letters.
            "From: Support <id@xn--80ak6aa92e.com>\n\nHello.\n",
            "From: a@example.com\nReply-To: id@p\u{0430}ypal.com\n\nHello.\n",
            "Subject: a\n\nSee https://www.xn--80ak6aa92e.com/login\n",
        ]
    ) { examined in
        let authors = examined.correspondents.authors.compactMap { mailbox -> Place? in
            if let word = mailbox.name.flatMap(Homograph.disguisedWord) {
                return Place("The name '\(word)' mixes scripts", at: mailbox.range)
            }
            guard let label = mailbox.domain.flatMap(Homograph.deceptiveLabel) else { return nil }
            return Place("The domain has '\(label)', which looks like another", at: mailbox.range)
        }
        return authors
            + examined.links.compactMap { link in
                link.host?.deceptiveLabel.map {
                    link.place("The link goes to '\($0)', which looks like another name")
                }
            }
    }

    static let internationalUnannounced = Rule(
        "adr.eai", version: 2, .addresses, .error, points: 0.5,
        summary: "An address has letters beyond ASCII, and the session did not use SMTPUTF8",
        advice:
            "No server on the way has to understand it. Write the domain as A-labels, and offer an ASCII mailbox or "
            + "send with SMTPUTF8.",
        reference: "RFC 6531 §3.2",
        passing: [
            "From: =?utf-8?Q?J=C3=B6rg?= <joerg@xn--jrg-sna.example.com>\n\nHello.\n",
            Example("From: jörg@example.com\n\nHello.\n", transport: Transport(isInternationalized: true)),
        ],
        failing: ["From: jörg@example.com\n\nHello.\n", "To: ann@bücher.example.com\n\nHello.\n"]
    ) { examined in
        if examined.subject.transport?.isInternationalized ?? false { return [] }
        let mailboxes = examined.correspondents.authors + examined.correspondents.recipients
        let places = mailboxes.filter { !$0.address.isASCII && $0.domain != nil }.map {
            Place("\($0.address) is not ASCII", at: $0.range)
        }
        let paths = examined.envelope.map { [$0.reversePath] + $0.forwardPaths } ?? []
        return places + paths.filter { !$0.isASCII }.map { Place("The envelope has \($0), which is not ASCII") }
    }
}

extension AddressMailbox {
    /// A template left a value of its language where a name or address should be.
    var isUnfilled: Bool {
        let first = [name?.utf8.first, localPart.utf8.first]
        guard first.contains(where: { $0.map { "nNuU[(".utf8.contains($0) } ?? false }) else { return false }
        let words = (name ?? "").split(separator: " ")
        return !words.isEmpty && words.allSatisfy { Self.emptyValues.contains($0) }
            || ["undefined", "null"].contains(localPart.lowercased())
    }

    /// As languages spell them: Nan and Nil are names.
    private static let emptyValues: Set<Substring> = [
        "undefined", "null", "nil", "NaN", "None", "[object", "Object]", "(null)", "NULL",
    ]
}

extension String {
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
