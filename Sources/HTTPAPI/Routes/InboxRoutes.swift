import HTTPTypes
import Hummingbird
import MailModel
import MailStorage

/// Inboxes: what is in them, what is set for them.
struct InboxRoutes: Sendable {
    let store: any MessageStore
    let now: @Sendable () -> Timestamp

    var routes: [Route] {
        [
            .get("/api/inboxes", list), .get("/api/inboxes/{inbox}", show), .put("/api/inboxes/{inbox}", configure),
            .delete("/api/inboxes/{inbox}", delete),
        ]
    }

    /// `GET /api/inboxes`, in the order of the alphabet.
    private func list(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        return try .json(["inboxes": try await store.inboxes()])
    }

    /// `GET /api/inboxes/pr-123`.
    private func show(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = try Self.name(request, context)
        guard let inbox = try await store.inbox(name) else { throw Self.notFound(name) }
        return try .json(inbox)
    }

    /// `PUT /api/inboxes/pr-123` with `{"ttl": "2h"}`, or with nothing: makes it where there is none, and changes what is
    /// named.
    private func configure(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = try Self.name(request, context)
        let change = try await JSONBody.decode(
            InboxChange.self, from: request, allowed: InboxChange.allowed, mayBeAbsent: true)
        guard name != .default || change.ttl == nil || change.ttl == .some(.none) else {
            throw Problem(status: .conflict, detail: "The inbox default is always there: it takes no ttl")
        }
        let isNew = try await store.inbox(name) == nil
        let now = now()
        let inbox = try await store.configure(name) { change.apply(to: &$0, at: now) }
        return try .json(inbox, status: isNew ? .created : .ok)
    }

    /// `DELETE /api/inboxes/pr-123`, with its messages.
    private func delete(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = try Self.name(request, context)
        guard let deleted = try await store.delete(name) else { throw Self.notFound(name) }
        return try .json(["deleted": deleted])
    }

    private static func name(_ request: Request, _ context: BasicRequestContext) throws(Problem) -> InboxName {
        _ = try QueryParameters(request, [])
        return try QueryParameters.inbox(fromPath: context.parameters.get("inbox") ?? "")
    }

    private static func notFound(_ name: InboxName) -> Problem {
        .notFound("There is no inbox \(name); /api/inboxes lists them")
    }
}

/// What a request sets for an inbox: what is not named stays, `null` takes it away.
struct InboxChange: Decodable, Sendable {
    static let allowed = """
        any of description (text), colour (#rrggbb), retention ({"count": 500, "age": "7d", "octets": 1000000}) \
        and ttl (2h), each of which may be null
        """
    private static let longestDescription = 1000

    var description: String??
    var colour: InboxSettings.Colour??
    var retention: Retention??
    var ttl: TimeSpan??

    private enum CodingKeys: String, CodingKey, CaseIterable { case description, colour, retention, ttl }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(beyond: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        description = try container.patch(.description) { (text: String) in
            text.count <= Self.longestDescription && !text.isEmpty ? text : nil
        }
        colour = try container.patch(.colour) { (text: String) in InboxSettings.Colour(text) }
        retention = try container.patch(.retention) { (limits: Limits) in limits.retention }
        ttl = try container.patch(.ttl) { (text: String) in TimeSpan(text).flatMap { $0.milliseconds > 0 ? $0 : nil } }
    }

    func apply(to settings: inout InboxSettings, at now: Timestamp) {
        if let description { settings.description = description }
        if let colour { settings.colour = colour }
        if let retention { settings.retention = retention ?? Retention() }
        if let ttl {
            settings.ttl = ttl
            settings.expiresAt = ttl.map { now + $0 }
        }
    }

    private struct Limits: Decodable {
        var retention: Retention?

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(beyond: ["count", "age", "octets"])
            let given = try Retention(from: decoder)
            let isPossible = given.count ?? 1 > 0 && given.age?.milliseconds ?? 1 > 0 && given.octets ?? 1 > 0
            retention = isPossible ? given : nil
        }
    }
}

extension KeyedDecodingContainer {
    /// `nil` where the key is absent, a `nil` inside where it is `null`.
    fileprivate func patch<Text: Decodable, Value>(_ key: Key, _ read: (Text) -> Value?) throws -> Value?? {
        guard contains(key) else { return nil }
        guard let text = try decodeIfPresent(Text.self, forKey: key) else { return .some(nil) }
        guard let value = read(text) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "the value is not allowed")
        }
        return value
    }
}
