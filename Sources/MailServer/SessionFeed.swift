package import MailModel
import Synchronization

/// Tells of connections as they end.
///
/// Nobody is waited for: a reader that lags behind by more than ``backlog`` misses the oldest of them, and finds them among
/// the sessions that are kept.
package final class SessionFeed: Sendable {
    private struct State {
        var next = 0
        var readers: [Int: AsyncStream<SessionRecord>.Continuation] = [:]
    }

    /// Sessions that wait for one reader at most.
    static let backlog = 256

    private let state = Mutex(State())
    /// So that connections cost nothing more while nobody reads.
    private let hasReaders = Atomic(false)

    package init() {}

    /// Everything that ends from here on, without dialogues.
    package func sessions() -> AsyncStream<SessionRecord> {
        AsyncStream(bufferingPolicy: .bufferingNewest(Self.backlog)) { continuation in
            let reader = state.withLock { state in
                state.next += 1
                state.readers[state.next] = continuation
                hasReaders.store(true, ordering: .relaxed)
                return state.next
            }
            continuation.onTermination = { [weak self] _ in self?.forget(reader) }
        }
    }

    func tell(_ record: SessionRecord) {
        guard hasReaders.load(ordering: .relaxed) else { return }
        var record = record
        record.dialogue = []
        for reader in state.withLock({ Array($0.readers.values) }) { reader.yield(record) }
    }

    private func forget(_ reader: Int) {
        state.withLock { state in
            state.readers[reader] = nil
            hasReaders.store(!state.readers.isEmpty, ordering: .relaxed)
        }
    }
}
