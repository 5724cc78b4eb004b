import HTTPTypes
import Hummingbird
import MIME
import MailModel
import MailStorage

/// What a message is made of.
struct PartRoutes: Sendable {
    let store: any MessageStore

    var routes: [Route] {
        [.get("/api/messages/{id}/tree", tree), .get("/api/messages/{id}/parts/{path}", part)]
    }

    /// `GET /api/messages/42/tree`: every part, without the text of any.
    private func tree(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await MessageReference(request, context).read(in: store) { stored in
            try .json(["parts": PartTable(of: Message(stored.content)).tree])
        }
    }

    /// `GET /api/messages/42/parts/1.2`: the content of a part, decoded, as a file.
    private func part(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let path = context.parameters.get("path") ?? ""
        return try await MessageReference(request, context).read(in: store) { stored in
            let message = Message(stored.content)
            guard let part = message.part(at: path) else {
                throw Problem.notFound("Message \(stored.summary.id) has no part \(path); /tree lists those it has")
            }
            let file = PartFile(part, name: "creel-\(stored.summary.id)-part-\(message.path(of: part))")
            return .content(message.content(of: part), headers: file.headers, to: request)
        }
    }
}
