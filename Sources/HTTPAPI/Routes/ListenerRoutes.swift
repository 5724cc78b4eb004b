import Hummingbird

/// Where applications are to send their mail.
struct ListenerRoutes: Sendable {
    let listeners: @Sendable () -> ListenerList

    var routes: [Route] {
        [.get("/api/listeners", list)]
    }

    /// `GET /api/listeners`: as they are bound, with the ports that the system picked.
    private func list(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        return try .json(listeners())
    }
}
