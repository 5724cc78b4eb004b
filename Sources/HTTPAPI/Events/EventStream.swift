import Hummingbird
import MailModel
import MailStorage
import NIOCore
import ServiceLifecycle

/// The changes of a store after a cursor, and sessions as they end, written to one client until it leaves or the server
/// stops.
///
/// Changes are pulled as the client takes them: a slow one lags and costs nothing.
struct EventStream: Sendable {
    let store: any MessageStore
    let start: CaptureID
    /// Of which it tells; `nil` is all.
    var inbox: InboxName?
    /// Sessions as they end.
    var sessions: AsyncStream<SessionRecord>?
    var frames = FrameCache()
    /// Kept as long as the stream lives.
    var place: Place?
    var pingInterval = Duration.seconds(15)

    /// What the stream wakes up for.
    private enum Beat: Sendable {
        case change(Change?)
        case session(SessionRecord?)
        case silence
        case stop
    }

    func write(to writer: inout any ResponseBodyWriter) async throws {
        let last = store.lastChange
        // A cursor that lies ahead is of another store: the client has to read anew.
        let cursor = min(start, last)
        try await writer.write(ChangeEvent.greeting(at: cursor))
        if start > last { try await writer.write(try await frames.frame(of: .reset(at: last), in: store)) }
        let changes = store.changes(after: cursor)
        try await withThrowingTaskGroup(of: Beat.self) { group in
            defer { group.cancelAll() }
            group.addTask { await Self.next(of: changes) }
            if let sessions { group.addTask { await Self.next(of: sessions) } }
            group.addTask { try await Self.silence(for: pingInterval) }
            group.addTask {
                try await gracefulShutdown()
                return .stop
            }
            while let beat = try await group.next() {
                switch beat {
                case .change(let change?):
                    if let frame = try await frame(of: change) { try await writer.write(frame) }
                    group.addTask { await Self.next(of: changes) }
                case .session(let session?):
                    if try await session.concerns(inbox, in: store) {
                        try await writer.write(try frames.frame(of: session))
                    }
                    if let sessions { group.addTask { await Self.next(of: sessions) } }
                case .session(nil): continue
                case .silence:
                    try await writer.write(ChangeEvent.ping)
                    group.addTask { try await Self.silence(for: pingInterval) }
                case .change(nil), .stop: return
                }
            }
        }
    }

    /// `nil` for what happened in other inboxes alone.
    private func frame(of change: Change) async throws -> ByteBuffer? {
        switch change {
        case .added(let summary) where inbox != nil && inbox != summary.inbox: return nil
        case .removed(_, _, let origin?, _) where inbox != nil && inbox != origin: return nil
        case .changed(_, let ids) where inbox != nil:
            let rows = try await store.rows(ids).filter { $0.inbox == inbox }
            return rows.isEmpty ? nil : try ChangeEvent(change: change, rows: rows).frame
        case .added, .changed, .removed, .inboxes, .reset: return try await frames.frame(of: change, in: store)
        }
    }

    private static func next(of changes: AsyncStream<Change>) async -> Beat {
        var iterator = changes.makeAsyncIterator()
        return .change(await iterator.next())
    }

    private static func next(of sessions: AsyncStream<SessionRecord>) async -> Beat {
        var iterator = sessions.makeAsyncIterator()
        return .session(await iterator.next())
    }

    private static func silence(for duration: Duration) async throws -> Beat {
        try await Task.sleep(for: duration)
        return .silence
    }
}
