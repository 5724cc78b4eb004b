import Dispatch
import GRDB
import Synchronization

/// Moves what was committed from the write-ahead log into the database, and has the log begin anew before it grows.
///
/// The bulk is moved on a thread and a connection of its own: inside COMMIT, as SQLite does by default, it would make
/// every message behind it wait. But while commits go on, a checkpoint beside them never reaches the end of the log,
/// and the log would grow for as long as the load lasts. So when it has grown enough, the writer itself moves the
/// little that came since, between two transactions: the next one then finds the log done with and begins it anew, unless a
/// reader still needs it. Then both are tried again behind a commit, where the bulk may be all there is before the next.
final class Checkpointer: Sendable {
    private struct State {
        /// Octets logged since the last checkpoint began.
        var fresh = 0
        var isRunning = false
        /// Whether the rest is for the writer.
        var isRestDue = false
        /// Whether the log is as long as it should become.
        var isLong = false
        /// Where the log went on behind the last commit, in octets.
        var end: Int64 = 0
        var lastStart = ContinuousClock.now

        /// Whether to move what there is.
        func isDue(at instant: ContinuousClock.Instant) -> Bool {
            guard !isRestDue else { return false }
            return fresh >= Checkpointer.stride || isLong && instant - lastStart >= Checkpointer.pause
        }

        /// Answers whether nobody else has begun.
        mutating func begin(at instant: ContinuousClock.Instant) -> Bool {
            guard !isRunning else { return false }
            (isRunning, fresh, lastStart) = (true, 0, instant)
            return true
        }
    }

    /// A checkpoint is due after so many octets of log.
    private static let stride = 16 << 20
    /// From this size on, in frames, the log is to begin anew: small enough to stay in the page cache, large enough
    /// to happen rarely.
    private static let restartFrames = 4096
    /// So long after one checkpoint begins the next, at least, while the log is to begin anew.
    private static let pause = Duration.milliseconds(250)

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "creel.checkpoint", qos: .utility)
    private let database: DatabaseQueue

    /// - Parameter database: A connection of its own to the same file.
    init(database: DatabaseQueue) { self.database = database }

    /// Takes note of a commit; returns at once.
    ///
    /// - Parameters:
    ///   - octets: What the commit added to the log, roughly.
    ///   - end: Where the log goes on behind it.
    func noteCommit(ofOctets octets: Int, logEnd end: Int64) {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            state.fresh += octets
            if end < state.end { (state.isLong, state.isRestDue) = (false, false) }
            state.end = end
            return state.isDue(at: now) && state.begin(at: now)
        }
        if isDue { queue.async { self.moveBulk() } }
    }

    /// Moves what there is, whether that is much or not; returns at once.
    func run() {
        if state.withLock({ $0.begin(at: .now) }) { queue.async { self.moveBulk() } }
    }

    /// Moves the rest, if it is the writer's turn. Called on the writer's connection, outside a transaction.
    func moveRest(on db: Database) {
        guard state.withLock({ $0.isRestDue }) else { return }
        state.withLock { $0.isRestDue = false }
        // A reader that still needs the log, or another program at the file, leaves it as it is.
        _ = try? db.checkpoint(.passive)
    }

    /// Returns when nothing is under way any more.
    func close() {
        queue.sync { try? database.close() }
    }

    private func moveBulk() {
        let result = try? database.writeWithoutTransaction { try $0.checkpoint(.passive) }
        state.withLock { state in
            state.isRunning = false
            guard let result else { return }
            state.isLong = result.walFrameCount >= Self.restartFrames
            state.isRestDue = state.isLong
        }
    }
}
