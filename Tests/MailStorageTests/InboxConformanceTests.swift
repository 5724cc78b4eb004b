import MailModel
import MailStorage
import SQLiteStorage
import TestSupport
import Testing

/// What every store does with inboxes that nobody needs any more.
@Suite(.timeLimit(.minutes(5))) struct InboxConformanceTests {
    private static func names(_ store: any MessageStore) async throws -> [String] {
        try await store.inboxes().map(\.name.rawValue)
    }

    @Test(arguments: StoreKind.allCases)
    func `an empty inbox without settings gives way, the first that was made first`(kind: StoreKind) async throws {
        try await kind.withStore(inboxes: 5) { store in
            let described = try #require(InboxName("described"))
            for name in ["z", "described", "full", "a"] { _ = try await store.append(.sample(inbox: name)) }
            _ = try await store.configure(described) { $0.description = "stays" }
            for name in ["z", "described", "a"] {
                #expect(try await store.delete(MessageQuery(inbox: InboxName(name))) == 1)
            }
            let start = store.lastChange
            // By a message, and by a request.
            _ = try await store.append(.sample(inbox: "new"))
            #expect(try await Self.names(store) == ["a", "default", "described", "full", "new"])
            #expect(store.lastChange.rawValue == start.rawValue + 2)
            _ = try await store.configure(try #require(InboxName("asked for"))) {
                $0.colour = InboxSettings.Colour("#000000")
            }
            #expect(try await Self.names(store) == ["asked for", "default", "described", "full", "new"])
            // None is left that nobody misses; what had to go may come back once there is room.
            await #expect(throws: StoreError.tooManyInboxes(limit: 5)) { try await store.append(.sample(inbox: "z")) }
            _ = try await store.configure(described) { $0.description = nil }
            _ = try await store.append(.sample(inbox: "z"))
            #expect(try await Self.names(store) == ["asked for", "default", "full", "new", "z"])
            #expect(try await store.inboxes().map(\.messages) == [0, 0, 1, 1, 1])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `names that look alike and are spelled differently are two inboxes`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let spellings = try ["caf\u{E9}", "cafe\u{301}"].map { try #require(InboxName($0)) }
            for (number, name) in spellings.enumerated() {
                _ = try await store.append(.sample("\(number)", inbox: name.rawValue))
                _ = try await store.configure(name) { $0.description = "\(number)" }
            }
            #expect(Set(try await store.inboxes().map(\.name)) == Set(spellings + [.default]))
            for (number, name) in spellings.enumerated() {
                let page = try await store.page(MessageQuery(inbox: name), before: nil, limit: 9)
                #expect(page.messages.map(\.digest.subject) == ["\(number)"])
                #expect(page.messages.map { Array($0.inbox.rawValue.utf8) } == [Array(name.rawValue.utf8)])
            }
        }
    }

    @Test func `which inboxes may go is known after a restart`() async throws {
        try await withTemporaryFolder { folder in
            func open() throws -> SQLiteStore {
                try SQLiteStore(path: folder + "/a", limits: .init(freeDisk: 0, inboxes: 4))
            }
            var store = try open()
            _ = try await store.configure(try #require(InboxName("set"))) { $0.ttl = TimeSpan("1h") }
            let id = try await store.append(.sample(inbox: "used")).id
            _ = try await store.append(.sample(inbox: "full"))
            #expect(try await store.delete(id))
            await store.close()
            store = try open()
            _ = try await store.append(.sample(inbox: "new"))
            #expect(try await Self.names(store) == ["default", "full", "new", "set"])
            await store.close()
            #expect(try StoreCheck(path: folder + "/a").problems == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an inbox goes when nothing came behind its last message`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let (job, set) = (try #require(InboxName("job")), try #require(InboxName("set")))
            var last: [CaptureID] = []
            for name in ["default", "job", "set", "job"] {
                last.append(try await store.append(.sample(inbox: name, session: SessionID(1))).id)
            }
            let receivedAt = try #require(try await store.inbox(job)?.lastReceivedAt)
            _ = try await store.configure(set) { $0.description = "stays" }
            let before = Timestamp(milliseconds: receivedAt.milliseconds - 1)
            #expect(try await store.inboxes(idleSince: before).isEmpty)
            #expect(try await store.inboxes(idleSince: receivedAt).map(\.id) == [last[3]])
            for (name, number) in [(InboxName.default, 0), (job, 1), (set, 2)] {
                #expect(try await store.delete(name, ifIdleAfter: last[number]) == nil)
            }
            #expect(try await store.delete(try #require(InboxName("none")), ifIdleAfter: last[3]) == nil)
            #expect(await store.status().inboxes == 3)
            #expect(try await store.delete(job, ifIdleAfter: last[3]) == 2)
            #expect(try await Self.names(store) == ["default", "set"])
            #expect(try await store.append(.sample(inbox: "job")).session == nil)
            #expect(try await store.inboxes(idleSince: receivedAt).isEmpty)
            #expect(await store.status().inboxes == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an inbox goes when its time is over, and not before`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let (name, end) = (try #require(InboxName("a")), Timestamp(milliseconds: 5))
            #expect(try await store.delete(name, ifOverAt: end) == nil)
            _ = try await store.append(.sample(inbox: "a"))
            #expect(try await store.delete(name, ifOverAt: end) == nil)
            _ = try await store.configure(name) { $0.expiresAt = end }
            #expect(try await store.delete(name, ifOverAt: Timestamp(milliseconds: 4)) == nil)
            #expect(try await store.inbox(name)?.messages == 1)
            #expect(try await store.delete(name, ifOverAt: end) == 1)
            #expect(try await store.inbox(name) == nil)
            // The inbox that is always there is so, whatever is set for it.
            _ = try await store.append(.sample())
            _ = try await store.configure(.default) { $0.expiresAt = end }
            #expect(try await store.delete(.default, ifOverAt: end) == nil)
            #expect(try await store.inbox(.default)?.messages == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an inbox goes while messages come in to it`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let name = try #require(InboxName("a"))
            for _ in 0..<1000 { store.append({ .sample(inbox: "a") }, completion: { _ in }) }
            _ = try await store.append(.sample(inbox: "a"))
            let stream = MessageStream(.sample(inbox: "a"), to: store)
            defer { stream.end() }
            for _ in 0..<20 { stream.send() }
            #expect(try await store.delete(name) ?? 0 >= 1001)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what retention removed is forgotten with what is set`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for name in ["default", "a"] {
                for _ in 0..<3 { _ = try await store.append(.sample(inbox: name)) }
            }
            #expect(try await store.prune(Retention(count: 1), at: Timestamp(milliseconds: 0)) == 5)
            for name in ["default", "a"] {
                let query = MessageQuery(inbox: InboxName(name))
                #expect(try await store.page(query, before: nil, limit: 1).removedBefore != nil)
                _ = try await store.delete(try #require(query.inbox))
                #expect(try await store.page(query, before: nil, limit: 1).removedBefore == nil)
            }
            #expect(try await store.page(.all, before: nil, limit: 1).removedBefore == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `those whose time is over are told, and no others`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            for (name, end) in [("b", 5), ("later", 6), ("a", 4), ("default", 1), ("ever", nil)] as [(String, Int64?)] {
                _ = try await store.configure(try #require(InboxName(name))) { settings in
                    settings.expiresAt = end.map { Timestamp(milliseconds: $0) }
                }
            }
            #expect(try await store.inboxes(overAt: Timestamp(milliseconds: 3)).isEmpty)
            #expect(try await store.inboxes(overAt: Timestamp(milliseconds: 5)).map(\.rawValue) == ["a", "b"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `whoever sets another time while an inbox goes keeps it`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let (name, later) = (try #require(InboxName("a")), Timestamp(milliseconds: 10))
            for _ in 0..<1000 { store.append({ .sample(inbox: "a") }, completion: { _ in }) }
            _ = try await store.append(.sample(inbox: "a"))
            _ = try await store.configure(name) { $0.expiresAt = Timestamp(milliseconds: 5) }
            let start = store.lastChange
            let removal = Task { try await store.delete(name, ifOverAt: Timestamp(milliseconds: 5)) }
            for await change in store.changes(after: start) { if case .removed = change { break } }
            let answer = try await store.configure(name) { $0.expiresAt = later }
            #expect(answer.settings.expiresAt == later)
            _ = try await removal.value
            #expect(try await store.inbox(name)?.settings.expiresAt == later)
        }
    }
}
