import Dispatch
import GRDB
import Synchronization

/// Moves what was committed from the write-ahead log into the database, and has the log begin anew before it grows.
///
/// The bulk is moved on a thread and a connection of its own: inside COMMIT, as SQLite does by default, it would make
/// every message behind it wait. But while commits go on, a checkpoint beside them never reaches the end of the log,
/// and the log would grow for as long as the load lasts. So when it has grown enough, the writer itself moves the
/// little that came since, between two transactions: the next one then finds the log done with and begins it anew.
final class Checkpointer: Sendable {
    private struct State {
        /// Octets logged since the last checkpoint began.
        var fresh = 0
        var isRunning = false
        /// Whether the rest is for the writer.
        var isRestDue = false
    }

    /// A checkpoint is due after so many octets of log.
    private static let stride = 16 << 20
    /// From this size on, in frames, the log is to begin anew: small enough to stay in the page cache, large enough
    /// to happen rarely.
    private static let restartFrames = 4096

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "creel.checkpoint", qos: .utility)
    private let database: DatabaseQueue

    /// - Parameter database: A connection of its own to the same file.
    init(database: DatabaseQueue) { self.database = database }

    /// Takes note of a commit; returns at once.
    ///
    /// - Parameter octets: What the commit added to the log, roughly.
    func noteCommit(ofOctets octets: Int) {
        let isDue = state.withLock { state in
            state.fresh += octets
            guard state.fresh >= Self.stride, !state.isRunning, !state.isRestDue else { return false }
            (state.isRunning, state.fresh) = (true, 0)
            return true
        }
        if isDue { queue.async { self.moveBulk() } }
    }

    /// Moves what there is, whether that is much or not; returns at once.
    func run() {
        let isFree = state.withLock { state in
            guard !state.isRunning else { return false }
            (state.isRunning, state.fresh) = (true, 0)
            return true
        }
        if isFree { queue.async { self.moveBulk() } }
    }

    /// Moves the rest, if it is the writer's turn. Called on the writer's connection, outside a transaction.
    func moveRest(on db: Database) {
        guard state.withLock({ $0.isRestDue }) else { return }
        state.withLock { $0.isRestDue = false }
        // A reader that still needs the log, or another program at the file, leaves it as it is: then it is tried again
        // after the next bulk.
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
            state.isRestDue = (result?.walFrameCount ?? 0) >= Self.restartFrames
        }
    }
}
