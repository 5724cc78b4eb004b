import Assessing
import Foundation
import Hummingbird
import HummingbirdTesting
import MailModel
import MailStorage
import Testing

@testable import HTTPAPI

@Suite struct StatisticsTests {
    @Test func `messages are counted by minute, size, score, finding and sender`() async throws {
        let harness = Harness()
        var ids: [CaptureID] = []
        for (from, padding) in [("a@example.com", 10), ("A@example.com", 5000), ("b@example.com", 70_000)] {
            let text = "From: \(from)\r\nSubject: a\r\n\r\n\(String(repeating: "x", count: padding))\r\n"
            ids.append(try await harness.deliver(text, inbox: try #require(InboxName("pr-1"))).id)
        }
        try await harness.deliver()
        try await harness.store.assess([
            ids[0]: Assessment(score: 5.5, severity: .error, rules: ["html.script", "hdr.date.missing"], ruleset: "1"),
            ids[1]: Assessment(score: -0.5, severity: nil, rules: ["hdr.date.missing"], ruleset: "1"),
        ])
        try await harness.test { client in
            try await client.get("/api/statistics?inbox=pr-1").expect("statistics")
            #expect(try await client.get("/api/statistics").integer("messages") == 4)
        }
    }

    @Test func `an empty store has nothing to tell`() async throws {
        try await Harness().test { client in
            try await client.get("/api/statistics?inbox=none").expect("statistics-of-nothing")
            #expect(try await client.get("/api/statistics?q=a").status == .badRequest)
        }
    }

    @Test func `no more than the newest ten thousand are looked at`() async throws {
        let harness = Harness()
        for _ in 0...Statistics.limit { try await harness.deliver("a: b\r\n\r\n") }
        try await harness.test { client in
            let answer = try await client.get("/api/statistics")
            #expect(try answer.integer("messages") == Statistics.limit)
            // Nobody counted the minutes before.
            let minutes = try #require(answer.json["minutes"] as? [String: Any])
            #expect(minutes["messages"] as? [Int] == [Statistics.limit])
        }
    }
}
