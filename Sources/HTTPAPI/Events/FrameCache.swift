import MailModel
import NIOCore
import Synchronization

/// The newest frames, so that a thousand subscribers of one store cost one encoding.
final class FrameCache: Sendable {
    private let frames = Mutex([(cursor: CaptureID, frame: ByteBuffer)?](repeating: nil, count: 64))

    /// The frame of a change.
    func frame(of change: Change) throws -> ByteBuffer {
        // A reset has no number of its own: it borrows that of the last change.
        if case .reset = change { return try ChangeEvent(change: change).frame }
        let place = Int(change.cursor.rawValue % 64)
        if let known = frames.withLock({ $0[place] }), known.cursor == change.cursor { return known.frame }
        let frame = try ChangeEvent(change: change).frame
        frames.withLock { $0[place] = (change.cursor, frame) }
        return frame
    }
}
