import FoundationEssentials
import HTTPTypes
import Hummingbird
package import NIOCore

/// How values become JSON: keys in a fixed order, slashes as they are, on one line.
package enum JSON {
    /// Throws only for values that JSON does not have, such as an infinite number; we encode none.
    package static func encode(_ value: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: try encoder.encode(value))
    }
}

extension Response {
    /// A value as `application/json`.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        json(try JSON.encode(value), status: status, headers: headers)
    }

    static func json(
        _ octets: ByteBuffer, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: octets))
    }

    /// Text as `text/plain` in UTF-8.
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
