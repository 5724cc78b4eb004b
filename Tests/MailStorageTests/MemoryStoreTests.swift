import MailModel
import TestSupport
import Testing

@testable import MailStorage

/// What only a store in memory has to prove.
@Suite struct MemoryStoreTests {
    private static func session(_ id: Int64, octets: Int) -> SessionRecord {
        let line = DialogueLine(
            at: Timestamp(milliseconds: 0), speech: .client(String(repeating: "x", count: octets)))
        return SessionRecord(
            id: SessionID(id), protocol: "smtp", client: "c", listener: "l", startedAt: Timestamp(milliseconds: 0),
            dialogue: [line])
    }

    @Test func `dialogues count as memory, and the oldest give way`() async throws {
        let store = MemoryStore(limit: 100_000)
        for id in 1...50 as ClosedRange<Int64> {
            await store.record(Self.session(id, octets: 9000))
            #expect(await store.status().octets <= 100_000)
        }
        let kept = try await store.sessions(before: nil, limit: 50).map(\.id.rawValue)
        #expect(kept == (51 - Int64(kept.count)...50).reversed() && kept.count >= 9)
        _ = try await store.append(.sample(body: String(repeating: "x", count: 60_000)))
        #expect(await store.status().octets <= 100_000)
        #expect(await store.status().trouble == nil)
        #expect(try await store.sessions(before: nil, limit: 50).first?.id == SessionID(50))
        // One that is larger than all memory is not kept.
        await store.record(Self.session(51, octets: 200_000))
        #expect(await store.status().octets <= 100_000)
        #expect(try await store.message(CaptureID(1)) != nil)
    }

    @Test func `a dialogue that grows is counted once`() async throws {
        let store = MemoryStore(limit: 100_000)
        for octets in stride(from: 0, to: 90_000, by: 1000) {
            await store.record(Self.session(7, octets: octets))
        }
        #expect(try await store.session(SessionID(7)) != nil)
        #expect(await store.status().octets < 92_000)
    }

    @Test func `recipients count as memory`() async throws {
        let store = MemoryStore(limit: 100_000)
        var capture = Capture.sample()
        capture.envelope.forwardPaths = Array(repeating: String(repeating: "x", count: 1000), count: 100)
        await #expect(throws: StoreError.self) { _ = try await store.append(capture) }
    }

    @Test func `where the oldest give way there is always room, and it is told`() async throws {
        let (store, body) = (MemoryStore(limit: 100_000, dropsOldest: true), String(repeating: "x", count: 9000))
        let start = store.lastChange
        for number in 0..<50 {
            _ = try await store.append(.sample("\(number)", inbox: number % 2 == 0 ? "even" : "odd", body: body))
            #expect(await store.status().octets <= 100_000)
            #expect(await store.status().trouble == nil)
        }
        let page = try await store.page(.all, before: nil, limit: 50)
        let kept = page.messages.map(\.digest.subject)
        #expect(kept.count >= 8 && kept == (50 - kept.count..<50).reversed().map(String.init))
        #expect(page.removedBefore.map { $0 <= page.messages[kept.count - 1].id } == true)
        var (gone, changes) = (0, store.changes(after: start).makeAsyncIterator())
        while gone < 50 - kept.count, let change = await changes.next() {
            guard case .removed(_, let ids, _, let cause) = change else { continue }
            #expect(cause == .retention)
            gone += ids.count
        }
        // Whoever counts what went is told of them once.
        #expect(try await store.prune(Retention(), at: Timestamp(milliseconds: 0)) == gone)
        #expect(try await store.prune(Retention(), at: Timestamp(milliseconds: 0)) == 0)
        // One that is larger than all memory drives nobody out.
        let huge = Capture.sample(body: String(repeating: "x", count: 100_000))
        await #expect(throws: StoreError.self) { _ = try await store.append(huge) }
        #expect(try await store.page(.all, before: nil, limit: 50).matched == kept.count)
        // One that takes nearly all of it does, as it must.
        _ = try await store.append(.sample(body: String(repeating: "x", count: 97_000)))
        #expect(try await store.page(.all, before: nil, limit: 50).matched == 1)
    }

    @Test func `the number of matches holds up no page`() async throws {
        let store = MemoryStore()
        for number in 1...1200 { _ = try await store.append(.sample("\(number)")) }
        // Contents decide.
        let content = MessageQuery(terms: [.text(.body, Needle("hello"))])
        let page = try await store.page(content, before: nil, limit: 50)
        #expect(page.messages.map(\.id.rawValue) == Array((1151...1200).reversed()))
        #expect(page.matched == 1000 && !page.isCounted)
        let deep = try await store.page(content, before: CaptureID(60), limit: 50)
        #expect(deep.messages.map(\.id.rawValue) == Array((10...59).reversed()) && deep.next == CaptureID(10))
        #expect(deep.matched == 1000 && !deep.isCounted)
        // Rows decide.
        let row = try await store.page(MessageQuery(terms: [.text(.subject, Needle("1"))]), before: nil, limit: 50)
        #expect(row.isCounted && row.matched == (1...1200).count { "\($0)".contains("1") })
    }

    @Test func `of what happened, no more is read at a time than anybody waits for`() throws {
        var state = MemoryStore.State(
            octetLimit: 1 << 30, dropsOldest: false, sessionLimit: 1, inboxLimit: 9, tagLimit: 9, changeLimit: 10_000,
            duplicateWindow: TimeSpan(milliseconds: 0))
        var ids: [CaptureID] = []
        for number in 1...900 {
            ids.append(try state.append(.sample()).0.id)
            if number % 2 == 0 { _ = try state.mark(ids, number % 4 == 0 ? .seen : .unseen) }
        }
        var (told, cursor): ([CaptureID], CaptureID) = ([], .zero)
        while case let changes = state.changes(after: cursor), let last = changes.last?.cursor {
            #expect(changes.count <= 1000)
            (told, cursor) = (told + changes.map(\.cursor), last)
        }
        #expect(told == (1...state.lastChange.rawValue).map { CaptureID($0) })
        #expect(state.changes(after: .zero).count < told.count)
    }

    @Test func `deleting gives memory back`() async throws {
        let store = MemoryStore()
        for number in 0..<20 {
            _ = try await store.append(.sample(inbox: number % 2 == 0 ? "even" : "odd"))
        }
        _ = try await store.delete(MessageQuery(inbox: InboxName("even")))
        #expect(try await store.page(MessageQuery(inbox: InboxName("odd")), before: nil, limit: 1).matched == 10)
        #expect(try await store.page(MessageQuery(inbox: InboxName("even")), before: nil, limit: 1).matched == 0)
        #expect(try await store.delete(.all) == 10)
        #expect(await store.status().octets == 0)
    }
}
