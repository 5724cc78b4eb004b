import Foundation
import Logging
import MailModel
import NIOCore
import TestSupport
import Testing

@testable import Egress
@testable import OutsideScoring

/// Against servers in this process that speak as the real ones do.
@Suite(.timeLimit(.minutes(5))) struct OutsideScorersTests {
    private static let attached = """
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\na\r\n--b\r\nContent-Type: application/x-msdownload\r
        Content-Disposition: attachment; filename=a.exe\r\n\r\nevil\r\n--b--\r\n
        """

    private func message(_ text: String = "Subject: a\r\n\r\nb\r\n") -> ScoredMessage {
        ScoredMessage(
            Array(text.utf8), envelope: Envelope(reversePath: "a@example.com", forwardPaths: ["b@example.com"]))
    }

    private static let spamd = Array("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 7.3 / 5.0\r\n\r\nMISSING_DATE\r\n".utf8)

    /// Answers once so much was said as `Content-length` announces, or to the end of a stream.
    private static func spoken(_ answer: [UInt8]) -> FakeServer.Answer {
        { request in
            let text = String(decoding: request, as: UTF8.self)
            return text.hasSuffix("b\r\n") || text.hasSuffix("--b--\r\n") || request.suffix(4) == [0, 0, 0, 0]
                ? answer : nil
        }
    }

    private func scorers(_ scorers: [OutsideScorer], _ change: (inout OutsideScorers.Limits) -> Void = { _ in })
        -> OutsideScorers
    {
        var limits = OutsideScorers.Limits()
        limits.patience = .seconds(20)
        change(&limits)
        let egress = Egress(EgressPolicy(scorers.map(\.permission))) { _ in }
        return OutsideScorers(
            scorers, egress: egress, limits: limits, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs the scorers beside `body`.
    private func running<Value: Sendable>(
        _ scorers: OutsideScorers, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await scorers.run()
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }

    private func destination(_ server: FakeServer) -> Destination { .host("127.0.0.1", port: server.port) }

    @Test func `three programs are asked side by side, and answer in the order of the configuration`() async throws {
        let http = Array("HTTP/1.0 200 OK\r\n\r\n{\"score\":1.5,\"action\":\"greylist\",\"symbols\":{}}".utf8)
        let spamd = try await FakeServer.start(answer: Self.spoken(Self.spamd))
        let rspamd = try await FakeServer.start(answer: Self.spoken(http))
        let clamd = try await FakeServer.start(answer: Self.spoken(Array("stream: Eicar FOUND\0".utf8)))
        let scorers = scorers([
            .spamAssassin(at: destination(spamd)), .rspamd(at: destination(rspamd)), .clamAV(at: destination(clamd)),
        ])
        let verdicts = try await running(scorers) { await scorers.verdicts(on: message(Self.attached)) }
        #expect(verdicts.map(\.name) == ["SpamAssassin", "Rspamd", "ClamAV"])
        #expect(verdicts.map(\.score) == [7.3, 1.5, nil])
        #expect(verdicts.map(\.verdict) == ["spam", "greylist", "infected"])
        #expect(verdicts[2].detail == "a.exe: Eicar; 1 attachment")
        #expect(verdicts.allSatisfy { $0.failure == nil })
        let stream = Array("zINSTREAM\0".utf8) + [0, 0, 0, 4] + Array("evil".utf8) + [0, 0, 0, 0]
        #expect(clamd.requests == [stream])
        for server in [spamd, rspamd, clamd] { try await server.stop() }
    }

    @Test func `an answer is remembered`() async throws {
        let spamd = try await FakeServer.start(answer: Self.spoken(Self.spamd))
        let scorers = scorers([.spamAssassin(at: destination(spamd))]) { $0.answers = 1 }
        try await running(scorers) {
            for _ in 0..<3 { #expect(await scorers.verdicts(on: message())[0].verdict == "spam") }
            #expect(spamd.requests.count == 1)
            _ = await scorers.verdicts(on: message("Subject: other\r\n\r\nb\r\n"))
            _ = await scorers.verdicts(on: message())
            #expect(spamd.requests.count == 3)
        }
        try await spamd.stop()
    }

    @Test func `an answer is remembered for a while, and a failure for another`() async throws {
        let spamd = try await FakeServer.start(answer: Self.spoken(Self.spamd))
        let refusing = try await FakeServer.start(answer: Self.spoken(Array("SPAMD/1.0 65 EX_DATAERR\r\n\r\n".utf8)))
        for (server, isForgotten) in [(spamd, true), (spamd, false), (refusing, true), (refusing, false)] {
            let before = server.requests.count
            let scorers = scorers([.spamAssassin(at: destination(server))]) { limits in
                limits.memory = server === spamd && isForgotten ? .zero : .seconds(3600)
                limits.memoryOfFailure = server === refusing && isForgotten ? .zero : .seconds(3600)
            }
            try await running(scorers) { for _ in 0..<3 { _ = await scorers.verdicts(on: message()) } }
            #expect(server.requests.count - before == (isForgotten ? 3 : 1))
        }
        for server in [spamd, refusing] { try await server.stop() }
    }

    @Test func `one that is down says so at once, asked or not`() async throws {
        // Nobody listens at the first of all ports.
        let scorers = scorers([.spamAssassin(at: .host("127.0.0.1", port: 1))]) { $0.rest = .seconds(3600) }
        try await running(scorers) {
            let verdict = await scorers.verdicts(on: message())[0]
            #expect(verdict.failure == "nobody answers at 127.0.0.1:1" && verdict.verdict == nil)
        }
        // Nobody carries questions any more: what is said now is what is known.
        let other = await scorers.verdicts(on: message("Subject: c\r\n\r\nb\r\n"))[0]
        #expect(other.failure == "nobody answers at 127.0.0.1:1")
    }

    @Test func `one that was down is asked again after a rest`() async throws {
        let path = "/tmp/creel-\(UUID()).sock"
        let scorers = scorers([.clamAV(at: .socket(path: path))]) { $0.rest = .zero }
        try await running(scorers) {
            #expect(await scorers.verdicts(on: message(Self.attached))[0].failure == "nobody answers at \(path)")
            let clamd = try await FakeServer.start(at: path, answer: Self.spoken(Array("stream: OK\0".utf8)))
            #expect(await scorers.verdicts(on: message(Self.attached))[0].verdict == "clean")
            try await clamd.stop()
        }
    }

    @Test func `nobody waits longer than the patience, and the answer that comes later counts`() async throws {
        let (held, holder) = AsyncStream<Never>.makeStream()
        let slow = try await FakeServer.start(after: { for await _ in held {} }, answer: Self.spoken(Self.spamd))
        let scorers = scorers([.spamAssassin(at: destination(slow))]) { $0.patience = .milliseconds(20) }
        try await running(scorers) {
            let early = await scorers.verdicts(on: message())[0]
            #expect(early.failure == "it has not answered yet; ask again for its answer")
            holder.finish()
            while await scorers.verdicts(on: message())[0].verdict != "spam" {}
        }
        #expect(slow.requests.count == 1)
        try await slow.stop()
    }

    @Test func `what one refuses does not make it rest`() async throws {
        let spamd = try await FakeServer.start(answer: Self.spoken(Array("SPAMD/1.0 65 EX_DATAERR\r\n\r\n".utf8)))
        let scorers = scorers([.spamAssassin(at: destination(spamd))])
        try await running(scorers) {
            #expect(await scorers.verdicts(on: message())[0].failure == "it refuses the message: EX_DATAERR")
            _ = await scorers.verdicts(on: message("Subject: c\r\n\r\nb\r\n"))
            #expect(spamd.requests.count == 2)
        }
        try await spamd.stop()
    }

    @Test func `questions have a limit`() async throws {
        let silent = try await FakeServer.start { _ in nil }
        let scorers = scorers([.spamAssassin(at: destination(silent))]) {
            $0.questions = 1
            $0.patience = .milliseconds(1)
        }
        try await running(scorers) {
            _ = await scorers.verdicts(on: message())
            let second = await scorers.verdicts(on: message("Subject: c\r\n\r\nb\r\n"))[0]
            #expect(second.failure == "too many messages are being judged; ask again")
        }
        try await silent.stop()
    }

    @Test func `without scorers nothing is said`() async {
        #expect(await scorers([]).verdicts(on: message()).isEmpty)
    }
}
