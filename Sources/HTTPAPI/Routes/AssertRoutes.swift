import Assessing
import HTTPTypes
import Hummingbird
import MailAnalysis
import MailModel
import MailStorage
import NIOPosix

/// Holding messages against what is expected of them, in one request.
struct AssertRoutes: Sendable {
    let store: any MessageStore
    let hub: WaitHub
    let liveSessions: any LiveSessions

    var routes: [Route] {
        [.post("/api/assert", assert)]
    }

    /// `POST /api/assert`: with a timeout, first waits until as many messages are there as can be judged.
    ///
    /// What does not hold is an answer like any other: `200`, and `passed` is `false`.
    private func assert(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        let answer = try await request.whileClientStays(bodyLimit: AssertRequest.limit) { body in
            try await self.answer(to: try AssertRequest(body))
        }
        return try .json(answer, headers: [.connection: "close"])
    }

    private func answer(to wanted: AssertRequest) async throws -> AssertAnswer {
        let (parameters, assertion) = (wanted.parameters, wanted.assertion)
        let wish = WaitWish(
            query: try parameters.messageQuery(), after: try parameters.cursor("after", upTo: store.lastChange),
            count: assertion.awaited)
        let timeout = try parameters.value("timeout", as: WaitTime.self, allowed: WaitTime.allowed)
        let start = store.lastChange
        if let timeout { _ = try await hub.wait(for: wish, until: .now + timeout.duration) }
        let (rows, judgement) = try await judge(try await rows(of: wish), by: assertion)
        let isInVain = timeout != nil && rows.count < wish.count
        let others = isInVain ? try await Passerby.all(in: store, since: start, but: Set(rows.map(\.id))) : []
        return AssertAnswer(rows, outcomes: judgement.outcomes(count: rows.count), others: others)
    }

    /// The newest matches, newest first.
    private func rows(of wish: WaitWish) async throws -> [Summary] {
        let limit = Assertion.mostMessages + 1
        guard let after = wish.after else { return try await store.newest(wish.query, limit: limit) }
        return try await store.matches(wish.query, after: after, limit: limit).reversed()
    }

    /// Looks at one message after the other, the oldest first, off the event loops.
    ///
    /// - Returns: The rows without those that went meanwhile, and how they fare.
    private func judge(_ rows: [Summary], by assertion: Assertion) async throws -> ([Summary], Judgement) {
        var judgement = Judgement(of: assertion)
        var gone: Set<CaptureID> = []
        var sessions = SessionLookup(store, live: liveSessions.record(of:))
        let examined = assertion.needsContent ? rows.prefix(Assertion.mostExamined).reversed() : []
        for row in examined {
            guard let stored = try await store.message(row.id) else {
                gone.insert(row.id)
                continue
            }
            let session = try await sessions.session(of: stored.summary)
            judgement = try await NIOThreadPool.singleton.runIfActive { [judgement] in
                var judgement = judgement
                judgement.look(at: Subject(stored, session: session), number: Int(row.id.rawValue))
                return judgement
            }
        }
        return (rows.filter { !gone.contains($0.id) }, judgement)
    }
}

/// How messages fare.
private struct AssertAnswer: Encodable, Sendable {
    var passed: Bool
    var matched: Int
    var expectations: [Judged]
    /// Those that were looked at, newest first.
    var messages: [Summary]
    /// What came while it was waited in vain.
    var others: [Passerby]

    struct Judged: Encodable, Sendable {
        var expectation: String
        var passed: Bool
        var failures: [Failure]
    }

    struct Failure: Encodable, Sendable {
        var message: OrNull<Int>
        var reason: String
    }

    init(_ rows: [Summary], outcomes: [Outcome], others: [Passerby]) {
        (matched, self.others) = (rows.count, others)
        messages = Array(rows.prefix(Assertion.mostExamined))
        passed = outcomes.allSatisfy(\.holds)
        expectations = outcomes.map { outcome in
            Judged(
                expectation: outcome.expectation, passed: outcome.holds,
                failures: outcome.failures.map { Failure(message: OrNull($0.message), reason: $0.reason) })
        }
    }
}
