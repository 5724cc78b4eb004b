package import MIME
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
    package func verdict(on summary: Summary) -> Verdict {
        if let inbox, inbox != summary.inbox { return .doesNotMatch }
        var verdict = Verdict.matches
        for term in terms {
            switch term.verdict(on: summary) {
            case .matches: continue
            case .needsContent: verdict = .needsContent
            case .doesNotMatch: return .doesNotMatch
            }
        }
        return verdict
    }

    /// Whether a message matches. `content` is read only when the row cannot decide.
    package func matches(_ summary: Summary, content: () -> SearchableContent) -> Bool {
        switch verdict(on: summary) {
        case .matches: return true
        case .doesNotMatch: return false
        case .needsContent:
            let content = content()
            return terms.allSatisfy { term in
                term.verdict(on: summary) == .matches || term.isFound(in: content)
            }
        }
    }

    /// Whether any term can need more than the row.
    package var mayNeedContent: Bool {
        terms.contains { term in
            switch term {
            case .from, .to, .subject: false
            case .header, .word: true
            }
        }
    }
}

extension QueryTerm {
    func verdict(on summary: Summary) -> Verdict {
        let isFound =
            switch self {
            case .from(let needle): summary.senders.contains(where: needle.isFound(in:))
            case .to(let needle): summary.recipients.contains(where: needle.isFound(in:))
            case .subject(let needle): needle.isFound(in: summary.digest.subject)
            case .header: Bool?.none
            case .word(let needle): summary.texts.contains(where: needle.isFound(in:)) ? true : nil
            }
        return switch isFound {
        case true?: .matches
        case false?: .doesNotMatch
        case nil: .needsContent
        }
    }

    /// Looks where the row does not reach: header fields and text.
    package func isFound(in content: SearchableContent) -> Bool {
        switch self {
        case .from, .to, .subject: false
        case .header(let name, let value): content.hasField(name, containing: value)
        case .word(let needle): content.contains(needle)
        }
    }
}

extension Summary {
    fileprivate var senders: [String] { digest.from.texts + [envelope.reversePath] }

    fileprivate var recipients: [String] {
        (digest.to + digest.cc).flatMap { Optional($0).texts } + envelope.forwardPaths
    }

    fileprivate var texts: [String] { [digest.subject] + senders + recipients }
}

extension Address? {
    fileprivate var texts: [String] {
        guard let self else { return [] }
        return [self.name, self.address].compactMap { $0 }
    }
}

/// The searched parts of a message, decoded once for any number of terms.
package struct SearchableContent: Sendable {
    private let fields: [HeaderField]
    private let text: String

    package init(_ message: Message) {
        fields = message.fields
        text = message.searchableText
    }

    func hasField(_ name: String, containing needle: Needle) -> Bool {
        fields.contains { $0.name.isEqualIgnoringASCIICase(name) && needle.isFound(in: $0.value) }
    }

    func contains(_ needle: Needle) -> Bool {
        needle.isFound(in: text) || fields.contains { needle.isFound(in: $0.value) }
    }
}

extension String {
    fileprivate func isEqualIgnoringASCIICase(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }
}
