import Foundation
import TestSupport
import Testing

/// `creel check` as CI runs it: exit codes, and what stands where.
@Suite(.timeLimit(.minutes(5))) struct CheckTests {
    private static let fine = Array(
        """
        From: Shop <shop@example.com>
        To: Ada <ada@example.net>
        Subject: Your order
        Date: Sat, 31 Jan 2026 09:00:00 +0000
        Message-ID: <1234.5678@example.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        Hello Ada, your order is on its way.

        """.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)

    /// Without a Date.
    private static let bad = [UInt8](
        String(decoding: fine, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("Date:") }.joined(separator: "\r\n").utf8)

    private static let failOn = ["--fail-on", "rule:hdr.date.missing"]

    private func check(
        _ words: [String], in directory: Directory? = nil, input: [UInt8] = []
    ) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(["check"] + words, in: directory ?? Directory(), input: input)
    }

    /// What `--format json` says of a message.
    private struct Row: Decodable {
        struct Report: Decodable, Equatable {
            struct Finding: Decodable, Equatable { let rule: String }

            let score: Double
            let findings: [Finding]
        }

        let file: String
        let number: Int?
        let size: Int
        let failed: Bool
        let report: Report
    }

    private func rows(_ text: String) throws -> [Row] {
        struct Document: Decodable { let messages: [Row] }
        return try JSONDecoder().decode(Document.self, from: Data(text.utf8)).messages
    }

    private func directory() throws -> Directory {
        let directory = try Directory()
        _ = try directory.file("fine.eml", Self.fine)
        _ = try directory.file("bad.eml", Self.bad)
        return directory
    }

    @Test func `0 where all is well, 1 where a message fails`() async throws {
        let directory = try directory()
        let fine = try await check(["fine.eml"] + Self.failOn, in: directory)
        #expect(fine.status == 0)
        #expect(fine.output.hasPrefix("✓ fine.eml  Your order"))
        let bad = try await check(["."] + Self.failOn, in: directory)
        #expect(bad.status == 1)
        #expect(bad.output.contains("✗ ./bad.eml") && bad.output.contains("hdr.date.missing"))
        #expect(bad.output.contains("2 messages: ") && bad.output.contains("1 reaches rule:hdr.date.missing"))
        #expect(!bad.output.contains("\u{1B}"))
    }

    @Test(
        arguments: [
            (["--fail-on", "error", "--disable", "hdr.*"], 0), (["--fail-on", "never"], 0),
            (["--fail-on", "score:0"], 1), (["--fail-on", "score:100"], 0),
            (["--fail-on", "score:100", "--fail-on", "rule:hdr.date.missing"], 1), (failOn + ["--only", "bulk.*"], 0),
        ] as [([String], Int32)])
    func `What fails is what was asked for`(words: [String], status: Int32) async throws {
        #expect(try await check(["bad.eml"] + words, in: directory()).status == status)
    }

    @Test(arguments: [
        ([], "Missing expected argument"), (["bad.eml", "--bogus"], "Unknown option '--bogus'"),
        (
            ["bad.eml", "--format", "xml"],
            "creel: --format: 'xml' is not allowed; give text, json, junit, sarif, github"
        ),
        (["bad.eml", "--fail-on", "fatal"], "creel: --fail-on: 'fatal' is not allowed; give error, warning"),
        (["bad.eml", "--disable", "hdr.date.mising"], "did you mean hdr.date.missing?"),
        (["bad.eml", "--now", "today"], "creel: --now: 'today' is not allowed; give a time such as 2026-01-31"),
        (["bad.eml", "--config", "none.yaml"], "creel: cannot read the configuration file none.yaml"),
        (["ftp://127.0.0.1/"], "creel: cannot ask ftp://127.0.0.1/: only http:// and https:// are understood"),
    ])
    func `2 where it is asked in a wrong way`(words: [String], text: String) async throws {
        let outcome = try await check(words, in: directory())
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `66 where something cannot be read, and the others are told`() async throws {
        let outcome = try await check(["missing.eml", "fine.eml", "--quiet"], in: directory())
        #expect(outcome.status == 66)
        #expect(outcome.errors == "creel: cannot read missing.eml: No such file or directory")
        #expect(outcome.output.contains("fine.eml") && outcome.output.contains("1 not read"))
        let nothing = try await check(["."])
        #expect(nothing.status == 66 && nothing.errors.hasPrefix("creel: no message in ."))
    }

    @Test(arguments: ["text", "json", "junit", "sarif", "github"])
    func `Every format writes the inputs in their order`(format: String) async throws {
        let directory = try directory()
        let names = (0..<300).map { "m\(1000 + $0).eml" }
        for name in names { _ = try directory.file(name, Self.bad) }
        let outcome = try await check(names.reversed() + Self.failOn + ["--format", format], in: directory)
        #expect(outcome.status == 1)
        var rest = outcome.output[...]
        for name in names.reversed() {
            let found = rest.range(of: name)
            #expect(found != nil, "\(name) is missing or too early")
            if let found { rest = rest[found.upperBound...] }
        }
        if format == "json" { #expect(try rows(outcome.output).map(\.file) == names.reversed()) }
        if format == "junit" {
            #expect(outcome.output.contains("tests=\"300\" failures=\"300\" errors=\"0\""))
        }
    }

    @Test func `Standard input is a message or an mbox`() async throws {
        let message = try await check(["-", "--format", "json"] + Self.failOn, input: Self.bad)
        #expect(message.status == 1)
        let mbox = Array("From a\n".utf8) + Self.fine + Array("\r\nFrom b\n".utf8) + Self.bad + Array("\r\n".utf8)
        let outcome = try await check(["-", "--format", "json"] + Self.failOn, input: mbox)
        let rows = try rows(outcome.output)
        #expect(rows.map(\.number) == [1, 2])
        #expect(rows.map(\.size) == [Self.fine.count, Self.bad.count])
        #expect(rows.map(\.failed) == [false, true])
        #expect(try self.rows(message.output).map(\.report) == [rows[1].report])
    }

    @Test func `The file of the project counts, in directories below it as well`() async throws {
        let directory = try directory()
        _ = try directory.file(
            ".creel.yaml", Array("check:\n  fail-on: error\n  severities:\n    hdr.date.missing: info\n".utf8))
        #expect(try await check(["bad.eml", "--only", "hdr.date.missing"], in: directory).status == 0)
        #expect(try await check(["bad.eml"] + Self.failOn, in: directory).status == 1)
        _ = try directory.file(".creel.yaml", Array("check:\n  allow:\n    hdr.date.missing: [bad.eml]\n".utf8))
        #expect(try await check(["bad.eml"] + Self.failOn, in: directory).status == 0)
        _ = try directory.file(".creel.yaml", Array("chek:\n  disable: []\n".utf8))
        let wrong = try await check(["bad.eml"], in: directory)
        #expect(wrong.status == 2 && wrong.errors.contains(".creel.yaml"))
    }

    @Test func `The throughput is told in the end`() async throws {
        let outcome = try await check(["fine.eml"], in: directory())
        #expect(outcome.errors.hasPrefix("creel: checked 1 message (0.0 MB) in "))
        #expect(outcome.errors.contains(" messages/s, ") && outcome.errors.hasSuffix(" MB/s"))
    }

    @Test func `A running Creel is asked for its messages`() async throws {
        let server = try await Server.start(in: Directory())
        for content in [Self.fine, Self.bad] {
            _ = try await server.api.send("POST", "/api/messages", query: ["to": "ada@example.net"], body: content)
        }
        let url = "http://127.0.0.1:\(server.api.port)/?q=to:ada"
        let outcome = try await check([url, "--format", "json"] + Self.failOn)
        #expect(outcome.status == 1)
        #expect(try rows(outcome.output).map(\.failed) == [true, false])
        #expect(try await check(["http://127.0.0.1:\(server.api.port)/?q=to:nobody"]).status == 66)
        #expect(await server.stop().status == 0)
    }

    @Test func `A running Creel tells how its messages came, and both say the same of them`() async throws {
        let server = try await Server.start(in: Directory())
        let client = try SMTPConnection(port: server.smtpPort)
        try client.say("EHLO a.example.com", expecting: "250")
        let foreign = [UInt8](String(decoding: Self.fine, as: UTF8.self).replacing("Hello", with: "Grüße,").utf8)
        for parameter in ["", " BODY=8BITMIME"] {
            try client.say("MAIL FROM:<shop@example.com>\(parameter)", expecting: "250")
            try client.say("RCPT TO:<ada@example.net>", expecting: "250")
            try client.say("DATA", expecting: "354")
            try client.send(foreign.asMailData)
            try client.expect("250")
        }
        try client.say("QUIT", expecting: "221")
        let outcome = try await check(
            ["http://127.0.0.1:\(server.api.port)/", "--format", "json", "--fail-on", "never"])
        let checked = try rows(outcome.output).map(\.report)
        var own: [Row.Report] = []
        for row in try await server.api.list().messages {
            let answer = try await server.api.send("GET", "/api/messages/\(row.id)/report")
            own.append(try JSONDecoder().decode(Row.Report.self, from: Data(answer.body)))
        }
        #expect(own.count == 2 && own[0] != own[1] && checked == own)
        #expect(own.allSatisfy { $0.findings.contains(Row.Report.Finding(rule: "smtp.tls")) })
        #expect(await server.stop().status == 0)
    }

    @Test func `creel rules lists them`() async throws {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        let list = try await creel.run(["rules"], in: Directory())
        #expect(list.status == 0 && list.output.contains("hdr.date.missing"))
        let rule = try await creel.run(["rules", "hdr.date.missing"], in: Directory())
        #expect(rule.status == 0 && rule.output.contains("RFC 5322"))
        let page = try await creel.run(["rules", "--markdown"], in: Directory())
        let pinned = Fixtures.folder.deletingLastPathComponent().appending(path: "docs/rules.md")
        #expect(try page.output + "\n" == String(contentsOf: pinned, encoding: .utf8))
        let unknown = try await creel.run(["rules", "hdr.date.mising"], in: Directory())
        #expect(unknown.status == 64)
        #expect(unknown.errors == "creel: unknown rule 'hdr.date.mising'; did you mean hdr.date.missing?")
    }
}
