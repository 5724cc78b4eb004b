import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// The last word on every response: errors become problem details, `HEAD` loses its body, headers that protect are
/// added, and it is counted.
struct ResponseMiddleware: RouterMiddleware {
    let counter: ResponseCounter
    let logger: Logger

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, of: request)
        }
        response.headers.protect()
        counter.count(response.status)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(to error: any Error, of request: Request) -> Response {
        guard !Task.isCancelled, !(error is CancellationError) else { return Response(status: .clientClosedRequest) }
        if let problem = Problem(error, of: request) { return problem.response }
        logger.error(
            "A request failed",
            metadata: ["method": "\(request.method)", "path": "\(request.uri.path)", "error": "\(error)"])
        return Problem(status: .internalServerError, detail: "Creel failed; its log says how").response
    }
}

extension HTTPFields {
    /// Nothing sniffs, embeds, stores or tells on what we serve, unless the route said otherwise.
    fileprivate mutating func protect() {
        let defaults: [(HTTPField.Name, String)] = [
            (.xContentTypeOptions, "nosniff"), (.referrerPolicy, "no-referrer"), (.cacheControl, "no-store"),
            (.crossOriginResourcePolicy, "same-origin"), (.dnsPrefetchControl, "off"),
            (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        ]
        for (name, value) in defaults where self[name] == nil { self[name] = value }
    }
}

extension HTTPField.Name {
    static let referrerPolicy = named("Referrer-Policy")
    /// No part of a policy for content: without it a browser looks up the hosts that mail names.
    static let dnsPrefetchControl = named("X-DNS-Prefetch-Control")
    /// Asks a proxy, nginx above all, to pass on what comes as it comes.
    static let accelBuffering = named("X-Accel-Buffering")
    /// Keeps pages of other sites that open ours, or that it opens, without a handle on it.
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let secFetchMode = named("Sec-Fetch-Mode")
    static let secFetchDest = named("Sec-Fetch-Dest")
    static let lastEventID = named("Last-Event-ID")
    /// The first `Host` is no field of a request but its authority.
    static let secondHost = named("Host")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
        return name
    }
}

/// How often each status was answered, since the start.
package final class ResponseCounter: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    package init() {}

    package var total: Int { counts.withLock { $0.values.reduce(0, +) } }

    func count(_ status: HTTPResponse.Status) {
        counts.withLock { $0[status.code, default: 0] += 1 }
    }

    /// Ascending by status.
    var all: [(status: Int, count: Int)] {
        counts.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
