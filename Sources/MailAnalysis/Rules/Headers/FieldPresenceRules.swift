import MailModel
import MIME

/// Which fields a message has, and how often. RFC 5322 §3.6.
extension Rule {
    static let fieldPresence = [
        fromMissing, singletonRepeated, dateMissing, messageIDMissing, subjectMissing, recipientsMissing,
        mimeVersionMissing, bccLeaked, fakeReply,
    ]

    static let fromMissing = Rule(
        "hdr.from.missing", version: 2, .headers, .error, points: 2.0,
        summary: "The message has no From field, or one that says nothing",
        advice: "Receivers refuse mail that does not say who it is from. Set From to one mailbox of a domain of yours.",
        reference: "RFC 5322 §3.6.2",
        passing: ["From: Shop <orders@shop.example.com>\n\nHello.\n"],
        failing: [
            "To: ann@example.com\n\nHello.\n", "From: \nTo: ann@example.com\n\nHello.\n",
            "From: <> (nobody)\nTo: ann@example.com\n\nHello.\n",
        ]
    ) { examined in
        let fields = examined.header.all("from")
        if fields.isEmpty { return [Place("None of the \(examined.header.all.count) fields is From")] }
        let isEmpty = fields.allSatisfy { ["", "<>"].contains($0.value.withoutComments.trimmingBlanks) }
        return isEmpty ? [Place("From says nothing")] : []
    }

    static let singletonRepeated = Rule(
        "hdr.singleton.duplicate", .headers, .error, points: 1.5,
        summary: "A field that may occur once occurs more often",
        advice: "Readers differ in which copy they use, and receivers refuse such mail. Mostly a template and the "
            + "library that sends it both set the field: leave it to one of them.",
        reference: "RFC 5322 §3.6",
        passing: ["Subject: a\nTo: ann@example.com\nReceived: from a\nReceived: from b\n\nHello.\n"],
        failing: ["Subject: a\nsubject: b\n\nHello.\n", "To: ann@example.com\nTo: bob@example.com\n\nHello.\n"]
    ) { examined in
        var seen: Set<String> = []
        return examined.header.all.compactMap { field in
            guard singletons.contains(field.name), !seen.insert(field.name).inserted else { return nil }
            return Place("\(field.spelling) occurs again", at: field.range)
        }
    }

    private static let singletons: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id",
    ]

    static let dateMissing = Rule(
        "hdr.date.missing", version: 2, .headers, .error, points: 1.4,
        summary: "The message has no Date field",
        advice: "Set Date to the time at which the message was composed; receivers guess otherwise, and spam filters "
            + "count it.",
        reference: "RFC 5322 §3.6.1",
        passing: ["Date: Mon, 1 Jan 2024 00:00:00 +0000\n\nHello.\n"],
        failing: ["Subject: hello\n\nHello.\n", "Date:\nSubject: hello\n\nHello.\n"]
    ) { absence(of: "date", spelled: "Date", in: $0) }

    static let messageIDMissing = Rule(
        "hdr.msgid.missing", version: 2, .headers, .warning, points: 0.8,
        summary: "The message has no Message-ID field",
        advice: "Replies cannot be joined to a message without one, and some receivers refuse it. Have the library "
            + "make one for each message, with a domain of yours behind the at sign.",
        reference: "RFC 5322 §3.6.4",
        passing: ["Message-ID: <f3a1.1@shop.example.com>\n\nHello.\n"],
        failing: ["Subject: hello\n\nHello.\n"]
    ) { absence(of: "message-id", spelled: "Message-ID", in: $0) }

    static let subjectMissing = Rule(
        "hdr.subject.missing", version: 2, .headers, .warning, points: 1.3,
        summary: "The message has no subject",
        advice: "Readers skip mail without a subject and filters distrust it. Say in a few words what the message is "
            + "about.",
        reference: "RFC 5322 §3.6.5",
        passing: ["Subject: Your order 1042\n\nHello.\n"],
        failing: [
            "To: ann@example.com\n\nHello.\n", "Subject:  \nTo: ann@example.com\n\nHello.\n",
            "Subject: =?utf-8?Q?_?=\nTo: ann@example.com\n\nHello.\n",
            "Subject: =?utf-8?Q?=C2=A0=E2=80=8B?=\nTo: ann@example.com\n\nHello.\n",
        ]
    ) { absence(of: "subject", spelled: "Subject", in: $0) }

    private static func absence(of name: String, spelled: String, in examined: ExaminedMessage) -> [Place] {
        let fields = examined.header.all(name)
        if fields.isEmpty { return [Place("None of the \(examined.header.all.count) fields is \(spelled)")] }
        return fields.allSatisfy(\.isBlank) ? [Place("\(spelled) says nothing")] : []
    }

    static let recipientsMissing = Rule(
        "hdr.to.missing", version: 2, .headers, .warning, points: 1.0,
        summary: "No field says whom the message is for",
        advice: "Mail that names nobody looks like mail to everybody. Put the recipient into To, not only into the "
            + "envelope.",
        reference: "RFC 5322 §3.6.3",
        passing: ["To: ann@example.com\n\nHello.\n", "Cc: ann@example.com\n\nHello.\n"],
        failing: ["From: shop@example.com\n\nHello.\n"]
    ) { examined in
        let fields = examined.header.all.filter { ["to", "cc", "bcc"].contains($0.name) }
        if fields.contains(where: { !$0.isBlank || $0.name == "bcc" }) { return [] }
        return [Place(fields.isEmpty ? "There is no To, no Cc and no Bcc" : "\(fields[0].spelling) says nothing")]
    }

    static let mimeVersionMissing = Rule(
        "hdr.mimeversion.missing", .headers, .warning, points: 0.4,
        summary: "Content-Type stands without MIME-Version: 1.0",
        advice: "Without it a reader may take the message for plain ASCII text. Add MIME-Version: 1.0.",
        reference: "RFC 2045 §4",
        passing: [
            "MIME-Version: 1.0 (by hand)\nContent-Type: text/plain\n\nHello.\n", "Subject: no MIME\n\nHello.\n",
        ],
        failing: [
            "Content-Type: text/plain; charset=utf-8\n\nHello.\n",
            "MIME-Version: 2.0\nContent-Type: text/plain\n\nHello.\n",
        ]
    ) { examined in
        guard let type = examined.header.last("content-type") else { return [] }
        guard let version = examined.header.last("mime-version") else {
            return [Place("There is Content-Type and no MIME-Version", at: type.range)]
        }
        let value = version.value.withoutComments.filter { $0 != " " && $0 != "\t" }
        return value == "1.0" ? [] : [Place("MIME-Version is '\(version.value)'", at: type.range.union(version.range))]
    }

    static let bccLeaked = Rule(
        "hdr.bcc.leak", version: 2, .headers, .error, points: 0,
        summary: "The message shows its blind recipients",
        advice: "Everybody who gets the message can read Bcc. Name blind recipients in the envelope alone.",
        reference: "RFC 5322 §3.6.3",
        passing: ["To: ann@example.com\nBcc:\n\nHello.\n"],
        failing: ["To: ann@example.com\nBcc: bob@example.com\n\nHello.\n"]
    ) { examined in
        (examined.header.all("bcc") + examined.header.all("resent-bcc")).filter { !$0.isBlank }.map {
            Place("\($0.spelling) is '\($0.value)'", at: $0.range)
        }
    }

    static let fakeReply = Rule(
        "hdr.fakereply", version: 3, .headers, .warning, points: 0.3,
        summary: "The subject claims a reply or a forwarded message, and nothing else does",
        advice: "A subject that pretends a conversation deceives, and Gmail says so. Drop the prefix, or set "
            + "In-Reply-To to the message that is answered.",
        reference: "Gmail email sender guidelines",
        passing: [
            "Subject: Re: invoice\nIn-Reply-To: <a@example.com>\n\nHello.\n",
            "Subject: Regarding you: news\n\nHello.\n",
            "Subject: Fwd: notes\nContent-Type: message/rfc822\n\nSubject: notes\n\nHello.\n",
        ],
        failing: [
            "Subject: Re: your invoice\n\nHello.\n", "Subject: FWD: read this\n\nHello.\n",
            "Subject: AW[2]: Angebot\n\nHello.\n",
        ]
    ) { examined in
        guard let subject = examined.header.last("subject"), subject.value.claimsConversation,
            !examined.header.has("in-reply-to"), !examined.header.has("references"),
            !examined.message.parts.contains(where: \.isMessage)
        else { return [] }
        return [Place("'\(subject.value)' without In-Reply-To and References", at: subject.range)]
    }
}

extension Range<Int> {
    /// From the beginning of the first to the end of the last.
    func union(_ other: Range<Int>) -> Range<Int> {
        Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}

extension String {
    /// Without what stands in parentheses. RFC 5322 §3.2.2.
    var withoutComments: String {
        var depth = 0
        return filter { character in
            if character == "(" { depth += 1 }
            defer { if character == ")", depth > 0 { depth -= 1 } }
            return depth == 0
        }
    }

    /// Begins with the mark of an answer or of a forwarded message, `Re[2]:` among them.
    fileprivate var claimsConversation: Bool {
        guard let colon = prefix(10).firstIndex(of: ":") else { return false }
        let mark = self[..<colon].prefix { $0 != "[" && $0 != "(" && $0 != "^" }
        return Self.conversationMarks.contains(String(mark).lowercased().trimmingBlanks)
    }

    /// In English, and as clients in German, Dutch, Spanish, French and the languages of Scandinavia write them.
    private static let conversationMarks: Set<Substring> = ["re", "fw", "fwd", "aw", "wg", "sv", "antw", "rv", "tr"]
}
