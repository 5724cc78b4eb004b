import Foundation
import Testing

/// `creel export` as scripts use it.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct ExportCommandTests {
    private func export(_ words: [String], in directory: Directory) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(
            ["export", "--inbox", "export"] + words, in: directory,
            environment: ["CREEL_HTTP": "127.0.0.1:\(try Server.shared.api.port)"])
    }

    @Test func `What matches is written to a file that was not there before`() async throws {
        for subject in ["one", "two"] {
            let answer = try await Server.shared.api.send(
                "POST", "/api/messages", query: ["to": "a@export.example", "inbox": "export"],
                body: Array("Subject: \(subject)\r\n\r\nFrom here".utf8))
            #expect(answer.status == 201)
        }
        let directory = try Directory()
        let outcome = try await export(["--q", "subject:two", "--output", "two.mbox"], in: directory)
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
        let path = "\(directory.path)/two.mbox"
        let file = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(file.hasPrefix("From MAILER-DAEMON ") && file.hasSuffix("Subject: two\r\n\r\n>From here\n\n"))
        #expect(file.contains(" inbox=export unterminated rcpt=a%40export.example\n"))

        let again = try await export(["--output", "two.mbox"], in: directory)
        #expect(again.status == 73 && again.errors.contains("cannot make two.mbox: File exists"))
        #expect(try Data(contentsOf: URL(filePath: path)).count == file.utf8.count)
        let wrong = try await export(["--q", "(one", "--output", "wrong.mbox"], in: directory)
        #expect(wrong.status == 65 && !wrong.errors.contains("http://"), "\(wrong.errors)")
        #expect(try await export(["--inbox", "a/b"], in: directory).status == 64)
        #expect(try directory.names == ["two.mbox"])
    }
}
