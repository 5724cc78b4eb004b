import MailModel
import MailStorage

/// Who waits for what, and whether anybody reads the changes for them.
struct WaitState {
    /// What a sleeping waiter wants to be woken for.
    struct Wish {
        var missing: Int
        /// The waiter has counted everything up to here itself.
        var seen: CaptureID
        var sleeper: CheckedContinuation<Void, Never>
    }

    private struct Waiter {
        /// Matches since the waiter entered, ascending; no more than one answer can hold.
        var hits: [CaptureID] = []
        /// Messages went, or the feed lost its thread: what the waiter counted may be gone.
        var isDisturbed = false
        var wish: Wish?
    }

    private enum Reader {
        case idle
        case asleep(CheckedContinuation<CaptureID?, Never>)
        case called(from: CaptureID)
        case reading
    }

    /// By ticket number; apart from the waiters, so that a copy costs nothing.
    private(set) var queries: [Int: MessageQuery] = [:]
    private var waiters: [Int: Waiter] = [:]
    private var lastNumber = 0
    private var reader = Reader.idle
    private var isStopped = false
}

extension WaitState {
    enum Entry {
        case entered(WaitHub.Ticket, reader: CheckedContinuation<CaptureID?, Never>?, start: CaptureID)
        case full
        case stopped
    }

    mutating func enter(_ query: MessageQuery, limit: Int, at now: CaptureID) -> Entry {
        guard !isStopped else { return .stopped }
        guard queries.count < limit else { return .full }
        lastNumber += 1
        queries[lastNumber] = query
        waiters[lastNumber] = Waiter()
        return .entered(WaitHub.Ticket(number: lastNumber), reader: callReader(from: now), start: now)
    }

    mutating func leave(_ ticket: WaitHub.Ticket) {
        queries[ticket.number] = nil
        waiters[ticket.number] = nil
    }

    /// Answers whether the waiter sleeps now; else there is something for it to see at once.
    mutating func sleep(_ wish: Wish, of ticket: WaitHub.Ticket) -> Bool {
        guard !isStopped, !Task.isCancelled, var waiter = waiters[ticket.number] else { return false }
        waiter.hits.removeAll { $0 <= wish.seen }
        let isDue = waiter.isDisturbed || waiter.hits.count >= wish.missing
        waiter.wish = isDue ? nil : wish
        waiters[ticket.number] = waiter
        return !isDue
    }

    mutating func signal(for ticket: WaitHub.Ticket, missing: Int, isTime: Bool) -> WaitHub.Signal {
        guard !isStopped else { return .stopping }
        guard let waiter = waiters[ticket.number] else { return .cancelled }
        if waiter.isDisturbed || waiter.hits.count >= missing {
            waiters[ticket.number]?.isDisturbed = false
            return .arrived(isDisturbed: waiter.isDisturbed)
        }
        return isTime ? .timedOut : .cancelled
    }

    /// Notes a match and answers who has enough of them now.
    mutating func hit(_ numbers: [Int], by id: CaptureID) -> [CheckedContinuation<Void, Never>] {
        numbers.compactMap { number in
            guard var waiter = waiters[number], waiter.hits.count < Page.limits.upperBound,
                id > waiter.wish?.seen ?? .zero
            else { return nil }
            waiter.hits.append(id)
            waiters[number] = waiter
            let isDue = waiter.wish.map { waiter.hits.count >= $0.missing } ?? false
            return isDue ? takeSleeper(of: number) : nil
        }
    }

    mutating func disturbAll() {
        for number in waiters.keys { waiters[number]?.isDisturbed = true }
    }

    mutating func takeSleeper(of number: Int) -> CheckedContinuation<Void, Never>? {
        defer { waiters[number]?.wish = nil }
        return waiters[number]?.wish?.sleeper
    }

    mutating func takeAllSleepers() -> [CheckedContinuation<Void, Never>] {
        waiters.keys.compactMap { takeSleeper(of: $0) }
    }
}

extension WaitState {
    enum Answer {
        case begin(CaptureID)
        case sleep
        case end
    }

    var isReading: Bool {
        if case .reading = reader { true } else { false }
    }

    /// What the reader is to do now.
    mutating func answer(_ continuation: CheckedContinuation<CaptureID?, Never>) -> Answer {
        guard !isStopped else { return .end }
        if case .called(let start) = reader {
            reader = .reading
            return .begin(start)
        }
        reader = .asleep(continuation)
        return .sleep
    }

    private mutating func callReader(from start: CaptureID) -> CheckedContinuation<CaptureID?, Never>? {
        switch reader {
        case .idle:
            reader = .called(from: start)
            return nil
        case .asleep(let continuation):
            reader = .reading
            return continuation
        case .called, .reading:
            return nil
        }
    }

    /// Ends the reading when nobody waits any more, and answers whether it did.
    mutating func restIfUnwanted() -> Bool {
        guard queries.isEmpty else { return false }
        reader = .idle
        return true
    }

    mutating func stop() -> (
        sleepers: [CheckedContinuation<Void, Never>], reader: CheckedContinuation<CaptureID?, Never>?
    ) {
        isStopped = true
        guard case .asleep(let continuation) = reader else { return (takeAllSleepers(), nil) }
        reader = .idle
        return (takeAllSleepers(), continuation)
    }
}
