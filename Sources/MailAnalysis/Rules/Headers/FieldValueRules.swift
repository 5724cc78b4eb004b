import MIME
import MailModel

/// What the fields of a message say. RFC 5322 §3.3 and §3.6, RFC 2047.
extension Rule {
    static let fieldValues = [dateInvalid, dateSkewed, messageIDInvalid, rawEightBit, encodedWordsDamaged]

    static let dateInvalid = Rule(
        "hdr.date.invalid", version: 2, .headers, .warning, points: 1.1,
        summary: "Date is not a date as mail writes it",
        advice:
            "Clients sort such a message anywhere, and spam filters count it. Have the library write the date, as in "
            + "'Wed, 12 Mar 2025 09:00:00 +0100'.",
        reference: "RFC 5322 §3.3",
        passing: [
            "Date: Wed, 12 Mar 2025 09:00:00 +0100\n\nHello.\n", "Date: 12 Mar 25 09:00 GMT\n\nHello.\n",
            "Date: Wed, 12 Mar 2025\n 09:00:00 -0000 (UTC)\n\nHello.\n",
        ],
        failing: [
            "Date: 2025-03-12T09:00:00Z\n\nHello.\n", "Date: Sun, 30 Feb 2025 09:00:00 +0000\n\nHello.\n",
            "Date: Wed, 12 Mar 2025 09:00:00 +2500\n\nHello.\n", "Date: yesterday\n\nHello.\n",
            "Date: Tue, 12 Mar 2025 09:00:00 +0100\n\nHello.\n", "Date: Wed, 12 Mar 2025 09:00 AM +0100\n\nHello.\n",
            "Date: Wed, 12 Mar 2025 09:00:00 CEST\n\nHello.\n", "Date: Wed 12 Mar 2025 09:00:00 +0100\n\nHello.\n",
        ]
    ) { examined in
        examined.header.all("date").filter { !$0.isBlank }.compactMap { field in
            DateGrammar.fault(in: examined.source[field.body]).map {
                Place("'\(field.value)' \($0)", at: field.range)
            }
        }
    }

    static let dateSkewed = Rule(
        "hdr.date.skew", .headers, .warning, points: 1.0,
        summary: "Date is far from the time at which the message came in",
        advice: "Clients sort by it and filters count it. Set Date when the message is sent, by a clock that is kept "
            + "right, not when a job was queued.",
        reference: "RFC 5322 §3.6.1",
        passing: [
            Example("Date: Wed, 12 Mar 2025 09:00:00 +0100\n\nHello.\n", receivedAt: noon),
            "Date: Wed, 12 Mar 2025 09:00:00 +0100\n\nHello.\n",
        ],
        failing: [
            Example("Date: Wed, 12 Mar 2025 18:00:00 +0100\n\nHello.\n", receivedAt: noon),
            Example("Date: Mon, 10 Mar 2025 09:00:00 +0100\n\nHello.\n", receivedAt: noon),
        ]
    ) { examined in
        guard let now = examined.subject.receivedAt, let field = examined.header.last("date"),
            let date = examined.header.header.date(of: "date")
        else { return [] }
        let ahead = date.secondsSince1970 - now.milliseconds / 1000
        guard ahead > 3 * 3600 || ahead < -24 * 3600 else { return [] }
        let direction = ahead > 0 ? "ahead of" : "behind"
        return [Place("Date is \(abs(ahead) / 3600) hours \(direction) \(now)", at: field.range)]
    }

    /// 2025-03-12T12:00:00Z
    private static let noon = Timestamp(milliseconds: 1_741_780_800_000)

    static let messageIDInvalid = Rule(
        "hdr.msgid.invalid", version: 2, .headers, .warning, points: 0.8,
        summary: "Message-ID is not <unique@your-domain>",
        advice:
            "Replies may lose their thread, and a host name from a laptop or a container looks forged. Set the host "
            + "name of the mail library to the domain that you send from.",
        reference: "RFC 5322 §3.6.4",
        passing: ["Message-ID: <f3a1.1@shop.example.com>\n\nHello.\n"],
        failing: [
            "Message-ID: f3a1@shop.example.com\n\nHello.\n", "Message-ID: <f3a1 b@example.com>\n\nHello.\n",
            "Message-ID: <f3a1>\n\nHello.\n", "Message-ID: <f3a1@localhost>\n\nHello.\n",
            "Message-ID: <f3a1@4f2c9e7d1b3a>\n\nHello.\n", "Message-ID: <f3a1@web-7d9f.svc.cluster.local>\n\nHello.\n",
            "Message-ID: <f3a1@ip-10-0-3-7.ec2.internal>\n\nHello.\n", "Message-ID: <f3a1@10.0.3.7>\n\nHello.\n",
            "Message-ID: <f3a1@mail@example.com>\n\nHello.\n",
        ]
    ) { examined in
        examined.header.all("message-id").filter { !$0.isBlank }.compactMap { field in
            faultOfMessageID(field.value).map { Place("'\(field.value)' \($0)", at: field.range) }
        }
    }

    private static func faultOfMessageID(_ value: String) -> String? {
        let value = (value.utf8.contains(.open) ? value.withoutComments : value).trimmingBlanks
        guard value.hasPrefix("<"), value.hasSuffix(">"), value.utf8.count > 2 else {
            return "is not in angle brackets"
        }
        let inside = value.dropFirst().dropLast()
        if inside.contains(where: { $0.isWhitespace || $0 == "<" || $0 == ">" }) {
            return "has blanks or brackets inside"
        }
        guard let at = inside.lastIndex(of: "@"), at > inside.startIndex else { return "has no left and right side" }
        let right = DomainName(String(inside[inside.index(after: at)...]))
        if right.name.isEmpty { return "has no domain" }
        if inside[..<at].contains("@"), !inside.hasPrefix("\"") { return "has two at signs" }
        if right.isAddress { return "has an address of a machine in place of a domain" }
        if right.isLocal { return "has a host name that only its own network knows" }
        return right.isLiteral || !emptyLabel.areIn(right.name) ? nil : "has a domain with an empty label"
    }

    private static let emptyLabel = WordFinder([".."])

    static let rawEightBit = Rule(
        "hdr.raw8bit", version: 2, .headers, .error, points: 1.2,
        summary: "A header field has octets beyond ASCII",
        advice:
            "Only SMTPUTF8 transports them; elsewhere the message is refused or the text is garbled. Write such text "
            + "as encoded-words, which every mail library can.",
        reference: "RFC 5322 §2.2",
        passing: [
            "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\nHello.\n",
            Example("Subject: Grüße\n\nHello.\n", transport: Transport(isInternationalized: true)),
        ],
        failing: ["Subject: Grüße\n\nHello.\n", "From: Jörg <joerg@example.com>\n\nHello.\n"]
    ) { examined in
        if examined.subject.transport?.isInternationalized ?? false { return [] }
        return examined.header.all.compactMap { field in
            let body = examined.source[field.span.start..<field.span.bodyEnd]
            guard let first = body.firstIndex(where: { $0 >= 0x80 }),
                let last = body.lastIndex(where: { $0 >= 0x80 })
            else { return nil }
            return Place("\(field.spelling) has octets beyond ASCII", at: first..<(last + 1))
        }
    }

    static let encodedWordsDamaged = Rule(
        "hdr.encodedword.bad", version: 3, .headers, .warning, points: 0.6,
        summary: "An encoded-word is not as it has to be",
        advice: "Some clients show it raw or garbled. Let the library encode the whole text, and do not cut or join "
            + "what it wrote.",
        reference: "RFC 2047 §2",
        passing: [
            "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?B?w7w=?=\n\nHello.\n",
            "Subject: 2 =? 3\nList-Unsubscribe: <https://example.com/?a=?b>\n\nHello.\n",
        ],
        failing: [
            "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe\n\nHello.\n", "Subject: =?utf-8?X?Hello?=\n\nHello.\n",
            "Subject: =?x-martian?Q?Hello?=\n\nHello.\n",
            "Subject: =?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=\n\nHello.\n",
            "Subject: =?utf-8?B?w7w!?=\n\nHello.\n",
            "Subject: =?utf-8?Q?=C3=BCberaus_lange_W=C3=B6rter_stehen_hier_und_noch_viel_mehr_davon?=\n\nHello.\n",
            "From: \"=?utf-8?Q?J=C3=B6rg?=\" <joerg@example.com>\n\nHello.\n",
            "To: Ann <=?utf-8?Q?ann?=@example.com>\n\nHello.\n",
            "Subject: \"=?utf-8?Q?Gr=C3=BC?=\"\n\nHello.\n",
        ]
    ) { examined in
        examined.header.all.filter { !structured.contains($0.name) }.flatMap { field in
            var surroundings = Surroundings(of: field, in: examined.source)
            return EncodedWordSurvey(field.body, in: examined.source).words.compactMap { word -> Place? in
                let fault = word.fault?.rawValue ?? surroundings.fault(of: word)
                return fault.map { Place("An encoded-word in \(field.spelling) \($0)", at: word.range) }
            }
        }
    }

    /// Fields in which what looks like an encoded-word is none.
    private static let structured: Set<String> = [
        "received", "return-path", "references", "in-reply-to", "message-id", "dkim-signature",
        "authentication-results", "arc-seal", "arc-message-signature", "arc-authentication-results",
        "list-unsubscribe", "list-help", "list-post", "list-archive", "list-owner", "list-subscribe", "content-type",
        "content-disposition",
    ]
}

/// What stands around the encoded-words of an address field, read once from its beginning.
///
/// An encoded-word must not be part of a quoted string or of an address. RFC 2047 §5.
private struct Surroundings {
    private let source: [UInt8]
    private let (start, end): (Int, Int)
    private let isAddressField: Bool
    /// Without them, whatever a field says is an address.
    private let hasAngles: Bool
    private var position: Int
    private var isQuoted = false
    private var isInAngle = false

    init(of field: FieldTable.Field, in source: [UInt8]) {
        (self.source, position) = (source, field.body.lowerBound)
        (start, end) = (field.body.lowerBound, field.body.upperBound)
        isAddressField = Self.addressFields.contains(field.name)
        hasAngles = source[field.body].contains(.less)
    }

    private static let addressFields: Set<String> = ["from", "sender", "reply-to", "to", "cc", "bcc"]

    /// - Parameter word: Behind the one that was asked about before.
    mutating func fault(of word: EncodedWordSurvey.Word) -> String? {
        guard isAddressField else { return isApart(word.range) ? nil : "is not set apart by blanks" }
        while position < word.range.lowerBound {
            switch source[position] {
            case .quote: isQuoted.toggle()
            case .less where !isQuoted: isInAngle = true
            case .greater where !isQuoted: isInAngle = false
            default: break
            }
            position += 1
        }
        if isQuoted { return "stands in a quoted string" }
        return isInAngle || !hasAngles && word.octets?.contains(.at) ?? false ? "stands in an address" : nil
    }

    /// Whether blanks, or parentheses of a comment, stand around an encoded-word. RFC 2047 §5.
    private func isApart(_ word: Range<Int>) -> Bool {
        let before = word.lowerBound > start ? source[word.lowerBound - 1] : .space
        let behind = word.upperBound < end ? source[word.upperBound] : .space
        return (before.isFolding || before == .open || before == .colon)
            && (behind.isFolding || behind == .close || behind == 0)
    }
}

extension String {
    /// Without the blanks at its ends.
    var trimmingBlanks: Substring {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}
