import Foundation
import Testing

/// Starts that go wrong: one clear line, and an exit code that tells why.
@Suite(.timeLimit(.minutes(5))) struct StartTests {
    private func run(
        _ words: [String], environment: [String: String] = [:], in directory: Directory? = nil
    ) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(words, in: directory ?? Directory(), environment: environment)
    }

    /// The one line on standard error.
    private func line(_ outcome: RunningProgram.Outcome) throws -> String {
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        return String(try #require(lines.first))
    }

    @Test func `--version`() async throws {
        let outcome = try await run(["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: ".").count == 3)
    }

    @Test(arguments: [["--help"], ["serve", "--help"], ["help", "serve"], ["--smtp", "127.0.0.1:0", "--help"]])
    func `--help`(words: [String]) async throws {
        let outcome = try await run(words)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("--smtp"))
    }

    @Test(arguments: [
        (
            ["--max-recipients", "none"],
            "creel: max-recipients (flag --max-recipients): 'none' is not allowed; give a number"
        ),
        (["serve", "--smpt", "127.0.0.1:0"], "creel: unknown flag --smpt; did you mean --smtp?"),
        (["sevre"], "creel: 'sevre' is neither a command nor a flag"),
        (
            ["--config", "missing.yaml"],
            "creel: cannot read the configuration file missing.yaml: No such file or directory"
        ),
        (["--config", "/"], "creel: cannot read the configuration file /: Is a directory"),
    ])
    func `Wrong flags`(words: [String], text: String) async throws {
        let outcome = try await run(words)
        #expect(outcome.status == 64)
        #expect(try line(outcome).hasPrefix(text))
    }

    @Test func `Wrong variables`() async throws {
        let outcome = try await run([], environment: ["CREEL_SMTP": "1025"])
        #expect(outcome.status == 78)
        #expect(
            try line(outcome).hasPrefix("creel: smtp (environment CREEL_SMTP): '1025' is not allowed; give HOST:PORT"))
    }

    @Test func `Wrong files`() async throws {
        let directory = try Directory()
        _ = try directory.file("creel.yaml", Array("max-mesage-size: 1M\n".utf8))
        let outcome = try await run([], in: directory)
        #expect(outcome.status == 78)
        #expect(
            try line(outcome) == "creel: unknown setting max-mesage-size in creel.yaml; did you mean max-message-size?")
    }

    @Test func `--print-configuration tells where each value comes from`() async throws {
        let directory = try Directory()
        _ = try directory.file("creel.yaml", Array("hostname: mail.example\nmax-sessions: 7\n".utf8))
        let outcome = try await run(
            ["--print-configuration", "--smtp", "[::1]:0"], environment: ["CREEL_MAX_SESSIONS": "8"], in: directory)
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.contains("smtp: [\"[::1]:0\"]  # flag --smtp"))
        #expect(lines.contains("hostname: \"mail.example\"  # file creel.yaml"))
        #expect(lines.contains("max-sessions: 8  # environment CREEL_MAX_SESSIONS"))
        #expect(lines.contains("durability: full  # default"))
    }

    @Test func `What a file in the working directory sets is said, and can be left out`() async throws {
        let directory = try Directory()
        _ = try directory.file("creel.yaml", Array("rspamd: 192.0.2.1:9\nmax-sessions: 7\n".utf8))
        let server = try await Server.start(in: directory)
        let place = await server.program.errors.first { $0.contains("messages are kept in /") }
        #expect(place?.hasSuffix("/creel.sqlite") == true)
        let outcome = await server.stop()
        for text in ["settings come from creel.yaml", "mail is shown to rspamd at 192.0.2.1:9 (file creel.yaml)"] {
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
        }
        for file in ["none", "/dev/null"] {
            let outcome = try await run(["--print-configuration", "--config", file], in: directory)
            #expect(outcome.output.contains("max-sessions: 10000  # default"), "\(outcome.output)")
            #expect(outcome.errors.isEmpty)
        }
    }

    @Test func `A port that is taken`() async throws {
        let server = try await Server.start(in: Directory())
        for flag in ["--smtp", "--http"] {
            let other = flag == "--smtp" ? "--http" : "--smtp"
            let port = flag == "--smtp" ? server.smtpPort : server.api.port
            let outcome = try await run([flag, "127.0.0.1:\(port)", other, "127.0.0.1:0", "--database", ":memory:"])
            #expect(outcome.status == 69)
            #expect(try line(outcome).contains("127.0.0.1:\(port)"))
        }
        #expect(await server.stop().status == 0)
    }

    @Test(arguments: [
        ("--smtp", "nosuch.invalid:0", "Cannot listen at nosuch.invalid:0: "),
        ("--http", "nosuch.invalid:0", "Cannot serve HTTP at nosuch.invalid:0: "),
        ("--https", "nosuch.invalid:0", "Cannot serve HTTP at nosuch.invalid:0: "),
        ("--smtp", "192.0.2.1:0", "Cannot listen at 192.0.2.1:0: "),
        ("--http", "192.0.2.1:0", "Cannot serve HTTP at 192.0.2.1:0: "),
    ])
    func `An address that is none of this machine`(flag: String, address: String, text: String) async throws {
        var words = ["--database", ":memory:", "--http-credentials", "a:b", flag, address]
        for other in ["--smtp", "--http"] where other != flag { words += [other, "127.0.0.1:0"] }
        let outcome = try await run(words)
        #expect(outcome.status == 69)
        let line = try line(outcome)
        #expect(line.hasPrefix("creel: \(text)"), "\(line)")
        #expect(!line.contains("Error") && !line.contains("stop what listens there"), "\(line)")
    }

    @Test func `A database that another server uses`() async throws {
        let server = try await Server.start(in: Directory())
        let outcome = try await run(
            ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--database", "\(server.directory.path)/creel.sqlite"])
        #expect(outcome.status == 74)
        #expect(try line(outcome).contains("creel.sqlite"))
        #expect(await server.stop().status == 0)
    }

    @Test func `A database that is none`() async throws {
        let directory = try Directory()
        let path = try directory.file("notes.txt", [UInt8](repeating: 0x61, count: 8192))
        let outcome = try await run(
            ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--database", path], in: directory)
        #expect(outcome.status == 74)
        #expect(try line(outcome).contains("notes.txt"))
    }

    @Test(arguments: [
        ("/proc/x/y/z.sqlite", "Cannot make the folder /proc/x/y: No such file or directory"),
        ("/dev/null/x/y.sqlite", "Cannot make the folder /dev/null/x: Not a directory"),
    ])
    func `A folder that cannot be made`(path: String, text: String) async throws {
        let outcome = try await run(["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--database", path])
        #expect(outcome.status == 74)
        #expect(try line(outcome) == "creel: \(text); give --database another path")
    }

    @Test func `A database in folders that are not there yet`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--database", "a/b/c.sqlite"])
        #expect(try server.directory.names.contains("a"))
        #expect(await server.stop().status == 0)
    }

    @Test func `HTTP for others needs credentials`() async throws {
        let words = ["--smtp", "127.0.0.1:0", "--http", "0.0.0.0:0", "--database", ":memory:"]
        let outcome = try await run(words)
        #expect(outcome.status == 78)
        #expect(try line(outcome).contains("--http-credentials"))
    }

    private static let launcher = Program(
        path: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scripts/run")
            .standardizedFileURL.path())

    @Test func `What make run passes on is what Creel prints`() async throws {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        let plain = try await creel.run(["--help"], in: Directory())
        let passedOn = try await Self.launcher.run([creel.path, "--help"], in: Directory())
        #expect(passedOn.output == plain.output)
    }

    @Test func `What make run says to try works with the settings`() async throws {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        let directory = try Directory()
        let program = try Self.launcher.start(
            [
                creel.path, "--smtp", "unix:s", "--http", "127.0.0.1:0", "--database", ":memory:", "--base-path", "/c/",
                "--http-credentials", "a:b",
            ], in: directory)
        let send = try #require(await program.output.first { $0.contains("Try:") })
        let words = send.split(separator: " ").dropFirst().map { $0.filter { $0 != "'" } }
        #expect(words.first == creel.path)
        let sent = try await creel.run(
            Array(words.dropFirst().prefix { $0 != "--text" }) + ["--text", "x"], in: directory)
        #expect(sent.status == 0, "\(sent.errors)")
        let ask = try #require(await program.output.first { $0.contains("curl") })
        #expect(ask.contains("curl -u USER http://127.0.0.1:") && ask.hasSuffix("/c/api/messages"), "\(ask)")
        program.send(SIGTERM)
        #expect(await program.outcome().status == 0)
    }
}
