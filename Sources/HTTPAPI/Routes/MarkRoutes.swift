import HTTPTypes
import Hummingbird
import MailModel
import MailStorage

/// What people put on messages: seen, tags; on one, or on all that match.
struct MarkRoutes: Sendable {
    let store: any MessageStore

    var routes: [Route] {
        [
            .put("/api/messages/{id}/seen", markSeen), .delete("/api/messages/{id}/seen", markUnseen),
            .put("/api/messages/{id}/tags", setTags),
            .put("/api/messages/seen", markMatchesSeen), .delete("/api/messages/seen", markMatchesUnseen),
            .patch("/api/messages/tags", changeTagsOfMatches),
            .get("/api/tags", tags),
        ]
    }

    /// `PUT /api/messages/42/seen`.
    private func markSeen(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await mark(request, context, .seen)
    }

    /// `DELETE /api/messages/42/seen`.
    private func markUnseen(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await mark(request, context, .unseen)
    }

    /// `PUT /api/messages/42/tags` with `{"tags": ["a", "b"]}`: these and no others.
    private func setTags(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let wanted = try await JSONBody.decode(TagList.self, from: request, allowed: TagList.allowed)
        return try await mark(request, context, .tags(wanted.tags))
    }

    private func mark(_ request: Request, _ context: BasicRequestContext, _ mark: Mark) async throws -> Response {
        let reference = try MessageReference(request, context)
        guard try await store.mark(try await reference.id(in: store), mark) else { throw reference.notFound }
        return Response(status: .noContent)
    }

    /// `PUT /api/messages/seen?q=from:alice`: every match; without `inbox` and `q`, every message.
    private func markMatchesSeen(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await markMatches(request, .seen)
    }

    /// `DELETE /api/messages/seen?q=from:alice`.
    private func markMatchesUnseen(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await markMatches(request, .unseen)
    }

    /// `PATCH /api/messages/tags?q=from:alice` with `{"add": ["a"], "remove": ["b"]}`.
    private func changeTagsOfMatches(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let change = try await JSONBody.decode(TagChange.self, from: request, allowed: TagChange.allowed)
        return try await markMatches(request, .changeTags(adding: change.add, removing: change.remove))
    }

    private func markMatches(_ request: Request, _ mark: Mark) async throws -> Response {
        let query = try QueryParameters(request, ["inbox", "q"]).messageQuery()
        return try .json(["matched": try await store.mark(query, mark)])
    }

    /// `GET /api/tags?inbox=pr-123`: those that messages bear, of one inbox or of all.
    private func tags(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let inbox = try QueryParameters(request, ["inbox"]).inbox()
        return try .json(["tags": try await store.tags(in: inbox)])
    }
}

private struct TagList: Decodable {
    static let allowed = #"{"tags": ["a", "b"]}, up to \#(TagName.maximumPerMessage) of them"#

    var tags: [TagName]

    private enum CodingKeys: String, CodingKey { case tags }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(beyond: ["tags"])
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tags = try container.decode([TagName].self, forKey: .tags)
        guard tags.count <= TagName.maximumPerMessage else {
            throw DecodingError.dataCorruptedError(
                forKey: .tags, in: container, debugDescription: "\(tags.count) are too many")
        }
    }
}

private struct TagChange: Decodable {
    static let allowed = #"{"add": ["a"], "remove": ["b"]}, either of which may be left out"#

    var add: [TagName]
    var remove: [TagName]

    private enum CodingKeys: String, CodingKey { case add, remove }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(beyond: ["add", "remove"])
        let container = try decoder.container(keyedBy: CodingKeys.self)
        add = try container.decodeIfPresent([TagName].self, forKey: .add) ?? []
        remove = try container.decodeIfPresent([TagName].self, forKey: .remove) ?? []
    }
}
