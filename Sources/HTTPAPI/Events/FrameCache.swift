import MailModel
import MailStorage
import NIOCore
import Synchronization

/// The newest frames, so that a thousand subscribers of one store cost one encoding.
final class FrameCache: Sendable {
    private typealias Making = Task<ByteBuffer, any Error>

    private let sessions = Mutex([(session: SessionRecord, frame: ByteBuffer)?](repeating: nil, count: 64))
    private let frames = Mutex([(cursor: CaptureID, frame: Making)?](repeating: nil, count: 64))

    /// The frame of a change. Rows that became different are read once; whoever asks meanwhile awaits the same.
    func frame(of change: Change, in store: any MessageStore) async throws -> ByteBuffer {
        // A reset may have no number of its own: it borrows that of the last change.
        if case .reset = change { return try ChangeEvent(change: change).frame }
        let place = Int(change.cursor.rawValue % 64)
        let making = frames.withLock { frames in
            if let known = frames[place], known.cursor == change.cursor { return known.frame }
            let making = Making { try await Self.make(change, in: store) }
            frames[place] = (change.cursor, making)
            return making
        }
        do {
            return try await making.value
        } catch {
            // Whoever asks next tries again.
            frames.withLock { frames in
                if frames[place]?.cursor == change.cursor { frames[place] = nil }
            }
            throw error
        }
    }

    /// The frame of a session that has ended. It has no `id`: who comes back goes on behind the last change.
    func frame(of session: SessionRecord) throws -> ByteBuffer {
        let place = Int(session.id.rawValue % 64)
        if let known = sessions.withLock({ $0[place] }), known.session == session { return known.frame }
        var frame = ByteBuffer(string: "event: session\ndata: ")
        frame.writeImmutableBuffer(try JSON.encode(session))
        frame.writeString("\n\n")
        sessions.withLock { [frame] in $0[place] = (session, frame) }
        return frame
    }

    private static func make(_ change: Change, in store: any MessageStore) async throws -> ByteBuffer {
        guard case .changed(_, let ids) = change else { return try ChangeEvent(change: change).frame }
        return try ChangeEvent(change: change, rows: await store.rows(ids)).frame
    }
}
