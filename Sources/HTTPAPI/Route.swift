import HTTPTypes
import Hummingbird

/// One method on one path. Adding a route is adding a value; `HEAD` comes with `GET`.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

    var method: HTTPRequest.Method
    /// With parameters in braces, spelled as in OpenAPI: `/api/messages/{id}`.
    var path: String
    var respond: Handler

    /// Methods that get `405` where a path does not take them; others get `501` everywhere. RFC 9110 §9.1.
    static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]

    static func get(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .get, path: path, respond: respond)
    }

    static func post(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .post, path: path, respond: respond)
    }

    static func put(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .put, path: path, respond: respond)
    }

    static func patch(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .patch, path: path, respond: respond)
    }

    static func delete(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .delete, path: path, respond: respond)
    }
}

extension [Route] {
    /// Registers every route, and `405` with `Allow` for the other methods of its path. RFC 9110 §15.5.6.
    func register(on router: Router<BasicRequestContext>) {
        for (path, routes) in Dictionary(grouping: self, by: \.path) {
            var handlers = [HTTPRequest.Method: Route.Handler](
                uniqueKeysWithValues: routes.map { ($0.method, $0.respond) })
            handlers[.head] = handlers[.get]
            let allowed = Route.methods.filter { handlers[$0] != nil }
            for method in Route.methods {
                let handler = handlers[method] ?? { request, _ in throw Problem.methodNotAllowed(request, allowed) }
                router.on(RouterPath(path), method: method, use: handler)
            }
        }
    }
}
