package import MailModel

/// What one rule says about a message.
package struct Finding: Hashable, Sendable {
    /// The id of the rule.
    package let rule: String
    package let category: Category
    package let severity: Severity
    /// What it adds to the spam score before caps.
    package let points: Double
    package let summary: String
    package let advice: String
    package let reference: String
    /// At least one, at most ``Analyzer/placesPerRule``.
    package let places: [Place]
    /// How many places there are, those that are not listed included.
    package let count: Int

    /// Where a rule fired, told as the API tells it.
    package struct Place: Hashable, Sendable {
        /// As IMAP counts; `nil` where the message as a whole lacks something.
        package let part: String?
        /// In octets of the source; `nil` when something is absent.
        package let range: Range<Int>?
        /// One sentence about this message.
        package let detail: String
    }
}

extension Finding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case rule, category, severity, points, summary, advice, reference, places, count
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(category, forKey: .category)
        try container.encode(severity, forKey: .severity)
        try container.encode(points, forKey: .points)
        try container.encode(summary, forKey: .summary)
        try container.encode(advice, forKey: .advice)
        try container.encode(reference, forKey: .reference)
        try container.encode(places, forKey: .places)
        try container.encode(count, forKey: .count)
    }
}

extension Finding.Place: Encodable {
    private enum CodingKeys: String, CodingKey { case part, range, detail }

    /// Every key is always there; what is absent is `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(part, forKey: .part)
        try container.encode(range.map { [$0.lowerBound, $0.upperBound] }, forKey: .range)
        try container.encode(detail, forKey: .detail)
    }
}
