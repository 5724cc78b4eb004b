import HTTPTypes
import HummingbirdTesting
import MailModel
import MailStorage
import Testing

@testable import HTTPAPI

struct `Searching` {
    let store = ReluctantStore()

    private func harness(searches: Int = 100, timeout: Duration = .seconds(60)) -> Harness {
        store.hold()
        return Harness(store: store, limits: HTTPLimits(searches: searches, searchTimeout: timeout))
    }

    @Test func `is done two at a time, the others in their turn`() async throws {
        let harness = harness()
        for _ in 0..<2 { try await harness.deliver() }
        try await harness.test { client in
            async let first = client.get("/api/messages?q=hello")
            async let second = client.get("/api/messages/latest?q=hello")
            while store.held < 2 { await Task.yield() }
            async let third = client.get("/api/messages?q=absent")
            while harness.api.gate.queued < 1 { await Task.yield() }
            #expect(store.held == 2)
            store.release()
            let (list, latest, last) = try await (first, second, third)
            #expect(try list.ids == [2, 1])
            #expect(try latest.integer("id") == 2)
            #expect(try last.integer("matched") == 0)
        }
    }

    @Test func `holds up nothing else`() async throws {
        let harness = harness()
        try await harness.deliver()
        try await harness.test { client in
            async let searches = withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for _ in 0..<20 { group.addTask { try await client.get("/api/messages?q=hello").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            while harness.api.gate.queued < 18 { await Task.yield() }
            for uri in [
                "/api/messages", "/api/messages?q=", "/api/messages/1", "/api/messages/latest", "/readyz", "/metrics",
                "/api/sessions", "/api/messages/wait?timeout=0",
            ] {
                let status = try await client.get(uri).status
                #expect(status != .serviceUnavailable, "\(uri)")
            }
            store.release()
            #expect(try await searches == Array(repeating: .ok, count: 20))
        }
    }

    @Test func `has a limit, and says so`() async throws {
        let harness = harness(searches: 1)
        try await harness.test { client in
            async let first = client.get("/api/messages?q=hello")
            while store.held < 1 { await Task.yield() }
            let second = try await client.get("/api/messages?q=hello")
            #expect(second.status == .serviceUnavailable)
            #expect(second.headers[.retryAfter] == "1")
            try second.expect("problem-too-many-searches")
            store.release()
            #expect(try await first.status == .ok)
        }
    }

    @Test func `ends when it takes too long, and says so`() async throws {
        let harness = harness(timeout: .milliseconds(10))
        try await harness.test { client in
            let answer = try await client.get("/api/messages?q=hello")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "1")
            try answer.expect("problem-search-too-long")
        }
        #expect(store.held == 0)
    }

    @Test func `says so when it is the index that is behind`() async throws {
        let harness = harness(timeout: .milliseconds(10))
        store.lag(by: 800_000)
        try await harness.test { client in
            let answer = try await client.get("/api/messages?q=hello")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.text.contains("the index has yet to reach 800000 messages"))
            #expect(try await client.get("/readyz").text == "ready\n")
        }
    }

    @Test func `says so when the index does not go on, as does who asks whether all is well`() async throws {
        let harness = harness(timeout: .milliseconds(10))
        store.lag(by: 800_000, trouble: "It is stuck")
        try await harness.test { client in
            let answer = try await client.get("/api/messages?q=hello")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.text.contains("does not go on (It is stuck)"))
            let ready = try await client.get("/readyz")
            #expect(ready.status == .ok && ready.text.hasPrefix("ready\nThe index does not go on"))
        }
    }

    @Test func `takes the time it needs where all matches are wanted`() async throws {
        let harness = harness(timeout: .milliseconds(10))
        try await harness.deliver()
        try await harness.test { client in
            async let deletion = client.execute(uri: "/api/messages?q=hello", method: .delete)
            while store.held < 1 { await Task.yield() }
            #expect(try await client.get("/api/messages?q=hello").status == .serviceUnavailable)
            #expect(store.held == 1)
            store.release()
            let answer = try await deletion
            #expect(try answer.integer("deleted") == 1)
        }
    }

    @Test func `closes its connection`() async throws {
        let harness = Harness()
        try await harness.test { client in
            for (query, connection) in [("q=hello", "close"), ("q=hello+%22", "close"), ("q=", nil), ("", nil)] {
                let answer = try await client.get("/api/messages?\(query)")
                #expect(answer.headers[.connection] == connection)
            }
        }
    }
}

struct `The search gate` {
    @Test func `lets nobody in who has given up`() async throws {
        let gate = SearchGate(width: 1)
        try await gate.run {
            let late = Task { try await gate.run { Issue.record("It was let in") } }
            while gate.queued == 0 { await Task.yield() }
            late.cancel()
            await #expect(throws: CancellationError.self) { try await late.value }
        }
        #expect(try await gate.run { gate.queued } == 0)
    }

    @Test func `lets in whoever came first`() async throws {
        let gate = SearchGate(width: 1)
        let (order, note) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await gate.run {
                for number in 0..<10 {
                    group.addTask { try await gate.run { _ = note.yield(number) } }
                    while gate.queued == number { await Task.yield() }
                }
            }
            try await group.waitForAll()
        }
        note.finish()
        #expect(await order.reduce(into: []) { $0.append($1) } == Array(0..<10))
    }

    @Test func `what was done in spite of the deadline counts`() async throws {
        let value = try await until(.now) {
            // Cannot be stopped any more.
            await Task { 42 }.value
        }
        #expect(value == 42)
    }
}
