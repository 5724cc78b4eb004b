import Foundation
import TestSupport
import Testing

/// `creel assert` as a test suite runs it: exit codes, and what it says.
@Suite(.timeLimit(.minutes(5))) struct AssertCommandTests {
    private static let mail = Array(
        "From: a@example.com\r\nTo: ada@example.com\r\nSubject: Hello\r\n\r\nHello\r\n".utf8)

    private func assert(_ words: [String], in directory: Directory? = nil) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(["assert"] + words, in: directory ?? Directory())
    }

    @Test func `files are looked at without a server`() async throws {
        let directory = try Directory()
        _ = try directory.file("mail.eml", Self.mail)
        let fine = try await assert(["mail.eml", "subject=Hello", "no link", "count=1"], in: directory)
        #expect(fine.status == 0)
        #expect(fine.output == "✓ subject=Hello\n✓ no link\n✓ count=1")
        let wrong = try await assert([".", "subject=Welcome"], in: directory)
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("✗ subject=Welcome\n    ./mail.eml: its subject is “Hello”"))
        let json = try await assert(["mail.eml", "subject=Welcome", "--format", "json"], in: directory)
        #expect(json.status == 1 && json.output.contains(#""passed":false"#))
    }

    @Test(
        arguments: [
            (["mail.eml", "sbject=a"], 2), (["mail.eml"], 2), (["mail.eml", "count=1", "--timeout", "1s"], 2),
            (["none.eml", "count=1"], 66), (["http://127.0.0.1:1/", "count=1"], 69),
            (["http://127.0.0.1:1/", "count=1", "--timeout", "1y"], 2), (["ftp://127.0.0.1/", "count=1"], 2),
        ] as [([String], Int32)])
    func `what it cannot do has an exit code of its own`(_ words: [String], _ status: Int32) async throws {
        let directory = try Directory()
        _ = try directory.file("mail.eml", Self.mail)
        let outcome = try await assert(words, in: directory)
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(!outcome.errors.isEmpty)
    }

    @Test func `a running Creel is asked in one request`() async throws {
        let server = try await Server.start(in: Directory())
        let query = ["to": "ada.one@example.com"]
        _ = try await server.api.send("POST", "/api/messages", query: query, body: Self.mail)
        let url = "http://127.0.0.1:\(server.api.port)/?q=to:ada%2Eone@example.com"
        let fine = try await assert([url, "subject~^H", "to=ada.one@example.com", "--timeout", "10s"])
        #expect(fine.status == 0, "\(fine.errors)")
        let wrong = try await assert([url, "count=2", "--timeout", "10ms"])
        #expect(wrong.status == 1)
        #expect(wrong.output == "✗ count=2\n    1 message is there")
        for slip in ["q=foo:bar", "inbox=a/b"] {
            let refused = try await assert(["http://127.0.0.1:\(server.api.port)/?\(slip)", "count=1"])
            #expect(refused.status == 2 && !refused.errors.contains("http:"), "\(refused.errors)")
        }
        #expect(await server.stop().status == 0)
    }
}
