package import MailModel

/// Which messages are meant. All conditions must hold; an empty query means every message.
package struct MessageQuery: Hashable, Sendable {
    /// `nil` means all inboxes.
    package var inbox: InboxName?
    package var terms: [QueryTerm]

    package init(inbox: InboxName? = nil, terms: [QueryTerm] = []) {
        self.inbox = inbox
        self.terms = terms
    }

    /// Whether messages have to be looked at one by one to find what matches.
    package var isSearch: Bool { !terms.isEmpty }

    /// How many searches run side by side without holding each other up; a store has what it takes for as many.
    package static let concurrentSearches = 2

    /// Every message there is.
    package static let all = MessageQuery()
}

/// One condition of a query.
package enum QueryTerm: Hashable, Sendable {
    /// Name or address of `From`, or the reverse-path, contains the text.
    case from(Needle)
    /// Name or address in `To` or `Cc`, or a forward-path, contains the text.
    case to(Needle)
    case subject(Needle)
    /// A header field of that name has a decoded value that contains the text.
    case header(name: String, value: Needle)
    /// Any of the above, another header field, or the text of the message contains the text.
    case word(Needle)
}
