import Intake
import Logging
import MailModel
import MailStorage
import ServiceLifecycle
import Synchronization

/// Removes the oldest messages beyond what is kept, and gives the room that they and others left back to the file system:
/// behind everything else, in small steps.
final class Pruning: Service, Sendable {
    private struct State {
        var pruned = 0
        /// Removed since the log was told last, and when that was.
        var untold = 0
        var told: ContinuousClock.Instant?
        var isFailing = false
    }

    private let store: any MessageStore
    private let retention: Retention
    private let logger: Logger
    private let state = Mutex(State())

    /// Between two looks.
    private static let interval = Duration.milliseconds(250)
    /// Between two lines in the log: at a limit, something goes all the time.
    private static let silence = Duration.seconds(60)

    /// - Parameter retention: What is kept of all inboxes together.
    init(_ store: any MessageStore, _ retention: Retention, logger: Logger) {
        (self.store, self.retention, self.logger) = (store, retention, logger)
    }

    /// Messages that went so far.
    var pruned: Int { state.withLock { $0.pruned } }

    /// Goes on until a graceful stop.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while (try? await Task.sleep(for: Self.interval)) != nil { await prune(at: .now()) }
            }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Removes all that is beyond the limits now, then makes the file smaller.
    func prune(at now: Timestamp) async {
        do throws(StoreError) {
            var count = 0
            repeat {
                count = try await store.prune(retention, at: now)
                note(count)
            } while count > 0 && !Task.isCancelled
            while try await store.shrink(), !Task.isCancelled {}
            state.withLock { $0.isFailing = false }
        } catch {
            let isNews = state.withLock { state in
                defer { state.isFailing = true }
                return !state.isFailing
            }
            if isNews { logger.warning("old messages could not be removed: \(error)") }
        }
    }

    private func note(_ count: Int) {
        let told: Int = state.withLock { state in
            state.pruned += count
            state.untold += count
            let isQuiet = state.told.map { .now - $0 < Self.silence } ?? false
            guard state.untold > 0, !isQuiet else { return 0 }
            defer { (state.untold, state.told) = (0, .now) }
            return state.untold
        }
        if told > 0 { logger.info("no more is kept than was set: \(told.counted("old message")) went") }
    }
}

extension ServeConfiguration {
    /// What is kept of all inboxes together.
    var retention: Retention {
        Retention(
            count: keepCount, age: keepAge?.span,
            octets: keepOctets.map { Int64($0.count) })
    }
}

extension Duration {
    /// In whole milliseconds.
    var span: TimeSpan { TimeSpan(milliseconds: Int64(self / .milliseconds(1))) }
}
