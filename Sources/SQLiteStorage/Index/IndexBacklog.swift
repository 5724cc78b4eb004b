import Dispatch
import MailModel
import MailStorage
import Synchronization

/// How far the index is behind the messages, and who waits for it.
///
/// The index is made behind: nobody who sends a message waits for it. What it has not reached is searched message by
/// message, so there is a limit to that, at which whoever sends waits after all.
final class IndexBacklog: Sendable {
    private struct State {
        /// The last number that is committed.
        var last: CaptureID
        /// All messages up to here are in the index.
        var mark: CaptureID
        /// Why it does not go on; tried again every second.
        var failure: StoreError?
        /// The first of failures with no success between them.
        var trouble: StoreError?
        /// Where the index lags behind at the start, as it does when it is made anew, mail need not wait for that.
        var ceiling: Int
        var isWriterWaiting = false
        /// What is done when there is room for messages that wait.
        var whenRoom: @Sendable () -> Void = {}
        /// Searches look at much that it has not reached.
        var isSought = false
        /// That have begun so far.
        var searches = 0
        var isIndexerAsleep = false
        var isPaused = false
        /// The index cannot be read, and has to be made anew.
        var isDamaged = false
        /// A search met damage, of it or of the database.
        var suspicion = Suspicion.none
        var isClosed = false
        /// Something may be left to tidy: since the store was last open, or since that failed.
        var mayBeUntidy = true
        /// Messages that went since somebody looked where they were; any number at the start.
        var removed = Int.max
        var waiters: [(mark: CaptureID, continuation: CheckedContinuation<StoreError?, Never>)] = []

        var length: Int { Int(last.rawValue - mark.rawValue) }
    }

    private enum Suspicion { case none, open, unfounded }

    /// Most messages that the index is behind. Changes that are no arrivals count as well: they share the numbers.
    let limit: Int
    private let state: Mutex<State>
    private let work = DispatchSemaphore(value: 0)

    init(mark: CaptureID, last: CaptureID, limit: Int) {
        self.limit = limit
        state = Mutex(State(last: last, mark: mark, ceiling: limit + Int(last.rawValue - mark.rawValue)))
    }

    var mark: CaptureID { state.withLock { $0.mark } }
    var length: Int { state.withLock { $0.length } }
    var isClosed: Bool { state.withLock { $0.isClosed } }
    /// Whether there is time to tidy the index, and nothing else to do.
    var hasOnlyToTidy: Bool {
        state.withLock { state in
            state.length <= 0 && !state.isPaused && !state.isClosed && !state.isDamaged && state.suspicion != .open
        }
    }

    // MARK: - Whoever writes messages

    /// Whether there is room for more messages; where there is none, `whenRoom` is called as soon as there may be.
    ///
    /// - Throws: `.full` when the disk has no room for the index.
    func hasRoom() throws(StoreError) -> Bool {
        let (hasRoom, failure): (Bool, StoreError?) = state.withLock { state in
            let isFull = state.length >= state.ceiling
            state.isWriterWaiting = isFull && state.failure == nil && !state.isClosed
            return (!state.isWriterWaiting, isFull ? state.failure : nil)
        }
        // Of an index that fails otherwise mail must not suffer.
        if let failure, case .full = failure { throw failure }
        if !hasRoom { work.signal() }
        return hasRoom
    }

    /// - Parameter body: Called on any thread.
    func whenRoom(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.whenRoom = body } }

    /// Takes note of a commit; returns at once.
    ///
    /// - Returns: Whether the indexer sleeps until `wake()`, for which nobody who waits for the commit need wait.
    func noteCommit(upTo last: CaptureID) -> Bool {
        state.withLock { state in
            state.last = last
            defer { state.isIndexerAsleep = false }
            return state.isIndexerAsleep
        }
    }

    func wake() { work.signal() }

    /// Takes note of messages that went.
    func noteRemovals(_ count: Int) {
        state.withLock { state in
            let (sum, overflow) = state.removed.addingReportingOverflow(count)
            state.removed = overflow ? .max : sum
        }
    }

    // MARK: - The indexer

    /// Whether more messages than that went; then they are counted anew.
    func takeRemovals(ifAbove limit: Int) -> Bool {
        state.withLock { state in
            guard state.removed > limit else { return false }
            state.removed = 0
            return true
        }
    }

    /// So long it waits for quiet, or looks whether there is.
    private static let tick = DispatchTimeInterval.milliseconds(100)
    /// Fewer messages in a tick are quiet: then there is time for the index.
    private static let quiet = 100
    private static let pause = DispatchTimeInterval.seconds(1)
    /// More messages than that no search should look at one by one.
    private static let much = 1000

    /// Returns the number up to which messages are to be indexed, once it is time for that; `nil` at the end.
    ///
    /// While many messages come in it waits, so that a burst has the machine to itself: until it is over, or the backlog
    /// long.
    func next() -> CaptureID? {
        var known = state.withLock { $0.last }
        while true {
            let (isClosed, isDue, isBehind, hasFailed, last) = state.withLock { state in
                let isPressed =
                    state.isWriterWaiting || state.isSought || !state.waiters.isEmpty || state.length >= limit / 4 * 3
                let isBehind = state.length > 0 && !state.isPaused
                state.isIndexerAsleep = state.length <= 0
                let isDamaged = state.isDamaged || state.suspicion == .open
                let isUntidy = state.mayBeUntidy && state.length <= 0 && !state.isPaused
                let isDue = (isBehind && isPressed || isDamaged || isUntidy) && state.failure == nil
                if isDue { (state.isSought, state.mayBeUntidy) = (false, false) }
                return (state.isClosed, isDue, isBehind || isDamaged || isUntidy, state.failure != nil, state.last)
            }
            if isClosed { return nil }
            if isDue { return last }
            guard isBehind else {
                work.wait()
                known = state.withLock { $0.last }
                continue
            }
            if work.wait(timeout: .now() + (hasFailed ? Self.pause : Self.tick)) == .success { continue }
            let now = state.withLock { state in
                state.failure = nil
                return state.last
            }
            if now.rawValue - known.rawValue < Self.quiet || isDamaged { return now }
            known = now
        }
    }

    /// All messages up to `mark` are in the index.
    func advance(to mark: CaptureID) {
        let (reached, whenRoom) = state.withLock { state in
            (state.mark, state.failure) = (max(state.mark, mark), nil)
            state.ceiling = min(state.ceiling, state.length >= limit ? state.length + limit : limit)
            let reached = state.waiters.filter { $0.mark <= mark }
            state.waiters.removeAll { $0.mark <= mark }
            return (reached, Self.takeWriter(&state))
        }
        for waiter in reached { waiter.continuation.resume(returning: nil) }
        whenRoom?()
    }

    var isDamaged: Bool { state.withLock { $0.isDamaged } }

    /// The index cannot be read.
    func noteDamage() {
        state.withLock { $0.isDamaged = true }
        work.signal()
    }

    /// A search met damage, which may be of the database: the indexer looks for it in the index, unless it did before.
    func noteSuspicion() {
        state.withLock { if $0.suspicion == .none { $0.suspicion = .open } }
        work.signal()
    }

    /// Whether the index has to be looked through for damage, as a search met some.
    func takeSuspicion() -> Bool {
        state.withLock { state in
            guard state.suspicion == .open else { return false }
            state.suspicion = .unfounded
            return true
        }
    }

    /// The index is empty, and sound. Mail need not wait for what was there before.
    func noteRenewal() {
        state.withLock { state in
            (state.isDamaged, state.suspicion, state.mark) = (false, .none, .zero)
            state.ceiling = limit + state.length
        }
    }

    /// Answers whether that is news.
    func fail(_ error: StoreError) -> Bool {
        let (waiters, whenRoom, isNews) = state.withLock { state in
            (state.failure, state.mayBeUntidy) = (error, true)
            defer {
                state.waiters = []
                state.trouble = state.trouble ?? error
            }
            return (state.waiters, Self.takeWriter(&state), state.trouble == nil)
        }
        for waiter in waiters { waiter.continuation.resume(returning: error) }
        whenRoom?()
        return isNews
    }

    /// Takes note that all was done that there was to do; answers whether that is news.
    func succeed() -> Bool {
        state.withLock { state in
            defer { state.trouble = nil }
            return state.trouble != nil
        }
    }

    /// What to call, as there may be room.
    private static func takeWriter(_ state: inout State) -> (@Sendable () -> Void)? {
        defer { state.isWriterWaiting = false }
        return state.isWriterWaiting ? state.whenRoom : nil
    }

    /// Why the index does not go on; `nil` when it does.
    var trouble: StoreError? { state.withLock { $0.trouble } }

    // MARK: - Others

    /// Returns when every message that is there now is in the index, or the store is closed.
    ///
    /// - Throws: Why the index does not go on.
    func caughtUp() async throws(StoreError) {
        let failure: StoreError? = await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.length > 0, !state.isClosed else { return true }
                state.waiters.append((state.last, continuation))
                return false
            }
            if isThere { continuation.resume(returning: nil) }
            work.signal()
        }
        if let failure { throw failure }
    }

    /// Searches that have begun so far.
    var searches: Int { state.withLock { $0.searches } }

    /// Waits so long, or until somebody waits for the index.
    func rest(for time: Duration) {
        _ = work.wait(timeout: .now() + .nanoseconds(Int(time / .nanoseconds(1))))
    }

    /// A search that is long looks at what the index has not reached; where that is much, it goes on at once.
    func noteSearch(isLong: Bool) {
        let isPressed = state.withLock { state in
            state.searches &+= 1
            guard isLong, state.length > Self.much, !state.isSought else { return false }
            state.isSought = true
            return true
        }
        if isPressed { work.signal() }
    }

    /// Whether a search has asked it to go on.
    var isSought: Bool { state.withLock { $0.isSought } }

    /// While paused, the index stays as it is.
    func pause(_ isPaused: Bool) {
        state.withLock { $0.isPaused = isPaused }
        work.signal()
    }

    func close() {
        let (waiters, whenRoom) = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return (state.waiters, Self.takeWriter(&state))
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
        whenRoom?()
        work.signal()
    }
}
