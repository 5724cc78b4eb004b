import Hummingbird
import MailModel
import MailStorage

/// Waiting for messages instead of polling for them.
struct WaitRoutes: Sendable {
    let store: any MessageStore
    let hub: WaitHub

    var routes: [Route] {
        [.get("/api/messages/wait", wait)]
    }

    /// `GET /api/messages/wait?q=to:alice&after=42&timeout=10s`: answers once there are `count` matches.
    private func wait(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, ["inbox", "q", "after", "count", "timeout"])
        let count = try parameters.integer("count", in: Page.limits) ?? 1
        let timeout = try parameters.value("timeout", as: WaitTime.self, allowed: WaitTime.allowed)
        let wish = WaitWish(
            query: try parameters.messageQuery(), after: try parameters.cursor("after", upTo: store.lastChange),
            count: count)
        let patience = timeout?.duration ?? .seconds(30)
        try request.refuseBody()
        return try await request.whileClientStays {
            var response: Response
            do {
                response = try .json(WaitAnswer(try await matches(of: wish, within: patience)))
            } catch {
                guard let problem = Problem(error, of: request) else { throw error }
                response = problem.response
            }
            response.headers[.connection] = "close"
            return response
        }
    }

    private func matches(of wish: WaitWish, within patience: Duration) async throws -> Sighting {
        let deadline = ContinuousClock.now + patience
        let start = store.lastChange
        let ticket = try hub.enter(wish.query)
        defer { hub.leave(ticket) }
        var sighting = try await Sighting(of: wish, in: store)
        while sighting.missing > 0 {
            switch await hub.wait(ticket, missing: sighting.missing, after: sighting.seen, until: deadline) {
            case .arrived(isDisturbed: false): try await sighting.count(in: store)
            case .arrived(isDisturbed: true): sighting = try await Sighting(of: wish, in: store)
            case .timedOut: throw try await timedOut(sighting, since: start, after: patience)
            case .stopping: throw Problem.stopping
            case .cancelled: throw CancellationError()
            }
        }
        return sighting
    }

    /// Names what came instead, which often tells at once why a test waits in vain.
    private func timedOut(
        _ sighting: Sighting, since start: CaptureID, after patience: Duration
    ) async throws -> Problem {
        let newest = try await store.page(.all, before: nil, limit: 20).messages
        let matches = Set(sighting.found.map(\.id))
        let others = newest.filter { $0.id > start && !matches.contains($0.id) }.prefix(5).map(Passerby.init)
        let tail =
            others.isEmpty ? "no other message came" : "others came: " + others.map(\.text).joined(separator: ", ")
        return Problem(
            status: .requestTimeout,
            detail: "\(sighting.matched) of \(sighting.wish.count) messages matched within "
                + "\(WaitTime.text(of: patience)); \(tail)",
            members: [
                "matched": sighting.matched, "count": sighting.wish.count, "after": sighting.unspentCursor,
                "others": others,
            ])
    }
}

/// The body of a wait that found what it waited for.
private struct WaitAnswer: Encodable {
    var messages: [Summary]
    var matched: Int
    var after: CaptureID

    init(_ sighting: Sighting) {
        (messages, matched, after) = (sighting.found, sighting.matched, sighting.cursor)
    }
}

/// A message that came while another was waited for.
private struct Passerby: Encodable, Sendable {
    var id: CaptureID
    var inbox: InboxName
    /// The forward-paths, since `To` need not name the recipient.
    var to: [String]
    var subject: String

    init(_ summary: Summary) {
        (id, inbox) = (summary.id, summary.inbox)
        (to, subject) = (Array(summary.envelope.forwardPaths.prefix(5)), summary.digest.subject)
    }

    var text: String { "\(id) to \(to.joined(separator: " ")) “\(subject)”" }
}
