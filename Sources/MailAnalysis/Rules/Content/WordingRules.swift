import MailModel
import MIME

/// What the text is about, by the words that spam uses.
extension Rule {
    static let wording = [textShouts, money, urgency, credentials, adultOrDrugs, impersonal, obfuscated]

    static let textShouts = Rule(
        "spam.caps", version: 2, .content, .warning, points: 0.8,
        summary: "Much of the text is written in capitals",
        advice: "It is hard to read, and filters count it. Write sentences.",
        reference: "SpamAssassin UPPERCASE_50_75",
        passing: [
            "Subject: a\n\nYour code is ABCD-EFGH-IJKL.\n",
            Example(
                "Subject: a\n\nHost: web1\nService: load\nState: CRITICAL\nCRITICAL - load average: 18.21, 12.04, 7.11 - "
                    + "PROBLEM since 20:12 UTC, WARNING before\nAcknowledge it on the page of the monitor\n"),
        ],
        failing: [
            Example(
                "Subject: a\n\nTHIS IS YOUR LAST CHANCE TO GET THE BEST WATCHES FOR THE LEAST MONEY. Answer soon, because "
                    + "WE HAVE ONLY A FEW LEFT IN STOCK.\n")
        ]
    ) { examined in
        examined.readings.filter { $0.origin != .subject }.compactMap { reading in
            let statistics = reading.statistics
            // A few words of a machine are much of a short text.
            let limit = statistics.cased < 200 ? 50 : 30
            guard statistics.cased >= 80, statistics.capitals * 100 > statistics.cased * limit else { return nil }
            let share = statistics.capitals * 100 / statistics.cased
            return reading.place("\(share) % of the letters are capitals", at: reading.octets.indices)
        }
    }

    static let money = Rule(
        "spam.money", version: 3, .content, .warning, points: 0.9,
        summary: "The text promises money as spam does",
        advice: "Filters know prizes, inheritances and quick gains by their words. Say it otherwise; if it is what you "
            + "sell, take no notice.",
        reference: "SpamAssassin LOTS_OF_MONEY, ADVANCE_FEE",
        passing: ["Subject: Receipt\n\nYou paid $42.00. The loan of the book ends on Friday.\n"],
        failing: [
            "Subject: Good news\n\nYou have won! Claim your prize.\n",
            "Subject: Dear friend\n\nMy late client left an inheritance of 4.5 million dollars.\n",
        ]
    ) { phrases(.money, or: .moneyHint, atLeast: 3, in: $0) }

    static let urgency = Rule(
        "spam.urgency", version: 3, .content, .warning, points: 0.4,
        summary: "The text presses the reader to act at once",
        advice: "Fraud works by hurry. Name the date of a deadline, and what happens then.",
        reference: "SpamAssassin URG_BIZ",
        passing: ["Subject: Reset your password\n\nThe link can be used within 24 hours.\n"],
        failing: [
            "Subject: a\n\nAct now: this is our final notice.\n",
            "Subject: a\n\nUrgent: answer within 24 hours. Hurry, do it immediately.\n",
        ]
    ) { phrases(.urgency, or: .urgencyHint, atLeast: 3, in: $0) }

    static let credentials = Rule(
        "spam.credential", version: 2, .content, .warning, points: 0.8,
        summary: "The text asks to confirm an account, and links to another organisation",
        advice: "Phishing does just that. Say what happened, and link to the domain that the message comes from.",
        reference: "SpamAssassin and Rspamd phishing rules",
        passing: [
            "From: Shop <a@mail.example.com>\n\nVerify your account: https://www.example.com/v/1\n",
            "From: Shop <a@example.com>\n\nYour account has been suspended.\n",
        ],
        failing: [
            "From: Shop <a@example.com>\n\nVerify your account: https://login.example.net/v/1\n",
            "From: A <a@example.com>\n\nhttps://example.com\nConfirm your password: https://example.net/v\n",
        ]
    ) { examined in
        guard let from = examined.correspondents.fromDomain else { return [] }
        let hits = examined.hits(of: .credential)
        guard !hits.isEmpty else { return [] }
        let links = examined.links.filter { $0.isVisible && $0.target.isWeb }
            .map { (range: $0.sourceRange, organization: $0.host?.organization ?? "") }
        guard !links.isEmpty else { return [] }
        // A link to one's own domain shows that the others are what they are everywhere, networks and shops; but the
        // one that comes next to the phrase is what it asks to follow.
        let areAllForeign = links.allSatisfy { $0.organization != from.organization }
        return hits.prefix(mostPhrases).compactMap { reading, hit in
            let place = reading.place("'\(reading.quote(hit.range))'", at: hit.range)
            guard !areAllForeign, let phrase = place.range else { return place }
            let next = links.first {
                $0.range.upperBound > phrase.lowerBound && $0.range.lowerBound < phrase.upperBound + nearby
            }
            let isForeign = next.map {
                $0.organization != from.organization && !HostLists.social.contains($0.organization)
            }
            return isForeign ?? false ? place : nil
        }
    }

    /// Phrases whose links are looked for.
    private static let mostPhrases = 50
    /// Octets of the source between a phrase and the link that belongs to it.
    private static let nearby = 600

    static let adultOrDrugs = Rule(
        "spam.pharma", version: 2, .content, .warning, points: 1.0,
        summary: "The text has words of drugs, sex or gambling as spam has them",
        advice: "Filters refuse these subjects first. If it is what you sell, send it from a domain of its own.",
        reference: "SpamAssassin 20_drugs.cf, 20_porn.cf",
        passing: ["Subject: a\n\nThe pharmacy on Mill Road opens at nine.\n"],
        failing: ["Subject: a\n\nCheap meds, no prescription needed.\n", "Subject: Online casino bonus\n\n.\n"]
    ) { phrases(.adultOrDrugs, or: .adultOrDrugsHint, atLeast: 3, in: $0) }

    static let impersonal = Rule(
        "spam.generic", version: 4, .content, .warning, points: 1.0,
        summary: "The text addresses nobody, or swears that it is honest",
        advice: "Mail to somebody known calls that person by name. Use the name, and leave assurances out.",
        reference: "SpamAssassin body tests",
        passing: [
            "Subject: a\n\nDear Ann,\nyour order is on its way.\n", "Subject: a\n\nSatisfaction guaranteed.\n",
            "Subject: a\n\nDear Customer Support Team,\nthe parcel never came.\n",
        ],
        failing: [
            "Subject: a\n\nDear valued customer,\nplease read on.\n",
            "Subject: a\n\nThis is not spam. It is risk free.\n",
        ]
    ) { examined in
        let greetings = examined.hits(of: .genericGreeting).filter { !$0.reading.namesDepartment(behind: $0.hit.range) }
        let assurances = examined.hits(of: .reassurance)
        let hits = greetings + (Set(assurances.map(\.hit.phrase)).count > 1 ? assurances : [])
        return hits.map { $0.reading.place("'\($0.reading.quote($0.hit.range))'", at: $0.hit.range) }
    }

    static let obfuscated = Rule(
        "spam.obfuscation", version: 3, .content, .warning, points: 1.2,
        summary: "Words are spelled so that filters cannot read them",
        advice: "Nobody does that who has nothing to hide. Write words as they are.",
        reference: "SpamAssassin GAPPY_SUBJECT; UTS #39",
        passing: [
            "Subject: J. R. R. Tolkien, A to Z\n\nO.K. then, e.g. 5 x 4.\n",
            Example("Content-Type: text/plain; charset=utf-8\n\nRésumé, 5 μm, Москва\n"),
        ],
        failing: [
            "Subject: V I A G R A here\n\n.\n", "Subject: F.R.E.E. money\n\n.\n",
            Example("Content-Type: text/plain; charset=utf-8\n\nYour P\u{0430}yPal b\u{0430}lance\n"),
            "Subject: Hello qzxwvkjhgf\n\n.\n", "Subject: a\n\nBuy it today.\n\nxqzkvjw pwqkzxv zzkqjxw\n",
        ]
    ) { examined in
        examined.readings.flatMap { reading in
            ObfuscationScan(reading).found.map { reading.place($0.what, at: $0.range) }
        }
    }

    /// Places of the phrases of a topic; and of its weak ones, where so many different ones come together.
    private static func phrases(_ topic: Topic, or hint: Topic, atLeast count: Int, in examined: ExaminedMessage)
        -> [Place]
    {
        let strong = examined.hits(of: topic)
        let weak = examined.hits(of: hint)
        let isTold = !strong.isEmpty || Set(weak.map(\.hit.phrase)).count >= count
        return isTold
            ? (strong + weak).map { $0.reading.place("'\($0.reading.quote($0.hit.range))'", at: $0.hit.range) } : []
    }
}

extension ReadableText {
    /// Whether the words go on as the name of a department: `Dear customer support team`.
    fileprivate func namesDepartment(behind range: Range<Int>) -> Bool {
        let index = words.partitioningIndex { $0.start >= range.upperBound }
        guard index < words.count else { return false }
        return words[index].start == range.upperBound + 1 && Self.departments.contains(words[index].hash)
    }

    private static let departments = Set(
        [
            "support", "service", "services", "care", "success", "relations", "experience", "team", "desk",
            "department",
            "center", "centre", "advocate", "representative", "representatives",
        ].map { WordHash.of($0) })
}
