import MailModel
import MailStorage
import TestSupport
import Testing

@testable import HTTPAPI

struct `The wait hub` {
    let store = ReluctantStore()
    let harness: Harness
    let hub: WaitHub

    init() {
        harness = Harness(store: store)
        hub = Self.hub(of: store)
    }

    private static func hub(
        of store: ReluctantStore, searchTimeout: Duration = .seconds(60), patience: Duration = .seconds(60)
    ) -> WaitHub {
        let limits = HTTPLimits(waiters: 10, searchTimeout: searchTimeout)
        return WaitHub(store: store, gate: SearchGate(width: 1), limits: limits, patience: patience)
    }

    private static let anything = WaitWish(query: .all, after: nil, count: 1)

    private static func wish(_ terms: QueryTerm..., after: Int64? = nil, count: Int = 1) -> WaitWish {
        WaitWish(query: MessageQuery(terms: terms), after: after.map { CaptureID($0) }, count: count)
    }

    /// Runs `body` while the hub reads.
    private func reading(_ body: () async throws -> Void) async throws {
        let run = Task { await hub.run() }
        try await body()
        run.cancel()
        await run.value
    }

    private func wait(for wish: WaitWish, _ patience: Duration = .seconds(60)) async throws -> Sighting {
        try await hub.wait(for: wish, until: .now + patience)
    }

    @Test func `frees a wait that is cancelled`() async throws {
        let waiter = Task { try await wait(for: Self.anything) }
        while hub.count == 0 { await Task.yield() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(hub.count == 0)
    }

    @Test func `ends all waits when it ends`() async throws {
        let run = Task { await hub.run() }
        let waiter = Task { try await wait(for: Self.anything) }
        while hub.count == 0 { await Task.yield() }
        run.cancel()
        await run.value
        await #expect(throws: Problem.self) { try await waiter.value }
        await #expect(throws: Problem.self) { try await wait(for: Self.anything) }
    }

    @Test func `ends when the store closes`() async throws {
        let run = Task { await hub.run() }
        let waiter = Task { try await wait(for: Self.anything) }
        while hub.count == 0 { await Task.yield() }
        await store.close()
        await #expect(throws: Problem.self) { try await waiter.value }
        await run.value
    }

    @Test func `reads again after it had nothing to read for`() async throws {
        try await reading {
            for number in 1...20 {
                async let sighting = wait(for: Self.wish(.text(.to, Needle("user\(number)@"))))
                let id = try await harness.deliver(to: "user\(number)@example.com").id
                #expect(try await sighting.messages.map(\.id) == [id])
            }
        }
    }

    /// Nothing is told to it, since nobody reads.
    @Test func `looks once more before a wait ends in vain`() async throws {
        for wish in [Self.anything, Self.wish(.text(.to, Needle("alice")), after: 0)] {
            store.afterNextLook { [harness] in _ = try? await harness.deliver() }
            #expect(try await wait(for: wish, .zero).isEnough)
            _ = try await store.delete(.all)
        }
    }

    @Test func `answers with what comes while a look takes long`() async throws {
        store.hold()
        try await reading {
            async let sighting = wait(for: Self.wish(.text(.anywhere, Needle("elephant"))))
            while store.held == 0 { await Task.yield() }
            let id = try await harness.deliver("Subject: elephant\r\n\r\n").id
            #expect(try await sighting.messages.map(\.id) == [id])
        }
        #expect(store.held == 0)
    }

    @Test func `ends a look with the wait, and tells that it is not whole`() async throws {
        store.hold()
        let hub = Self.hub(of: store, patience: .milliseconds(10))
        let sighting = try await hub.wait(for: Self.wish(.text(.anywhere, Needle("elephant")), after: 0), until: .now)
        #expect(!sighting.isEnough && !sighting.isWhole)
        #expect(sighting.cursor == .zero)
        #expect(store.held == 0)
    }

    /// Others wait for their turn; what comes is told all the same.
    @Test func `ends a search before the wait`() async throws {
        for _ in 0...100 { try await harness.deliver() }
        store.hold()
        let hub = Self.hub(of: store, searchTimeout: .milliseconds(10))
        let run = Task { await hub.run() }
        let waiters = (0..<2).map { _ in
            Task {
                try await hub.wait(for: Self.wish(.text(.anywhere, Needle("elephant"))), until: .now + .seconds(60))
            }
        }
        while store.givenUp < 2 { await Task.yield() }
        let id = try await harness.deliver("Subject: elephant\r\n\r\n").id
        for waiter in waiters { #expect(try await waiter.value.messages.map(\.id) == [id]) }
        run.cancel()
        await run.value
    }

    @Test func `ends in time though marks change without end`() async throws {
        let id = try await store.append(.sample()).id
        let wish = Self.wish(.tag(NamePattern("never")))
        try await reading {
            let changing = Task {
                while !Task.isCancelled {
                    _ = try await store.mark(id, .seen)
                    _ = try await store.mark(id, .unseen)
                }
            }
            for patience in [Duration.zero, .milliseconds(50)] {
                let sighting = try await wait(for: wish, patience)
                #expect(sighting.messages.isEmpty && !sighting.isEnough)
            }
            changing.cancel()
            _ = try await changing.value
        }
    }

    @Test func `looks itself when a message cannot be read`() async throws {
        try await reading {
            async let sighting = wait(for: Self.wish(.text(.anywhere, Needle("elephant"))))
            while store.looks == 0 { await Task.yield() }
            store.failNextRead()
            let id = try await harness.deliver("Subject: animals\r\n\r\nelephant\r\n").id
            #expect(try await sighting.messages.map(\.id) == [id])
        }
    }

    @Test func `tells when the store cannot be read`() async throws {
        store.failLooks()
        await #expect(throws: StoreError.self) { try await wait(for: Self.anything) }
        #expect(hub.count == 0)
    }
}

struct `A waiter` {
    private var waiter = Waiter(WaitWish(query: .all, after: nil, count: 2), start: CaptureID(10))
    private var waiterBehind = Waiter(WaitWish(query: .all, after: CaptureID(5), count: 2), start: CaptureID(10))

    private static func message(_ id: Int64) -> Summary {
        Summary(
            id: CaptureID(id), inbox: .default, receivedAt: Timestamp(milliseconds: 0), session: nil,
            envelope: Envelope(reversePath: "", forwardPaths: []), size: 0, digest: Digest())
    }

    private static func ids(_ waiter: Waiter) -> [Int64]? {
        waiter.sighting(at: CaptureID(20)).map { $0.messages.map(\.id.rawValue) }
    }

    @Test mutating func `counts what it sees and what comes once`() {
        waiter.came(Self.message(11))
        waiter.saw([Self.message(11)])
        #expect(!waiter.isSettled)
        waiter.came(Self.message(11))
        #expect(!waiter.isSettled)
        waiter.came(Self.message(12))
        #expect(waiter.isSettled && Self.ids(waiter) == [12, 11])
    }

    @Test mutating func `does not count what went, whenever it is told`() {
        waiter.came(Self.message(11))
        waiter.went([CaptureID(11), CaptureID(3)])
        waiter.saw([Self.message(11), Self.message(3), Self.message(2)])
        #expect(!waiter.isSettled && Self.ids(waiter) == [2])
        waiter.went([CaptureID(2)])
        waiter.came(Self.message(14))
        #expect(!waiter.isSettled && Self.ids(waiter) == [14])
    }

    @Test mutating func `leaves to the look what came before it`() {
        waiter.came(Self.message(9))
        waiter.came(Self.message(10))
        waiter.saw([])
        #expect(!waiter.isSettled && Self.ids(waiter) == [])
    }

    @Test mutating func `needs no look when enough came, unless the oldest are wanted`() {
        for id in [11, 12, 13] as [Int64] {
            waiter.came(Self.message(id))
            waiterBehind.came(Self.message(id))
        }
        #expect(waiter.isSettled && Self.ids(waiter) == [12, 11])
        #expect(!waiterBehind.isSettled)
        waiterBehind.saw([Self.message(7)])
        #expect(waiterBehind.isSettled && Self.ids(waiterBehind) == [11, 7])
        #expect(waiterBehind.sighting(at: CaptureID(20))?.cursor == CaptureID(11))
    }

    @Test mutating func `begins anew when it can no longer know`() {
        for id in [11, 12, 13] as [Int64] { waiterBehind.came(Self.message(id)) }
        waiterBehind.went([CaptureID(11)])
        #expect(waiterBehind.isSettled && Self.ids(waiterBehind) == nil)
        for id in 1...1001 as ClosedRange<Int64> { waiter.went([CaptureID(id)]) }
        #expect(waiter.isSettled && Self.ids(waiter) == nil)
    }

    @Test mutating func `brings a look to its end when something may have become a match, and begins anew`() {
        waiter.mayHaveChanged()
        #expect(!waiter.isSettled)
        waiter.saw([Self.message(4)])
        #expect(waiter.isSettled && Self.ids(waiter) == nil)
        waiterBehind.mayHaveChanged()
        waiterBehind.saw([Self.message(7), Self.message(6)])
        #expect(waiterBehind.isSettled && Self.ids(waiterBehind) == [7, 6])
        waiterBehind.mayHaveChanged()
        waiterBehind.loseTrack()
        #expect(Self.ids(waiterBehind) == [7, 6])
    }

    @Test mutating func `tells what it knows when there is no time to begin anew`() {
        waiter.saw([Self.message(4)])
        waiter.loseTrack()
        let last = waiter.sighting(at: CaptureID(20), isLast: true)
        #expect(last?.messages.map(\.id.rawValue) == [4])
        #expect(last?.isEnough == false && last?.isWhole == false && last?.cursor == .zero)
    }

    @Test mutating func `stays as it is once it is settled`() {
        waiter.saw([Self.message(4), Self.message(3)])
        waiter.went([CaptureID(4)])
        waiter.came(Self.message(15))
        #expect(Self.ids(waiter) == [4, 3])
        #expect(waiter.sighting(at: CaptureID(20))?.cursor == CaptureID(10))
    }

    @Test mutating func `gives a cursor behind which nothing is missed`() {
        #expect(waiterBehind.sighting(at: CaptureID(20))?.cursor == CaptureID(5))
        waiterBehind.saw([])
        #expect(waiterBehind.sighting(at: CaptureID(20))?.cursor == CaptureID(20))
        waiterBehind.came(Self.message(17))
        #expect(waiterBehind.sighting(at: CaptureID(20))?.cursor == CaptureID(16))
    }
}
