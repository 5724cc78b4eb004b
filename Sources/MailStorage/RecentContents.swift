package import MailModel
import Synchronization

/// Remembers which contents came to whom lately, so that one that comes again is known for it.
///
/// In memory, and no more than so many: what came before a start, or long before, is not compared.
package final class RecentContents: Sendable {
    fileprivate struct Key: Hashable {
        let content: Int
        let size: Int
        /// Inbox and recipient.
        let place: Int

        init(_ capture: Capture, to recipient: String) {
            (content, size) = (capture.contentHash, capture.content.count)
            var hasher = Hasher()
            hasher.combine(capture.inbox)
            hasher.combine(recipient.lowercased())
            place = hasher.finalize()
        }
    }

    fileprivate struct Arrival {
        /// The first of those that are the same.
        let id: CaptureID
        /// When the last of them came.
        var at: Timestamp
    }

    private struct State {
        var arrivals: [Key: Arrival] = [:]
        /// The keys in the order in which they came; the oldest is at `oldest` once there are as many as may be.
        var order: [Key] = []
        var oldest = 0
    }

    /// Most pairs of a content and a recipient.
    package static let capacity = 65_536

    fileprivate let window: TimeSpan
    private let state = Mutex(State())

    /// - Parameter window: The longest time between two of the same; nothing to compare none.
    package init(window: TimeSpan) { self.window = window }

    fileprivate func arrival(_ key: Key) -> Arrival? { state.withLock { $0.arrivals[key] } }

    /// Keeps what a transaction has noted, once it is durable.
    package func apply(_ draft: Draft) {
        guard !draft.arrivals.isEmpty else { return }
        state.withLock { state in
            for (key, arrival) in draft.arrivals where state.arrivals.updateValue(arrival, forKey: key) == nil {
                if state.order.count < Self.capacity {
                    state.order.append(key)
                } else {
                    state.arrivals[state.order[state.oldest]] = nil
                    state.order[state.oldest] = key
                    state.oldest = (state.oldest + 1) % Self.capacity
                }
            }
        }
    }

    /// What came within a transaction that may still fail.
    package struct Draft: Sendable {
        private let contents: RecentContents
        fileprivate var arrivals: [Key: Arrival] = [:]

        package init(_ contents: RecentContents) { self.contents = contents }

        /// Takes note of a message; answers with the first one of the same content to one of the same recipients, in the
        /// same inbox.
        package mutating func note(_ capture: Capture, as id: CaptureID) -> CaptureID? {
            guard contents.window.milliseconds > 0 else { return nil }
            var first: CaptureID?
            for recipient in capture.envelope.forwardPaths {
                let key = Key(capture, to: recipient)
                var arrival = arrivals[key] ?? contents.arrival(key)
                // Within the same message a recipient may stand twice.
                if let known = arrival, known.id == id { continue }
                if let known = arrival, capture.receivedAt > known.at + contents.window { arrival = nil }
                if let known = arrival { first = min(first ?? known.id, known.id) }
                arrivals[key] = Arrival(
                    id: arrival?.id ?? id, at: max(arrival?.at ?? capture.receivedAt, capture.receivedAt))
            }
            return first
        }
    }
}
