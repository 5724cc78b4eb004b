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
        guard request.mayTakeLong, !request.hasBody else { return try await next(request, context) }
        return try await request.whileClientStays {
            var response = try await next(request, context)
            response.headers[.connection] = "close"
            return response
        }
    }
}

extension Request {
    /// Whether it waits for mail or searches for it.
    fileprivate var mayTakeLong: Bool {
        uri.path == "/api/messages/wait" || uri.queryParameters["q"].map { !$0.isEmpty } ?? false
    }
}
