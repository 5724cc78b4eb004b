import HTTPTypes
import Hummingbird
import MailModel
import MailStorage

/// What happens, as it happens.
struct EventRoutes: Sendable {
    let store: any MessageStore
    let liveSessions: any LiveSessions
    let places: Places
    let frames: FrameCache

    var routes: [Route] {
        [.get("/api/events", events)]
    }

    /// `GET /api/events?after=42&inbox=pr-123`: Server-Sent Events from there on, or from now.
    private func events(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try request.refuseBody()
        let start = try Self.start(of: request) ?? store.lastChange
        let inbox = try QueryParameters(request, Self.parameters).inbox()
        guard let place = places.take() else { throw Problem.tooMany("event streams", limit: places.limit) }
        let stream = EventStream(
            store: store, start: start, inbox: inbox, sessions: liveSessions.ended(), frames: frames, place: place)
        let body = ResponseBody { writer in
            try await request.whileClientStays { try await stream.write(to: &writer) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .accelBuffering: "no"], body: body)
    }

    private static let parameters = ["after", "inbox"]

    /// A client that comes back tells in `Last-Event-ID` how far it got, which counts more than where it once began.
    static func start(of request: Request) throws(Problem) -> CaptureID? {
        let parameters = try QueryParameters(request, parameters)
        let allowed = "the number of a message or a change"
        let after = try parameters.value("after", as: CaptureID.self, allowed: allowed)
        guard let text = request.headers[.lastEventID], !text.isEmpty else { return after }
        guard let last = CaptureID(text) else { throw .badParameter("Last-Event-ID", text, allowed: allowed) }
        return last
    }
}
