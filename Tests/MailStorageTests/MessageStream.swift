import MailModel
import MailStorage
import Synchronization

/// Messages that come in one after the other, each as soon as the one before it is stored.
final class MessageStream: Sendable {
    /// Then it ends by itself.
    static let limit = 20_000

    private let store: any MessageStore
    private let capture: Capture
    private let state = Mutex((sent: 0, isOver: false))

    init(_ capture: Capture, to store: any MessageStore) { (self.capture, self.store) = (capture, store) }

    func send() {
        let goesOn = state.withLock { state in
            guard !state.isOver, state.sent < Self.limit else { return false }
            state.sent += 1
            return true
        }
        guard goesOn else { return }
        store.append({ [capture] in capture }) { [self] _ in send() }
    }

    /// Answers with how many were sent.
    func end() -> Int {
        state.withLock { state in
            state.isOver = true
            return state.sent
        }
    }
}
