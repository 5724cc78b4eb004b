package import MailModel
import MailStorage

/// The connections that are still open, whose dialogues the store does not have yet, or not wholly.
package protocol LiveSessions: Sendable {
    /// What is known of an open connection; `nil` when it has ended or never was.
    func record(of id: SessionID) async -> SessionRecord?

    /// Open connections without dialogues, in any order: the newest of those before `end`, or all of them.
    func outlines(before end: SessionID?, limit: Int?) async -> [SessionRecord]

    /// Sessions as they end, from here on, without dialogues; whoever reads slowly misses some.
    func ended() -> AsyncStream<SessionRecord>
}

extension LiveSessions {
    /// What is known of a connection: while it is open, it knows best itself.
    func record(of id: SessionID, orKeptIn store: some MessageStore) async throws(StoreError) -> SessionRecord? {
        if let live = await record(of: id) { return live }
        return try await store.session(id)
    }
}
