import HTTPTypes
import Hummingbird
import MIME
import MailModel
import MailStorage
import NIOCore

/// Views of one message: its octets, its text, its HTML, and how it came.
struct MessageViewRoutes: Sendable {
    let store: any MessageStore
    let liveSessions: any LiveSessions

    /// Mail is hostile: no script, no form, no request to anywhere, and an origin of its own.
    private static let htmlPolicy = """
        sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'self'
        """

    var routes: [Route] {
        [
            .get("/api/messages/{id}/raw", raw), .get("/api/messages/{id}/text", text),
            .get("/api/messages/{id}/html", html), .get("/api/messages/{id}/session", session),
        ]
    }

    /// `GET /api/messages/42/raw`: exactly the octets that came.
    private func raw(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let reference = try MessageReference(request, context, taking: ["download"])
        let isDownload = try reference.parameters.integer("download", in: 0...1) == 1
        let message = try await reference.message(in: store)
        var headers: HTTPFields = [.contentType: "message/rfc822"]
        if isDownload {
            headers[.contentDisposition] = #"attachment; filename="creel-\#(message.summary.id).eml""#
        }
        return Response(headers: headers, octets: message.content)
    }

    /// `GET /api/messages/42/text`.
    private func text(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let message = try await MessageReference(request, context).message(in: store)
        guard let text = Message(message.content).text else {
            throw Problem.notFound("Message \(message.summary.id) has no text")
        }
        return .text(text)
    }

    /// `GET /api/messages/42/html`: as it was sent, with nothing that could act.
    private func html(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let message = try await MessageReference(request, context).message(in: store)
        guard let html = Message(message.content).html else {
            throw Problem.notFound("Message \(message.summary.id) has no HTML")
        }
        return Response(
            headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: Self.htmlPolicy],
            octets: Array(html.utf8))
    }

    /// `GET /api/messages/42/session`: the dialogue over which it came.
    private func session(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let summary = try await MessageReference(request, context).message(in: store).summary
        guard let id = summary.session else {
            throw Problem.notFound("Message \(summary.id) came over HTTP, without a dialogue")
        }
        guard let record = try await SessionRoutes(store: store, liveSessions: liveSessions).record(of: id) else {
            throw Problem.notFound("The dialogue \(id), over which message \(summary.id) came, is no longer kept")
        }
        return try .json(record)
    }
}

extension Response {
    fileprivate init(headers: HTTPFields, octets: [UInt8]) {
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets)))
    }
}
