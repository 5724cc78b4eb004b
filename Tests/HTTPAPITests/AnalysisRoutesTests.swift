import Assessing
import Egress
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import MailAnalysis
import MailModel
import MailStorage
import NIOCore
import OutsideScoring
import TestSupport
import Testing

@testable import HTTPAPI

@Suite struct AnalysisRoutesTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            struct Place: Decodable {
                let part: String?
                let range: [Int]?
                let detail: String
            }
            let rule: String
            let severity: String
            let points: Double
            let advice: String
            let reference: String
            let places: [Place]
        }
        struct Verdict: Decodable { let verdict: String }
        struct Clients: Decodable {
            struct Client: Decodable {
                let client: String
                let percentage: Double?
            }
            let clients: [Client]
        }
        let score: Double
        let verdict: String
        let severity: String?
        let findings: [Finding]
        let groups: [String: Group]
        let providers: [String: Verdict]
        let clients: Clients
        let ruleset: String

        struct Group: Decodable { let score: Int }
    }

    private static let scripted = """
        From: a@example.com\r
        To: b@example.com\r
        Date: Sat, 31 Jan 2026 09:00:00 +0000\r
        Message-ID: <1@example.com>\r
        Subject: Your receipt for January\r
        MIME-Version: 1.0\r
        Content-Type: text/html; charset=utf-8\r
        \r
        <p>Thank you for your order, it is on its way.</p><script>alert(1)</script>\r

        """

    private func report(_ response: TestResponse) throws -> Report {
        #expect(response.status == .ok, "\(String(buffer: response.body))")
        return try JSONDecoder().decode(Report.self, from: Data(response.body.readableBytesView))
    }

    @Test func `a report tells what is wrong, where, and what to do`() async throws {
        let harness = Harness()
        let summary = try await harness.deliver(Self.scripted)
        try await harness.test { client in
            let report = try report(try await client.get("/api/messages/\(summary.id)/report"))
            let finding = try #require(report.findings.first { $0.rule == "html.script" })
            #expect(finding.severity == "error")
            let range = try #require(finding.places.first?.range)
            let evidence = Array(Self.scripted.utf8)[range[0]..<range[1]]
            #expect(String(decoding: evidence, as: UTF8.self).contains("<script>"))
            #expect(report.severity == "error")
            #expect(report.score > 0)
            #expect(Set(report.groups.keys) == ["structure", "clientSupport", "accessibility", "size"])
            #expect(Set(report.providers.keys) == ["gmail", "yahoo", "microsoft"])
            #expect(report.clients.clients.count == MailClient.all.count)
            #expect(report.ruleset == RuleSet().version)
        }
    }

    @Test func `latest has a report, an unknown number has none`() async throws {
        let harness = Harness()
        try await harness.deliver(Self.scripted)
        try await harness.test { client in
            let latest = try report(try await client.get("/api/messages/latest/report"))
            #expect(latest.severity == "error")
            let unknown = try await client.get("/api/messages/99/report")
            #expect(unknown.status == .notFound)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a check says the same and keeps nothing`() async throws {
        let harness = Harness()
        try await harness.test { client in
            let response = try await client.execute(
                uri: "/api/check", method: .post, body: ByteBuffer(string: Self.scripted))
            let report = try report(response)
            #expect(report.findings.contains { $0.rule == "html.script" })
            #expect(await harness.store.status().messages == 0)
            // Given back when the request is let go, which may be just behind the answer.
            while harness.budget.heldOctets > 0 { await Task.yield() }
            let tooLarge = try await client.execute(
                uri: "/api/check", method: .post, body: ByteBuffer(repeating: 0x61, count: 1 << 17))
            #expect(tooLarge.status == .contentTooLarge)
        }
    }

    @Test func `every rule is told, one with its examples`() async throws {
        struct List: Decodable {
            struct Rule: Decodable {
                let id: String
                let summary: String
                let advice: String
                let reference: String
                let passing: [String]?
                let failing: [String]?
            }
            let rules: [Rule]
            let ruleset: String
        }
        try await Harness().test { client in
            let list = try JSONDecoder().decode(
                List.self, from: Data(try await client.get("/api/rules").body.readableBytesView))
            #expect(list.rules.map(\.id) == RuleSet().rules.map(\.id))
            #expect(list.rules.allSatisfy { $0.passing == nil && !$0.advice.isEmpty })
            let rule = try JSONDecoder().decode(
                List.Rule.self, from: Data(try await client.get("/api/rules/html.script").body.readableBytesView))
            #expect(rule.failing?.isEmpty == false)
            let unknown = try await client.get("/api/rules/no.such")
            #expect(unknown.status == .notFound)
        }
    }

    @Test func `the clients are told`() async throws {
        try await Harness().test { client in
            let clients = try JSONDecoder().decode(
                [String: [MailClient]].self, from: Data(try await client.get("/api/clients").body.readableBytesView))
            #expect(clients["clients"] == MailClient.all)
        }
    }

    @Test func `what is said outside stands beside the score and never in it`() async throws {
        let spoken = Array("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 25.0 / 5.0\r\n\r\nGTUBE\r\n".utf8)
        let spamd = try await FakeServer.start {
            String(decoding: $0, as: UTF8.self).hasSuffix("</script>\r\n") ? spoken : nil
        }
        let harness = Harness(scorers: [
            .spamAssassin(at: .host("127.0.0.1", port: spamd.port)), .rspamd(at: .host("127.0.0.1", port: 1)),
        ])
        let summary = try await harness.deliver(Self.scripted)
        let plain = Analyzer.standard.report(on: Subject(try #require(try await harness.store.message(summary.id))))
        try await harness.test { client in
            let body = ByteBuffer(string: Self.scripted)
            for answer in [
                try await client.get("/api/messages/\(summary.id)/report"),
                try await client.execute(uri: "/api/check", method: .post, body: body),
            ] {
                let outside = try #require(try answer.json["outside"] as? [NSDictionary])
                #expect(outside.map { $0["name"] as? String } == ["SpamAssassin", "Rspamd"])
                #expect(outside[0]["score"] as? Double == 25 && outside[0]["verdict"] as? String == "spam")
                #expect(outside[0]["detail"] as? String == "GTUBE" && outside[0]["failure"] is NSNull)
                #expect(outside[1]["failure"] as? String == "nobody answers at 127.0.0.1:1")
                #expect(outside[1]["score"] is NSNull && outside[1]["verdict"] is NSNull)
                #expect(try answer.json["score"] as? Double == plain.spam.points)
            }
            #expect(try await Harness().checked(Self.scripted).json["outside"] as? [NSDictionary] == [])
        }
        try await spamd.stop()
    }
}

extension Harness {
    fileprivate func checked(_ text: String) async throws -> TestResponse {
        let application = Application(responder: api.responder(at: binding, access: access), logger: api.logger)
        return try await application.test(.router) { client in
            try await client.execute(uri: "/api/check", method: .post, body: ByteBuffer(string: text))
        }
    }
}
