import HTTPTypes
import Hummingbird
import NIOCore

/// A refusal or a failure as the client reads it. RFC 9457.
struct Problem: Error {
    var status: HTTPResponse.Status
    /// What happened, with the value, and what to do.
    var detail: String
    var headers: HTTPFields = [:]
    /// Extension members: the same facts for programs. RFC 9457 §3.2.
    var members: [String: any Encodable & Sendable] = [:]
}

extension Problem: Encodable {
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, value) in members { try container.encode(value, forKey: Key(name)) }
        try container.encode("about:blank", forKey: Key("type"))
        try container.encode(status.reasonPhrase, forKey: Key("title"))
        try container.encode(status.code, forKey: Key("status"))
        try container.encode(detail, forKey: Key("detail"))
    }

    /// The problem as `application/problem+json`.
    var response: Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        let body = (try? JSON.encode(self)) ?? ByteBuffer()
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

extension Problem {
    static func notFound(_ detail: String) -> Problem { Problem(status: .notFound, detail: detail) }

    /// - Parameter allowed: What stands in place of the value, as a phrase: `a number from 1 to 500`.
    static func badParameter(_ name: String, _ value: String, allowed: String) -> Problem {
        Problem(
            status: .badRequest, detail: "\(name)=\(value) is not understood; \(name) takes \(allowed)",
            members: ["parameter": name, "value": value, "allowed": allowed])
    }

    static func methodNotAllowed(_ request: Request, _ allowed: [HTTPRequest.Method]) -> Problem {
        let methods = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            status: .methodNotAllowed, detail: "\(request.uri.path) takes \(methods), not \(request.method.rawValue)",
            headers: [.allow: methods])
    }

    /// Too many of something; it helps to come again.
    static func tooMany(_ things: String, limit: Int) -> Problem {
        Problem(
            status: .serviceUnavailable, detail: "\(limit) \(things) are open, which is the limit; try again",
            headers: [.retryAfter: "1"], members: ["limit": limit])
    }

    static let stopping = Problem(
        status: .serviceUnavailable, detail: "Creel is stopping", headers: [.retryAfter: "1"])
}
