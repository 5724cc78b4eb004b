/// One thing that happened to a store, in commit order.
package enum Change: Hashable, Sendable {
    /// A message arrived; the change has the message's own number.
    case added(Summary)
    /// Messages were deleted from an inbox, which is not known of what older versions have noted. `at` is the change's
    /// number, from the same sequence as theirs.
    case removed(at: CaptureID, ids: [CaptureID], from: InboxName?, by: Removal = .request)
    /// What stands beside messages became different: seen, tags, score, severity.
    case changed(at: CaptureID, ids: [CaptureID])
    /// An inbox came or went, or something is set for it.
    case inboxes(at: CaptureID)
    /// Too much happened to tell, or the store no longer remembers what happened between the reader's cursor and
    /// `at`: read anew.
    case reset(at: CaptureID)

    /// The cursor with which reading goes on after this change.
    package var cursor: CaptureID {
        switch self {
        case .added(let summary): summary.id
        case .removed(let at, _, _, _), .changed(let at, _), .inboxes(let at), .reset(let at): at
        }
    }
}

/// Why messages went.
package enum Removal: String, Hashable, Sendable, Encodable {
    /// Somebody asked for it.
    case request
    /// There is a limit to what is kept.
    case retention
}
