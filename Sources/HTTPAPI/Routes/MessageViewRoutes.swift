import HTTPTypes
import Hummingbird
import MIME
import MailAnalysis
import MailModel
import MailStorage
import NIOCore

/// Views of one message: its octets, its text, its HTML, and how it came.
struct MessageViewRoutes: Sendable {
    let store: any MessageStore
    let liveSessions: any LiveSessions
    let limits: HTTPLimits

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
        let id = try await reference.id(in: store)
        var headers: HTTPFields = [.contentType: "message/rfc822"]
        if isDownload { headers[.contentDisposition] = AttachmentDisposition.value(fileName: "creel-\(id).eml") }
        guard let response = try await StoredOctets(store: store, id: id).response(headers, to: request) else {
            throw reference.notFound
        }
        return response
    }

    /// `GET /api/messages/42/text`.
    private func text(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await MessageReference(request, context).read(in: store) { stored in
            guard let text = Message(stored.content).text else {
                throw Problem.notFound("Message \(stored.summary.id) has no text")
            }
            return .text(text)
        }
    }

    /// `GET /api/messages/42/html?images=block&client=gmail.ios`: as it was sent, or as a client sees it, with nothing
    /// that could act.
    private func html(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let reference = try MessageReference(request, context, taking: ["images", "client"])
        let wish =
            try reference.parameters.value("images", as: HTMLImages.self, allowed: HTMLImages.allowed) ?? .embedded
        // A link in mail, or on another site, may lead here as well: it does not decide.
        let images = wish == .all && !AccessRequest(request).isOfPage ? .embedded : wish
        let client = try reference.parameters.value("client", as: MailClient.self, allowed: MailClient.allowed)
        return try await reference.read(in: store) { stored in
            let (id, message) = (stored.summary.id, Message(stored.content))
            guard var html = message.html else { throw Problem.notFound("Message \(id) has no HTML") }
            if let client { html = ClientView(of: html, in: client).html }
            html = QuietTags.rename(in: html)
            if images != .block {
                var pictures = InlinePictures(of: message, limit: limits.inlinePictures)
                html = message.resolvingContentIDs(in: html) { pictures.url(of: $0) }
            }
            return Response(
                status: .ok,
                headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: images.policy],
                body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
        }
    }

    /// `GET /api/messages/42/session`: the dialogue over which it came.
    private func session(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let summary = try await MessageReference(request, context).message(in: store).summary
        guard let id = summary.session else {
            throw Problem.notFound("Message \(summary.id) came over HTTP, without a dialogue")
        }
        guard let record = try await liveSessions.record(of: id, orKeptIn: store) else {
            throw Problem.notFound(
                "The dialogue \(id), over which message \(summary.id) came, is not kept, or no longer")
        }
        return try .json(record)
    }
}

extension MailClient {
    /// What stands in place of a client that is not known.
    fileprivate static let allowed = "the id of a client of /api/clients, such as gmail.ios or outlook.windows"
}
