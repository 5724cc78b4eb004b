import Hummingbird
import MailModel
import MailStorage

/// Connections as evidence, refused and broken ones too.
struct SessionRoutes: Sendable {
    let store: GatedStore
    let liveSessions: any LiveSessions

    var routes: [Route] {
        [.get("/api/sessions", list), .get("/api/sessions/{id}", show)]
    }

    /// `GET /api/sessions?inbox=pr-123&q=user:alice&before=…&limit=50`, newest first, without dialogues.
    private func list(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, ["inbox", "q", "before", "limit"])
        let before = try parameters.value("before", as: SessionID.self, allowed: "the id of a session")
        let limit = try parameters.integer("limit", in: Page.limits) ?? 50
        let filter = try SessionFilter(parameters.text("q") ?? "", inbox: try parameters.inbox())
        // First, so that one that is kept meanwhile is among those that are kept.
        let open = try await filter.matches(
            among: await liveSessions.outlines(before: before, limit: filter.isEmpty ? limit + 1 : nil), in: store)
        let kept = try await store.search(isSearch: !filter.isEmpty) {
            try await sessions(before: before, limit: limit + 1, filter)
        }
        let all = Dictionary(kept.map { ($0.id, $0) } + open.map { ($0.id, $0) }) { _, live in live }
            .values.sorted { $0.id > $1.id }
        // The store answers with no more than it may: a page as large as that cannot tell whether more follows.
        let hasMore = all.count > limit || kept.count == Page.limits.upperBound
        let page = Array(all.prefix(limit))
        return try .json(SessionList(sessions: page, next: hasMore ? page.last?.id : nil))
    }

    /// Those that fit, of all that are kept.
    private func sessions(
        before: SessionID?, limit: Int, _ filter: SessionFilter
    ) async throws(StoreError) -> [SessionRecord] {
        if filter.isEmpty { return try await store.sessions(before: before, limit: limit) }
        var (found, end): ([SessionRecord], SessionID?) = ([], before)
        let limit = min(limit, Page.limits.upperBound)
        while found.count < limit {
            let page = try await store.sessions(before: end, limit: Page.limits.upperBound)
            found += try await filter.matches(among: page, in: store, limit: limit - found.count)
            guard page.count == Page.limits.upperBound, let last = page.last else { break }
            end = last.id
        }
        return found
    }

    /// `GET /api/sessions/1769850000000000`.
    private func show(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        let text = context.parameters.get("id") ?? ""
        guard let id = SessionID(text) else { throw Problem.badParameter("id", text, allowed: "the id of a session") }
        guard let record = try await liveSessions.record(of: id, orKeptIn: store) else {
            throw Problem.notFound("There is no session \(id); only the newest are kept")
        }
        return try .json(record)
    }
}

private struct SessionList: Encodable {
    var sessions: [SessionRecord]
    var next: SessionID?

    private enum CodingKeys: CodingKey { case sessions, next }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sessions, forKey: .sessions)
        try container.encode(next, forKey: .next)
    }
}
