import MailModel
import MailStorage

/// Which sessions are wanted: every word has to fit. `client:192.0.2.1 outcome:tlsFailed alice`.
///
/// A word alone is looked for in client, user, greeting and reason, without regard to case.
struct SessionFilter: Sendable {
    private enum Term: Sendable {
        case anywhere(String)
        case client(String)
        case user(String)
        case greeting(String)
        case reason(String)
        case outcome(SessionRecord.Outcome)
        case `protocol`(String)
        case troubled
    }

    private let terms: [Term]
    /// `nil` is all.
    private let inbox: InboxName?

    /// Whether all are wanted.
    var isEmpty: Bool { terms.isEmpty && inbox == nil }

    /// What is allowed, as the end of "q takes …".
    static let allowed =
        "words, is:troubled, and client:, user:, greeting:, reason:, protocol: and outcome: with one of "
        + SessionRecord.Outcome.allCases.map(\.rawValue).joined(separator: ", ")

    init(_ text: String, inbox: InboxName? = nil) throws(Problem) {
        var terms: [Term] = []
        for word in text.split(separator: " ") { terms.append(try Self.term(word.lowercased(), in: text)) }
        (self.terms, self.inbox) = (terms, inbox)
    }

    private static func term(_ word: String, in text: String) throws(Problem) -> Term {
        guard let colon = word.firstIndex(of: ":") else { return .anywhere(word) }
        let value = String(word[word.index(after: colon)...])
        switch word[..<colon] {
        case "client", "address": return .client(value)
        case "user": return .user(value)
        case "greeting": return .greeting(value)
        case "reason": return .reason(value)
        case "protocol": return .protocol(value)
        case "is" where value == "troubled": return .troubled
        case "outcome":
            guard let outcome = SessionRecord.Outcome.allCases.first(where: { $0.rawValue.lowercased() == value })
            else { throw .badParameter("q", text, allowed: allowed) }
            return .outcome(outcome)
        // `127.0.0.1:4000`, `[::1]:4000` and `fe80::1` are words.
        case let field where !field.isEmpty && field.allSatisfy(\.isLetter):
            throw .badParameter("q", text, allowed: allowed)
        default: return .anywhere(word)
        }
    }

    /// Those that fit, the first of them where there are more.
    func matches(
        among sessions: [SessionRecord], in store: some MessageStore, limit: Int = .max
    ) async throws(StoreError) -> [SessionRecord] {
        var found: [SessionRecord] = []
        for session in sessions where found.count < limit && terms.allSatisfy({ Self.matches($0, session) }) {
            guard !Task.isCancelled else { throw .unavailable("The search was given up") }
            if try await session.concerns(inbox, in: store) { found.append(session) }
        }
        return found
    }

    private static func matches(_ term: Term, _ session: SessionRecord) -> Bool {
        switch term {
        case .anywhere(let word):
            [session.client, session.user, session.greeting, session.reason].contains { contains($0, word) }
        case .client(let value): contains(session.client, value)
        case .user(let value): session.user?.lowercased() == value
        case .greeting(let value): contains(session.greeting, value)
        case .reason(let value): contains(session.reason, value)
        case .protocol(let value): session.protocol == value
        case .outcome(let outcome): session.outcome == outcome
        case .troubled: session.isTroubled
        }
    }

    private static func contains(_ text: String?, _ value: String) -> Bool {
        text?.lowercased().contains(value) ?? false
    }
}

extension SessionRecord {
    /// Whether something was refused over it, or it did not end with a goodbye.
    fileprivate var isTroubled: Bool { refused > 0 || ![.quit, .open].contains(outcome) }

    /// Whether an inbox has to do with it: who logged in bears its name, or a message that came over it is there.
    ///
    /// - Parameter inbox: `nil` is any.
    func concerns(_ inbox: InboxName?, in store: some MessageStore) async throws(StoreError) -> Bool {
        guard let inbox, user != inbox.rawValue else { return true }
        guard !messages.isEmpty else { return false }
        return try await store.rows(messages).contains { $0.inbox == inbox }
    }
}
