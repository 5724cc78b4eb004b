import HTTPTypes
import Hummingbird
import Intake
import MIME
import MailModel
import MailStorage
import NIOCore
import NIOPosix

/// Messages: the list, one of them, taking one in, deleting.
struct MessageRoutes: Sendable {
    let store: any MessageStore
    let intake: Intake
    let budget: OctetBudget
    let limits: HTTPLimits

    var routes: [Route] {
        [
            .get("/api/messages", list), .delete("/api/messages", deleteMatches), .post("/api/messages", capture),
            .get("/api/messages/{id}", show), .delete("/api/messages/{id}", delete),
        ]
    }

    /// `GET /api/messages?q=from:alice&before=42&limit=50`, newest first.
    private func list(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, ["inbox", "q", "before", "limit"])
        let page = try await store.page(
            try parameters.messageQuery(),
            before: try parameters.value("before", as: CaptureID.self, allowed: "the number of a message"),
            limit: try parameters.integer("limit", in: Page.limits) ?? 50)
        return .json(page.json)
    }

    /// `DELETE /api/messages?q=from:alice`: every match; without `inbox` and `q`, every message.
    private func deleteMatches(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let deleted = try await store.delete(try QueryParameters(request, ["inbox", "q"]).messageQuery())
        return try .json(["deleted": deleted, "matched": deleted])
    }

    /// `GET /api/messages/42`.
    private func show(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await MessageReference(request, context).read(in: store) { stored in
            try .json(MessageDetail(Message(stored.content), summary: stored.summary))
        }
    }

    /// `DELETE /api/messages/42`.
    private func delete(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let reference = try MessageReference(request, context)
        guard try await store.delete(try await reference.id(in: store)) else { throw reference.notFound }
        return Response(status: .noContent)
    }

    /// `POST /api/messages?from=a@example.com&to=b@example.com`: the octets of the body come in as over SMTP.
    private func capture(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, ["inbox"] + PostedEnvelope.parameters, repeatable: ["to"])
        let inbox = try parameters.inbox()
        let envelope = try PostedEnvelope(parameters, limits: limits)
        let share = OctetShare(of: budget)
        let content = try await PostedMessage.octets(of: request, limit: limits.message, share: share)
        let completed = try await NIOThreadPool.singleton.runIfActive {
            try envelope.completed(from: Header(of: content))
        }
        let summary = try await intake.accept(Delivery(envelope: completed, content: content, inbox: inbox))
        withExtendedLifetime(share) {}
        // Seen from the list, so that it holds under a base path, too.
        return try .json(summary, status: .created, headers: [.location: "messages/\(summary.id)"])
    }
}

extension Page {
    /// The body of a list. `next` is the `before` of the next page.
    fileprivate var json: ByteBuffer {
        var text = JSONText()
        text.object { text in
            text.key("matched")
            text.number(matched)
            text.key("matchedExactly")
            text.boolean(isCounted)
            text.key("messages")
            text.array(messages) { $0.summary($1) }
            text.key("next")
            text.number(next)
            text.key("removedBefore")
            text.number(removedBefore)
        }
        return text.octets
    }
}
