import MailAnalysis

/// Rules by name: one by its id, or all whose ids begin alike: `link.*`.
struct RulePattern: Hashable, Sendable {
    let text: String

    /// - Throws: When there is no such rule.
    init(_ text: String, known: [String] = RulePattern.allIDs) throws(CheckError) {
        self.text = text
        guard !known.contains(where: matches) else { return }
        let hint = text.nearest(in: known).map { "; did you mean \($0)?" } ?? "; creel rules lists them"
        throw CheckError(description: "unknown rule '\(text.escapingControls())'\(hint)")
    }

    static let allIDs = Rule.all.map(\.id)

    func matches(_ id: String) -> Bool { text.hasSuffix(".*") ? id.hasPrefix(text.dropLast()) : id == text }
}
