import MailModel
import MIME

/// What providers ask of mail to many. RFC 2369, RFC 2919, RFC 8058.
extension Rule {
    static let bulk = [
        unsubscribeMissing, oneClickMissing, unsubscribeMalformed, unsubscribeUnsigned, unsubscribeInvisible,
        listIDMissing, postalAddressMissing, automationUndeclared,
    ]

    static let unsubscribeMissing = Rule(
        "bulk.unsub.missing", version: 2, .bulk, .error, points: 0.8,
        summary: "The message looks like bulk mail and has no List-Unsubscribe",
        advice: "Gmail and Yahoo refuse bulk mail that cannot be unsubscribed from. Add List-Unsubscribe with an https "
            + "address, and List-Unsubscribe-Post.",
        reference: "RFC 2369 §3.2",
        passing: [
            "List-Id: <news.example.com>\nList-Unsubscribe: <https://example.com/u/1>\n\nHello.\n",
            "Subject: Your receipt\n\nThank you for your order.\n",
        ],
        failing: [
            "List-Id: <news.example.com>\n\nHello.\n", "Precedence: bulk\n\nHello.\n",
            "Subject: News\n\nUnsubscribe: https://example.com/unsubscribe?u=1\n",
            "Subject: News\n\nOur newsletter: summer sale! Shop now, free shipping.\n",
        ]
    ) { examined in
        if examined.header.has("list-unsubscribe") { return [] }
        return (examined.bulkSigns.fields + examined.bulkSigns.words).map { Place($0.what, at: $0.range) }
    }

    static let oneClickMissing = Rule(
        "bulk.oneclick.missing", version: 2, .bulk, .error, points: 0.5,
        summary: "Unsubscribing takes more than one click",
        advice: "Gmail and Yahoo want an https address in List-Unsubscribe and exactly List-Unsubscribe-Post: "
            + "List-Unsubscribe=One-Click. A mailto address alone does not count.",
        reference: "RFC 8058 §3.1",
        passing: [
            "List-Unsubscribe: <https://example.com/u/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\n.\n"
        ],
        failing: [
            "List-Unsubscribe: <https://example.com/u/1>\n\nHello.\n",
            "List-Unsubscribe: <mailto:leave@example.com>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\n.\n",
            "List-Unsubscribe: <https://example.com/u/1>\nList-Unsubscribe-Post: One-Click\n\n.\n",
            "List-Unsubscribe: <https://example.com/u/1>\nList-Unsubscribe-Post: List-Unsubscribe = One-Click\n\n.\n",
        ]
    ) { examined in
        let fields = examined.header.all("list-unsubscribe")
        if fields.isEmpty { return [] }
        let links = examined.header.header.listUnsubscribe?.links ?? []
        let post = examined.header.last("list-unsubscribe-post")
        let what: String
        if !links.contains(where: { $0.lowercased().hasPrefix("https:") }) {
            what = "List-Unsubscribe has no https address"
        } else if let post {
            let value = post.value.trimmingBlanks.lowercased()
            if value == "list-unsubscribe=one-click" { return [] }
            what = "List-Unsubscribe-Post says '\(post.value)'"
        } else {
            what = "There is no List-Unsubscribe-Post"
        }
        // Members of a discussion are not addressed by these rules of the providers.
        let isMild = examined.bulkSigns.isDiscussion
        return fields.map {
            Place(what, at: $0.range, severity: isMild ? .info : nil, points: isMild ? 0 : nil)
        }
    }

    static let unsubscribeMalformed = Rule(
        "bulk.unsub.syntax", version: 2, .bulk, .error, points: 0.4,
        summary: "List-Unsubscribe is not written as it has to be",
        advice: "Clients show no button for it. Write <https://…>, <mailto:…>, each in angle brackets, and "
            + "List-Unsubscribe-Post once.",
        reference: "RFC 2369 §2",
        passing: ["List-Unsubscribe: <https://example.com/u/1>,\n <mailto:leave@example.com?subject=1>\n\n.\n"],
        failing: [
            "List-Unsubscribe: https://example.com/u/1\n\n.\n", "List-Unsubscribe: <http://example.com/u/1>\n\n.\n",
            "List-Unsubscribe: <https://example.com/u/1,2>\n\n.\n",
            "List-Unsubscribe: <https://example.com/u 1>\n\n.\n", "List-Unsubscribe: <www.example.com/u>\n\n.\n",
            "List-Unsubscribe: <mailto:>\n\n.\n",
            Example(
                "List-Unsubscribe: <https://example.com/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
                    + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\n.\n"),
        ]
    ) { examined in
        let faults = examined.header.all("list-unsubscribe").compactMap { field in
            faultOfList(field.value).map { Place("List-Unsubscribe \($0)", at: field.range) }
        }
        let repeated = examined.header.all("list-unsubscribe").dropFirst().map {
            Place("List-Unsubscribe occurs again", at: $0.range)
        }
        return faults + repeated
            + examined.header.all("list-unsubscribe-post").dropFirst().map {
                Place("List-Unsubscribe-Post occurs again", at: $0.range)
            }
    }

    private static func faultOfList(_ value: String) -> String? {
        var rest = value.trimmingBlanks
        if rest.isEmpty { return "says nothing" }
        while true {
            guard rest.first == "<" else { return "has an address that is not in angle brackets" }
            guard let end = rest.firstIndex(of: ">") else { return "does not close its angle brackets" }
            let address = rest[rest.index(after: rest.startIndex)..<end]
            if address.contains(where: \.isWhitespace) { return "has a blank in an address" }
            if address.contains(",") { return "has a comma in an address" }
            let target = WebAddress(String(address))
            if target.form != .absolute { return "has '\(address.prefix(60))', which has no scheme" }
            if target.host == nil, !target.rest.contains("@") { return "has an address that leads nowhere" }
            if address.lowercased().hasPrefix("http:") { return "has an http address, which is not protected" }
            rest = skippingComments(rest[rest.index(after: end)...])
            if rest.isEmpty { return nil }
            guard rest.first == "," else { return "has no comma between addresses" }
            rest = skippingComments(rest.dropFirst())
        }
    }

    /// Behind blanks and comments, which do not nest here.
    private static func skippingComments(_ text: Substring) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while rest.first == "(" {
            guard let end = rest.firstIndex(of: ")") else { return rest.suffix(0) }
            rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
        }
        return rest
    }

    static let unsubscribeUnsigned = Rule(
        "bulk.unsub.unsigned", version: 2, .bulk, .warning, points: 0.2,
        summary: "The DKIM signature does not cover List-Unsubscribe",
        advice: "One click counts only when both fields are signed. Add List-Unsubscribe and List-Unsubscribe-Post to "
            + "the signed header fields.",
        reference: "RFC 8058 §4",
        passing: [
            Example(
                "DKIM-Signature: v=1; d=example.com; h=from:list-unsubscribe:list-unsubscribe-post; b=a\n"
                    + "List-Unsubscribe: <https://example.com/u>\n\n.\n"),
            "List-Unsubscribe: <https://example.com/u>\n\n.\n",
        ],
        failing: [
            "DKIM-Signature: v=1; d=example.com; h=from:subject; b=a\nList-Unsubscribe: <https://example.com/u>\n\n.\n",
            Example(
                "DKIM-Signature: v=1; d=example.com; h=from:list-unsubscribe; b=a\n"
                    + "DKIM-Signature: v=1; d=example.org; h=from:list-unsubscribe-post; b=a\n"
                    + "List-Unsubscribe: <https://example.com/u>\n"
                    + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\n.\n"),
        ]
    ) { examined in
        let fields = ["list-unsubscribe", "list-unsubscribe-post"].flatMap(examined.header.all)
        let open = examined.header.all("dkim-signature").map { signature in
            let signed = DKIMTags(signature.value).signedFields
            return fields.filter { !signed.contains($0.name) }
        }
        // One signature has to cover both.
        let least = open.min { $0.count < $1.count } ?? []
        return least.map { Place("\($0.spelling) is not signed", at: $0.range) }
    }

    static let unsubscribeInvisible = Rule(
        "bulk.unsub.body", version: 3, .bulk, .error, points: 0.5,
        summary: "The text of the bulk message has no way to unsubscribe",
        advice:
            "Providers and the law ask for a link that everybody can see. Add one to the end of the text and of the "
            + "HTML.",
        reference: "15 U.S.C. §7704(a)(3); Gmail email sender guidelines",
        passing: [
            "List-Unsubscribe: <https://example.com/u>\n\nNews.\nUnsubscribe: https://example.com/u/1\n",
            Example(
                "Content-Type: text/plain; charset=utf-8\nList-Unsubscribe: <https://example.com/u>\n\nНовости.\n"
                    + "Отписаться: https://example.com/u/1\n"),
            "Subject: Your receipt\n\nThank you.\n",
        ],
        failing: ["List-Unsubscribe: <https://example.com/u>\nList-Id: <n.example.com>\n\nNews.\n"]
    ) { examined in
        let fields = examined.header.all("list-unsubscribe").map(\.range) + examined.bulkSigns.fields.map(\.range)
        guard !fields.isEmpty, !examined.bulkSigns.isDiscussion, examined.hits(of: .unsubscribe).isEmpty,
            !examined.links.contains(where: { $0.isForLeaving && $0.isVisible })
        else { return [] }
        // What is missing may be what a template did not fill in, which another rule tells; and what somebody asked
        // for, such as a new password, nobody needs to leave.
        let isMild = examined.holdsPlaceholder || examined.isTransactional
        return fields.map {
            Place(
                "This is bulk mail, and its text does not say how to leave", at: $0, severity: isMild ? .info : nil,
                points: isMild ? 0 : nil)
        }
    }

    static let listIDMissing = Rule(
        "bulk.listid", version: 2, .bulk, .info, points: 0.1,
        summary: "Bulk mail does not say which list it belongs to",
        advice: "Readers filter by it, and Gmail tells lists apart by it. Add List-Id: Name <list.your-domain>.",
        reference: "RFC 2919 §3",
        passing: ["List-Id: Our news <news.example.com>\nList-Unsubscribe: <https://example.com/u>\n\n.\n"],
        failing: [
            "List-Unsubscribe: <https://example.com/u>\n\n.\n", "List-Id: our news\n\n.\n", "List-Id: <news>\n\n.\n",
        ]
    ) { examined in
        if let field = examined.header.last("list-id") {
            let identifier = examined.header.header.links(of: "list-id").last ?? ""
            let labels = identifier.split(separator: ".", omittingEmptySubsequences: false)
            let isWhole =
                labels.count > 1 && labels.allSatisfy { !$0.isEmpty } && !identifier.contains("@")
                && field.value.contains(">")
            return isWhole ? [] : [Place("'\(field.value)' has no <list.domain>", at: field.range)]
        }
        let fields = examined.header.all("list-unsubscribe").map(\.range) + examined.bulkSigns.fields.map(\.range)
        return fields.map { Place("This is bulk mail without List-Id", at: $0) }
    }

    static let postalAddressMissing = Rule(
        "bulk.postal", version: 4, .bulk, .warning, points: 0,
        summary: "Advertising does not show a postal address",
        advice: "The law of several countries asks for one. Add the address of the sender to the end of the text.",
        reference: "15 U.S.C. §7704(a)(5)",
        passing: [
            Example(
                "List-Unsubscribe: <https://example.com/u>\n\nSummer sale! Shop now, free shipping.\n"
                    + "Example Ltd, 12 Mill Road, Cambridge CB1 2AB\n"), "Subject: receipt\n\nThank you.\n",
        ],
        failing: [
            "List-Unsubscribe: <https://example.com/u>\n\nSummer sale! Shop now, free shipping on new arrivals.\n"
        ]
    ) { examined in
        let hits = examined.hits(of: .marketingHint)
        let isMarketed = examined.header.has("list-unsubscribe") || !examined.bulkSigns.fields.isEmpty
        guard isMarketed, !examined.bulkSigns.isDiscussion, Set(hits.map(\.hit.phrase)).count > 1,
            !examined.readings.contains(where: { $0.origin != .subject && $0.holdsPostalAddress })
        else { return [] }
        let severity: Severity? = examined.holdsPlaceholder ? .info : nil
        return hits.map { $0.reading.place("This is advertising", at: $0.hit.range, severity: severity) }
    }

    static let automationUndeclared = Rule(
        "bulk.autosubmitted", version: 2, .bulk, .info, points: 0,
        summary: "Automatic mail does not say that it is",
        advice: "Out-of-office replies will be sent to it. Add Auto-Submitted: auto-generated.",
        reference: "RFC 3834 §5",
        passing: [
            "From: no-reply@example.com\nAuto-Submitted: auto-generated\n\n.\n", "From: ann@example.com\n\n.\n",
            "From: no-reply@example.com\nPrecedence: bulk\n\n.\n",
        ],
        failing: ["From: no-reply@example.com\n\n.\n", "From: ann@example.com\nSubject: Out of Office: Re: a\n\n.\n"]
    ) { examined in
        let header = examined.header
        guard !["auto-submitted", "precedence", "list-id", "x-auto-response-suppress"].contains(where: header.has)
        else {
            return []
        }
        if let subject = header.last("subject"),
            [
                "out of office", "automatic reply", "auto-reply", "autoreply", "abwesenheitsnotiz",
                "automatische antwort",
            ].contains(
                where: subject.value.lowercased().hasPrefix)
        {
            return [Place("'\(subject.value)' is an automatic answer", at: subject.range)]
        }
        guard let from = examined.correspondents.from.first else { return [] }
        let local = from.localPart.lowercased().filter { $0.isLetter }
        guard ["noreply", "donotreply", "mailerdaemon"].contains(local) else { return [] }
        return [Place("\(from.address) is no person", at: from.range)]
    }
}
