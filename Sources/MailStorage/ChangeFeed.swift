package import MailModel
import Synchronization

/// Wakes readers when something was committed, and remembers the last few changes for them.
///
/// A reader pulls with a cursor. Where the cursor lies inside the remembered window it is served from memory,
/// else from the store's own record through `past`. Nothing is buffered per reader, so a slow one costs nothing
/// and misses nothing.
package final class ChangeFeed: Sendable {
    private struct State {
        var recent: [Change] = []
        /// All changes after this cursor are in `recent`.
        var windowStart: CaptureID
        var last: CaptureID
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextSleeper = 0
        var isClosed = false

        mutating func takeSleepers() -> [CheckedContinuation<Void, Never>] {
            defer { sleepers.removeAll() }
            return Array(sleepers.values)
        }
    }

    /// How many changes are remembered: half of it at least, all of it at most.
    private static let window = 2048

    private let state: Mutex<State>

    /// - Parameter last: The number of the last change so far.
    package init(last: CaptureID) {
        state = Mutex(State(windowStart: last, last: last))
    }

    package var last: CaptureID { state.withLock { $0.last } }

    /// Makes changes known, in commit order, once they are durable.
    package func publish(_ changes: [Change]) {
        guard let last = changes.last?.cursor else { return }
        let sleepers = state.withLock { state in
            state.recent += changes
            state.last = last
            if state.recent.count > Self.window {
                let dropped = state.recent.count - Self.window / 2
                state.windowStart = state.recent[dropped - 1].cursor
                state.recent.removeFirst(dropped)
            }
            return state.takeSleepers()
        }
        for sleeper in sleepers { sleeper.resume() }
    }

    /// Ends every stream.
    package func close() {
        let sleepers = state.withLock { state in
            state.isClosed = true
            return state.takeSleepers()
        }
        for sleeper in sleepers { sleeper.resume() }
    }

    /// Everything after `cursor`, without end.
    ///
    /// - Parameter past: Reads changes after a cursor from the store's record, oldest first, any number of them;
    ///   none when the record does not reach back that far or cannot be read.
    package func changes(
        after cursor: CaptureID, past: @escaping @Sendable (CaptureID) async -> [Change]
    ) -> AsyncStream<Change> {
        let reader = Reader(cursor: cursor)
        return AsyncStream { await reader.next(from: self, past: past) }
    }

    fileprivate enum Look {
        case found([Change])
        /// The window begins after `windowStart`, which is later than the cursor.
        case older(windowStart: CaptureID)
        case nothing
        case closed
    }

    fileprivate func look(after cursor: CaptureID) -> Look {
        state.withLock { state in
            if state.isClosed { return .closed }
            if cursor >= state.last { return .nothing }
            if cursor < state.windowStart { return .older(windowStart: state.windowStart) }
            let first = state.recent.firstIndex { $0.cursor > cursor } ?? state.recent.endIndex
            return .found(Array(state.recent[first...]))
        }
    }

    /// Returns when something came after `cursor`, at the end of the feed, or when the task is cancelled.
    fileprivate func sleep(after cursor: CaptureID) async {
        let ticket = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustSleep = state.withLock { state in
                    guard state.last <= cursor, !state.isClosed, !Task.isCancelled else { return false }
                    state.sleepers[ticket] = continuation
                    return true
                }
                if !mustSleep { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: ticket) }?.resume()
        }
    }
}

/// The place of one reader in the feed.
private actor Reader {
    private var cursor: CaptureID
    private var pending: ArraySlice<Change> = []

    init(cursor: CaptureID) { self.cursor = cursor }

    func next(from feed: ChangeFeed, past: @Sendable (CaptureID) async -> [Change]) async -> Change? {
        while pending.isEmpty {
            guard !Task.isCancelled else { return nil }
            switch feed.look(after: cursor) {
            case .found(let changes): pending = changes[...]
            case .older(let windowStart):
                let changes = await past(cursor)
                // Nothing left of the gap to tell: the reader goes on at the window.
                pending = changes.isEmpty ? [.reset(at: windowStart)] : changes[...]
            case .nothing: await feed.sleep(after: cursor)
            case .closed: return nil
            }
        }
        let change = pending.removeFirst()
        cursor = change.cursor
        return change
    }
}

extension Change {
    /// Arrivals and other changes behind a cursor, in commit order. Where one of the two was cut off at `limit`, the other
    /// tells nothing beyond.
    package static func inOrder(_ added: [Change], _ others: [Change], limit: Int) -> [Change] {
        let ends = [added, others].filter { $0.count == limit }.compactMap(\.last?.cursor)
        let end = ends.min() ?? CaptureID(.max)
        return (added + others).filter { $0.cursor <= end }.sorted { $0.cursor < $1.cursor }
    }
}
