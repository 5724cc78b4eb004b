package import MailModel

/// Notes which message is taken apart, so that the next start knows at which one the program ended: it must not end there
/// again and again.
package protocol ReadingNotes: Sendable {
    /// Messages at which it ended too often.
    var suspects: Set<CaptureID> { get }
    /// That message is taken apart, and the one before has been.
    func begin(_ id: CaptureID)
    /// None is any more.
    func end()
}
