import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MailModel
import MailStorage
import NIOCore
import Synchronization
import Testing

@testable import HTTPAPI

struct `The event stream` {
    let harness = Harness()

    @Test func `begins with where it stands`() async throws {
        try await harness.deliver()
        let frames = try await frames(1, after: CaptureID(1))
        #expect(frames == [": creel\nretry: 1000\nid: 1\n\n"])
    }

    @Test func `tells what was added and removed, in order`() async throws {
        let message = try await harness.deliver("Subject: hello\r\n\r\n")
        _ = try await harness.store.delete(CaptureID(1))
        try await harness.deliver()
        let frames = try await frames(4, after: .zero)
        let json = String(buffer: try JSON.encode(message))
        #expect(frames[1] == "id: 1\nevent: added\ndata: \(json)\n\n")
        #expect(frames[2] == "id: 2\nevent: removed\ndata: {\"by\":\"request\",\"ids\":[1],\"inbox\":\"default\"}\n\n")
        #expect(frames[3].hasPrefix("id: 3\nevent: added\n"))
    }

    @Test func `tells what became different, as it is now`() async throws {
        for _ in 0..<2 { try await harness.deliver("Subject: hello\r\n\r\n") }
        _ = try await harness.store.mark(CaptureID(2), .seen)
        _ = try await harness.store.configure(.default) { $0.description = "ours" }
        let frames = try await frames(5, after: .zero)
        let row = try #require(try await harness.store.rows([CaptureID(2)]).first)
        #expect(row.marks.isSeen)
        let json = String(buffer: try JSON.encode(row))
        #expect(frames[3] == "id: 3\nevent: changed\ndata: {\"at\":3,\"messages\":[\(json)]}\n\n")
        #expect(frames[4] == "id: 4\nevent: inboxes\ndata: {\"at\":4}\n\n")
    }

    @Test func `tells of one inbox alone, where one is named`() async throws {
        let job = try #require(InboxName("job"))
        for inbox in [.default, job, .default, job] { try await harness.deliver(inbox: inbox) }
        let ids = try await harness.store.ids(.all)
        _ = try await harness.store.mark(ids[0], .seen)
        _ = try await harness.store.mark(ids, .seen)
        for id in [ids[2], ids[3]] { _ = try await harness.store.delete(id) }
        let frames = try await frames(6, after: .zero, inbox: job)
        #expect(frames[1].hasPrefix("id: \(ids[1])\nevent: added\n") && frames[2].contains("event: inboxes"))
        #expect(frames[3].hasPrefix("id: \(ids[3])\nevent: added\n"))
        let rows = try await harness.store.rows([ids[1], ids[3]])
        let json = try rows.map { String(buffer: try JSON.encode($0)) }.joined(separator: ",")
        #expect(frames[4].contains("event: changed\n") && frames[4].contains("\"messages\":[\(json)]}"))
        #expect(frames[5].contains("event: removed\n") && frames[5].contains("\"ids\":[\(ids[3])],\"inbox\":\"job\""))
    }

    @Test func `goes on where a client left off`() async throws {
        for _ in 0..<5 { try await harness.deliver() }
        let frames = try await frames(3, after: CaptureID(3))
        #expect(frames.map { String($0.prefix(6)) } == [": cree", "id: 4\n", "id: 5\n"])
    }

    @Test func `tells a client of another store to read anew`() async throws {
        try await harness.deliver()
        let frames = try await frames(2, after: CaptureID(99))
        #expect(frames[0].contains("id: 1\n"))
        #expect(frames[1] == "id: 1\nevent: reset\ndata: {\"at\":1}\n\n")
    }

    @Test func `breaks the silence with an event, which is no cursor`() async throws {
        let frames = try await frames(3, after: .zero, pingInterval: .milliseconds(1))
        #expect(frames[1...] == ["event: ping\ndata: {}\n\n", "event: ping\ndata: {}\n\n"])
        #expect(EventStream(store: harness.store, start: .zero).pingInterval == .seconds(15))
    }

    @Test func `asks proxies to hold nothing back`() async throws {
        try await harness.test { client in
            let stream = try await client.execute(uri: "/api/events", method: .head)
            #expect(stream.headers[.contentType] == "text/event-stream")
            #expect(stream.headers[.accelBuffering] == "no")
        }
    }

    @Test func `tells of sessions as they end, without a cursor`() async throws {
        let session = SessionRecord(
            id: SessionID(7), protocol: "smtp", client: "192.0.2.9:40000", listener: "192.0.2.1:25",
            startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 1), outcome: .quit, user: "alice")
        let (sessions, continuation) = AsyncStream<SessionRecord>.makeStream()
        continuation.yield(session)
        continuation.finish()
        let collector = FrameCollector(limit: 2)
        var writer: any ResponseBodyWriter = collector
        let stream = EventStream(store: harness.store, start: .zero, sessions: sessions)
        await #expect(throws: FrameCollector.Enough.self) { try await stream.write(to: &writer) }
        let json = String(buffer: try JSON.encode(session))
        #expect(collector.frames[1] == "event: session\ndata: \(json)\n\n")
    }

    @Test func `tells of the sessions of one inbox alone, where one is named`() async throws {
        let job = try #require(InboxName("job"))
        for inbox in [.default, job] { try await harness.deliver(inbox: inbox) }
        let (sessions, continuation) = AsyncStream<SessionRecord>.makeStream()
        for id in 1...4 as ClosedRange<Int64> {
            continuation.yield(
                SessionRecord(
                    id: SessionID(id), protocol: "smtp", client: "192.0.2.9:40000", listener: "192.0.2.1:25",
                    startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 1), outcome: .quit,
                    user: id == 4 ? "job" : "other", messages: [[1], [2], [], []][Int(id - 1)].map { CaptureID($0) }))
        }
        continuation.finish()
        let collector = FrameCollector(limit: 3)
        var writer: any ResponseBodyWriter = collector
        let stream = EventStream(
            store: harness.store, start: harness.store.lastChange, inbox: job, sessions: sessions)
        await #expect(throws: FrameCollector.Enough.self) { try await stream.write(to: &writer) }
        #expect(collector.frames[1].contains("\"id\":\"2\"") && collector.frames[2].contains("\"id\":\"4\""))
    }

    @Test func `ends when the store closes`() async throws {
        let stream = EventStream(store: harness.store, start: .zero)
        await harness.store.close()
        var writer: any ResponseBodyWriter = FrameCollector(limit: 10)
        try await stream.write(to: &writer)
    }

    @Test(
        arguments: [
            ("/api/events", nil, nil), ("/api/events?after=3", nil, 3), ("/api/events?after=3", "7", 7),
            ("/api/events", "7", 7), ("/api/events?after=3", "", 3),
            ("/api/events?inbox=job&after=3", nil, 3),
        ] as [(String, String?, Int64?)])
    func `begins where the client says`(uri: String, last: String?, start: Int64?) throws {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: uri)
        head.headerFields[.lastEventID] = last
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        #expect(try EventRoutes.start(of: request) == start.map { CaptureID($0) })
    }

    @Test func `has a limit, and places come free when nobody holds them`() async throws {
        let places = Places(limit: 1)
        var place = places.take()
        #expect(place != nil && places.take() == nil)
        place = nil
        #expect(places.count == 0 && places.take() != nil)
    }

    /// The first frames of a stream.
    private func frames(
        _ count: Int, after cursor: CaptureID, inbox: InboxName? = nil, pingInterval: Duration = .seconds(3600)
    ) async throws -> [String] {
        let collector = FrameCollector(limit: count)
        var writer: any ResponseBodyWriter = collector
        let stream = EventStream(
            store: harness.store, start: cursor, inbox: inbox, pingInterval: pingInterval)
        await #expect(throws: FrameCollector.Enough.self) { try await stream.write(to: &writer) }
        return collector.frames
    }
}

/// A client that leaves when it has enough.
private final class FrameCollector: ResponseBodyWriter, Sendable {
    struct Enough: Error {}

    private let limit: Int
    private let collected = Mutex<[String]>([])

    init(limit: Int) { self.limit = limit }

    var frames: [String] { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        let isEnough = collected.withLock { frames in
            frames.append(String(buffer: buffer))
            return frames.count == limit
        }
        if isEnough { throw Enough() }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
