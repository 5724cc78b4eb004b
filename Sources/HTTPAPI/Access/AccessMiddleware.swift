import HTTPTypes
import Hummingbird

/// Turns away what the policy does not welcome.
struct AccessMiddleware: RouterMiddleware {
    let policy: AccessPolicy
    let binding: HTTPBinding

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        guard request.head.path?.hasPrefix("/") == true else {
            throw Problem(status: .badRequest, detail: "The request target has to be a path. RFC 9112 §3.2.1")
        }
        let access = AccessRequest(request, route: context.endpointPath)
        if let refusal = policy.refusal(of: access, at: binding) { throw refusal }
        return try await next(request, context)
    }
}
