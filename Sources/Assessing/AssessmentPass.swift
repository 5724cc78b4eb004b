package import Logging
package import MailAnalysis
package import MailModel
package import MailStorage
import ServiceLifecycle
import Synchronization

/// Asks the rules about messages that are kept, behind everything else, so that lists and queries know score and severity.
///
/// One message at a time, on a thread that has what others leave of the processor. While much comes in it rests: the disk
/// and the store's one writer are not to be had for what is left over. What came before, and what other rules were asked
/// about, has its turn as well: the store tells what there is to do. While many messages wait and more is asked
/// over HTTP than a reader asks it rests, too: the processor's caches are for whoever searches. Reports do not wait for it.
package final class AssessmentPass: Service, Sendable {
    private let store: any MessageStore
    private let live: @Sendable (SessionID) async -> SessionRecord?
    private let requests: @Sendable () -> Int
    private let analyzer: Analyzer
    private let tagRules: TagRules
    private let logger: Logger
    private let thread = IdleThread()
    private let notes: AssessmentNotes?
    private let count = Atomic(0)

    /// How long what came lately waits for company, so that one transaction keeps many assessments; and how long a rest
    /// is while others are busy.
    private let patience: Duration
    private let pauseAfterFailure: Duration
    /// However busy others are, a batch has its turn as often as this.
    private let longestRest: Duration

    /// What the rules said of some messages, until it is kept.
    private struct Batch {
        var assessments: [CaptureID: Assessment] = [:]
        var tags: [CaptureID: [TagName]] = [:]
        /// There are as many as one may have, and may be more.
        var isFull = false
    }

    /// Messages whose assessments one transaction keeps.
    private static let batch = 64
    /// How long one batch may take; what is done by then is kept.
    private static let batchTime = Duration.seconds(1)

    /// - Parameters:
    ///   - live: What is known of a session that has not ended, or is not kept yet.
    ///   - requests: How many were answered so far.
    ///   - tagRules: Give tags besides, where they ask for what was found.
    ///   - notes: The file in which it is noted which message the rules are asked about; `nil` for a store that does not
    ///     outlive the program.
    package init(
        _ store: any MessageStore, live: @escaping @Sendable (SessionID) async -> SessionRecord? = { _ in nil },
        requests: @escaping @Sendable () -> Int = { 0 }, analyzer: Analyzer = .standard,
        tagRules: TagRules = TagRules(), notes: String? = nil,
        patience: Duration = .milliseconds(250), pauseAfterFailure: Duration = .seconds(5),
        longestRest: Duration = .seconds(2), logger: Logger
    ) {
        self.tagRules = tagRules
        self.notes = notes.map { AssessmentNotes(path: $0, ruleset: analyzer.ruleSet.version) }
        (self.store, self.live, self.requests, self.analyzer, self.logger) = (store, live, requests, analyzer, logger)
        (self.patience, self.pauseAfterFailure, self.longestRest) = (patience, pauseAfterFailure, longestRest)
    }

    /// Messages that were assessed so far.
    package var assessed: Int { count.load(ordering: .relaxed) }

    /// Goes on until a graceful stop.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.work() }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    private func work() async {
        for id in notes?.suspects.sorted() ?? [] {
            logger.error("message \(id) is not assessed: the program ended each time that it was")
        }
        var load = Load(self, at: .now)
        var (batch, isFailing): (Batch?, Bool) = (nil, false)
        while !Task.isCancelled {
            await rest(under: &load)
            let cursor = store.lastChange
            do throws(StoreError) {
                // What could not be kept is not asked for again.
                if batch == nil { batch = try await assessNext() }
                let made = batch
                if let made { try await keep(made) }
                load.isBehind = made?.isFull ?? false
                batch = nil
                if isFailing { logger.notice("messages are assessed again") }
                isFailing = false
                guard made == nil else { continue }
                await arrival(after: cursor)
                load = Load(self, at: .now)
                try? await Task.sleep(for: patience)
            } catch {
                // A read that was given up because the program ends.
                if Task.isCancelled { return }
                logger.log(level: isFailing ? .debug : .error, "messages cannot be assessed: \(error)")
                isFailing = true
                try? await Task.sleep(for: pauseAfterFailure)
            }
        }
    }

    /// How busy others are.
    private struct Load {
        private var (arrivals, requests): (RateGauge, RateGauge)
        /// The last batch was full.
        var isBehind = false

        init(_ pass: AssessmentPass, at instant: ContinuousClock.Instant) {
            arrivals = RateGauge(.arrivals, Int(pass.store.lastChange.rawValue), at: instant)
            requests = RateGauge(.requests, pass.requests(), at: instant)
        }

        mutating func isMuch(_ pass: AssessmentPass, at instant: ContinuousClock.Instant) -> Bool {
            let isMuchComing = arrivals.isBusy(Int(pass.store.lastChange.rawValue), at: instant)
            let isMuchAsked = requests.isBusy(pass.requests(), at: instant)
            return isMuchComing || isMuchAsked && isBehind
        }
    }

    /// Lets pass what comes in, without reading along, and who asks.
    private func rest(under load: inout Load) async {
        let end = ContinuousClock.now + longestRest
        while load.isMuch(self, at: .now), .now < end, !Task.isCancelled {
            try? await Task.sleep(for: patience)
        }
    }

    /// What the rules say of the next messages; `nil` when they were asked about all.
    private func assessNext() async throws(StoreError) -> Batch? {
        let ids = try await store.unassessed(
            ruleset: analyzer.ruleSet.version, besides: notes?.suspects ?? [], limit: Self.batch)
        guard !ids.isEmpty else { return nil }
        let deadline = ContinuousClock.now + Self.batchTime
        var batch = Batch(isFull: ids.count == Self.batch)
        var sessions = SessionLookup(store, live: live)
        for id in ids where !Task.isCancelled && .now < deadline {
            // One that went meanwhile is no longer asked for.
            guard let stored = try await store.message(id) else { continue }
            let session = try await sessions.session(of: stored.summary)
            (batch.assessments[id], batch.tags[id]) = await thread.run { [analyzer, tagRules, notes] in
                notes?.begin(id)
                defer { notes?.end() }
                let subject = Subject(stored, session: session)
                let assessment = Assessment(analyzer.report(on: subject))
                guard !tagRules.isIdleOnAssessment else { return (assessment, nil) }
                let content = SearchableContent(subject.message)
                return (assessment, tagRules.tags(of: stored.summary, assessed: assessment, content: content))
            }
        }
        return batch
    }

    private func keep(_ batch: Batch) async throws(StoreError) {
        try await store.assess(batch.assessments, tagging: batch.tags)
        count.add(batch.assessments.count, ordering: .relaxed)
    }

    /// Returns when a message came, or may have come.
    private func arrival(after cursor: CaptureID) async {
        for await change in store.changes(after: cursor) {
            switch change {
            case .added, .reset: return
            case .removed, .changed, .inboxes: continue
            }
        }
        // The store is closed, and so is the program about to end.
        try? await Task.sleep(for: pauseAfterFailure)
    }
}

extension Assessment {
    package init(_ report: Report) {
        self.init(
            score: report.spam.points, severity: report.severity, rules: report.findings.map(\.rule),
            ruleset: report.ruleset)
    }
}
