package import MailModel

/// The connections that are still open, whose dialogues the store does not have yet, or not wholly.
package protocol LiveSessions: Sendable {
    /// What is known of an open connection; `nil` when it has ended or never was.
    func record(of id: SessionID) async -> SessionRecord?

    /// All open connections, in any order; their dialogues are not looked at.
    func records() async -> [SessionRecord]

    /// Sessions as they end, from here on, without dialogues; whoever reads slowly misses some.
    func ended() -> AsyncStream<SessionRecord>
}
