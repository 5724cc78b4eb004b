import HTTPTypes
import Hummingbird

/// Ends waits and searches as soon as their client has left: nobody reads the answer, and others wait for their turn.
///
/// The outermost of all, since it closes the connection, and so whatever the answer is has to tell.
struct PresenceMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        // The route, not the path as it was sent: that may have slashes more.
        let mayTakeLong = context.endpointPath == WaitRoutes.path || request.hasQuery
        guard mayTakeLong, !request.hasBody else { return try await next(request, context) }
        return try await request.whileClientStays {
            var response = try await next(request, context)
            response.headers[.connection] = "close"
            return response
        }
    }
}

extension Request {
    /// Whether it searches.
    fileprivate var hasQuery: Bool { uri.queryParameters["q"].map { !$0.isEmpty } ?? false }
}
