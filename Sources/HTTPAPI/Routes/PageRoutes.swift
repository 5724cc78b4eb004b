import HTTPTypes
import Hummingbird
import NIOCore

/// The page at `/` and what it is made of.
struct PageRoutes: Sendable {
    var routes: [Route] {
        WebAsset.page.map { asset in .get(asset.path) { request, _ in asset.response(to: request) } }
    }
}

extension WebAsset {
    private static let pagePolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
        frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    /// The asset, or `304` when the client has it already. RFC 9110 §13.1.2.
    func response(to request: Request) -> Response {
        var headers: HTTPFields = [
            .eTag: entityTag, .cacheControl: "no-cache", .contentSecurityPolicy: Self.pagePolicy,
        ]
        if request.knows(entityTag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = mediaType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: content))
    }
}
