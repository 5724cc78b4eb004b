package import MailModel

/// What a row alone can say about a query.
package enum Verdict: Sendable {
    case matches
    case doesNotMatch
    /// The row allows a match; the content decides.
    case needsContent
}

extension MessageQuery {
    /// Decides as far as the row allows, without reading the content.
    ///
    /// - Parameter rules: The rules that found something in the message; `nil` when they are not known.
    package func verdict(on summary: Summary, rules: [String]? = []) -> Verdict {
        if let inbox, inbox != summary.inbox { return .doesNotMatch }
        let row = QueryRow(summary)
        return switch condition.decided(by: { row.decides($0, rules: rules) }) {
        case true?: .matches
        case false?: .doesNotMatch
        case nil: .needsContent
        }
    }

    /// Whether a message matches. `rules` and `content` are read only when the row cannot decide.
    package func matches(
        _ summary: Summary, rules: () throws -> [String], content: () throws -> SearchableContent
    ) rethrows -> Bool {
        switch verdict(on: summary, rules: nil) {
        case .matches: return true
        case .doesNotMatch: return false
        case .needsContent: break
        }
        let row = QueryRow(summary)
        let rules = try condition.contains(where: \.isAboutRules) ? rules() : []
        if let decision = condition.decided(by: { row.decides($0, rules: rules) }) { return decision }
        let content = try content()
        return condition.decided { row.decides($0, rules: rules) ?? content.decides($0) } ?? false
    }
}

extension Summary {
    /// Whether a term holds for a message, as far as its row tells; `nil` where it does not.
    package func decides(_ term: QueryTerm) -> Bool? { QueryRow(self).decides(term, rules: nil) }
}

extension QueryTerm {
    fileprivate var isAboutRules: Bool { if case .rule = self { true } else { false } }
}

/// What a row says about terms.
struct QueryRow {
    private let summary: Summary

    init(_ summary: Summary) { self.summary = summary }

    /// `nil` where the row does not tell.
    func decides(_ term: QueryTerm, rules: [String]?) -> Bool? {
        let marks = summary.marks
        switch term {
        case .text(let place, let needle): return decides(place, needle)
        case .has(.attachment): return summary.digest.attachments > 0
        case .has, .header, .pattern, .type, .link: return nil
        case .seen(let isSeen): return marks.isSeen == isSeen
        case .tagged: return !marks.tags.isEmpty
        case .duplicate(let original): return marks.duplicateOf.map { original == nil || original == $0 } ?? false
        case .session(let session): return summary.session == session
        case .larger(let octets): return summary.size > octets
        case .smaller(let octets): return summary.size < octets
        case .after(let time): return summary.receivedAt >= time
        case .before(let time): return summary.receivedAt < time
        case .number(let ranges): return ranges.contains { $0.contains(summary.id.rawValue) }
        case .score(let comparison, let limit): return marks.score.map { comparison.holds($0, limit) } ?? false
        case .severity(let comparison, let limit):
            return marks.score != nil && comparison.holds(marks.severity.weight, limit.weight)
        case .rule(let name): return rules.map { $0.contains(where: name.matches) }
        case .tag(let name): return marks.tags.contains { name.matches($0.rawValue) }
        case .inbox(let name): return name.matches(summary.inbox.rawValue)
        }
    }

    private func decides(_ place: QueryTerm.Place, _ needle: Needle) -> Bool? {
        let digest = summary.digest
        switch place {
        case .from: return isFound(needle, in: digest.from.map { [$0] } ?? [], summary.envelope.reversePath)
        case .to: return isFound(needle, in: digest.to + digest.cc) || isFound(needle, in: summary.envelope)
        case .cc: return isFound(needle, in: digest.cc)
        case .bcc: return blindPaths.contains(where: needle.isFound(in:)) ? true : nil
        case .recipient: return isFound(needle, in: summary.envelope)
        case .subject: return needle.isFound(in: digest.subject)
        case .messageID: return digest.messageID.map(needle.isFound(in:)) ?? false
        case .body, .fileName: return nil
        case .anywhere: return isFoundAnywhere(needle) ? true : nil
        }
    }

    private func isFoundAnywhere(_ needle: Needle) -> Bool {
        let digest = summary.digest
        return needle.isFound(in: digest.subject)
            || isFound(needle, in: digest.to + digest.cc + (digest.from.map { [$0] } ?? []))
            || isFound(needle, in: summary.envelope) || needle.isFound(in: summary.envelope.reversePath)
    }

    private func isFound(_ needle: Needle, in envelope: Envelope) -> Bool {
        envelope.forwardPaths.contains(where: needle.isFound(in:))
    }

    private func isFound(_ needle: Needle, in addresses: [Address], _ more: String...) -> Bool {
        addresses.contains { address in
            // A whole address has nothing of its name.
            needle.isFound(in: address.address)
                || needle.extent != .whole && address.name.map(needle.isFound(in:)) ?? false
        } || more.contains(where: needle.isFound(in:))
    }

    /// Recipients that the message does not show.
    private var blindPaths: [String] {
        let shown = Set((summary.digest.to + summary.digest.cc).map { $0.address.lowercased() })
        return summary.envelope.forwardPaths.filter { !shown.contains($0.lowercased()) }
    }
}

extension Severity? {
    /// Nothing weighs least.
    fileprivate var weight: Int { self.flatMap { Severity.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0 }
}
