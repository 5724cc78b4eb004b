import MailModel
import MailStorage
import TestSupport
import Testing

/// What every store does.
@Suite struct StoreConformanceTests {
    private static func query(_ terms: QueryTerm..., inbox: String? = nil) -> MessageQuery {
        MessageQuery(inbox: inbox.flatMap(InboxName.init), terms: terms)
    }

    @Test(arguments: StoreKind.allCases)
    func `what was appended is there, octet for octet`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            var capture = Capture.sample("Grüße \u{1F600}", session: SessionID(99))
            capture.digest.cc = [Address(name: "", address: "x@y.example"), Address(name: "C, D", address: "")]
            capture.envelope.forwardPaths = ["a@b.example", "a@b.example", "\"q q\"@c.example"]
            capture.envelope.parameters = [
                .init(keyword: "SMTPUTF8", value: ""), .init(keyword: "ENVID", value: "a=b; č"),
                .init(recipient: 2, keyword: "NOTIFY", value: "NEVER"),
            ]
            capture = Capture(
                inbox: capture.inbox, receivedAt: capture.receivedAt, session: capture.session,
                envelope: capture.envelope, digest: capture.digest,
                content: capture.content + [0, 0xFF, 0x0D, 0x0A, 0x2E, 0x0D, 0x0A])
            let summary = try await store.append(capture)
            #expect(summary == capture.summary(id: summary.id))
            let stored = try #require(try await store.message(summary.id))
            #expect(stored.summary == summary)
            #expect(stored.content == capture.content)
            #expect(try await store.page(.all, before: nil, limit: 10).messages == [summary])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `absent values stay absent`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let capture = Capture(
                inbox: .default, receivedAt: Timestamp(milliseconds: 0), session: nil,
                envelope: Envelope(reversePath: "", forwardPaths: []), digest: Digest(), content: [])
            let summary = try await store.append(capture)
            let stored = try #require(try await store.message(summary.id))
            #expect(stored.summary == summary)
            #expect(stored.summary.digest == Digest())
            #expect(stored.content.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `numbers grow in commit order, whoever appends`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await withThrowingTaskGroup(of: CaptureID.self) { tasks in
                for number in 0..<200 { tasks.addTask { try await store.append(.sample("\(number)")).id } }
                let ids = try await tasks.reduce(into: Set<CaptureID>()) { $0.insert($1) }
                #expect(ids.count == 200)
            }
            var added: [CaptureID] = []
            for await change in store.changes(after: .zero) {
                added.append(change.cursor)
                if added.count == 200 { break }
            }
            #expect(added == added.sorted())
            #expect(store.lastChange == added.last)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `pages follow one another, newest first, and tell how many match`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for number in 0..<25 { _ = try await store.append(.sample("number \(number)")) }
            var (seen, before): ([CaptureID], CaptureID?) = ([], nil)
            repeat {
                let page = try await store.page(.all, before: before, limit: 10)
                #expect(page.matched == 25)
                seen += page.messages.map(\.id)
                before = page.next
            } while before != nil
            #expect(seen.count == 25)
            #expect(seen == seen.sorted(by: >))
            #expect(try await store.page(.all, before: seen.last, limit: 10).messages.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a page shows one moment`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let inbox = Self.query(inbox: "moment")
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    for number in 1...150 {
                        let id = try await store.append(.sample("\(number)", inbox: "moment")).id
                        if number % 7 == 0 { _ = try await store.delete(id) }
                    }
                }
                for query in [inbox, .all] {
                    tasks.addTask {
                        var page = Page(messages: [], matched: 0, next: nil)
                        while page.matched < 100 {
                            page = try await store.page(query, before: nil, limit: 500)
                            #expect(page.messages.count == page.matched)
                            await Task.yield()
                        }
                    }
                }
                try await tasks.waitForAll()
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what comes in while all matches are looked for is not among them`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let body = String(repeating: "lorem ipsum ", count: 3000)
            for _ in 0..<200 { _ = try await store.append(.sample(body: body)) }
            let stream = MessageStream(.sample("late"), to: store)
            defer { stream.end() }
            stream.send()
            // Each has to be read.
            let all = MessageQuery(.not(.term(.text(.body, Needle("absent")))))
            let ids = try await store.ids(all)
            #expect(try #require(ids.last) < store.lastChange)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a page is never empty by a limit of zero, nor endless`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for _ in 0..<3 { _ = try await store.append(.sample()) }
            #expect(try await store.page(.all, before: nil, limit: 0).messages.count == 1)
            #expect(try await store.page(.all, before: nil, limit: .max).messages.count == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `matches go forward from a cursor`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let first = try await store.append(.sample("a")).id
            let second = try await store.append(.sample("b")).id
            let third = try await store.append(.sample("ab")).id
            let query = Self.query(.text(.subject, Needle("a")))
            #expect(try await store.matches(query, after: .zero, limit: 10).map(\.id) == [first, third])
            #expect(try await store.matches(query, after: first, limit: 10).map(\.id) == [third])
            #expect(try await store.matches(.all, after: .zero, limit: 2).map(\.id) == [first, second])
            #expect(try await store.newest(query, limit: 1).map(\.id) == [third])
            #expect(try await store.newest(.all, limit: 2).map(\.id) == [third, second])
        }
    }

    struct Search: Sendable, CustomStringConvertible {
        var description: String
        var query: MessageQuery
        var isFound: Bool
    }

    static let searches = [
        Search(description: "name in From", query: query(.text(.from, Needle("ALICE"))), isFound: true),
        Search(description: "address in From", query: query(.text(.from, Needle("alice@example"))), isFound: true),
        Search(description: "reverse-path", query: query(.text(.from, Needle("bounce+"))), isFound: true),
        Search(description: "recipient is not sender", query: query(.text(.from, Needle("bob"))), isFound: false),
        Search(description: "To", query: query(.text(.to, Needle("bob@"))), isFound: true),
        Search(description: "forward-path", query: query(.text(.to, Needle("Hidden@"))), isFound: true),
        Search(description: "subject", query: query(.text(.subject, Needle("vášeň"))), isFound: true),
        Search(
            description: "subject folds beyond ASCII", query: query(.text(.subject, Needle("VÁŠEŇ"))), isFound: true),
        Search(description: "ASCII in a subject beyond", query: query(.text(.subject, Needle("PRO"))), isFound: true),
        Search(description: "per cent is no pattern", query: query(.text(.subject, Needle("%"))), isFound: false),
        Search(description: "underscore is no pattern", query: query(.text(.subject, Needle("_"))), isFound: false),
        Search(
            description: "header", query: query(.header(name: "x-CAMPAIGN", value: Needle("Spring"))), isFound: true),
        Search(
            description: "header value", query: query(.header(name: "X-Campaign", value: Needle("fall"))),
            isFound: false),
        Search(
            description: "header present", query: query(.header(name: "X-Campaign", value: Needle(""))), isFound: true),
        Search(description: "header absent", query: query(.header(name: "X-None", value: Needle(""))), isFound: false),
        Search(description: "word in text", query: query(.text(.anywhere, Needle("needle"))), isFound: true),
        Search(description: "word in subject", query: query(.text(.anywhere, Needle("vášeň"))), isFound: true),
        Search(description: "word in address", query: query(.text(.anywhere, Needle("hidden@"))), isFound: true),
        Search(description: "word in header field", query: query(.text(.anywhere, Needle("spring"))), isFound: true),
        Search(description: "word nowhere", query: query(.text(.anywhere, Needle("absent"))), isFound: false),
        Search(
            description: "all must hold",
            query: query(.text(.anywhere, Needle("needle")), .text(.subject, Needle("absent"))),
            isFound: false),
        Search(
            description: "several",
            query: query(.text(.anywhere, Needle("needle")), .text(.to, Needle("bob")), .text(.from, Needle("alice"))),
            isFound: true),
        Search(description: "inbox", query: query(inbox: "team"), isFound: true),
        Search(description: "other inbox", query: query(inbox: "default"), isFound: false),
        Search(
            description: "unknown inbox", query: query(.text(.subject, Needle("pro")), inbox: "nobody"), isFound: false),
    ]

    @Test(arguments: StoreKind.allCases, searches)
    func `finds what is there and nothing else`(kind: StoreKind, search: Search) async throws {
        try await kind.withStore { store in
            var capture = Capture.sample("Vášeň pro vítr", inbox: "team", body: "Find the Needle here.\r\n")
            capture.envelope.forwardPaths.append("hidden@example.org")
            _ = try await store.append(
                .sample("other", from: "x@x.example", to: "y@y.example", inbox: "third", body: ""))
            let id = try await store.append(capture).id
            let page = try await store.page(search.query, before: nil, limit: 10)
            #expect(page.messages.contains { $0.id == id } == search.isFound)
            #expect(page.matched == page.messages.count)
            let later = try await store.matches(search.query, after: .zero, limit: 10)
            #expect(later == page.messages.reversed())
            #expect(try await store.newest(search.query, limit: 10) == page.messages)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a page of a search counts beyond the page`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for number in 0..<90 { _ = try await store.append(.sample(number % 3 == 0 ? "third" : "other")) }
            for query in [Self.query(.text(.subject, Needle("third"))), Self.query(.text(.anywhere, Needle("third")))] {
                var (seen, before): ([CaptureID], CaptureID?) = ([], nil)
                repeat {
                    let page = try await store.page(query, before: before, limit: 10)
                    #expect(page.matched == 30)
                    seen += page.messages.map(\.id)
                    before = page.next
                } while before != nil
                #expect(seen == stride(from: 88, through: 1, by: -3).map { CaptureID($0) })
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `any number of ranges of numbers, to the last number there can be`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for _ in 0..<30 { _ = try await store.append(.sample()) }
            let numbers = { (ranges: [ClosedRange<Int64>]) in
                try await store.ids(Self.query(.number(ranges))).map(\.rawValue)
            }
            #expect(try await numbers([0...Int64.max]) == Array(1...30))
            #expect(try await numbers([28...Int64.max, 0...2, 2...3, 29...29]) == [1, 2, 3, 28, 29, 30])
            let thirds = (1...10_000).map { $0 * 3...$0 * 3 } as [ClosedRange<Int64>]
            #expect(try await numbers(thirds) == Array(stride(from: 3, through: 30, by: 3)))
            let other = MessageQuery(.any([.term(.number([4...5])), .term(.number([Int64.max...Int64.max]))]))
            #expect(try await store.ids(other).map(\.rawValue) == [4, 5])
            let query = Self.query(.number([5...9, 12...Int64.max]))
            let page = try await store.page(query, before: CaptureID(14), limit: 4)
            #expect(page.messages.map(\.id.rawValue) == [13, 12, 9, 8] && page.matched == 24)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a search that is given up ends`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            // Enough that it takes a while, of which no index knows anything.
            let body = String(repeating: "lorem ipsum ", count: 4000)
            for _ in 0..<150 { _ = try await store.append(.sample(body: body)) }
            let absent = MessageQuery(.not(.term(.text(.anywhere, Needle("lorem")))))
            let search = Task { try await store.page(absent, before: nil, limit: 1) }
            _ = try await store.message(CaptureID(1))
            search.cancel()
            await #expect(throws: StoreError.self) { try await search.value }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what was deleted is gone and its number is not used again`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for number in 0..<450 { _ = try await store.append(.sample(number % 2 == 0 ? "even" : "odd")) }
            #expect(try await store.delete(Self.query(.text(.subject, Needle("even")))) == 225)
            #expect(try await store.page(.all, before: nil, limit: 1).matched == 225)
            #expect(try await store.delete(Self.query(.text(.subject, Needle("even")))) == 0)
            let newest = try #require(try await store.page(.all, before: nil, limit: 1).messages.first?.id)
            #expect(try await store.delete(newest))
            #expect(try await store.delete(newest) == false)
            #expect(try await store.message(newest) == nil)
            #expect(try await store.append(.sample()).id > newest)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `changes tell what was and what comes, in order`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let first = try await store.append(.sample("1"))
            let second = try await store.append(.sample("2"))
            _ = try await store.delete(first.id)
            var changes = store.changes(after: .zero).makeAsyncIterator()
            // The past tells what is still there, and what went.
            #expect(await Self.untilRemoval(&changes) == [first.id])
            async let live = Self.next(changes)
            let third = try await store.append(.sample("3"))
            #expect(await live == .added(third))
            var later = store.changes(after: second.id).makeAsyncIterator()
            #expect(await Self.untilRemoval(&later) == [first.id])
            #expect(await later.next() == .added(third))
        }
    }

    private static func untilRemoval(_ changes: inout AsyncStream<Change>.Iterator) async -> [CaptureID] {
        while let change = await changes.next() { if case .removed(_, let ids, _, _) = change { return ids } }
        return []
    }

    private static func next(_ changes: AsyncStream<Change>.Iterator) async -> Change? {
        var changes = changes
        return await changes.next()
    }

    @Test(arguments: StoreKind.allCases)
    func `a slow reader of changes misses nothing`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            var changes = store.changes(after: .zero).makeAsyncIterator()
            // Far more than the feed remembers.
            await withTaskGroup { tasks in
                for number in 0..<5000 { tasks.addTask { _ = try? await store.append(.sample("\(number)")) } }
            }
            var seen: [CaptureID] = []
            while seen.count < 5000, let change = await changes.next() { seen.append(change.cursor) }
            #expect(seen == (1...5000).map { CaptureID(Int64($0)) })
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `whoever reads on after forgotten removals is told to read anew`(kind: StoreKind) async throws {
        try await kind.withStore(changes: 2) { store in
            for _ in 0..<5 { _ = try await store.delete(try await store.append(.sample()).id) }
            // Push the removals out of the window that is remembered.
            await withTaskGroup { tasks in
                for _ in 0..<3000 { tasks.addTask { _ = try? await store.append(.sample()) } }
            }
            var changes = store.changes(after: CaptureID(1)).makeAsyncIterator()
            guard case .reset(let at)? = await changes.next() else {
                Issue.record("no reset")
                return
            }
            #expect(at > CaptureID(10))
            #expect(await changes.next().map { $0.cursor > at } == true)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `changes end with their task and with the store`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let cancelled = Task { for await _ in store.changes(after: .zero) {} }
            cancelled.cancel()
            await cancelled.value
            let closed = Task { for await _ in store.changes(after: .zero) {} }
            await store.close()
            await closed.value
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `sessions are kept, replaced and told without their dialogues in lists`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            var session = SessionRecord(
                id: SessionID(5), protocol: "smtp", client: "127.0.0.1:1", listener: "127.0.0.1:2",
                startedAt: Timestamp(milliseconds: 1000))
            await store.record(session)
            session.endedAt = Timestamp(milliseconds: 2500)
            session.greeting = "client.example"
            session.outcome = .quit
            (session.accepted, session.refused, session.omittedLines) = (1, 2, 3)
            (session.reason, session.user) = ("for a reason", "älice")
            session.tls = TLSParameters(version: "TLSv1.3", serverName: "a.example", clientSubject: "CN=a,O=b")
            session.messages = [CaptureID(7), CaptureID(9)]
            session.dialogue = [
                .init(at: Timestamp(milliseconds: 1000), speech: .server("220-a\n220 b")),
                .init(at: Timestamp(milliseconds: 1500), speech: .client("MAIL FROM:<ü@x>")),
                .init(at: Timestamp(milliseconds: 900), speech: .data(octets: 42)),
                .init(at: Timestamp(milliseconds: 2000), speech: .note("3 of them")),
                .init(at: Timestamp(milliseconds: 2000), speech: .client("")),
                // A combining mark joins with what stands before it, a digit as others write it is none of ours.
                .init(at: Timestamp(milliseconds: 2000), speech: .client("\u{301}NOOP")),
                .init(at: Timestamp(milliseconds: 2000), speech: .note("\u{661}\u{200D}")),
                .init(at: Timestamp(milliseconds: 2000), speech: .server("\u{FE0F}\r\n")),
            ]
            await store.record(session)
            let kept = try await store.session(SessionID(5))
            #expect(kept == session)
            #expect(try await store.session(SessionID(6)) == nil)
            session.dialogue = []
            let list = try await store.sessions(before: nil, limit: 10)
            #expect(list == [session])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `sessions from before a time are forgotten`(kind: StoreKind) async throws {
        try await kind.withStore(sessions: 20) { store in
            for number in 1...5 {
                await store.record(
                    SessionRecord(
                        id: SessionID(Int64(number)), protocol: "smtp", client: "c", listener: "l",
                        startedAt: Timestamp(milliseconds: 0)))
            }
            let none = try await store.forgetSessions(before: SessionID(1))
            #expect(none == 0)
            let some = try await store.forgetSessions(before: SessionID(4))
            #expect(some == 3)
            let kept = try await store.sessions(before: nil, limit: 10).map(\.id.rawValue)
            #expect(kept == [5, 4])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `the oldest sessions give way`(kind: StoreKind) async throws {
        try await kind.withStore(sessions: 20) { store in
            for number in 1...50 {
                await store.record(
                    SessionRecord(
                        id: SessionID(Int64(number)), protocol: "smtp", client: "c", listener: "l",
                        startedAt: Timestamp(milliseconds: 0)))
            }
            let kept = try await store.sessions(before: nil, limit: 100).map(\.id.rawValue)
            #expect(kept.count <= 20 && kept.count >= 18)
            #expect(kept == (51 - Int64(kept.count)...50).reversed())
            #expect(try await store.sessions(before: SessionID(50), limit: 1).map(\.id.rawValue) == [49])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `octets are read in parts`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let content = Capture.sample(body: String(repeating: "0123456789abcdef\r\n", count: 20_000))
            let id = try await store.append(content).id
            for range in [0..<10, 0..<0, 8000..<8400, 100_000..<300_000, 360_000..<Int.max, 1_000_000..<1_000_001] {
                let expected = Array(content.content[range.clamped(to: content.content.indices)])
                #expect(try await store.octets(of: id, in: range) == expected)
            }
            #expect(try await store.octets(of: CaptureID(9999), in: 0..<10) == nil)
            #expect(try await store.octets(of: id, in: 0..<10)?.count == 10)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `there are no more inboxes than may be`(kind: StoreKind) async throws {
        let refusal = StoreError.tooManyInboxes(limit: 3)
        try await kind.withStore(inboxes: 3) { store in
            let (a, b, c) = (try #require(InboxName("a")), try #require(InboxName("b")), try #require(InboxName("c")))
            _ = try await store.append(.sample(inbox: "a"))
            _ = try await store.configure(b) { $0.description = "by request" }
            await #expect(throws: refusal) { _ = try await store.append(.sample(inbox: "c")) }
            await #expect(throws: refusal) { _ = try await store.configure(c) { _ in } }
            // Those that are there, and whoever shares a transaction with one that is refused, are not concerned.
            async let others = store.append(.sample("beside", inbox: "b"))
            await #expect(throws: refusal) { _ = try await store.append(.sample(inbox: "c")) }
            #expect(try await others.inbox == b)
            #expect(try await store.inboxes().map(\.name) == [a, b, .default])
            #expect(await store.status().trouble == nil)
            _ = try await store.delete(a)
            #expect(try await store.append(.sample(inbox: "c")).inbox == c)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a closed store refuses and does not hang`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            await store.close()
            await #expect(throws: StoreError.self) { _ = try await store.append(.sample()) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `status counts`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for _ in 0..<3 { _ = try await store.append(.sample()) }
            let status = await store.status()
            #expect(status.trouble == nil)
            #expect(status.messages == 3)
            #expect(status.appended == 3)
            #expect(status.commits > 0)
            #expect(status.octets > 0)
        }
    }
}
