import HTTPTypes
import Hummingbird
import MailModel
import MailStorage
import NIOPosix

/// What messages are like on the whole.
struct StatisticsRoutes: Sendable {
    let store: any MessageStore
    let now: @Sendable () -> Timestamp

    var routes: [Route] {
        [.get("/api/statistics", statistics)]
    }

    /// `GET /api/statistics?inbox=pr-123`: of the newest 10 000.
    private func statistics(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let inbox = try QueryParameters(request, ["inbox"]).inbox()
        let rows = try await newest(of: inbox)
        let assessments = try await store.assessments(of: inbox, limit: Statistics.limit)
        let now = now()
        return try await NIOThreadPool.singleton.runIfActive {
            try .json(Statistics(rows, assessments, now: now))
        }
    }

    private func newest(of inbox: InboxName?) async throws -> [Summary] {
        var rows: [Summary] = []
        var before: CaptureID?
        repeat {
            let page = try await store.page(
                MessageQuery(inbox: inbox), before: before,
                limit: min(Page.limits.upperBound, Statistics.limit - rows.count))
            rows += page.messages
            before = page.next
        } while before != nil && rows.count < Statistics.limit
        return rows
    }
}
