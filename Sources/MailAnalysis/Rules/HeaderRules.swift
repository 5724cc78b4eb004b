/// RFC 5322 §3.6: which fields there are, and how often.
extension Rule {
    static let header: [Rule] = [fromMissing, singletonRepeated, dateMissing]

    static let fromMissing = Rule(
        "hdr.from.missing", .headers, .error, points: 2.0,
        summary: "The message has no From field, or one without an address",
        advice: "Receivers refuse mail that does not say who it is from. Set From to one mailbox of a domain of yours.",
        reference: "RFC 5322 §3.6.2",
        passing: ["From: Shop <orders@shop.example.com>\n\nHello.\n"],
        failing: ["To: ann@example.com\n\nHello.\n", "From: \nTo: ann@example.com\n\nHello.\n"]
    ) { examined in
        let fields = examined.header.all("from")
        if fields.isEmpty { return [Place("None of the \(examined.header.all.count) fields is From")] }
        return fields.allSatisfy(\.isBlank) ? [Place("From says nothing")] : []
    }

    static let singletonRepeated = Rule(
        "hdr.singleton.duplicate", .headers, .error, points: 1.5,
        summary: "A field that may occur once occurs more often",
        advice: "Readers differ in which copy they use, and receivers refuse such mail. Mostly a template and the "
            + "library that sends it both set the field: leave it to one of them.",
        reference: "RFC 5322 §3.6",
        passing: ["Subject: a\nTo: ann@example.com\nReceived: from a\nReceived: from b\n\nHello.\n"],
        failing: ["Subject: a\nsubject: b\n\nHello.\n"]
    ) { examined in
        var seen: Set<String> = []
        return examined.header.all.compactMap { field in
            guard singletons.contains(field.name), !seen.insert(field.name).inserted else { return nil }
            return Place("\(field.name) occurs again", at: field.range)
        }
    }

    private static let singletons: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references",
        "content-type", "mime-version", "content-transfer-encoding",
    ]

    static let dateMissing = Rule(
        "hdr.date.missing", .headers, .error, points: 1.4,
        summary: "The message has no Date field",
        advice: "Set Date to the time at which the message was composed; receivers guess otherwise, and spam filters "
            + "count it.",
        reference: "RFC 5322 §3.6.1",
        passing: ["Date: Mon, 1 Jan 2024 00:00:00 +0000\n\nHello.\n"],
        failing: ["Subject: hello\n\nHello.\n"]
    ) { examined in
        examined.header.has("date")
            ? [] : [Place("None of the \(examined.header.all.count) fields is Date")]
    }
}
