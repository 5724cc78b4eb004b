import HTTPTypes
import Hummingbird
import Intake
import MIME
import MailModel
import MailStorage

/// Messages that other programs have kept.
struct ImportRoutes: Sendable {
    let intake: Intake
    let budget: OctetBudget
    let limits: HTTPLimits

    var routes: [Route] { [.post("/api/import", take)] }

    /// What files are, by their types.
    static let accepted = "application/mbox, message/rfc822, application/zip, application/gzip"

    /// `POST /api/import?inbox=ci&dialect=mboxrd`: an mbox, a zip archive of messages or one message, packed by gzip or not.
    private func take(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try Self.checkType(request.headers[.contentType])
        let parameters = try QueryParameters(request, ["inbox", "dialect", "skip"])
        let dialect =
            try parameters.text("dialect").map { text throws(Problem) in
                guard let dialect = MboxDialect(rawValue: text) else {
                    throw Problem.badParameter("dialect", text, allowed: MboxDialect.choice)
                }
                return dialect
            } ?? .auto
        var messages = MessageImport(
            intake: intake, budget: budget, limits: limits, inbox: try parameters.inbox(), dialect: dialect,
            skip: try parameters.value("skip", as: UInt32.self, allowed: "a number of messages") ?? 0)
        let announced = request.headers[.contentLength].flatMap(Int.init)
        var count = 0
        do {
            for try await chunk in request.body {
                count += chunk.readableBytes
                try await messages.read(Array(chunk.readableBytesView))
            }
        } catch {
            guard error is Problem || error is StoreError else { throw Self.cutShort(count, messages.tally) }
            throw error
        }
        guard announced ?? count == count, !Task.isCancelled else { throw Self.cutShort(count, messages.tally) }
        try await messages.finish()
        return try .json(messages.tally)
    }

    /// What the octets are, they tell themselves; but what stands around them in a form would come in with them.
    private static func checkType(_ value: String?) throws(Problem) {
        let type = (value ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type.hasPrefix("multipart/") || type == "application/json" else { return }
        throw Problem(
            status: .unsupportedMediaType,
            detail: "A file comes bare, as by curl --data-binary @FILE, not as \(type)",
            headers: [.accept: accepted])
    }

    /// What came in whole before that is kept.
    private static func cutShort(_ count: Int, _ tally: MessageImport.Tally) -> Problem {
        Problem(
            status: .badRequest,
            detail: "The body ended early, after \(count) octets; \(tally.imported) messages came in",
            members: ["imported": tally.imported])
    }
}
