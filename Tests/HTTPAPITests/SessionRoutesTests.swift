import Foundation
import HTTPTypes
import HummingbirdTesting
import MailModel
import MailStorage
import Testing

@testable import HTTPAPI

struct `Sessions over HTTP` {
    let harness = Harness()

    private func record(_ id: Int64, isOpen: Bool = false) -> SessionRecord {
        let start = Timestamp(milliseconds: 1_769_850_000_000)
        return SessionRecord(
            id: SessionID(id), protocol: "smtp", client: "127.0.0.1:40000", listener: "127.0.0.1:1025",
            startedAt: start, endedAt: isOpen ? nil : Timestamp(milliseconds: 1_769_850_001_000),
            greeting: isOpen ? nil : "client.example", outcome: isOpen ? .open : .quit, accepted: 1,
            dialogue: [
                DialogueLine(at: start, speech: .server("220 ready")),
                DialogueLine(at: start, speech: .client("EHLO client.example")),
                DialogueLine(at: start, speech: .data(octets: 2048)),
                DialogueLine(at: start, speech: .note("a bare LF")),
            ])
    }

    @Test func `a session is shown with its dialogue`() async throws {
        await harness.store.record(record(5))
        try await harness.deliver(session: SessionID(5))
        try await harness.test { client in
            try (try await client.get("/api/sessions/5")).expect("session")
            try (try await client.get("/api/messages/1/session")).expect("session")
        }
    }

    @Test func `an open connection knows best itself`() async throws {
        await harness.store.record(record(5))
        harness.live.open(record(5, isOpen: true))
        try await harness.deliver(session: SessionID(5))
        try await harness.test { client in
            for uri in ["/api/sessions/5", "/api/messages/latest/session"] {
                let session = try await client.get(uri)
                #expect(try session.json["outcome"] as? String == "open")
            }
        }
    }

    @Test func `a list joins open and ended ones, newest first`() async throws {
        for id in [1, 3, 5] as [Int64] { await harness.store.record(record(id)) }
        for id in [4, 5, 6] as [Int64] { harness.live.open(record(id, isOpen: true)) }
        try await harness.test { client in
            let first = try await client.get("/api/sessions?limit=3")
            try first.expect("sessions")
            let last = try await client.get("/api/sessions?limit=3&before=4")
            let sessions = try #require(try last.json["sessions"] as? [[String: Any]])
            #expect(sessions.compactMap { $0["id"] as? String } == ["3", "1"])
            #expect(try last.json["next"] is NSNull)
        }
    }

    @Test(arguments: [
        ("user:Alice", ["3"]), ("outcome:tlsfailed", ["2"]), ("unknown%20ca", ["2"]), ("client:192.0.2.", ["4"]),
        ("192.0.2.7:25", ["4"]), ("outcome:quit%20client", ["3", "1"]), ("user:nobody", []),
        ("is:troubled", ["4", "2", "1"]), ("is:Troubled%20127.0.0.1", ["2", "1"]), ("", ["4", "3", "2", "1"]),
    ])
    func `sessions are found by client, user, outcome and reason`(query: String, ids: [String]) async throws {
        for id in 1...4 as ClosedRange<Int64> {
            var session = record(id)
            if id == 1 { session.refused = 1 }
            if id == 2 { (session.outcome, session.reason) = (.tlsFailed, "unknown CA") }
            if id == 3 { session.user = "alice" }
            if id == 4 { (session.client, session.outcome) = ("192.0.2.7:25", .refused) }
            if id == 2 { session.greeting = nil }
            await harness.store.record(session)
        }
        try await harness.test { client in
            let sessions = try #require(
                try await client.get("/api/sessions?q=\(query)").json["sessions"] as? [[String: Any]])
            #expect(sessions.compactMap { $0["id"] as? String } == ids)
        }
    }

    @Test func `sessions are those of an inbox, by who logged in or by what came`() async throws {
        for inbox in ["job", "default", "job"] {
            try await harness.deliver(inbox: #require(InboxName(inbox)))
        }
        let ids = try await harness.store.ids(.all)
        for id in 1...4 as ClosedRange<Int64> {
            var session = record(id)
            if id < 4 { session.messages = [ids[Int(id - 1)]] }
            if id == 4 { session.user = "job" }
            await harness.store.record(session)
        }
        var live = record(9, isOpen: true)
        live.messages = [ids[1]]
        harness.live.open(live)
        try await harness.test { client in
            for (query, expected) in [
                ("inbox=job", ["4", "3", "1"]), ("inbox=default", ["9", "2"]), ("inbox=none", []),
                ("inbox=job&q=user:job", ["4"]), ("inbox=job&limit=1&before=4", ["3"]),
            ] {
                let answer = try await client.get("/api/sessions?\(query)")
                let sessions = try #require(try answer.json["sessions"] as? [[String: Any]])
                #expect(sessions.compactMap { $0["id"] as? String } == expected, "\(query)")
            }
        }
    }

    @Test(arguments: ["outcome:lost", "usr:alice", "is:open"]) func `an unknown field or outcome is told of`(
        query: String
    )
        async throws
    {
        try await harness.test { client in
            let answer = try await client.get("/api/sessions?q=\(query)")
            #expect(answer.status == .badRequest)
        }
    }

    @Test func `a search through sessions waits for its turn, and ends when it takes too long`() async throws {
        let harness = Harness(limits: HTTPLimits(searches: 100, searchTimeout: .milliseconds(10)))
        await harness.store.record(record(5))
        try await harness.test { client in
            try await harness.api.gate.run {
                try await harness.api.gate.run {
                    let answer = try await client.get("/api/sessions?q=quit")
                    #expect(answer.status == .serviceUnavailable)
                    try answer.expect("problem-search-too-long")
                    #expect(try await client.get("/api/sessions").status == .ok)
                }
            }
        }
    }

    @Test func `a session that is no longer kept is not found`() async throws {
        try await harness.deliver(session: SessionID(77))
        try await harness.test { client in
            try (try await client.get("/api/messages/1/session")).expect("problem-session-not-kept")
        }
    }
}
