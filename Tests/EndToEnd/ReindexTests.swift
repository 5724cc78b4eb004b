import Foundation
import Testing

/// `creel reindex` as people use it.
@Suite(.timeLimit(.minutes(5))) struct ReindexTests {
    private func reindex(in directory: Directory, _ path: String) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(["reindex", "--database", path], in: directory, environment: [:])
    }

    @Test func `An index is made anew when the server is stopped`() async throws {
        let directory = try Directory()
        let path = "\(directory.path)/mail.sqlite"
        let server = try await Server.start(in: directory, settings: ["--database", path])
        let answer = try await server.api.send("POST", "/api/messages", body: Array("Subject: zanzibar\r\n".utf8))
        #expect(answer.status == 201)
        let refused = try await reindex(in: directory, path)
        #expect(refused.status == 74 && refused.errors.contains("in use by another Creel"))
        #expect(await server.stop().status == 0)
        let outcome = try await reindex(in: directory, path)
        #expect(outcome.status == 0 && outcome.errors.contains("indexed 1 message"))
        for command in [["check-store"], ["backup", "\(directory.path)/copy.sqlite"]] {
            let creel = try #require(Program.creel)
            let done = try await creel.run(command + ["--database", path], in: directory, environment: [:])
            #expect(done.status == 0 && done.errors.contains("1 message"), "\(done.errors)")
            let failed = try await creel.run(command + ["--database", path + "2"], in: directory, environment: [:])
            #expect(failed.status == 74 && failed.errors.contains("There is no database"))
        }
        let nowhere = try await reindex(in: directory, path + "2")
        #expect(nowhere.status == 74 && nowhere.errors.contains("There is no database"))
    }

    @Test func `What a limit left out of the index is found when the limit is gone`() async throws {
        let directory = try Directory()
        let database = ["--database", "\(directory.path)/mail.sqlite"]
        var server = try await Server.start(in: directory, settings: database + ["--max-header-fields", "10"])
        let fields = (1...10).map { "X-\($0): a\r\n" }.joined()
        let message = Array("\(fields)X-Job: zanzibar\r\n\r\n".utf8)
        #expect(try await server.api.send("POST", "/api/messages", body: message).status == 201)
        try await server.api.untilIndexed()
        #expect(try await server.api.list(["q": "header:X-Job=zanzibar"]).matched == 0)
        #expect(await server.stop().status == 0)
        server = try await Server.start(in: directory, settings: database)
        try await server.api.untilIndexed()
        #expect(try await server.api.list(["q": "header:X-Job=zanzibar"]).matched == 1)
        #expect(try await server.api.list(["q": "zanzibar"]).matched == 1)
        #expect(await server.stop().status == 0)
    }
}
