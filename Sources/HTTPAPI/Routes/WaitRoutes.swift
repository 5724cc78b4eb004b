import Hummingbird
import MailModel
import MailStorage

/// Waiting for messages instead of polling for them.
struct WaitRoutes: Sendable {
    let store: any MessageStore
    let hub: WaitHub

    static let path = "/api/messages/wait"

    var routes: [Route] {
        [.get(Self.path, wait)]
    }

    /// `GET /api/messages/wait?q=to:alice&after=42&timeout=10s`: answers once there are `count` matches.
    private func wait(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, ["inbox", "q", "after", "count", "timeout"])
        let count = try parameters.integer("count", in: Page.limits) ?? 1
        let timeout = try parameters.value("timeout", as: WaitTime.self, allowed: WaitTime.allowed)
        let wish = WaitWish(
            query: try parameters.messageQuery(), after: try parameters.cursor("after", upTo: store.lastChange),
            count: count)
        try request.refuseBody()
        let (start, patience) = (store.lastChange, timeout?.duration ?? .seconds(30))
        let sighting = try await hub.wait(for: wish, until: .now + patience)
        guard sighting.isEnough else { throw try await timedOut(sighting, of: wish, since: start, after: patience) }
        return try .json(WaitAnswer(sighting))
    }

    /// Names what came instead, which often tells at once why a test waits in vain.
    private func timedOut(
        _ sighting: Sighting, of wish: WaitWish, since start: CaptureID, after patience: Duration
    ) async throws -> Problem {
        let matches = Set(sighting.messages.map(\.id))
        let others = try await Passerby.all(in: store, since: start, but: matches)
        let tail =
            others.isEmpty ? "no other message came" : "others came: " + others.map(\.text).joined(separator: ", ")
        let doubt = sighting.isWhole ? "" : ", in which not all older messages could be searched"
        return Problem(
            status: .requestTimeout,
            detail: "\(matches.count) of \(wish.count) messages matched within \(patience.text)\(doubt); "
                + tail,
            members: [
                "matched": matches.count, "count": wish.count, "after": sighting.cursor, "others": others,
            ])
    }
}

/// The body of a wait that found what it waited for.
private struct WaitAnswer: Encodable {
    var messages: [Summary]
    var matched: Int
    var after: CaptureID

    init(_ sighting: Sighting) {
        (messages, matched, after) = (sighting.messages, sighting.messages.count, sighting.cursor)
    }
}
