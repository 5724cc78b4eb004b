import GRDB
package import MailModel
package import MailStorage
import Synchronization

extension SQLiteStore {
    package func delete(_ ids: [CaptureID]) async throws(StoreError) -> Int {
        var count = 0
        // In small steps, so that messages that come in meanwhile need not wait for the last of them.
        for start in stride(from: 0, to: ids.count, by: Self.deletionStep) {
            let step = Array(ids[start..<min(start + Self.deletionStep, ids.count)])
            count += try await write { try $0.remove(step) }
        }
        return count
    }

    package func delete(_ id: CaptureID) async throws(StoreError) -> Bool {
        try await write { try $0.remove([id]) } > 0
    }

    private static let deletionStep = 200
    private static let markingStep = 1000

    /// Messages that retention removes in one transaction: more than a batch brings, so that it is never outrun.
    private static let pruningStep = 500

    package func prune(_ overall: Retention, at now: Timestamp) async throws(StoreError) -> Int {
        let (isThere, ages) = writer.excess(over: overall)
        if !isThere {
            guard !ages.isEmpty else { return 0 }
            let isOver = try await read { db in
                try ages.contains { inbox, age in try RetentionRow.isOver(age, in: inbox, at: now, on: db) }
            }
            guard isOver else { return 0 }
        }
        return try await write { try $0.prune(overall, at: now, limit: Self.pruningStep) }
    }

    package func shrink() async throws(StoreError) -> Bool {
        let room = try await read { try FileRoom($0) }
        guard let step = room.step else {
            // The file gets shorter when the log has been moved into it, which a reader may have held up.
            if file.octets > room.octets { checkpointer.run() }
            return false
        }
        try await write { try $0.shrink(byPages: step) }
        return true
    }

    package func mark(_ ids: [CaptureID], _ mark: Mark) async throws(StoreError) -> Int {
        let ids = ids.eachOnce
        var (count, untold): (Int, [CaptureID]) = (0, [])
        var told = ContinuousClock.now
        do throws(StoreError) {
            for start in stride(from: 0, to: ids.count, by: Self.markingStep) {
                let step = Array(ids[start..<min(start + Self.markingStep, ids.count)])
                // Readers of changes would have to read anew with each.
                let isTold = start + step.count == ids.count || ContinuousClock.now - told > Self.silence
                let marked = try await write { [untold] transaction in
                    let (count, changed) = try transaction.mark(step, mark)
                    if isTold { try transaction.tellChange(of: untold + changed) }
                    return (count: count, changed: changed)
                }
                count += marked.count
                untold = isTold ? [] : untold + marked.changed
                if isTold { told = ContinuousClock.now }
            }
        } catch {
            // Those before it stay marked. Where that cannot be told now, it is with what is written next.
            if !untold.isEmpty {
                owesReset.store(true, ordering: .relaxed)
                try? await write { _ in }
            }
            throw error
        }
        return count
    }

    /// How long steps go untold while others follow.
    private static let silence = Duration.seconds(1)

    package func mark(_ id: CaptureID, _ mark: Mark) async throws(StoreError) -> Bool {
        try await self.mark([id], mark) > 0
    }

    package func assess(
        _ assessments: [CaptureID: Assessment], tagging tags: [CaptureID: [TagName]]
    ) async throws(StoreError) {
        try await write { try $0.assess(assessments, tagging: tags) }
        assessed.withLock { $0.note(assessments.values) }
    }

    package func configure(
        _ inbox: InboxName, _ change: @escaping @Sendable (inout InboxSettings) -> Void
    ) async throws(StoreError) -> Inbox {
        try await write { try $0.configure(inbox, change) }
        // Somebody may have deleted it since: then it is as it was.
        return try await self.inbox(inbox) ?? Inbox(name: inbox)
    }

    package func delete(_ inbox: InboxName) async throws(StoreError) -> Int? {
        try await delete(inbox) { _ in true }
    }

    package func delete(_ inbox: InboxName, ifOverAt now: Timestamp) async throws(StoreError) -> Int? {
        try await delete(inbox) { $0.isOver(inbox, at: now) }
    }

    package func delete(_ inbox: InboxName, ifIdleAfter last: CaptureID) async throws(StoreError) -> Int? {
        try await delete(inbox) { try $0.isIdle(inbox, after: last) }
    }

    /// Messages that go together with their inbox: at first, and twice as many each time that more came in meanwhile. So an
    /// inbox goes, however much that is.
    private static let lastStep = 500

    /// In steps, each of which is left out, and all behind it, unless `isDue` in its transaction.
    private func delete(
        _ inbox: InboxName, while isDue: @escaping @Sendable (WriteTransaction) throws -> Bool
    ) async throws(StoreError) -> Int? {
        guard try await self.inbox(inbox) != nil else { return nil }
        var (count, limit) = (0, Self.lastStep)
        while true {
            // What comes in meanwhile goes, too.
            let last: (isDue: Bool, count: Int?) = try await write { [limit] transaction in
                guard try isDue(transaction) else { return (false, nil) }
                return (true, try transaction.drop(inbox, limit: limit))
            }
            guard last.isDue else { return nil }
            if let rest = last.count { return count + rest }
            let ids = try await ids(MessageQuery(inbox: inbox))
            for start in stride(from: 0, to: ids.count, by: Self.deletionStep) {
                let step = Array(ids[start..<min(start + Self.deletionStep, ids.count)])
                let removed: Int? = try await write { transaction in
                    try isDue(transaction) ? transaction.remove(step) : nil
                }
                guard let removed else { return nil }
                count += removed
            }
            limit *= 2
        }
    }

    package func forgetSessions(before: SessionID) async throws(StoreError) -> Int {
        // Mostly there are none, and then nothing need be written.
        let isDue = try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM session WHERE id < ?)", arguments: [before.rawValue]) ?? false
        }
        return isDue ? try await write { try $0.forgetSessions(before: before) } : 0
    }

    /// Does something in a transaction, with others, and returns when it is durable.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout WriteTransaction) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let work = Writer.Work(
                perform: { [self] transaction in
                    let value = try body(&transaction)
                    let isOwed = owesReset.load(ordering: .relaxed)
                    if isOwed { try transaction.tellReset() }
                    return {
                        if isOwed { self.owesReset.store(false, ordering: .relaxed) }
                        continuation.resume(returning: .success(value))
                    }
                },
                fail: { continuation.resume(returning: .failure($0)) })
            group.add { .work(work) }
        }
        return try result.get()
    }
}
