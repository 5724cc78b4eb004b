/// What a program outside says of a message, or why it says nothing. Stands beside our score and is never part of it.
package struct OutsideVerdict: Hashable, Sendable {
    /// `SpamAssassin`
    package let name: String
    /// On its own scale; `nil` where it gives none.
    package let score: Double?
    /// In its own words: `spam`, `add header`, `infected`; `nil` where there is none.
    package let verdict: String?
    /// What it goes by, as a sentence without a full stop.
    package let detail: String?
    /// Why there is no verdict; `nil` where there is one.
    package let failure: String?

    init(_ name: String, _ answer: ScorerAnswer) {
        (self.name, score, verdict) = (name, answer.score, answer.verdict)
        (detail, failure) = (answer.detail, nil)
    }

    init(_ name: String, failure: String) {
        (self.name, self.failure) = (name, failure)
        (score, verdict, detail) = (nil, nil, nil)
    }
}

extension OutsideVerdict: Encodable {
    private enum CodingKeys: CodingKey { case name, score, verdict, detail, failure }

    /// Every key is always there; what is absent is `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(score, forKey: .score)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(detail, forKey: .detail)
        try container.encode(failure, forKey: .failure)
    }
}

/// What a scorer answers.
struct ScorerAnswer: Hashable, Sendable {
    let score: Double?
    let verdict: String
    let detail: String
}
