import Hummingbird
import Intake
import Logging
import MailStorage
import OutsideScoring

/// Everything the routes need, and all the routes there are.
struct API: Sendable {
    let store: GatedStore
    let intake: Intake
    let budget: OctetBudget
    let liveSessions: any LiveSessions
    let scorers: OutsideScorers
    let listeners: @Sendable () -> ListenerList
    let limits: HTTPLimits
    let version: String
    let contributedMetrics: @Sendable () async -> [Metric]
    let logger: Logger
    let gate: SearchGate
    let waits: WaitHub
    let subscribers: Places
    let exports: Places
    let frames = FrameCache()
    let responses: ResponseCounter

    init(
        store: any MessageStore, intake: Intake, budget: OctetBudget, liveSessions: any LiveSessions,
        scorers: OutsideScorers, listeners: @escaping @Sendable () -> ListenerList, limits: HTTPLimits = HTTPLimits(),
        version: String, contributedMetrics: @escaping @Sendable () async -> [Metric] = { [] },
        responses: ResponseCounter = ResponseCounter(), logger: Logger
    ) {
        self.responses = responses
        gate = SearchGate()
        self.store = GatedStore(
            store: store, gate: gate, places: Places(limit: limits.searches), timeout: limits.searchTimeout)
        (self.intake, self.budget, self.liveSessions, self.scorers) = (intake, budget, liveSessions, scorers)
        self.listeners = listeners
        (self.limits, self.version, self.contributedMetrics) = (limits, version, contributedMetrics)
        self.logger = logger
        // Waits have a limit of their own, and may take their time.
        waits = WaitHub(store: store, gate: gate, limits: limits)
        subscribers = Places(limit: limits.subscribers)
        exports = Places(limit: limits.exports)
    }

    /// What `openapi.json` describes.
    var routes: [Route] {
        MessageRoutes(store: store, intake: intake, budget: budget, limits: limits).routes
            + MarkRoutes(store: store).routes
            + InboxRoutes(store: store, now: intake.now).routes
            + MessageViewRoutes(store: store, liveSessions: liveSessions, limits: limits).routes
            + PartRoutes(store: store).routes
            + WaitRoutes(store: store, hub: waits).routes
            + AssertRoutes(store: store, hub: waits, liveSessions: liveSessions).routes
            + AnalysisRoutes(
                store: store, intake: intake, budget: budget, limits: limits, scorers: scorers,
                liveSessions: liveSessions
            ).routes
            + StatisticsRoutes(store: store, now: intake.now).routes
            + SessionRoutes(store: store, liveSessions: liveSessions).routes
            + ListenerRoutes(listeners: listeners).routes
            + ImportRoutes(intake: intake, budget: budget, limits: limits).routes
            + ExportRoutes(store: store, places: exports).routes
            + EventRoutes(store: store, liveSessions: liveSessions, places: subscribers, frames: frames).routes
            + HealthRoutes(api: self).routes
    }

    /// Answers every request that comes in at `binding`.
    func responder(at binding: HTTPBinding, access: AccessPolicy) -> RouterResponder<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: PresenceMiddleware())
        router.add(middleware: ResponseMiddleware(counter: responses, logger: logger))
        router.add(middleware: AccessMiddleware(policy: access, binding: binding))
        (routes + PageRoutes().routes).register(on: router)
        return router.buildResponder()
    }
}
