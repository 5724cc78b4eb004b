import Foundation
import Testing

/// What commands do where standard output is full, closed or a terminal.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct OutputTests {
    private func creel() throws -> Program {
        try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
    }

    private func environment() throws -> [String: String] {
        let server = try Server.shared
        return ["CREEL_HTTP": "127.0.0.1:\(server.api.port)", "CREEL_SMTP": "127.0.0.1:\(server.smtpPort)"]
    }

    /// Runs a line of a shell that knows `creel`, beside a message `mail.eml`.
    private func shell(_ line: String) async throws -> RunningProgram.Outcome {
        let directory = try Directory()
        _ = try directory.file("mail.eml", Array("Subject: hello\r\n\r\ntext\r\n".utf8))
        return try await Program(path: "/bin/sh").run(
            ["-c", "creel() { \"$0\" \"$@\"; }; \(line)", creel().path], in: directory, environment: environment())
    }

    private func post(to inbox: String, _ text: String) async throws {
        let answer = try await Server.shared.api.send(
            "POST", "/api/messages", query: ["to": "a@output.example", "inbox": inbox], body: Array(text.utf8))
        #expect(answer.status == 201)
    }

    @Test(arguments: [
        "creel export", "creel export --format zip", "creel wait --inbox full --print raw",
        "creel wait --inbox full --print id", "creel parse mail.eml", "creel rules", "creel check mail.eml",
        "creel check --format json mail.eml", "creel check --format junit mail.eml", "creel assert mail.eml count=1",
        "creel send --to a@b.example --dry-run", "creel sendmail -bp", "printf 'QUIT\\r\\n' | creel sendmail -bs",
        "creel serve --print-configuration", "creel --help", "creel --version",
    ])
    func `74 where it is full, and a line that says so`(line: String) async throws {
        try await post(to: "full", "Subject: full\r\n\r\ntext")
        let outcome = try await shell("{ \(line); } > /dev/full")
        #expect(outcome.status == 74)
        #expect(outcome.errors == "creel: cannot write standard output: No space left on device")
    }

    @Test(arguments: ["creel export --inbox pipe", "creel wait --inbox pipe --print raw"])
    func `Where the pipe is closed, they end without a word`(line: String) async throws {
        // More than a pipe holds.
        try await post(to: "pipe", "Subject: big\r\n\r\n" + String(repeating: "a line of mail\r\n", count: 40_000))
        let outcome = try await shell("{ \(line); echo \"status $?\" >&2; } | head -c 1")
        #expect(outcome.status == 0 && outcome.output.count == 1)
        #expect(outcome.errors == "status 0")
    }

    @Test func `A server goes on where it is full, and its log says where it listens`() async throws {
        let line = "exec \"$0\" --smtp 127.0.0.1:0 --http 127.0.0.1:0 --database :memory: > /dev/full"
        // Kept until the end: it goes with the last that holds it.
        let directory = try Directory()
        defer { withExtendedLifetime(directory) {} }
        let program = try Program(path: "/bin/sh").start(["-c", line, creel().path], in: directory)
        let warning = await program.errors.first { $0.contains("creel ready: smtp=127.0.0.1:") }
        #expect(warning?.contains("cannot write standard output: No space left on device") == true)
        program.send(SIGTERM)
        #expect(await program.outcome().status == 0)
    }

    @Test(.enabled(if: Program.isExpected("script"), "script is not installed"), arguments: ["text", "raw"])
    func `A terminal gets no control characters of a message`(part: String) async throws {
        let inbox = "terminal-\(part)"
        try await post(to: inbox, "Subject: a\r\n\r\n\u{1B}[31mred\r\n")
        let script = try #require(Program.named("script"))
        let line = "'\(try creel().path)' wait --inbox \(inbox) --print \(part)"
        let outcome = try await script.run(["-qec", line, "/dev/null"], in: Directory(), environment: environment())
        #expect(outcome.status == 0 && outcome.output.contains("\\u{1b}[31mred"), "\(outcome.output)")
        #expect(!outcome.output.contains("\u{1B}"))
        let piped = try await shell("creel wait --inbox \(inbox) --print \(part)")
        #expect(piped.output.contains("\u{1B}[31mred"))
    }
}
