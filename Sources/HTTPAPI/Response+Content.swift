import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Octets of a message, or `304` for a client that has them already. RFC 9110 §13.1.2.
    ///
    /// They never change under their URL as long as the store is the same. Another one, such as one in memory after
    /// a restart, numbers its messages from 1 again: clients may keep the octets, but have to ask.
    static func content(_ octets: [UInt8], headers: HTTPFields, to request: Request) -> Response {
        var hash = SHA256()
        octets.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return .octets(hashed: hash, headers: headers, to: request) {
            ResponseBody(byteBuffer: ByteBuffer(bytes: octets))
        }
    }

    /// The same of octets that `body` brings.
    static func octets(
        hashed hash: SHA256, headers: HTTPFields, to request: Request, body: () -> ResponseBody
    ) -> Response {
        let tag = "\"\(hash.text)\""
        var headers = headers
        (headers[.eTag], headers[.cacheControl]) = (tag, "private, no-cache")
        if request.knows(tag) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: body())
    }
}

extension Request {
    /// Whether the client has what bears this entity tag. RFC 9110 §13.1.2.
    func knows(_ entityTag: String) -> Bool {
        headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { text in
            let tag = text.drop { $0 == " " }.prefix { $0 != " " }
            return tag == "*" || (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == entityTag
        }
    }
}
