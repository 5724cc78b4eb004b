import Assessing
import HTTPTypes
import Hummingbird
import Intake
import MIME
import MailAnalysis
import MailModel
import MailStorage
import NIOPosix
import OutsideScoring

/// What the analyzer says of a message, and what it goes by.
struct AnalysisRoutes: Sendable {
    let store: any MessageStore
    let intake: Intake
    let budget: OctetBudget
    let limits: HTTPLimits
    let scorers: OutsideScorers
    let liveSessions: any LiveSessions

    var routes: [Route] {
        [
            .get("/api/messages/{id}/report", report), .post("/api/check", check), .get("/api/rules", rules),
            .get("/api/rules/{id}", rule), .get("/api/clients", clients),
        ]
    }

    /// `GET /api/messages/42/report`: computed from the octets whenever it is asked for.
    private func report(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let stored = try await MessageReference(request, context).message(in: store)
        var sessions = SessionLookup(store, live: liveSessions.record(of:))
        let session = try await sessions.session(of: stored.summary)
        let outside = await scorers.verdicts(on: ScoredMessage(stored.content, envelope: stored.summary.envelope))
        return try await NIOThreadPool.singleton.runIfActive {
            try .json(ReportDetail(Analyzer.standard.report(on: Subject(stored, session: session)), outside: outside))
        }
    }

    /// `POST /api/check?from=…&to=…`: the report on a message that is not kept.
    private func check(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, PostedEnvelope.parameters, repeatable: ["to"])
        let given = try PostedEnvelope(parameters, limits: limits)
        let share = OctetShare(of: budget)
        let octets = try await PostedMessage.octets(of: request, limit: limits.message, share: share)
        let subject = try await NIOThreadPool.singleton.runIfActive { [intake] in
            let message = Message(octets)
            return Subject(message, envelope: try given.completed(from: message.header), receivedAt: intake.now())
        }
        let outside = await scorers.verdicts(on: ScoredMessage(octets, envelope: subject.envelope))
        return try await NIOThreadPool.singleton.runIfActive {
            // The share is given back once the report is made.
            try withExtendedLifetime(share) {
                try .json(ReportDetail(Analyzer.standard.report(on: subject), outside: outside))
            }
        }
    }

    /// `GET /api/rules`: every rule, without its examples.
    private func rules(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        let ruleSet = Analyzer.standard.ruleSet
        return try .json(RuleList(rules: ruleSet.rules.map { RuleDetail($0) }, ruleset: ruleSet.version))
    }

    /// `GET /api/rules/html.script`: one rule, with the messages that show it.
    private func rule(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        let id = context.parameters.get("id") ?? ""
        guard let rule = Analyzer.standard.ruleSet[id] else {
            throw Problem.notFound("There is no rule \(id); /api/rules lists them")
        }
        return try .json(RuleDetail(rule, withExamples: true))
    }

    /// `GET /api/clients`: the mail clients whose support is known.
    private func clients(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        return try .json(["clients": MailClient.all])
    }
}

private struct RuleList: Encodable {
    var rules: [RuleDetail]
    var ruleset: String
}
