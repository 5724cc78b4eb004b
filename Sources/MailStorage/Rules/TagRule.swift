package import MailModel

/// Gives a tag to messages that match a query: `from:shop has:attachment -> invoice`.
package struct TagRule: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    package let description: String
    fileprivate let query: MessageQuery
    fileprivate let tag: TagName

    package init(_ text: String) throws(QueryError) {
        let rule = try RuleText(text, example: "from:shop has:attachment -> invoice")
        tag = try rule.target(
            "a tag of 1 to \(TagName.maximumOctets) octets, without comma and control characters",
            { TagName($0.withoutQuotes) })
        // There are no ages in rules, so that it does not matter when they are read.
        query = MessageQuery(try QueryParser.condition(of: rule.condition, now: Timestamp(milliseconds: 0)))
        description = text
        guard !query.condition.contains(where: { !$0.isLasting }) else {
            throw QueryError(
                column: 1,
                "is:seen, is:unseen, id:, session:, after: and before: say nothing lasting of a message",
                expected: "other fields of the query language")
        }
    }

    /// Whether it can be asked only of a message that is stored, once the rules of the analyzer have been.
    ///
    /// - Parameter later: Tags that may come then of rules before it.
    fileprivate func isAskedLater(behind later: [TagName]) -> Bool {
        query.condition.contains { $0.isAboutAssessment || $0.isAboutOthers || $0.isAbout(later) }
    }
}

extension String {
    /// Without the quotes around it, if there are any: a query needs them where a tag has a space.
    fileprivate var withoutQuotes: String {
        count > 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
    }
}

extension QueryTerm {
    /// Whether it is asked of what a message is when it comes, or what the analyzer says of that.
    fileprivate var isLasting: Bool {
        switch self {
        case .seen, .number, .session, .after, .before: false
        default: true
        }
    }

    /// Whether it asks for one of the tags.
    fileprivate func isAbout(_ tags: [TagName]) -> Bool {
        switch self {
        case .tag(let name): tags.contains { name.matches($0.rawValue) }
        case .tagged: !tags.isEmpty
        default: false
        }
    }
}

/// The rules that tag, in their order: each sees the tags that those before it gave.
///
/// What octets, envelope and inbox decide is decided when a message comes, so that whoever has seen its acknowledgement
/// finds it by the tag. What `score:`, `severity:` and `rule:` ask for is known once the analyzer has looked at it, and
/// whether it is a duplicate once it is stored: such tags come with the score, and so do those of rules that ask for them.
package struct TagRules: Sendable {
    private let onArrival: [TagRule]
    private let onAssessment: [TagRule]

    package init(_ rules: [TagRule] = []) {
        var (onArrival, onAssessment): ([TagRule], [TagRule]) = ([], [])
        for rule in rules {
            if rule.isAskedLater(behind: onAssessment.map(\.tag)) {
                onAssessment.append(rule)
            } else {
                onArrival.append(rule)
            }
        }
        (self.onArrival, self.onAssessment) = (onArrival, onAssessment)
    }

    /// Whether messages need not be asked when they come.
    package var isIdleOnArrival: Bool { onArrival.isEmpty }

    /// Whether messages need not be asked when they are assessed.
    package var isIdleOnAssessment: Bool { onAssessment.isEmpty }

    /// What rules give a message that comes, besides the tags that it bears.
    ///
    /// - Parameter summary: Its row, of which the number does not matter.
    package func tags(of summary: Summary, content: SearchableContent) -> [TagName] {
        tags(of: summary, by: onArrival, findings: [], content)
    }

    /// What rules give a message that has been assessed, besides the tags that it bears.
    ///
    /// - Parameter summary: Its row as it was before.
    package func tags(of summary: Summary, assessed assessment: Assessment, content: SearchableContent) -> [TagName] {
        var summary = summary
        (summary.marks.score, summary.marks.severity) = (assessment.score, assessment.severity)
        return tags(of: summary, by: onAssessment, findings: assessment.rules, content)
    }

    private func tags(
        of before: Summary, by rules: [TagRule], findings: [String], _ content: SearchableContent
    ) -> [TagName] {
        var summary = before
        for rule in rules where rule.query.matches(summary, rules: { findings }, content: { content }) {
            _ = Mark.changeTags(adding: [rule.tag], removing: []).apply(to: &summary.marks)
        }
        let borne = before.marks.tags
        return summary.marks.tags.filter { !borne.contains($0) }
    }
}
