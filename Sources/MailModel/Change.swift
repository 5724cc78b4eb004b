/// One thing that happened to a store, in commit order.
package enum Change: Hashable, Sendable {
    /// A message arrived; the change has the message's own number.
    case added(Summary)
    /// Messages were deleted. `at` is the change's number, from the same sequence as theirs.
    case removed(at: CaptureID, ids: [CaptureID])
    /// The store no longer remembers what happened between the reader's cursor and `at`: read anew.
    case reset(at: CaptureID)

    /// The cursor with which reading goes on after this change.
    package var cursor: CaptureID {
        switch self {
        case .added(let summary): summary.id
        case .removed(let at, _), .reset(let at): at
        }
    }
}
