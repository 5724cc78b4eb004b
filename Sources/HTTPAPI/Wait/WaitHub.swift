import MIME
import MailModel
import MailStorage
import ServiceLifecycle
import Synchronization

/// Tells many waiting requests of the messages they wait for, from one reading of the store's changes.
///
/// Each change is compared once with every query that waits; content that no row can decide is read once for all of
/// them. While nobody waits, nothing is read. To miss nothing, enter first and look into the store then: the hub
/// notes every message that the store did not show yet.
final class WaitHub: Service {
    /// A place in the hub.
    struct Ticket: Sendable {
        let number: Int
    }

    /// Why a waiter was woken.
    enum Signal: Equatable {
        /// At least as many matches as were missing have come. After a disturbance everything is to be counted anew.
        case arrived(isDisturbed: Bool)
        case timedOut
        case stopping
        case cancelled
    }

    private let store: any MessageStore
    private let limit: Int
    private let state = Mutex(WaitState())

    init(store: any MessageStore, limit: Int) {
        (self.store, self.limit) = (store, limit)
    }

    var count: Int { state.withLock { $0.queries.count } }

    /// Begins to note what matches; throws `503` when the hub is full or stops.
    func enter(_ query: MessageQuery) throws(Problem) -> Ticket {
        let entry = state.withLock { $0.enter(query, limit: limit, at: store.lastChange) }
        switch entry {
        case .stopped: throw .stopping
        case .full: throw .tooMany("waits", limit: limit)
        case .entered(let ticket, let reader, let start):
            reader?.resume(returning: start)
            return ticket
        }
    }

    func leave(_ ticket: Ticket) {
        state.withLock { $0.leave(ticket) }
    }

    /// Returns when at least `missing` matches have come after `seen`, or at `deadline`.
    func wait(
        _ ticket: Ticket, missing: Int, after seen: CaptureID, until deadline: ContinuousClock.Instant
    ) async -> Signal {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.sleep(ticket, missing: missing, after: seen)
                return false
            }
            group.addTask { (try? await Task.sleep(until: deadline, clock: .continuous)) != nil }
            let isTime = await group.next() ?? false
            group.cancelAll()
            return state.withLock { $0.signal(for: ticket, missing: missing, isTime: isTime) }
        }
    }

    private func sleep(_ ticket: Ticket, missing: Int, after seen: CaptureID) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wish = WaitState.Wish(missing: missing, seen: seen, sleeper: continuation)
                let isAsleep = state.withLock { $0.sleep(wish, of: ticket) }
                if !isAsleep { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.takeSleeper(of: ticket.number) }?.resume()
        }
    }

    /// Reads changes whenever somebody waits; ends at a graceful stop, at cancellation, and when the store closes.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.readWhileWanted() }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            stop()
            group.cancelAll()
        }
    }

    private func readWhileWanted() async {
        while let start = await call() {
            for await change in store.changes(after: start) {
                await tell(change)
                if state.withLock({ $0.restIfUnwanted() }) { break }
            }
            guard state.withLock({ !$0.isReading }) else { return }
        }
    }

    /// Sleeps until somebody waits and answers where to begin; `nil` at the end.
    private func call() async -> CaptureID? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { $0.answer(continuation) }
                switch answer {
                case .begin(let start): continuation.resume(returning: start)
                case .end: continuation.resume(returning: nil)
                case .sleep: break
                }
            }
        } onCancel: {
            stop()
        }
    }

    private func stop() {
        let (sleepers, reader) = state.withLock { $0.stop() }
        for sleeper in sleepers { sleeper.resume() }
        reader?.resume(returning: nil)
    }

    private func tell(_ change: Change) async {
        switch change {
        case .added(let summary): await tell(of: summary)
        case .removed: state.withLock { $0.disturbAll() }
        case .reset:
            let sleepers = state.withLock { state in
                state.disturbAll()
                return state.takeAllSleepers()
            }
            for sleeper in sleepers { sleeper.resume() }
        }
    }

    private func tell(of summary: Summary) async {
        let queries = state.withLock { $0.queries }
        guard !queries.isEmpty else { return }
        let row = Sieve(of: summary)
        let candidates = queries.filter { $0.value.mayMatch(summary, row: row) }
        var winners = candidates.filter { !$0.value.mayNeedContent && $0.value.verdict(on: summary) == .matches }
            .map(\.key)
        let undecided = candidates.filter(\.value.mayNeedContent)
        if !undecided.isEmpty { winners += await self.winners(among: undecided, by: summary, row: row) }
        guard !winners.isEmpty else { return }
        let sleepers = state.withLock { $0.hit(winners, by: summary.id) }
        for sleeper in sleepers { sleeper.resume() }
    }

    /// Those whose queries match once the content is looked at; none when the message is gone already.
    private func winners(
        among undecided: [Int: MessageQuery], by summary: Summary, row: Sieve
    ) async -> [Int] {
        guard let stored = try? await store.message(summary.id) else { return [] }
        let message = Message(stored.content)
        let all = row.adding(message)
        let content = SearchableContent(message)
        return undecided.filter { $0.value.mayMatch(all: all) && $0.value.matches(summary) { content } }.map(\.key)
    }
}
