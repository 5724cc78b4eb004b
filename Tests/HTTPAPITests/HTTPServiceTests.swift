import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MailStorage
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import HTTPAPI

/// What only shows with sockets: binding, clients that leave, stopping.
@Suite(.timeLimit(.minutes(5)))
struct `The HTTP service` {
    let harness = Harness()

    private func service(
        of harness: Harness? = nil, at bindings: [HTTPBinding], grace: Duration = .seconds(10),
        onReady: @escaping @Sendable ([HTTPBinding]) -> Void = { _ in }
    ) -> HTTPService {
        let harness = harness ?? self.harness
        return HTTPService(
            HTTPService.Configuration(
                bindings: bindings, version: "1.2.3", overdue: { try await Task.sleep(for: grace) }),
            store: harness.store, intake: harness.intake, budget: harness.budget, liveSessions: harness.live,
            scorers: harness.api.scorers, listeners: harness.api.listeners,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: harness.api.logger, onReady: onReady)
    }

    private func withService(
        of harness: Harness? = nil, at bindings: [HTTPBinding] = [HTTPBinding(host: "127.0.0.1", port: 0)],
        grace: Duration = .seconds(10),
        _ body: @Sendable ([HTTPBinding], API, ServiceGroup) async throws -> Void
    ) async throws {
        let (ready, continuation) = AsyncStream<[HTTPBinding]>.makeStream()
        let service = service(of: harness, at: bindings, grace: grace) { continuation.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [service], logger: self.harness.api.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let addresses = try #require(await ready.first { _ in true })
            try await body(addresses, service.api, group)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func client(of binding: HTTPBinding) -> TestClient {
        let client = TestClient(
            host: binding.host, port: binding.port,
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton))
        client.connect()
        return client
    }

    private func get(_ path: String) -> TestClient.Request {
        TestClient.Request(path, method: .get, authority: "localhost")
    }

    @Test func `tells the addresses it has`() async throws {
        let wishes = [HTTPBinding(host: "127.0.0.1", port: 0), HTTPBinding(host: "::1", port: 0)]
        try await withService(at: wishes) { addresses, _, _ in
            #expect(addresses.map(\.host) == ["127.0.0.1", "::1"])
            #expect(addresses.allSatisfy { $0.port > 0 })
            for address in addresses {
                let client = client(of: address)
                #expect(try await client.execute(get("/livez")).status == .ok)
                try await client.shutdown()
            }
        }
    }

    @Test func `says which address it cannot have`() async throws {
        try await withService { addresses, _, _ in
            await #expect(throws: HTTPServiceError.self) {
                try await service(at: addresses).run()
            }
        }
    }

    @Test(arguments: [(false, "--http"), (true, "--https")])
    func `names the flag of an address that it cannot have`(isEncrypted: Bool, flag: String) {
        let binding = HTTPBinding(host: "127.0.0.1", port: 1, isEncrypted: isEncrypted)
        let error = HTTPServiceError.cannotBind(binding, reason: "x", isTaken: true)
        #expect("\(error)".contains(" give \(flag) another address"))
    }

    @Test(arguments: ["/api/messages/wait", "/api/messages/wait/", "//api/messages//wait"])
    func `notices a waiting client that leaves`(path: String) async throws {
        try await withService { addresses, api, _ in
            let client = client(of: addresses[0])
            try await client.executeAndDontWaitForResponse(get(path))
            while api.waits.count == 0 { await Task.yield() }
            try await client.shutdown()
            while api.waits.count > 0 { await Task.yield() }
        }
    }

    @Test func `notices a searching client that leaves`() async throws {
        let store = ReluctantStore()
        store.hold()
        try await withService(of: Harness(store: store)) { addresses, api, _ in
            let clients = (0..<3).map { _ in client(of: addresses[0]) }
            for client in clients { try await client.executeAndDontWaitForResponse(get("/api/messages?q=hello")) }
            while store.held < 2 || api.gate.queued < 1 { await Task.yield() }
            for client in clients { try await client.shutdown() }
            while store.held > 0 || api.gate.queued > 0 { await Task.yield() }
        }
    }

    @Test func `notices a subscriber that leaves`() async throws {
        try await withService { addresses, api, _ in
            let client = client(of: addresses[0])
            try await client.executeAndDontWaitForResponse(get("/api/events"))
            while api.subscribers.count == 0 { await Task.yield() }
            try await client.shutdown()
            while api.subscribers.count > 0 { await Task.yield() }
        }
    }

    @Test func `stops at once with open waits and event streams`() async throws {
        try await withService { addresses, api, group in
            let (waiter, subscriber) = (client(of: addresses[0]), client(of: addresses[0]))
            async let wait = waiter.execute(get("/api/messages/wait"))
            async let events = subscriber.execute(get("/api/events"))
            while api.waits.count == 0 || api.subscribers.count == 0 { await Task.yield() }
            await group.triggerGracefulShutdown()
            #expect(try await wait.status == .serviceUnavailable)
            #expect(try await events.status == .ok)
            try await waiter.shutdown()
            try await subscriber.shutdown()
        }
    }

    @Test func `cuts a stalled upload at the end, and stores nothing of it`() async throws {
        try await withService(grace: .milliseconds(20)) { addresses, _, group in
            let client = client(of: addresses[0])
            var request = TestClient.Request("/api/messages", method: .post, authority: "localhost")
            request.head.headerFields[.contentLength] = "100"
            try await client.executeAndDontWaitForResponse(request)
            await group.triggerGracefulShutdown()
        }
        #expect(await harness.store.status().messages == 0)
    }
}
