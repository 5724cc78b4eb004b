import Foundation
import TestSupport
import Testing

/// `creel parse` tells what a server would.
@Suite(.timeLimit(.minutes(5))) struct ParseTests {
    private static let folder = Fixtures.folder.appending(path: "mail")

    private static func paths() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".eml") }.sorted()
            .map { folder.appending(path: $0).path }
    }

    private func parse(_ words: [String], input: [UInt8] = []) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(["parse"] + words, in: Directory(), input: input)
    }

    private func object(_ octets: some Sequence<UInt8>) throws -> [String: NSObject] {
        try #require(JSONSerialization.jsonObject(with: Data(octets)) as? [String: NSObject])
    }

    @Test func `Each file is told as the API tells it, but for what only a server knows`() async throws {
        let paths = try Self.paths()
        let outcome = try await parse(paths)
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        try #require(lines.count == paths.count)
        let server = try await Server.start(in: Directory())
        for (path, line) in zip(paths, lines) {
            let content = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let posted = try object(try await server.api.send("POST", "/api/messages", body: content).body)
            let id = try #require(posted["id"] as? Int)
            var served = try object(try await server.api.send("GET", "/api/messages/\(id)").body)
            for key in ["id", "inbox", "receivedAt", "envelope", "session", "score", "severity"] {
                #expect(served[key] != nil)
                served[key] = NSNull()
            }
            #expect(try object(line.utf8) == served, "\(path)")
        }
        #expect(await server.stop().status == 0)
    }

    @Test func `Standard input is a file, too`() async throws {
        let outcome = try await parse(["-"], input: Array("Subject: hello\r\n\r\ntext".utf8))
        #expect(outcome.status == 0)
        #expect(try object(outcome.output.utf8)["subject"] == "hello" as NSString)
    }

    @Test func `A file that cannot be read is named, and the others are told`() async throws {
        let outcome = try await parse(["missing.eml", "-"], input: Array("Subject: hello\r\n\r\n".utf8))
        #expect(outcome.status == 66)
        #expect(outcome.errors == "creel: cannot read missing.eml: No such file or directory")
        #expect(try object(outcome.output.utf8)["subject"] == "hello" as NSString)
    }

    @Test func `Nothing to read is a mistake`() async throws {
        let outcome = try await parse([])
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
    }
}
