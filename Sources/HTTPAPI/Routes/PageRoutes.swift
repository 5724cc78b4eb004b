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
        frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types creel
        """

    /// The asset, or `304` when the client has it already. RFC 9110 §13.1.2.
    func response(to request: Request) -> Response {
        let compressed = request.takesGzip ? compressed : nil
        // Another form has another tag. RFC 9110 §8.8.3.
        let tag = compressed == nil ? entityTag : "\(entityTag.dropLast())-gzip\""
        var headers: HTTPFields = [
            .eTag: tag, .cacheControl: "no-cache", .vary: "Accept-Encoding", .contentSecurityPolicy: Self.pagePolicy,
        ]
        if path == "/" {
            headers[.crossOriginOpenerPolicy] = "same-origin"
            headers[.setCookie] = PageCookie.header
        }
        if request.knows(tag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = mediaType
        if compressed != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed ?? content))
    }
}
