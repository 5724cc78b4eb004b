package import MailModel
package import MailStorage

/// What whoever runs a store should know of its index.
package enum IndexNews: Hashable, Sendable {
    /// It does not go on, but is tried again: what it has not reached is looked at one by one.
    case stopped(StoreError)
    case goesOn
    /// The program ended each time that this message was read: it is found by what lists show of it.
    case passesOver(CaptureID)
}
