import MailModel
import MailStorage
import TestSupport
import Testing

/// What every store does with what stands beside messages, and with inboxes.
@Suite struct MarkConformanceTests {
    private static let release = TagName("release")
    private static let urgent = TagName("dringend – č")

    private static func assessment(
        _ score: Double, _ severity: Severity?, _ rules: [String] = [], ruleset: String = "one"
    ) -> Assessment {
        Assessment(score: score, severity: severity, rules: rules, ruleset: ruleset)
    }

    @Test(arguments: StoreKind.allCases)
    func `what is seen is seen, and can be unseen`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(130, to: store)
            #expect(try await store.mark(ids[0], .seen))
            #expect(try await store.mark(ids[64], .seen))
            #expect(try await store.mark(ids[64], .seen))
            #expect(try await store.mark(CaptureID(9999), .seen) == false)
            let seen = try await store.rows(ids).filter(\.marks.isSeen).map(\.id)
            #expect(seen == [ids[0], ids[64]])
            #expect(try await store.inbox(.default)?.unseen == 128)
            #expect(try await store.message(ids[0])?.summary.marks.isSeen == true)
            #expect(try await store.mark(ids[0], .unseen))
            #expect(try await store.inbox(.default)?.unseen == 129)
            #expect(try await store.mark(.all, .seen) == 130)
            #expect(try await store.inbox(.default)?.unseen == 0)
            #expect(try await store.delete(ids[3]))
            #expect(try await store.append(.sample()).marks.isSeen == false)
            #expect(try await store.inbox(.default)?.unseen == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what was seen elsewhere is seen when it comes, and counted so`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            var ids: [CaptureID] = []
            for number in 0..<130 {
                ids.append(try await store.append(.sample(isSeen: number.isMultiple(of: 3))).id)
            }
            let seen = try await store.rows(ids).filter(\.marks.isSeen).map(\.id)
            #expect(seen == stride(from: 0, to: 130, by: 3).map { ids[$0] })
            #expect(try await store.inbox(.default)?.unseen == 130 - seen.count)
            #expect(try await store.page(MessageQuery(.term(.seen(true))), before: nil, limit: 1).matched == seen.count)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what is seen and what is not is found wherever it lies, and counted`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let other = try #require(InboxName("other"))
            var ids = try await append(300, to: store)
            for _ in 0..<40 { ids.append(try await store.append(.sample("late", inbox: "other")).id) }
            // Whole words of bits, parts of them, single ones; none behind the last.
            let seen = Set(ids[62..<200] + [ids[3], ids[210], ids[211], ids[310]])
            #expect(try await store.mark(Array(seen), .seen) == seen.count)
            let gone = [ids[70], ids[211], ids[5]]
            #expect(try await store.delete(gone) == 3)
            let kept = ids.filter { !gone.contains($0) }
            for isSeen in [true, false] {
                let wanted = kept.filter { seen.contains($0) == isSeen }
                let inOther = wanted.filter { $0 > ids[299] }
                let condition = Condition.term(.seen(isSeen))
                for (inbox, expected) in [(nil, wanted), (other, inOther)] {
                    let query = MessageQuery(inbox: inbox, condition)
                    let page = try await store.page(query, before: nil, limit: 500)
                    #expect(page.messages.map(\.id) == expected.reversed())
                    #expect(page.matched == expected.count && page.isCounted)
                    #expect(try await store.ids(query) == expected)
                }
                let query = MessageQuery(.all([condition, .term(.text(.subject, Needle("late")))]))
                #expect(try await store.ids(query) == inOther)
                let deep = try await store.page(MessageQuery(condition), before: ids[205], limit: 500)
                #expect(deep.messages.map(\.id) == wanted.filter { $0 < ids[205] }.reversed())
                #expect(deep.matched == wanted.count)
                let later = try await store.matches(MessageQuery(condition), after: ids[100], limit: 120)
                #expect(later.map(\.id) == Array(wanted.filter { $0 > ids[100] }.prefix(120)))
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `tags are set, changed and counted`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(3, to: store)
            let (release, urgent) = (try #require(Self.release), try #require(Self.urgent))
            #expect(try await store.mark(ids[0], .tags([urgent, release, urgent])))
            #expect(try await store.rows([ids[0]]).first?.marks.tags == [urgent, release].sorted())
            #expect(try await store.mark(.all, .changeTags(adding: [release], removing: [urgent])) == 3)
            #expect(try await store.rows(ids).map(\.marks.tags) == [[release], [release], [release]])
            #expect(try await store.tags() == [TagCount(name: release, messages: 3)])
            #expect(try await store.mark(ids[1], .tags([])))
            #expect(try await store.delete(ids[2]))
            #expect(try await store.tags() == [TagCount(name: release, messages: 1)])
            let (before, after) = (try await store.page(.all, before: nil, limit: 9), try await store.rows(ids))
            #expect(before.messages == after.reversed())
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `tags are counted in an inbox`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let (release, urgent) = (try #require(Self.release), try #require(Self.urgent))
            for (inbox, tags) in [
                ("default", [release]), ("job", [release, urgent]), ("job", [release]), ("bare", []),
            ] {
                var capture = Capture.sample(inbox: inbox)
                capture.tags = tags
                _ = try await store.append(capture)
            }
            let counts = [TagCount(name: release, messages: 2), TagCount(name: urgent, messages: 1)]
            #expect(try await store.tags(in: InboxName("job")) == counts.sorted { $0.name < $1.name })
            #expect(try await store.tags(in: .default) == [TagCount(name: release, messages: 1)])
            #expect(try await store.tags(in: InboxName("bare")).isEmpty)
            #expect(try await store.tags(in: InboxName("nowhere")).isEmpty)
            #expect(try await store.tags().map(\.messages).sorted() == [1, 3])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a message brings its tags`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            var capture = Capture.sample()
            capture.tags = [try #require(Self.release)]
            let summary = try await store.append(capture)
            #expect(summary.marks.tags == capture.tags)
            #expect(try await store.rows([summary.id]) == [summary])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `where there are as many tags as may be, the others are kept, and room comes back`(kind: StoreKind)
        async throws
    {
        try await kind.withStore(tags: 3) { store in
            let names = try ["a", "b", "c", "d", "e"].map { try #require(TagName($0)) }
            func append(_ tags: [TagName]) async throws -> Summary {
                var capture = Capture.sample()
                capture.tags = tags
                return try await store.append(capture)
            }
            func tags(_ id: CaptureID) async throws -> [TagName]? { try await store.rows([id]).first?.marks.tags }
            let first = try await append([names[0], names[1]])
            // What is in use already stays in use, and what fits is kept.
            let second = try await append([names[1], names[2], names[3]])
            #expect(second.marks.tags == [names[1], names[2]])
            #expect(try await store.rows([second.id]) == [second])
            #expect(try await append([names[3], names[0]]).marks.tags == [names[0]])
            // Whoever asks for a tag is told; an assessment is kept all the same, with what fits.
            await #expect(throws: StoreError.tooManyTags(limit: 3)) {
                try await store.mark(first.id, .changeTags(adding: [names[2], names[4]], removing: []))
            }
            #expect(try await tags(first.id) == [names[0], names[1]])
            try await store.assess(
                [first.id: Self.assessment(1, nil)], tagging: [first.id: [names[2], names[4]]])
            #expect(try await tags(first.id) == [names[0], names[1], names[2]])
            #expect(try await store.rows([first.id]).first?.marks.score == 1)
            // A tag that nobody bears gives way.
            #expect(try await store.delete([first.id, second.id]) == 2)
            #expect(try await append([names[3], names[4]]).marks.tags == [names[3], names[4]])
            #expect(try await store.tags().map(\.name) == [names[0], names[3], names[4]])
            #expect(try await store.mark(.all, .tags([names[4]])) == 2)
            #expect(try await append([names[1], names[2], names[3]]).marks.tags == [names[1], names[2]])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `assessments are kept, and asked for until all are`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(5, to: store)
            #expect(try await store.unassessed(ruleset: "one", limit: 2) == Array(ids[..<2]))
            try await store.assess([
                ids[0]: Self.assessment(-1.5, nil), ids[1]: Self.assessment(3, .warning, ["b.y", "a.x"]),
                CaptureID(9999): Self.assessment(1, .error),
            ])
            #expect(try await store.unassessed(ruleset: "one", limit: 9) == Array(ids[2...]))
            let rows = try await store.rows(ids)
            #expect(rows.map(\.marks.score) == [-1.5, 3, nil, nil, nil])
            #expect(rows.map(\.marks.severity) == [nil, .warning, nil, nil, nil])
            let kept = try await store.assessments(of: .default, limit: 4)
            #expect(kept.keys.map(\.self) == [ids[1]])
            #expect(kept[ids[1]]?.rules.sorted() == ["a.x", "b.y"])
            // Other rules begin at the beginning.
            try await store.assess([ids[2]: Self.assessment(0, .error, ruleset: "two")])
            #expect(try await store.unassessed(ruleset: "two", limit: 9) == [ids[0], ids[1], ids[3], ids[4]])
            for id in ids { try await store.assess([id: Self.assessment(0, .info, ruleset: "two")]) }
            #expect(try await store.unassessed(ruleset: "two", limit: 9) == [])
            let next = try await store.append(.sample()).id
            #expect(try await store.unassessed(ruleset: "two", limit: 9) == [next])
            #expect(try await store.assessments(of: nil, limit: 99).count == 5)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an assessment may bring tags, which are added`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(2, to: store)
            let (release, spam) = (try #require(Self.release), try #require(TagName("spam")))
            _ = try await store.mark(ids[0], .tags([release]))
            let start = store.lastChange
            let assessments = [ids[0]: Self.assessment(1, .info), ids[1]: Self.assessment(1, .info)]
            try await store.assess(
                assessments, tagging: [ids[0]: [spam], ids[1]: [], CaptureID(9999): [spam]])
            #expect(try await store.rows(ids).map(\.marks.tags) == [[release, spam], []])
            // The same again is no news; a tag alone is.
            try await store.assess(assessments, tagging: [ids[0]: [spam]])
            try await store.assess(assessments, tagging: [ids[1]: [spam]])
            var changes = store.changes(after: start).makeAsyncIterator()
            #expect(await changes.next() == .changed(at: CaptureID(start.rawValue + 1), ids: ids))
            #expect(await changes.next() == .changed(at: CaptureID(start.rawValue + 2), ids: [ids[1]]))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `changes tell of marks, one by one or, of many, at once`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(600, to: store)
            let start = store.lastChange
            _ = try await store.mark(ids[1], .seen)
            _ = try await store.mark(ids[1], .seen)
            try await store.assess([ids[0]: Self.assessment(1, .info), ids[2]: Self.assessment(1, .info)])
            try await store.assess([ids[0]: Self.assessment(1, .info)])
            _ = try await store.configure(.default) { $0.description = "ours" }
            _ = try await store.mark(.all, .seen)
            let expected: [Change] = [
                .changed(at: CaptureID(601), ids: [ids[1]]), .changed(at: CaptureID(602), ids: [ids[0], ids[2]]),
                .inboxes(at: CaptureID(603)), .reset(at: CaptureID(604)),
            ]
            var live = store.changes(after: start).makeAsyncIterator()
            for change in expected { #expect(await live.next() == change) }
            _ = try await append(3000, to: store)
            // Out of the store's own record, too.
            var past = store.changes(after: start).makeAsyncIterator()
            for change in expected { #expect(await past.next() == change) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what many marks change is told, and nothing where they change nothing`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(600, to: store)
            #expect(try await store.mark(Array(ids[..<520]), .seen) == 520)
            #expect(store.lastChange == CaptureID(601))
            #expect(try await store.mark(.all, .seen) == 600)
            #expect(store.lastChange == CaptureID(602))
            #expect(try await store.mark(.all, .seen) == 600)
            #expect(try await store.mark(.all, .changeTags(adding: [], removing: [])) == 600)
            #expect(store.lastChange == CaptureID(602))
            var changes = store.changes(after: CaptureID(600)).makeAsyncIterator()
            #expect(await changes.next() == .reset(at: CaptureID(601)))
            #expect(await changes.next() == .changed(at: CaptureID(602), ids: Array(ids[520...])))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `one that is named twice is marked, counted and told once`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let (ids, start) = (try await append(3, to: store), CaptureID(3))
            #expect(try await store.mark([ids[2], ids[0], ids[2]], .seen) == 2)
            #expect(try await store.inbox(.default)?.unseen == 1)
            var changes = store.changes(after: start).makeAsyncIterator()
            #expect(await changes.next() == .changed(at: CaptureID(4), ids: [ids[0], ids[2]]))
            #expect(store.lastChange == CaptureID(4))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a message that bears as many tags as may be keeps them`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let names = try (0...TagName.maximumPerMessage).map { try #require(TagName("b\($0 + 1000)")) }
            let most = Array(names.dropLast())
            let (first, full) = (try await store.append(.sample()).id, try await store.append(.sample()).id)
            #expect(try await store.mark(full, .tags(most)))
            func tags(_ id: CaptureID) async throws -> [TagName]? { try await store.rows([id]).first?.marks.tags }
            // Before all others in the alphabet.
            let other = try #require(TagName("a"))
            let error = StoreError.tooManyTags(on: full)
            #expect(error.explanation.contains("Message \(full) would bear more than 100 tags"))
            await #expect(throws: error) {
                try await store.mark([first, full], .changeTags(adding: [other], removing: []))
            }
            await #expect(throws: error) { try await store.mark(full, .changeTags(adding: names, removing: [])) }
            #expect(try await tags(first) == [])
            #expect(try await tags(full) == most)
            // What rules would add is left out, and what is in its way may go at the same time.
            try await store.assess([full: Self.assessment(1, nil)], tagging: [full: [other]])
            #expect(try await tags(full) == most)
            #expect(try await store.mark(full, .changeTags(adding: [other], removing: [most[0]])))
            #expect(try await tags(full) == [other] + most.dropFirst())
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `messages that are left alone are not asked for`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ids = try await append(5, to: store)
            let suspects: Set = [ids[1], CaptureID(9999)]
            let unassessed = { try await store.unassessed(ruleset: "one", besides: suspects, limit: $0) }
            #expect(try await unassessed(2) == [ids[0], ids[2]])
            for id in ids where id != ids[1] { try await store.assess([id: Self.assessment(0, nil)]) }
            #expect(try await unassessed(9) == [])
            #expect(try await store.unassessed(ruleset: "one", limit: 9) == [ids[1]])
            #expect(try await unassessed(9) == [])
            let next = try await store.append(.sample()).id
            #expect(try await unassessed(9) == [next])
            // What others say of them takes the place of it.
            try await store.assess([ids[0]: Self.assessment(0, nil, ruleset: "two")])
            #expect(try await unassessed(9) == [ids[0], next])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `inboxes are counted, set and deleted`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ci = try #require(InboxName("ci 1"))
            #expect(try await store.inboxes().map(\.name) == [.default])
            #expect(try await store.inbox(ci) == nil)
            #expect(try await store.delete(ci) == nil)
            for number in 0..<4 { _ = try await store.append(.sample("\(number)", inbox: ci.rawValue)) }
            let newest = try await store.append(.sample("other")).id
            let inboxes = try await store.inboxes()
            #expect(inboxes.map(\.name) == [ci, .default])
            #expect(inboxes.map(\.messages) == [4, 1] && inboxes.map(\.unseen) == [4, 1])
            #expect(inboxes.last?.newest == newest)
            let octets = try await store.page(MessageQuery(inbox: ci), before: nil, limit: 9).messages.map(\.size)
            #expect(inboxes.first.map(\.octets) == Int64(octets.reduce(0, +)))
            let set = try await store.configure(ci) { settings in
                settings.description = "of the build"
                settings.colour = InboxSettings.Colour("#0A0b0c")
                settings.retention = Retention(count: 3, age: TimeSpan("2h"), octets: 99)
                settings.ttl = TimeSpan("1d")
                settings.expiresAt = Timestamp(milliseconds: 5)
            }
            #expect(try await store.inbox(ci) == set)
            #expect(set.settings.colour?.description == "#0a0b0c" && set.settings.retention.age == TimeSpan("120m"))
            #expect(try await store.delete(ci) == 4)
            #expect(try await store.inbox(ci) == nil)
            #expect(try await store.configure(.default) { $0.description = "x" }.messages == 1)
            #expect(try await store.delete(.default) == 1)
            #expect(try await store.inboxes() == [Inbox(name: .default)])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a new inbox is told of`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let first = try await store.append(.sample(inbox: "new"))
            let second = try await store.append(.sample(inbox: "new"))
            var changes = store.changes(after: .zero).makeAsyncIterator()
            #expect(await changes.next() == .added(first))
            #expect(await changes.next() == .inboxes(at: CaptureID(2)))
            #expect(await changes.next() == .added(second))
        }
    }

    /// As many as that, all at once.
    private func append(_ count: Int, to store: any MessageStore) async throws -> [CaptureID] {
        try await withThrowingTaskGroup(of: CaptureID.self) { tasks in
            for number in 0..<count { tasks.addTask { try await store.append(.sample("\(number)")).id } }
            return try await tasks.reduce(into: []) { $0.append($1) }.sorted()
        }
    }
}
