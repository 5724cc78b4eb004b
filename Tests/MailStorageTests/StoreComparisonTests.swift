import MailModel
import MailStorage
import TestSupport
import Testing

/// Whatever is done to them, one store answers as the other, and holds what it holds.
@Suite struct StoreComparisonTests {
    @Test(arguments: [51, 52] as [UInt64])
    func `what is done to one and the other comes to the same`(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        var deeds = (0..<520).map { _ in Deed.append(.random(using: &random)) }
        deeds += (0..<300).map { _ in Deed.random(using: &random) }
        var logs: [[String]] = []
        for kind in StoreKind.allCases {
            try await kind.withStore(inboxes: 4, tags: 4) { store in
                let subject = Subject(store)
                var log: [String] = []
                for (number, deed) in deeds.enumerated() {
                    log.append("\(deed): \(await subject.answer(to: deed))")
                    if number >= 520, number % 5 == 0 { log.append(try await subject.state()) }
                }
                log.append(try await subject.told())
                logs.append(log)
            }
        }
        // The first difference tells enough.
        for (memory, sqlite) in zip(logs[0], logs[1]) where memory != sqlite {
            Issue.record("seed \(seed):\n\(memory)\nand\n\(sqlite)")
            return
        }
    }
}

/// Something that is done to a store. Messages are named by their place among all that ever came in: the numbers that
/// stores give differ, as they tell what happens in steps of their own.
private enum Deed: Sendable {
    case append(Draft)
    case delete([Int])
    case deleteAll(MessageQuery)
    case mark([Int], Mark)
    case markAll(MessageQuery, Mark)
    case assess([Int: Assessment], tags: [TagName])
    case configure(InboxName, InboxSettings)
    case drop(InboxName)
    case dropIfOver(InboxName, Timestamp)
    case prune(Retention, Timestamp)

    struct Draft: Sendable {
        var inbox: InboxName
        var receivedAt: Timestamp
        var size: Int
        var tags: [TagName]
    }
}

/// A store, and the numbers that it has given to messages.
private final class Subject {
    private let store: any MessageStore
    private var ids: [CaptureID] = []
    private var places: [CaptureID: Int] = [:]

    init(_ store: any MessageStore) { self.store = store }

    private func place(of id: CaptureID) -> Int { places[id] ?? -1 }

    private func numbers(_ places: [Int]) -> [CaptureID] { places.filter(ids.indices.contains).map { ids[$0] } }

    func answer(to deed: Deed) async -> String {
        do throws(StoreError) {
            switch deed {
            case .append(let draft):
                let summary = try await store.append(draft.capture)
                places[summary.id] = ids.count
                ids.append(summary.id)
                return "\(summary.marks)"
            case .delete(let places): return "\(try await store.delete(numbers(places)))"
            case .deleteAll(let query): return "\(try await store.delete(query))"
            case .mark(let places, let mark): return "\(try await store.mark(numbers(places), mark))"
            case .markAll(let query, let mark): return "\(try await store.mark(query, mark))"
            case .assess(let assessments, let tags):
                let known = assessments.filter { ids.indices.contains($0.key) }
                let pairs = known.map { (ids[$0.key], $0.value) }
                try await store.assess(
                    Dictionary(pairs) { $1 }, tagging: Dictionary(pairs.map { ($0.0, tags) }) { $1 })
                return "done"
            case .configure(let name, let settings):
                return "\(try await store.configure(name) { $0 = settings }.settings)"
            case .drop(let name): return "\(String(describing: try await store.delete(name)))"
            case .dropIfOver(let name, let now):
                return "\(String(describing: try await store.delete(name, ifOverAt: now)))"
            case .prune(let retention, let now):
                var sum = 0
                while case let count = try await store.prune(retention, at: now), count > 0 { sum += count }
                return "\(sum)"
            }
        } catch {
            return "\(error)"
        }
    }

    /// All that can be read.
    func state() async throws -> String {
        var lines: [String] = []
        for inbox in try await store.inboxes() {
            lines.append(
                """
                \(inbox.name) \(inbox.messages) \(inbox.unseen) \(inbox.octets) \(inbox.newest.map(place(of:)) ?? -1) \
                \(inbox.settings)
                """)
            lines.append(try await list(MessageQuery(inbox: inbox.name)))
        }
        for condition in [
            Condition.all([]), .term(.seen(false)), .term(.score(.less, 3)), .term(.rule(NamePattern("a"))),
        ] {
            lines.append(try await list(MessageQuery(condition)))
        }
        lines.append("\(try await store.tags())")
        lines.append("\(try await store.unassessed(ruleset: "one", limit: 500).map(place(of:)))")
        let rows = try await store.matches(.all, after: .zero, limit: 500)
        lines += rows.map { "\(place(of: $0.id)) \($0.inbox) \($0.marks)" }
        return lines.joined(separator: "\n")
    }

    private func list(_ query: MessageQuery) async throws -> String {
        let page = try await store.page(query, before: nil, limit: 500)
        let gone = page.removedBefore.map { end in "\(ids.count { $0 < end })" } ?? "none"
        return "\(page.messages.map { place(of: $0.id) }) of \(page.matched) behind \(gone)"
    }

    /// What whoever reads from the beginning is told, but for the order and the size of steps.
    func told() async throws -> String {
        var (removed, changed, resets): ([String: Set<Int>], Set<Int>, Int) = ([:], [], 0)
        for await change in store.changes(after: .zero) {
            switch change {
            case .added, .inboxes: break
            case .removed(_, let ids, let inbox, let cause):
                removed["\(cause) \(inbox?.rawValue ?? "?")", default: []].formUnion(ids.map(place(of:)))
            case .changed(_, let ids): changed.formUnion(ids.map(place(of:)))
            case .reset: resets += 1
            }
            if change.cursor >= store.lastChange { break }
        }
        let causes = removed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.sorted())" }
        return "\(causes) \(changed.sorted()) \(resets)"
    }
}

extension Deed.Draft {
    fileprivate static func random(using random: inout SplitMix) -> Deed.Draft {
        Deed.Draft(
            inbox: Deed.inbox(using: &random), receivedAt: Deed.moment(using: &random),
            size: Int.random(in: 0...200, using: &random),
            tags: Int.random(in: 0..<4, using: &random) == 0 ? Deed.tags(using: &random) : [])
    }

    fileprivate var capture: Capture {
        var capture = Capture.sample(inbox: inbox.rawValue, body: String(repeating: "x", count: size))
        (capture.receivedAt, capture.tags) = (receivedAt, tags)
        return capture
    }
}

extension Deed {
    fileprivate static func random(using random: inout SplitMix) -> Deed {
        switch Int.random(in: 0..<16, using: &random) {
        case 0...5: return .append(.random(using: &random))
        case 6: return .delete(places(using: &random))
        case 7: return .deleteAll(query(using: &random))
        case 8: return .mark(places(using: &random), mark(using: &random))
        case 9: return .markAll(query(using: &random), mark(using: &random))
        case 10:
            let assessments = places(using: &random).map { place in
                let severity = [nil, Severity.info, .error].randomElement(using: &random) ?? nil
                let rules = [[], ["a"], ["b", "a"]].randomElement(using: &random) ?? []
                return (
                    place,
                    Assessment(
                        score: Double(Int.random(in: 0...5, using: &random)), severity: severity, rules: rules,
                        ruleset: "one")
                )
            }
            return .assess(Dictionary(assessments) { $1 }, tags: tags(using: &random))
        case 11: return .configure(inbox(using: &random), settings(using: &random))
        case 12: return .drop(inbox(using: &random))
        case 13: return .dropIfOver(inbox(using: &random), moment(using: &random))
        default:
            let limits = [
                Retention(), Retention(count: 300), Retention(octets: 90_000), Retention(age: TimeSpan("900ms")),
            ]
            return .prune(limits.randomElement(using: &random) ?? Retention(), moment(using: &random))
        }
    }

    fileprivate static func inbox(using random: inout SplitMix) -> InboxName {
        ["default", "default", "a", "b", "c", "d", "e"].randomElement(using: &random).flatMap { InboxName($0) }
            ?? .default
    }

    fileprivate static func moment(using random: inout SplitMix) -> Timestamp {
        Timestamp(milliseconds: Int64.random(in: 0...1000, using: &random))
    }

    fileprivate static func tags(using random: inout SplitMix) -> [TagName] {
        let names = ["p", "q", "r", "s", "t", "u"].filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        return names.compactMap { TagName($0) }
    }

    /// Some that are there, some that were, and some that are yet to come.
    private static func places(using random: inout SplitMix) -> [Int] {
        let count = Int.random(in: 0...30, using: &random)
        return (0..<count).map { _ in Int.random(in: 0..<700, using: &random) }
    }

    private static func mark(using random: inout SplitMix) -> Mark {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .seen
        case 1: .unseen
        case 2: .tags(tags(using: &random))
        default: .changeTags(adding: tags(using: &random), removing: tags(using: &random))
        }
    }

    private static func query(using random: inout SplitMix) -> MessageQuery {
        let isOfAll = Int.random(in: 0..<3, using: &random) == 0
        let conditions: [Condition] = [
            .all([]), .term(.seen(true)), .term(.seen(false)), .term(.tag(NamePattern("p"))),
            .term(.larger(290)), .not(.term(.tag(NamePattern("*")))), .term(.severity(.greaterOrEqual, .info)),
        ]
        // All of all inboxes would leave too little to go on with.
        let narrow = Condition.all([conditions.randomElement(using: &random) ?? .all([]), .term(.larger(320))])
        guard !isOfAll else { return MessageQuery(narrow) }
        return MessageQuery(
            inbox: inbox(using: &random), conditions.randomElement(using: &random) ?? narrow)
    }

    private static func settings(using random: inout SplitMix) -> InboxSettings {
        var settings = InboxSettings()
        if Bool.random(using: &random) { settings.description = "described" }
        if Bool.random(using: &random) { settings.retention.count = Int.random(in: 0...20, using: &random) }
        if Bool.random(using: &random) { settings.expiresAt = moment(using: &random) }
        return settings
    }
}
