package import MailModel
package import MailStorage

/// Finds the sessions by which messages came, each once: neighbours mostly came by the same.
///
/// For messages that were there when it was made; what a session does later is nothing to them.
package struct SessionLookup {
    private let store: any MessageStore
    private let live: @Sendable (SessionID) async -> SessionRecord?
    private var latest: (id: SessionID, record: SessionRecord?)?

    /// - Parameter live: What is known of a session that has not ended, or is not kept yet.
    package init(_ store: any MessageStore, live: @escaping @Sendable (SessionID) async -> SessionRecord?) {
        (self.store, self.live) = (store, live)
    }

    /// `nil` for a message that came by none, and where the session was forgotten.
    package mutating func session(of summary: Summary) async throws(StoreError) -> SessionRecord? {
        guard let id = summary.session else { return nil }
        if let latest, latest.id == id { return latest.record }
        var record = await live(id)
        if record == nil { record = try await store.session(id) }
        latest = (id, record)
        return record
    }
}
