import MIME

/// A comment that Outlook's Word engine reads: `<!--[if mso]>…<![endif]-->`.
package struct ConditionalComment: Hashable, Sendable {
    /// `mso`, `gte mso 9`, `!mso`.
    package let condition: String
    /// The content is markup for everyone else: `<!--[if !mso]><!-->`.
    package let isRevealed: Bool
    /// Of the comment, or of the mark that opens what is revealed.
    package let range: Range<Int>
    /// What is inside; of a revealed one, empty.
    package let content: Range<Int>

    /// `nil` for any other comment.
    init?(_ comment: Range<Int>, in source: [UInt8]) {
        let isHidden = source.holds(Array("<!--[if".utf8), at: comment.lowerBound)
        guard isHidden || source.holds(Array("<![if".utf8), at: comment.lowerBound) else { return nil }
        let start = comment.lowerBound + (isHidden ? 7 : 5)
        guard let bracket = source.firstIndex(of: .closeBracket, in: start..<comment.upperBound) else { return nil }
        let words = source.trimming(start..<bracket) { $0.isHTMLSpace }
        condition = String(decoding: source[words], as: UTF8.self)
        range = comment
        // `]>` behind the condition, `<![endif]-->` or `<!-->` at the end.
        let inside = min(bracket + 2, comment.upperBound)
        let end = max(inside, comment.upperBound - 12)
        isRevealed = !isHidden || comment.upperBound - inside < 12
        content = isRevealed ? inside..<inside : inside..<end
    }
}
