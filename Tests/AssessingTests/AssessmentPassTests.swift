import Foundation
import Logging
import MIME
import MailModel
import MailStorage
import SQLiteStorage
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Assessing
@testable import MailAnalysis

@Suite(.timeLimit(.minutes(5))) struct AssessmentPassTests {
    private static let rules = Array(Rule.all.filter { $0.id.hasPrefix("hdr.") })

    /// Runs a pass beside `body` and stops it.
    private func running(
        _ store: any MessageStore, _ rules: [Rule] = rules,
        live: @escaping @Sendable (SessionID) async -> SessionRecord? = { _ in nil },
        requests: @escaping @Sendable () -> Int = { 0 }, tagRules: TagRules = TagRules(),
        notes: String? = nil, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @Sendable (AssessmentPass) async throws -> Void
    ) async throws {
        let pass = AssessmentPass(
            store, live: live, requests: requests, analyzer: Analyzer(RuleSet(rules)), tagRules: tagRules, notes: notes,
            patience: .zero, pauseAfterFailure: .milliseconds(1), longestRest: .seconds(3600), logger: logger)
        let group = ServiceGroup(configuration: .init(services: [pass], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body(pass)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Waits until rules of this version were asked about every message.
    private func untilAssessed(_ store: any MessageStore, by rules: [Rule]) async throws {
        let version = RuleSet(rules).version
        while try await !store.unassessed(ruleset: version, limit: 1).isEmpty { await Task.yield() }
    }

    @Test(arguments: StoreKind.allCases) func `rules tag by what was found`(_ kind: StoreKind) async throws {
        let rules = [
            "rule:hdr.date.missing subject:b -> undated", "severity:error tag:undated -> bad", "subject:b -> early",
        ]
        let tagRules = TagRules(try rules.map { try TagRule($0) })
        try await kind.withStore { store in
            let ids = [try await store.append(.sample("a")).id, try await store.append(.sample("b")).id]
            try await running(store, tagRules: tagRules) { _ in
                try await untilAssessed(store, by: Self.rules)
                let tags = try await store.rows(ids).map { $0.marks.tags.map(\.rawValue) }
                #expect(tags == [[], ["bad", "undated"]])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `what came before and what comes is assessed`(_ kind: StoreKind)
        async throws
    {
        try await kind.withStore { store in
            let early = try await store.append(.sample("a")).id
            try await running(store) { pass in
                try await untilAssessed(store, by: Self.rules)
                let late = try await store.append(.sample("Re: b")).id
                try await untilAssessed(store, by: Self.rules)
                let rows = try await store.rows([early, late])
                var reports: [Report] = []
                for id in [early, late] {
                    let stored = try #require(try await store.message(id))
                    reports.append(Analyzer(RuleSet(Self.rules)).report(on: Subject(stored)))
                }
                #expect(rows.map(\.marks.score) == reports.map(\.spam.points))
                #expect(rows.map(\.marks.severity) == reports.map(\.severity))
                let kept = try await store.assessments(of: nil, limit: 2)
                #expect(Set(kept[early]?.rules ?? []) == Set(reports[0].findings.map(\.rule)))
                #expect(pass.assessed == 2)
            }
        }
    }

    /// One that has not ended, and then is kept: the store knows nothing of it, or everything.
    @Test(arguments: [true, false]) func `how the session was is known`(_ isLive: Bool) async throws {
        let rules = Rule.all.filter { $0.id == "smtp.tls" }
        let store = MemoryStore(limit: 1 << 20)
        var capture = Capture.sample("a")
        capture.session = SessionID(7)
        let record = SessionRecord(
            id: SessionID(7), protocol: "smtp", client: "203.0.113.7:1025", listener: "192.0.2.1:25",
            startedAt: capture.receivedAt)
        if !isLive { await store.record(record) }
        let id = try await store.append(capture).id
        try await running(store, rules, live: { $0 == record.id && isLive ? record : nil }) { _ in
            try await untilAssessed(store, by: rules)
        }
        #expect(try await store.assessments(of: nil, limit: 1)[id]?.rules == ["smtp.tls"])
    }

    @Test func `what came before waits while others ask`() async throws {
        let store = MemoryStore(limit: 1 << 20)
        for number in 0..<100 { _ = try await store.append(.sample("\(number)")) }
        let answered = Answered()
        try await running(store, requests: answered.look) { pass in
            while pass.assessed == 0 { await Task.yield() }
            let (done, looks) = (pass.assessed, answered.looks.load(ordering: .relaxed))
            while answered.looks.load(ordering: .relaxed) < looks + 20 { await Task.yield() }
            #expect(done < 100 && pass.assessed == done)
            answered.areMany.store(false, ordering: .relaxed)
            try await untilAssessed(store, by: Self.rules)
            #expect(pass.assessed == 100)
        }
    }

    /// A server that answers many requests until it is told to rest.
    private final class Answered: Sendable {
        let areMany = Atomic(true)
        let looks = Atomic(0)
        private let count = Atomic(0)

        @Sendable func look() -> Int {
            looks.add(1, ordering: .relaxed)
            return count.add(areMany.load(ordering: .relaxed) ? 1000 : 0, ordering: .relaxed).newValue
        }
    }

    @Test func `other rules are asked anew, the same are not`() async throws {
        let store = MemoryStore(limit: 1 << 20)
        let id = try await store.append(.sample("a")).id
        try await running(store) { _ in try await untilAssessed(store, by: Self.rules) }
        let fewer = Array(Self.rules.filter { $0.id == "hdr.date.missing" })
        try await running(store, fewer) { _ in try await untilAssessed(store, by: fewer) }
        #expect(try await store.assessments(of: nil, limit: 1)[id]?.rules == ["hdr.date.missing"])
        try await running(store, fewer) { pass in
            _ = try await store.append(.sample("b"))
            try await untilAssessed(store, by: fewer)
            #expect(pass.assessed == 1)
        }
    }

    @Test func `a message at which the program ended again and again is left alone`() async throws {
        let path = "/tmp/creel-\(UUID()).assessing"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (ruleset, store) = (RuleSet(Self.rules).version, MemoryStore(limit: 1 << 20))
        let ids = [try await store.append(.sample("a")).id, try await store.append(.sample("b")).id]
        for count in 0..<3 {
            let notes = AssessmentNotes(path: path, ruleset: ruleset)
            #expect(notes.suspects.isEmpty, "after \(count)")
            // One that is done is none.
            notes.begin(ids[1])
            notes.end()
            notes.begin(ids[0])
        }
        #expect(AssessmentNotes(path: path, ruleset: ruleset).suspects == [ids[0]])
        try await running(store, notes: path) { pass in
            while pass.assessed == 0 { await Task.yield() }
        }
        #expect(try await store.unassessed(ruleset: ruleset, limit: 2) == [ids[0]])
        #expect(AssessmentNotes(path: path, ruleset: ruleset).suspects == [ids[0]])
        // Other rules may do.
        #expect(AssessmentNotes(path: path, ruleset: "other").suspects.isEmpty)
    }

    /// How many lines of each level told whether messages are assessed.
    private final class LogLines: LogHandler, Sendable {
        private let counts = Mutex([Logger.Level: Int]())

        subscript(level: Logger.Level) -> Int { counts.withLock { $0[level] ?? 0 } }

        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }
        var logLevel: Logger.Level {
            get { .trace }
            set {}
        }
        subscript(metadataKey _: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }

        func log(event: LogEvent) {
            guard "\(event.message)".contains("assessed") else { return }
            counts.withLock { $0[event.level, default: 0] += 1 }
        }
    }

    @Test func `what cannot be kept is told once, and nobody is asked again for it`() async throws {
        final class Count: Sendable { let value = Atomic(0) }
        let (asked, lines) = (Count(), LogLines())
        let rules = [
            Rule(
                "hdr.asked", .headers, .info, points: 0, summary: "", advice: "", reference: "", passing: [],
                failing: []
            ) { _ in
                asked.value.add(1, ordering: .relaxed)
                return []
            }
        ]
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            let store = try SQLiteStore(
                path: path, limits: .init(freeDisk: 0, lockPatience: TimeSpan(milliseconds: 1)))
            for number in 1...3 { _ = try await store.append(.sample("\(number)")) }
            let holder = try LockHolder(of: path)
            try await running(store, rules, logger: Logger(label: "test") { _ in lines }) { _ in
                while lines[.debug] < 3 { await Task.yield() }
                holder.release()
                try await untilAssessed(store, by: rules)
                while lines[.notice] == 0 { await Task.yield() }
            }
            #expect(asked.value.load(ordering: .relaxed) == 3)
            #expect(lines[.error] == 1)
            await store.close()
        }
    }

    @Test func `it ends when it is told to, also after its store`() async throws {
        let store = MemoryStore(limit: 1 << 20)
        await store.close()
        try await running(store) { pass in #expect(pass.assessed == 0) }
    }
}
