import Foundation
import Testing

/// `creel import` as people use it.
@Suite(.timeLimit(.minutes(5))) struct ImportCommandTests {
    private func creel(
        _ words: [String], of server: Server, in directory: Directory, input: [UInt8] = []
    ) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(
            words, in: directory, environment: ["CREEL_HTTP": "127.0.0.1:\(server.api.port)"], input: input)
    }

    private func write(_ name: String, _ text: String, in directory: Directory) throws {
        let folder = URL(filePath: "\(directory.path)/\(name)").deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try directory.file(name, Array(text.utf8))
    }

    private func subjects(of server: Server) async throws -> [String] {
        try await server.api.list(["limit": "500"]).messages.map(\.subject).sorted()
    }

    @Test func `A directory comes in with whatever mail is in it, and the rest is told`() async throws {
        let (directory, server) = (try Directory(), try await Server.start(in: Directory()))
        try write("mail/Inbox", "From a@b Sat Jan 31 09:00:00 2026\nSubject: one\n\n\n", in: directory)
        try write("mail/mh/1", "Subject: two\n\n", in: directory)
        try write("mail/box/cur/1700000000.a:2,S", "Subject: three\n\n", in: directory)
        try write("mail/box/new/1700000001.b", "Subject: four\n\n", in: directory)
        try write("mail/a.eml", "Subject: five\n\n", in: directory)
        let whole = try await creel(["import", "mail"], of: server, in: directory)
        #expect(whole.status == 0 && whole.errors.contains("imported 5 messages"), "\(whole.errors)")
        #expect(try await subjects(of: server) == ["five", "four", "one", "three", "two"])
        #expect(try await server.api.list(["q": "is:seen"]).messages.map(\.subject) == ["three"])
        try write("mail/notes.txt", "no mail", in: directory)
        let rest = try await creel(["import", "--quiet", "mail"], of: server, in: directory)
        #expect(
            rest.status == 65
                && rest.errors.contains("left out of mail, as no .eml and no mbox: 1 file (mail/notes.txt)"))
    }

    @Test func `Standard input is a file like any other, and what is none is refused by its name`() async throws {
        let (directory, server) = (try Directory(), try await Server.start(in: Directory()))
        let mbox = Array("From a@b\nSubject: one\n\n\nFrom a@b\nSubject: two\n\n".utf8)
        let done = try await creel(["import", "-"], of: server, in: directory, input: mbox)
        #expect(done.status == 0, "\(done.errors)")
        try write("a.sqlite", "SQLite format 3\0", in: directory)
        let refused = try await creel(["import", "a.sqlite"], of: server, in: directory)
        #expect(refused.status == 65 && refused.errors.contains("a.sqlite is an SQLite database, which is not read"))
        #expect(try await creel(["import", "--mbox", "mboxy", "-"], of: server, in: directory).status == 64)
        #expect(try await creel(["import", "--received", "never", "-"], of: server, in: directory).status == 64)
        let wrong = try await creel(["import", "--inbox", "a/b", "-"], of: server, in: directory, input: mbox)
        #expect(wrong.status == 64 && wrong.errors.hasPrefix("creel: --inbox: 'a/b' is not allowed"))
        let nothing = try await creel(["import", "-", "/dev/null"], of: server, in: directory)
        #expect(nothing.status == 65)
        #expect(nothing.errors.hasPrefix("creel: no message in -\ncreel: no message in /dev/null\n"))
        #expect(nothing.errors.hasSuffix("creel: passed over: 2 messages or files"))
        #expect(try await subjects(of: server) == ["one", "two"])
        _ = await server.stop()
        #expect(try await creel(["import", "-"], of: server, in: directory, input: mbox).status == 69)
    }

    @Test(arguments: ["zip", "mbox"]) func `An export is brought into another Creel`(format: String) async throws {
        let (directory, first) = (try Directory(), try await Server.start(in: Directory()))
        for inbox in ["pr-1", "pr-2"] {
            let answer = try await first.api.send(
                "POST", "/api/messages", query: ["to": "hidden@example.com", "inbox": inbox],
                body: Array("Subject: \(inbox)\r\n\r\nFrom here".utf8))
            #expect(answer.status == 201)
        }
        let export = ["export", "--inbox", "", "--format", format, "--output", "mail"]
        #expect(try await creel(export, of: first, in: directory).status == 0)
        let second = try await Server.start(in: Directory())
        let done = try await creel(["import", "mail"], of: second, in: directory)
        #expect(done.status == 0 && done.errors.contains("imported 2 messages"), "\(done.errors)")
        let list = try await second.api.list(["inbox": "pr-2"])
        #expect(list.messages.map(\.subject) == ["pr-2"])
        #expect(list.messages.map(\.envelope.forwardPaths) == [["hidden@example.com"]])
    }

    @Test func `Where no more is kept, it is told what went again`() async throws {
        let server = try await Server.start(in: Directory(), settings: ["--keep-age", "1d"])
        let directory = try Directory()
        try write("old.mbox", "From a@b Sat Jan 31 09:00:00 2015\nSubject: one\n\n\n", in: directory)
        let done = try await creel(["import", "old.mbox"], of: server, in: directory)
        #expect(done.status == 65 && done.errors.contains("1 message came in and went again: "), "\(done.errors)")
    }

    /// At most the messages of one request come in twice.
    @Test func `An import that was killed goes on by its journal, and brings in the rest once`() async throws {
        let (directory, server) = (try Directory(), try await Server.start(in: Directory()))
        let (count, text) = (24, String(repeating: "a line of mail\n", count: 40_000))
        for number in 0..<count { try write("mail/\(number).eml", "Subject: n\(number)\n\n\(text)", in: directory) }
        let program = try #require(Program.creel).start(
            ["import", "--quiet", "--journal", "journal", "mail"], in: directory,
            environment: ["CREEL_HTTP": "127.0.0.1:\(server.api.port)"])
        let first = try await server.api.wait("subject:n0")
        #expect(first.count == 1)
        program.send(SIGKILL)
        _ = await program.outcome()
        let done = try await creel(["import", "--quiet", "--journal", "journal", "mail"], of: server, in: directory)
        #expect(done.status == 0, "\(done.errors)")
        #expect(try directory.names.contains("journal") == false)
        let subjects = try await subjects(of: server)
        #expect(Set(subjects) == Set((0..<count).map { "n\($0)" }))
        let inOneRequest = (4 << 20) / text.utf8.count + 1
        #expect(subjects.count - count <= inOneRequest)
    }
}
