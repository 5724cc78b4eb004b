import MailModel

extension ExpectationKind {
    /// In the order in which they are documented.
    package static let all = [
        count, subject, text, from, to, header, part, attachment, link, linkHost, code, score, finding, size, duplicate,
    ]

    private static let count = ExpectationKind(
        name: "count", argument: nil, comparisons: ExpectationTerm.Comparison.numbers("NUMBER"), standsAlone: false,
        meaning: "How many messages there are. Where nothing is said of it, there has to be one at least.",
        passing: ["count=1", "count<=3", "count>0"], failing: ["count=0", "count>=2"],
        make: { term throws(ExpectationError.Reason) in
            guard let number = Int(term.value), 0...Assertion.mostMessages ~= number else {
                throw ExpectationError.Reason(text: "count takes a number from 0 to \(Assertion.mostMessages)")
            }
            let comparison = term.comparison ?? .equals
            return .number(Bounds(comparison, number)) { count in
                Observation(
                    holds: comparison.holds(count, number),
                    found: count == 1 ? "1 message is there" : "\(count) messages are there")
            }
        })

    private static let subject = ExpectationKind(
        name: "subject", argument: nil, comparisons: ExpectationTerm.Comparison.texts("TEXT"), standsAlone: false,
        meaning: "The subject, decoded.",
        passing: ["subject=Reset your password", "subject:PASSWORD", "subject~^Reset your \\w+$"],
        failing: ["subject=Reset", "subject:welcome", "subject~^password"],
        make: { term throws(ExpectationError.Reason) in try texts(term, ("subject", "subjects")) { [$0.title] } })

    private static let text = ExpectationKind(
        name: "text", argument: nil, comparisons: ExpectationTerm.Comparison.texts("TEXT"), standsAlone: false,
        meaning: "What a person reads: the plain text, and where there is none, what is visible of the HTML.",
        passing: ["text:use the code", "text~\\b\\d{6}\\b"], failing: ["text:your order", "text=Hello"],
        make: { term throws(ExpectationError.Reason) in try texts(term, ("text", "texts")) { [$0.text] } })

    private static let from = ExpectationKind(
        name: "from", argument: nil, comparisons: ExpectationTerm.Comparison.texts("ADDRESS"), standsAlone: false,
        meaning: "An address of `From`, or the reverse-path.",
        passing: ["from=shop@example.com", "from:@EXAMPLE.com"], failing: ["from=example.com", "from~^admin@"],
        make: { term throws(ExpectationError.Reason) in
            try texts(term, ("sender", "senders"), ignoringCase: true) { $0.senders }
        })

    private static let to = ExpectationKind(
        name: "to", argument: nil, comparisons: ExpectationTerm.Comparison.texts("ADDRESS"), standsAlone: false,
        meaning: "An address of `To` or `Cc`, or a forward-path.",
        passing: ["to=Alice@example.org", "no to:@example.com"], failing: ["to=bob@example.org"],
        make: { term throws(ExpectationError.Reason) in
            try texts(term, ("recipient", "recipients"), ignoringCase: true) { $0.recipients }
        })

    private static let header = ExpectationKind(
        name: "header", argument: "NAME", comparisons: ExpectationTerm.Comparison.texts("TEXT"), standsAlone: true,
        meaning: "A header field of that name, decoded. Alone: there is one.",
        passing: ["header:X-Job=42", "header:x-job", "no header:Bcc", "header:Subject~(?i)^reset"],
        failing: ["header:X-Job=4", "header:Bcc", "no header:Date"],
        make: { term throws(ExpectationError.Reason) in
            let name = term.argument ?? ""
            return try texts(term, (name, "\(name) fields")) { $0.values(of: name) }
        })

    private static let part = ExpectationKind(
        name: "part", argument: nil, comparisons: ExpectationTerm.Comparison.texts("TYPE"), standsAlone: false,
        meaning: "The media type of a part.",
        passing: ["part=text/plain", "part=Application/PDF", "no part:image/"],
        failing: ["part=text/html", "part~^audio/"],
        make: { term throws(ExpectationError.Reason) in
            try texts(term, ("part", "parts"), ignoringCase: true) { $0.mediaTypes }
        })

    private static let attachment = ExpectationKind(
        name: "attachment", argument: nil, comparisons: ExpectationTerm.Comparison.texts("FILE"), standsAlone: true,
        meaning: "The file name of an attachment. Alone: there is one, whatever its name.",
        passing: ["attachment", "attachment=terms.pdf", "attachment~\\.pdf$"],
        failing: ["no attachment", "attachment=Terms.pdf", "attachment:.exe"],
        make: { term throws(ExpectationError.Reason) in
            try texts(term, ("attachment", "attachments")) { $0.attachments }
        })

    private static let link = ExpectationKind(
        name: "link", argument: nil, comparisons: ExpectationTerm.Comparison.texts("URL"), standsAlone: true,
        meaning: "The address of a link, in the text or in the HTML. Alone: there is one.",
        passing: ["link", "link:/reset?token=", "link~^https://app\\.example\\.com/"],
        failing: ["no link", "link~^http:", "link=https://app.example.com/"],
        make: { term throws(ExpectationError.Reason) in try texts(term, ("link", "links")) { $0.links } })

    private static let linkHost = ExpectationKind(
        name: "link-host", argument: nil, comparisons: ExpectationTerm.Comparison.texts("HOST"), standsAlone: false,
        meaning: "The host of a link.",
        passing: ["link-host=app.example.com", "no link-host:localhost"],
        failing: ["link-host=example.com", "no link-host~example"],
        make: { term throws(ExpectationError.Reason) in
            try texts(term, ("link host", "link hosts"), ignoringCase: true) { $0.linkHosts }
        })

    private static let code = ExpectationKind(
        name: "code", argument: nil, comparisons: ExpectationTerm.Comparison.texts("CODE"), standsAlone: true,
        meaning: "A one-time code in subject, text, or else HTML. Alone: there is one.",
        passing: ["code", "code=424242", "code~^\\d{6}$"], failing: ["no code", "code=123456"],
        make: { term throws(ExpectationError.Reason) in try texts(term, ("code", "codes")) { $0.codes } })

    private static let score = ExpectationKind(
        name: "score", argument: nil, comparisons: ExpectationTerm.Comparison.numbers("POINTS"), standsAlone: false,
        meaning: "The spam score of the report, where 5 is spam.",
        passing: ["score<2", "score<=0.5"], failing: ["score>=5"],
        make: { term throws(ExpectationError.Reason) in
            guard let points = Double(term.value), points.isFinite else {
                throw ExpectationError.Reason(text: "score takes a number of points, such as score<2.5")
            }
            return number(term, points) { message in
                let spam = message.report.spam
                let rules = spam.categories.flatMap(\.rules)
                let reasons = rules.isEmpty ? "" : ", for \(rules.joined(separator: ", "))"
                return (spam.points, "its score is \(spam.points)\(reasons)")
            }
        })

    private static let finding = ExpectationKind(
        name: "finding", argument: nil, comparisons: [(.atLeast, "SEVERITY"), (.equals, "RULE")], standsAlone: true,
        meaning: "A finding of the report: of that severity or worse, or of that rule, or family: `finding=leak.*`. "
            + "Alone: there is one.",
        passing: ["no finding>=error", "no finding=leak.*", "no finding=html.script"],
        failing: ["finding>=error", "finding=leak.placeholder"],
        make: { term throws(ExpectationError.Reason) in
            let isMeant = try FindingCondition(term)
            return .each { message in
                let findings = message.report.findings
                let found = findings.map { "\($0.rule) (\($0.severity.rawValue))" }.joined(separator: ", ")
                return Observation(
                    holds: findings.contains { isMeant.holds(of: $0) },
                    found: findings.isEmpty ? "it has no finding" : "it has \(found)")
            }
        })

    private static let size = ExpectationKind(
        name: "size", argument: nil, comparisons: ExpectationTerm.Comparison.numbers("OCTETS"), standsAlone: false,
        meaning: "The size of the message: `4096`, `100K`, `2M`.",
        passing: ["size<100K", "size>=200"], failing: ["size>1M"],
        make: { term throws(ExpectationError.Reason) in
            guard let octets = Octets(term.value) else {
                throw ExpectationError.Reason(text: "size takes octets, such as size<100K")
            }
            return number(term, octets.count) { ($0.size, "it has \($0.size) octets") }
        })

    private static let duplicate = ExpectationKind(
        name: "duplicate", argument: nil, comparisons: [], standsAlone: true,
        meaning:
            "It repeats an earlier one of the messages: same `Message-ID` (without one, same octets), same recipients.",
        passing: ["no duplicate"], failing: ["duplicate"],
        make: { _ in
            .each { message in
                Observation(
                    holds: message.isRepetition,
                    found: message.isRepetition ? "it repeats an earlier one" : "it repeats no earlier one")
            }
        })
}

/// Which findings are meant.
private enum FindingCondition: Sendable {
    case any
    case atLeast(Severity)
    /// What their ids are, or begin with.
    case rule(String)
    case family(String)

    init(_ term: ExpectationTerm) throws(ExpectationError.Reason) {
        guard let comparison = term.comparison else {
            self = .any
            return
        }
        if comparison == .atLeast {
            guard let severity = Severity(rawValue: term.value) else {
                throw ExpectationError.Reason(text: "give finding>=error, finding>=warning or finding>=info")
            }
            self = .atLeast(severity)
        } else {
            self = term.value.hasSuffix(".*") ? .family(String(term.value.dropLast())) : .rule(term.value)
            let condition = self
            guard Rule.all.contains(where: { condition.holds(ofRule: $0.id) }) else {
                throw ExpectationError.Reason(
                    text: "there is no rule \(term.value); creel rules and /api/rules list them")
            }
        }
    }

    func holds(of finding: Finding) -> Bool {
        if case .atLeast(let severity) = self { finding.severity >= severity } else { holds(ofRule: finding.rule) }
    }

    private func holds(ofRule id: String) -> Bool {
        switch self {
        case .any, .atLeast: true
        case .rule(let name): id == name
        case .family(let start): id.hasPrefix(start)
        }
    }
}

extension Bounds {
    fileprivate init(_ comparison: ExpectationTerm.Comparison, _ number: Int) {
        switch comparison {
        case .atLeast: self.init(least: number)
        case .more: self.init(least: number + 1)
        case .atMost: self.init(least: 0, most: number)
        case .less: self.init(least: 0, most: number - 1)
        case .equals, .contains, .matches: self.init(least: number, most: number)
        }
    }
}
