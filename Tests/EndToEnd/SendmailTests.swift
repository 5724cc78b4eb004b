import Foundation
import Testing

/// `creel sendmail` as programs call it that have called `/usr/sbin/sendmail` for decades.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct SendmailTests {
    private func creel() throws -> Program {
        try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
    }

    /// Sets the server, as a job does for everything that it starts.
    private func environment() throws -> [String: String] {
        ["CREEL_SMTP": "127.0.0.1:\(try Server.shared.smtpPort)"]
    }

    private func sendmail(_ words: [String], _ lines: [String]) async throws -> RunningProgram.Outcome {
        try await creel().run(
            ["sendmail"] + words, in: Directory(), environment: environment(),
            input: Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    private func row(_ subject: String) async throws -> API.Row {
        try #require(try await Server.shared.api.wait("subject:\(subject)").first)
    }

    private func text(_ row: API.Row) async throws -> String {
        String(decoding: try await Server.shared.api.raw(row.id), as: UTF8.self)
    }

    @Test func `Recipients come from the header, and Bcc does not arrive`() async throws {
        let outcome = try await sendmail(
            ["-t", "-i", "-f", "shop@example.com"],
            [
                "From: Shop <shop@example.com>", "To: a@example.com", "Bcc: b@example.com", "Subject: sm-header",
                "Date: Sat, 31 Jan 2026 09:00:00 +0000", "Message-ID: <sm-header@example.com>", "", ".", "text",
            ])
        #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.isEmpty)
        let row = try await row("sm-header")
        #expect(row.envelope.reversePath == "shop@example.com")
        #expect(row.envelope.forwardPaths == ["a@example.com", "b@example.com"])
        let expected = [
            "From: Shop <shop@example.com>", "To: a@example.com", "Subject: sm-header",
            "Date: Sat, 31 Jan 2026 09:00:00 +0000", "Message-ID: <sm-header@example.com>", "", ".", "text", "",
        ]
        #expect(try await text(row) == expected.joined(separator: "\r\n"))
    }

    @Test func `Fields that are missing are added, and users are of this machine`() async throws {
        let outcome = try await sendmail(["-F", "The App", "root"], ["Subject: sm-bare", "", "text"])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let row = try await row("sm-bare")
        #expect(row.envelope.forwardPaths.allSatisfy { $0.hasPrefix("root@") })
        let text = try await text(row)
        #expect(text.hasPrefix("From: The App <") && text.contains("\r\nDate: ") && text.contains("\r\nMessage-ID: <"))
        #expect(text.hasSuffix("\r\nSubject: sm-bare\r\n\r\ntext\r\n"))
    }

    @Test func `The inbox is that of the option, else that of the job`() async throws {
        let server = try Server.shared
        for (words, variables, inbox) in [
            (["--inbox", "ci-1"], ["CREEL_INBOX": "ci-2"], "ci-1"), ([], ["CREEL_INBOX": "ci-2"], "ci-2"),
        ] {
            let outcome = try await creel().run(
                ["sendmail"] + words + ["a@example.com"], in: Directory(),
                environment: environment().merging(variables) { $1 }, input: Array("Subject: sm-inbox\n\n".utf8))
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await server.api.list(["inbox": inbox, "q": "subject:sm-inbox"]).matched == 1)
        }
    }

    @Test func `75 with a reason when nobody answers`() async throws {
        for words in [["-t", "--server", "127.0.0.1:1"], ["-bs", "--server", "127.0.0.1:1"]] {
            let outcome = try await sendmail(words, ["To: a@example.com", "", "text"])
            #expect(outcome.status == 75)
            #expect(outcome.errors == "creel: cannot reach 127.0.0.1:1: Connection refused")
            let reply = "421 4.4.1 cannot reach 127.0.0.1:1: Connection refused"
            #expect(outcome.output == (words[0] == "-bs" ? "\(reply)\r" : ""))
        }
    }

    @Test(
        arguments: [
            (["-t"], ["Subject: nobody", "", "text"], 64, "no recipient in To, Cc and Bcc"),
            ([], ["Subject: nobody", "", "text"], 64, "no recipient; name one"),
            (["-bd"], [], 64, "-bd is not done here"),
            (["--server", "nowhere", "a@b.example"], [], 64, "is no server"),
            (["a@b..example"], ["", "text"], 67, "the server refuses <a@b..example>: 501"),
        ] as [([String], [String], Int32, String)])
    func `Other ends have their codes`(words: [String], lines: [String], status: Int32, text: String) async throws {
        let outcome = try await sendmail(words, lines)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }

    @Test func `It goes by the names of what it stands in for`() async throws {
        let directory = try Directory()
        for (name, words, output) in [
            ("sendmail", ["-oi", "a@example.com"], ""), ("mailq", [], "Mail queue is empty"), ("newaliases", [], ""),
        ] {
            let link = "\(directory.path)/\(name)"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: creel().path)
            let outcome = try await Program(path: link).run(
                words, in: directory, environment: environment(), input: Array("Subject: sm-link\n\n.\n".utf8))
            #expect(outcome.status == 0 && outcome.output == output, "\(outcome.errors)")
        }
        #expect(try await text(row("sm-link")).hasSuffix("\r\n\r\n.\r\n"))
    }

    @Test func `-v shows the dialogue`() async throws {
        let outcome = try await sendmail(["-v", "-N", "never", "-V", "x+1", "a@example.com"], ["Subject: sm-verbose"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("< 220 ") && outcome.errors.contains("ENVID=x+2B1"))
        #expect(outcome.errors.contains("> RCPT TO:<a@example.com> NOTIFY=NEVER\n< 250"))
    }

    // MARK: - Real callers

    @Test func `Python's subprocess`() async throws {
        let python = try #require(Program.named("python3"))
        let script = """
            import email.message, subprocess, sys
            message = email.message.EmailMessage()
            message["From"], message["To"], message["Bcc"] = "a@example.com", "Grüße <b@example.com>", "c@example.com"
            message["Subject"] = "sm-python"
            message.set_content("Grüße\\n.\\n")
            subprocess.run([sys.argv[1], "sendmail", "-t", "-oi"], input=message.as_bytes(), check=True)
            """
        let outcome = try await python.run(
            ["-c", script, creel().path], in: Directory(), environment: environment())
        try #require(outcome.status == 0, "\(outcome.errors)")
        let row = try await row("sm-python")
        #expect(row.envelope.forwardPaths == ["b@example.com", "c@example.com"])
        #expect(try await !text(row).contains("c@example.com"))
    }

    @Test(.enabled(if: Program.named("swaks") != nil, "swaks is not installed"))
    func `swaks speaks SMTP to -bs`() async throws {
        let swaks = try #require(Program.named("swaks"))
        let outcome = try await swaks.run(
            [
                "--pipe", "\(creel().path) sendmail -bs", "--from", "a@example.com", "--to", "b@example.com",
                "--header",
                "Subject: sm-swaks",
            ], in: Directory(), environment: environment())
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try await row("sm-swaks").envelope.forwardPaths == ["b@example.com"])
    }

    @Test(.enabled(if: Program.named("mutt") != nil, "mutt is not installed"))
    func `mutt`() async throws {
        let mutt = try #require(Program.named("mutt"))
        let directory = try Directory()
        let attachment = try directory.file("notes.txt", Array("notes\n".utf8))
        let outcome = try await mutt.run(
            [
                "-n", "-F", "/dev/null", "-e", "set sendmail='\(creel().path) sendmail -oem -oi'; set copy=no", "-s",
                "sm-mutt", "-b", "c@example.com", "-a", attachment, "--", "b@example.com",
            ], in: directory, environment: environment(), input: Array("hello from mutt\n".utf8))
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(Set(try await row("sm-mutt").envelope.forwardPaths) == ["b@example.com", "c@example.com"])
    }

    @Test(.enabled(if: Program.named("s-nail") != nil, "s-nail is not installed"))
    func `mailx`() async throws {
        let mailx = try #require(Program.named("s-nail"))
        let directory = try Directory()
        let link = "\(directory.path)/sendmail"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: creel().path)
        let outcome = try await mailx.run(
            ["-:/", "-S", "mta=\(link)", "-S", "sendwait", "-s", "sm-mailx", "b@example.com"], in: directory,
            environment: environment(), input: Array("hello from mailx\n".utf8))
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(try await row("sm-mailx").envelope.forwardPaths == ["b@example.com"])
    }

    @Test(.enabled(if: Program.named("php") != nil, "php is not installed"))
    func `PHP's mail()`() async throws {
        let php = try #require(Program.named("php"))
        let outcome = try await php.run(
            [
                "-n", "-d", "sendmail_path=\(creel().path) sendmail -t -i", "-r",
                "exit(mail('b@example.com', 'sm-php', \"hello\\nfrom PHP\", \"From: a@example.com\", '-fc@example.com') ? 0 : 1);",
            ], in: Directory(), environment: environment())
        try #require(outcome.status == 0, "\(outcome.errors)")
        let row = try await row("sm-php")
        #expect(row.envelope.reversePath == "c@example.com" && row.envelope.forwardPaths == ["b@example.com"])
    }

    @Test(.enabled(if: Self.gitSendsMail, "git send-email is not installed"))
    func `git send-email`() async throws {
        let git = try #require(Program.named("git"))
        let directory = try Directory()
        let patch = try directory.file(
            "0001.patch",
            Array(
                """
                From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
                From: Ada <ada@example.com>
                Date: Sat, 31 Jan 2026 09:00:00 +0000
                Subject: [PATCH] sm-git

                ---
                 a | 1 +

                """.utf8))
        let outcome = try await git.run(
            [
                "send-email", "--sendmail-cmd=\(creel().path) sendmail -i", "--from=Ada <ada@example.com>",
                "--to=b@example.com", "--suppress-cc=all", "--confirm=never", patch,
            ], in: directory,
            environment: environment().merging(
                [
                    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada",
                    "GIT_COMMITTER_EMAIL": "ada@example.com",
                ]
            ) { $1 })
        try #require(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
        #expect(try await row("sm-git").envelope.forwardPaths == ["b@example.com"])
    }

    private static let gitSendsMail = ["/usr/lib/git-core", "/usr/libexec/git-core"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/git-send-email")
    }
}
