import MIME
import MailModel

/// A field of the query language.
package typealias QueryField = SyntaxField<QueryTerm>

extension QueryField {
    package static var all: [QueryField] { QueryFields.all }

    static func named(_ name: String) -> QueryField? { all.first { $0.name == name.lowercased() } }

    /// The table of all fields in `docs/query.md`.
    package static var markdown: String { markdown(all) }
}

/// Apart from the type, which is generic and so cannot store them.
private enum QueryFields {
    static let all = texts + parts + facts + marks

    private static func text(
        _ name: String, _ place: QueryTerm.Place, _ meaning: String, examples: [String]
    ) -> QueryField {
        QueryField(name: name, value: "TEXT", meaning: meaning, examples: examples) { reader throws(QueryError) in
            .text(place, try reader.fieldNeedle())
        }
    }

    private static func name(
        _ name: String, _ meaning: String, examples: [String], _ term: @escaping @Sendable (NamePattern) -> QueryTerm
    ) -> QueryField {
        .pattern(name, value: "NAME", meaning, examples: examples, term)
    }

    private static let texts: [QueryField] = [
        text(
            "from", .from,
            "Name or address in `From`, of the first author where there are several, or the reverse-path of the envelope",
            examples: ["from:alice", "from:@shop.example", "from:(alice OR bob)"]),
        text(
            "to", .to,
            "Name or address in `To` or `Cc`, the first 100 in each, or a recipient of the envelope, blind copies "
                + "included",
            examples: ["to:bob", "to:=bob@example.com"]),
        text("cc", .cc, "Name or address in `Cc`, the first 100", examples: ["cc:carol"]),
        text(
            "bcc", .bcc,
            "A recipient of the envelope whom neither `To` nor `Cc` names among their first 100, or the field `Bcc`",
            examples: ["bcc:audit@"]),
        text("rcpt", .recipient, "A recipient of the envelope", examples: ["rcpt:bob+tag@example.com"]),
        text(
            "subject", .subject, "The first 1000 characters of the subject",
            examples: ["subject:invoice", "subject:\"reset your\"", "subject:=\"Your code\""]),
        text(
            "body", .body, "The text alone; of a message without any, what is visible of its HTML",
            examples: ["body:unsubscribe"]),
        QueryField(
            name: "message-id", value: "TEXT", meaning: "The message-id, with or without its angle brackets",
            examples: ["message-id:<42@app.example>"],
            read: { reader throws(QueryError) in
                .text(.messageID, try reader.fieldNeedle("a message-id") { $0.filter { $0 != "<" && $0 != ">" } })
            }),
        QueryField(
            name: "header", value: "NAME=TEXT",
            meaning:
                "A header field of that name in whose value the text is found; without `=` one that is there at all",
            examples: [
                "header:X-Job=42", "header:X-Job==42", "header:List-Unsubscribe", "header:X-Note=\"two words\"",
            ],
            takesGroup: false,
            read: { reader throws(QueryError) in
                let (name, hasValue) = try reader.headerField()
                return .header(name: name, value: hasValue ? try reader.fieldNeedle() : Needle(""))
            }),
        QueryField(
            name: "regex", value: "EXPRESSION",
            meaning: """
                A regular expression in the syntax of Perl, found anywhere; letters do not fold, but case is ignored \
                unless it says `(?-i)`, and `^` and `$` are the ends of a line unless it says `(?-m)`. It looks at \
                messages one by one: best beside other conditions
                """,
            examples: [#"regex:"order \d{6,}""#, #"from:shop regex:"^total: \d+""#], takesGroup: false,
            read: { reader throws(QueryError) in
                let (text, _, column) = try reader.value("a regular expression, in quotes when it has spaces")
                do throws(TextPattern.Fault) {
                    return .pattern(try TextPattern(text, ignoringCase: true, byLine: true))
                } catch {
                    throw QueryError(column: column, "\(error)", expected: "a regular expression in the syntax of Perl")
                }
            }),
    ]

    private static let parts: [QueryField] = [
        text("filename", .fileName, "The name of a file in it", examples: ["filename:invoice.pdf", "filename:.zip"]),
        QueryField(
            name: "type", value: "TEXT", meaning: "The media type of a part",
            examples: ["type:application/pdf", "type:image/"],
            read: { reader throws(QueryError) in .type(try reader.fieldNeedle("a media type or a part of one")) }),
        QueryField(
            name: "has", value: QueryTerm.Feature.allCases.map(\.rawValue).joined(separator: "\\|"),
            meaning: "It has an attachment, a part of HTML, a defect, a one-time code, a link",
            examples: ["has:attachment", "has:code"],
            read: { reader throws(QueryError) in
                .has(
                    try reader.value(QueryTerm.Feature.allCases.map(\.rawValue).choice) {
                        QueryTerm.Feature(rawValue: $0.lowercased())
                    })
            }),
        QueryField(
            name: "link", value: "TEXT", meaning: "What a link says, or where it leads",
            examples: ["link:reset", "link:https://shop.example/"],
            read: { reader throws(QueryError) in .link(try reader.fieldNeedle()) }),
    ]

    private static let facts: [QueryField] = [
        name("inbox", "The inbox it is in", examples: ["inbox:ci", "inbox:pr-*"]) { .inbox($0) },
        QueryField(
            name: "larger", value: "SIZE", meaning: "It has more octets", examples: ["larger:10K", "larger:1.5M"],
            read: { reader throws(QueryError) in .larger(try reader.size()) }),
        QueryField(
            name: "smaller", value: "SIZE", meaning: "It has fewer octets", examples: ["smaller:2048"],
            read: { reader throws(QueryError) in .smaller(try reader.size()) }),
        QueryField(
            name: "after", value: "TIME", meaning: "It was received then or later: a date, a time, or an age",
            examples: ["after:2026-01-31", "after:2026-01-31T09:00:00Z", "after:10m"],
            read: { reader throws(QueryError) in .after(try reader.time()) }),
        QueryField(
            name: "before", value: "TIME", meaning: "It was received earlier",
            examples: ["before:2026-02-01", "before:7d"],
            read: { reader throws(QueryError) in .before(try reader.time()) }),
        QueryField(
            name: "id", value: "NUMBERS", meaning: "Its number is one of these",
            examples: ["id:42", "id:1,2,3", "id:10..20,42", "id:100.."],
            read: { reader throws(QueryError) in .number(try reader.numbers()) }),
        QueryField(
            name: "session", value: "NUMBER", meaning: "It came over that connection",
            examples: ["session:1769850000000000"],
            read: { reader throws(QueryError) in
                .session(try reader.value("the number of a session") { SessionID($0) })
            }),
        QueryField(
            name: "duplicate-of", value: "NUMBER", meaning: "Its octets came before, as the message of that number",
            examples: ["duplicate-of:42"],
            read: { reader throws(QueryError) in
                .duplicate(of: try reader.value("the number of a message") { CaptureID($0) })
            }),
    ]

    /// What stands behind `is:`.
    private static let states: [(name: String, synonym: String?, term: QueryTerm)] = [
        ("seen", "read", .seen(true)), ("unseen", "unread", .seen(false)), ("tagged", nil, .tagged),
        ("duplicate", nil, .duplicate(of: nil)),
    ]

    private static let marks: [QueryField] = [
        QueryField(
            name: "is", value: states.map(\.name).joined(separator: "\\|"),
            meaning: "Somebody has seen it, or nobody (`read` and `unread` mean the same); it bears a tag; its octets "
                + "came before, as `duplicateOf` tells",
            examples: ["is:unseen", "is:duplicate"],
            read: { reader throws(QueryError) in
                try reader.value(states.map(\.name).choice) { text in
                    states.first { [$0.name, $0.synonym].contains(text.lowercased()) }?.term
                }
            }),
        name("tag", "It bears the tag", examples: ["tag:release", "tag:rel*"]) { .tag($0) },
        QueryField(
            name: "score", value: "NUMBER", meaning: "It was scored, and its spam score is that, or compares so",
            examples: ["score:>5", "score:<=0.5"],
            read: { reader throws(QueryError) in
                let expected = "a number, perhaps behind <, <=, > or >="
                let (comparison, number) = try reader.value(expected) { text -> (QueryTerm.Comparison, Double)? in
                    let (comparison, rest) = text.comparison
                    return Double(rest).flatMap { $0.isFinite ? (comparison, $0) : nil }
                }
                return .score(comparison, number)
            }),
        QueryField(
            name: "severity", value: "error\\|warning\\|info\\|none",
            meaning: "It was assessed, and the worst that was found is that, or compares so",
            examples: ["severity:error", "severity:>=warning", "severity:none"],
            read: { reader throws(QueryError) in
                let expected = "error, warning, info or none, perhaps behind <, <=, > or >="
                let (comparison, severity) = try reader.value(expected) { text -> (QueryTerm.Comparison, Severity?)? in
                    let (comparison, rest) = text.comparison
                    if rest.lowercased() == "none" { return (comparison, nil) }
                    return Severity(rawValue: rest.lowercased()).map { (comparison, $0) }
                }
                return .severity(comparison, severity)
            }),
        name("rule", "A rule of the analyzer found something", examples: ["rule:hdr.date.missing", "rule:html.*"]) {
            .rule($0)
        },
    ]
}

extension [String] {
    /// `a, b or c`.
    fileprivate var choice: String { "\(dropLast().joined(separator: ", ")) or \(last ?? "")" }
}

extension String {
    /// The comparison that it begins with, and what follows; none is equality.
    fileprivate var comparison: (QueryTerm.Comparison, String) {
        for comparison in [QueryTerm.Comparison.lessOrEqual, .greaterOrEqual, .less, .greater, .equal]
        where hasPrefix(comparison.rawValue) {
            return (comparison, String(dropFirst(comparison.rawValue.count)))
        }
        return (.equal, self)
    }
}

extension QueryReader {
    fileprivate mutating func size() throws(QueryError) -> Int {
        try value("a number of octets, such as 500, 10K, 1.5M") { text in
            if let octets = Octets(text) { return octets.count }
            let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits), let unit = Octets("1\(text.dropFirst(digits.count))"), number < 1e9
            else {
                return nil
            }
            return Int(number * Double(unit.count))
        }
    }

    /// A date counts from its beginning, in UTC; an age back from now.
    fileprivate mutating func time() throws(QueryError) -> Timestamp {
        let now = now
        return try value("a date, a time or an age, such as 2026-01-31, 2026-01-31T09:00:00Z or 10m") { text in
            if let span = TimeSpan(text) { return now - span }
            return Timestamp(text) ?? Timestamp("\(text)Z") ?? Timestamp("\(text):00Z")
                ?? Timestamp("\(text)T00:00:00Z")
        }
    }

    fileprivate mutating func numbers() throws(QueryError) -> [ClosedRange<Int64>] {
        try value("numbers of messages, such as 42, 1,2,3 or 10..20") { text in
            let items = text.split(separator: ",", omittingEmptySubsequences: false)
            let ranges = items.compactMap { ClosedRange(numbers: $0) }
            return ranges.count == items.count && ranges.count <= 10_000 ? ranges : nil
        }
    }
}

extension ClosedRange<Int64> {
    /// `42`, `10..20`, `10..`, `..20`.
    fileprivate init?(numbers text: Substring) {
        guard let dots = text.firstRange(of: "..") else {
            guard let number = CaptureID(String(text)) else { return nil }
            self = number.rawValue...number.rawValue
            return
        }
        let (low, high) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        guard !low.isEmpty || !high.isEmpty, let first = CaptureID(low.isEmpty ? "0" : low),
            let last = CaptureID(high.isEmpty ? "\(Int64.max)" : high), first <= last
        else { return nil }
        self = first.rawValue...last.rawValue
    }
}
