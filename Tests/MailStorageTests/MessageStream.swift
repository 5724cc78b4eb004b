import MailModel
import MailStorage
import Synchronization

/// Messages that come in one after the other, each as soon as the one before it is stored, until somebody ends it.
final class MessageStream: Sendable {
    private let store: any MessageStore
    private let capture: Capture
    private let isOver = Atomic(false)

    init(_ capture: Capture, to store: any MessageStore) { (self.capture, self.store) = (capture, store) }

    func send() {
        guard !isOver.load(ordering: .relaxed) else { return }
        store.append({ [capture] in capture }) { [self] result in
            if case .success = result { send() }
        }
    }

    func end() { isOver.store(true, ordering: .relaxed) }
}
