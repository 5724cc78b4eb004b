package import MailModel

/// Which messages are meant.
package struct MessageQuery: Hashable, Sendable {
    /// `nil` means all inboxes.
    package var inbox: InboxName?
    package var condition: Condition

    package init(inbox: InboxName? = nil, _ condition: Condition = .all([])) {
        self.inbox = inbox
        self.condition = condition
    }

    /// All of the terms must hold.
    package init(inbox: InboxName? = nil, terms: [QueryTerm]) {
        self.init(inbox: inbox, .all(terms.map(Condition.term)))
    }

    /// Whether anything is asked of the messages besides where they are.
    package var isSearch: Bool { condition != .all([]) }

    /// How many searches run side by side without holding each other up; a store has what it takes for as many.
    package static let concurrentSearches = 2
    /// How many of those that want the numbers of all matches, which may take long, run beside them.
    package static let concurrentLongSearches = 1

    /// Every message there is.
    package static let all = MessageQuery()
}

/// What is asked of a message, as the query language puts it together.
package indirect enum Condition: Hashable, Sendable {
    case term(QueryTerm)
    /// Nothing is asked when there are none.
    case all([Condition])
    case any([Condition])
    case not(Condition)

    /// Decides, where `term` decides what it can: `nil` when that is not enough.
    package func decided(by term: (QueryTerm) throws -> Bool?) rethrows -> Bool? {
        switch self {
        case .term(let asked): return try term(asked)
        case .not(let condition): return try condition.decided(by: term).map { !$0 }
        case .all(let conditions): return try Self.first(false, among: conditions, term)
        case .any(let conditions): return try Self.first(true, among: conditions, term)
        }
    }

    /// `wanted` when one of them is; its opposite when all of them are.
    private static func first(
        _ wanted: Bool, among conditions: [Condition], _ term: (QueryTerm) throws -> Bool?
    ) rethrows -> Bool? {
        var decision: Bool? = !wanted
        for condition in conditions {
            let one = try condition.decided(by: term)
            if one == wanted { return wanted }
            if one == nil { decision = nil }
        }
        return decision
    }

    /// Every term in it.
    package var terms: [QueryTerm] {
        switch self {
        case .term(let term): [term]
        case .not(let condition): condition.terms
        case .all(let conditions), .any(let conditions): conditions.flatMap(\.terms)
        }
    }

    /// Whether any term in it is such.
    package func contains(where predicate: (QueryTerm) -> Bool) -> Bool { terms.contains(where: predicate) }
}
