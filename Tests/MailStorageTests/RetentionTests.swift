import Foundation
import MailModel
import MailStorage
import SQLiteStorage
import TestSupport
import Testing

/// What every store does with messages beyond what is kept.
@Suite(.timeLimit(.minutes(5))) struct RetentionTests {
    /// When samples are received.
    private static let receipt = Capture.sample().receivedAt

    /// Removes until nothing is beyond; answers how many went.
    private func prune(
        _ store: any MessageStore, _ overall: Retention = Retention(), at now: Timestamp = receipt
    ) async throws -> Int {
        var sum = 0
        while case let count = try await store.prune(overall, at: now), count > 0 { sum += count }
        return sum
    }

    private func append(_ count: Int, _ inbox: String = "default", to store: any MessageStore) async throws -> [Summary]
    {
        var rows: [Summary] = []
        for number in 0..<count { rows.append(try await store.append(.sample("\(number)", inbox: inbox))) }
        return rows
    }

    @Test(arguments: StoreKind.allCases)
    func `the oldest go when there are more than are kept`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let rows = try await append(1300, to: store)
            let start = store.lastChange
            #expect(try await prune(store) == 0)
            #expect(try await store.page(.all, before: nil, limit: 1).removedBefore == nil)
            #expect(try await prune(store, Retention(count: 100)) == 1200)
            #expect(try await prune(store, Retention(count: 100)) == 0)
            let page = try await store.page(.all, before: nil, limit: 500)
            #expect(page.messages == rows.suffix(100).reversed())
            #expect(page.matched == 100 && page.removedBefore == rows[1200].id)
            #expect(try await store.inbox(.default)?.messages == 100)
            // Readers are told, and why.
            var (changes, told) = (store.changes(after: start).makeAsyncIterator(), 0)
            while told < 1200, case .removed(_, let ids, _, let cause)? = await changes.next() {
                #expect(cause == .retention)
                told += ids.count
            }
            #expect(told == 1200)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `octets are limited to the octet`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let rows = try await append(9, to: store)
            let kept = rows.suffix(4).reduce(0) { $0 + Int64($1.size) }
            #expect(try await prune(store, Retention(octets: kept)) == 5)
            #expect(try await prune(store, Retention(octets: kept - 1)) == 1)
            #expect(try await store.inbox(.default)?.messages == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `age counts from the receipt`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            var ids: [CaptureID] = []
            for minute in [0, 1, 2, 3] as [Int64] {
                var capture = Capture.sample()
                capture.receivedAt = Timestamp(milliseconds: minute * 60_000)
                ids.append(try await store.append(capture).id)
            }
            let limit = Retention(age: TimeSpan("90s"))
            #expect(try await prune(store, limit, at: Timestamp(milliseconds: 90_000)) == 0)
            #expect(try await prune(store, limit, at: Timestamp(milliseconds: 150_001)) == 2)
            #expect(try await store.page(.all, before: nil, limit: 9).messages.map(\.id) == [ids[3], ids[2]])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `each inbox has limits of its own, beside those of all`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let (few, many) = (try #require(InboxName("few")), try #require(InboxName("many")))
            _ = try await store.configure(few) { $0.retention = Retention(count: 2) }
            let fews = try await append(5, "few", to: store)
            let manies = try await append(5, "many", to: store)
            #expect(try await prune(store) == 3)
            #expect(try await store.inbox(few)?.messages == 2)
            #expect(try await store.page(MessageQuery(inbox: few), before: nil, limit: 9).removedBefore == fews[3].id)
            #expect(try await store.page(MessageQuery(inbox: many), before: nil, limit: 9).removedBefore == nil)
            // The oldest of all are those of the first inbox.
            #expect(try await prune(store, Retention(count: 4)) == 3)
            #expect(try await store.inboxes().map(\.messages) == [0, 0, 4])
            #expect(
                try await store.page(.all, before: nil, limit: 9).removedBefore == CaptureID(manies[0].id.rawValue + 1))
            _ = try await store.configure(few) { $0.retention = Retention() }
            _ = try await append(9, "few", to: store)
            #expect(try await prune(store) == 0)
        }
    }

    @Test func `limits hold after a restart, and a new inbox is not taken for one that went`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let (first, second) = (try #require(InboxName("first")), try #require(InboxName("second")))
            func open() throws -> SQLiteStore { try SQLiteStore(path: folder + "/a", limits: .init(freeDisk: 0)) }
            var store = try open()
            _ = try await store.configure(first) { $0.retention = Retention(count: 1) }
            _ = try await append(3, "first", to: store)
            await store.close()
            store = try open()
            #expect(try await prune(store) == 2)
            let removedBefore = try await store.page(MessageQuery(inbox: first), before: nil, limit: 9).removedBefore
            #expect(removedBefore != nil)
            #expect(try await store.delete(first) == 1)
            _ = try await append(3, "second", to: store)
            #expect(try await prune(store) == 0)
            await store.close()
            store = try open()
            #expect(try await store.inbox(second)?.messages == 3)
            #expect(try await prune(store, Retention(count: 2)) == 1)
            #expect(await store.status().messages == 2)
            await store.close()
        }
    }

    @Test func `the file gets smaller when messages have gone, and loses nothing`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a"
            func size() throws -> Int {
                try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            }
            let store = try SQLiteStore(path: path, limits: .init(freeDisk: 0))
            let body = String(repeating: "0123456789abcdef\r\n", count: 4000)
            for number in 0..<200 { _ = try await store.append(.sample("\(number)", body: body)) }
            #expect(try await store.shrink() == false)
            #expect(try await prune(store, Retention(count: 20)) == 180)
            var steps = 1
            while try await store.shrink() { steps += 1 }
            #expect(steps > 10)
            for number in 0..<3 { _ = try await store.append(.sample("later \(number)")) }
            #expect(try await store.page(.all, before: nil, limit: 99).matched == 23)
            let oldest = try #require(try await store.matches(.all, after: .zero, limit: 1).first)
            #expect(try await store.message(oldest.id)?.content == Capture.sample("180", body: body).content)
            // Of 14 MB, 2 MB stay for what comes next.
            while try size() > 5 << 20 {
                #expect(try await store.shrink() == false)
                await Task.yield()
            }
            await store.close()
        }
    }
}
