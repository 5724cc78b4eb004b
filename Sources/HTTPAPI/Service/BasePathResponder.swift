import HTTPTypes
import Hummingbird

/// Takes the base path away from what is asked for. Everything behind it lives at the top and has relative URLs.
///
/// What does not begin with the base path is answered as well: a proxy may have taken it away already, and probes ask
/// at the top.
struct BasePathResponder<Inner: HTTPResponder>: HTTPResponder {
    /// `/` for the top, else without a slash at its end.
    let path: String
    let inner: Inner

    func respond(to request: Request, context: Inner.Context) async throws -> Response {
        guard path != "/", let target = request.head.path, target.hasPrefix(path) else {
            return try await inner.respond(to: request, context: context)
        }
        let rest = target.dropFirst(path.count)
        // Without the slash at the end, relative URLs of the page would lead beside it.
        if rest.isEmpty || rest.hasPrefix("?") {
            return Response(status: .permanentRedirect, headers: [.location: "\(path)/\(rest)"])
        }
        guard rest.hasPrefix("/") else { return try await inner.respond(to: request, context: context) }
        var head = request.head
        head.path = String(rest)
        return try await inner.respond(to: Request(head: head, body: request.body), context: context)
    }
}
