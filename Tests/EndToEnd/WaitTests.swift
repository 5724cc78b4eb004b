import Foundation
import Testing

/// `creel wait` as scripts use it.
@Suite(.sharedServer, .timeLimit(.minutes(5))) struct WaitTests {
    private func wait(_ words: [String], _ variables: [String: String] = [:]) async throws -> RunningProgram.Outcome {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        return try await creel.run(
            ["wait"] + words, in: Directory(),
            environment: ["CREEL_HTTP": "127.0.0.1:\(try Server.shared.api.port)"].merging(variables) { $1 })
    }

    private func post(to recipient: String, inbox: String = "default", _ lines: [String]) async throws {
        let answer = try await Server.shared.api.send(
            "POST", "/api/messages", query: ["to": recipient, "inbox": inbox],
            body: Array(lines.joined(separator: "\r\n").utf8))
        #expect(answer.status == 201)
    }

    private static let reset = [
        "From: Shop <shop@example.com>", "Subject: Your code is 482913", "", "Enter 482913, or follow",
        "https://shop.example/confirm?t=1 or https://shop.example/help", "",
    ]

    @Test(arguments: [
        ("code", "482913"), ("link", "https://shop.example/confirm?t=1"), ("subject", "Your code is 482913"),
        ("text", reset[3...].joined(separator: "\n").trimmingCharacters(in: .newlines)),
    ])
    func `What a script needs is printed, and nothing else`(part: String, text: String) async throws {
        try await post(to: "\(part)@wait.example", Self.reset)
        let outcome = try await wait(["--to", "\(part)@wait.example", "--timeout", "10", "--print", part])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(outcome.output == text)
    }

    @Test func `It waits until the message is there`() async throws {
        async let outcome = wait(["--to", "late@wait.example", "--print", "raw"])
        try await Server.shared.api.untilOpen(waiters: 1, subscribers: 0)
        try await post(to: "late@wait.example", ["Subject: late", "", "text"])
        #expect(try await outcome.output == "Subject: late\r\n\r\ntext")
    }

    @Test func `Several are printed in the order in which they came`() async throws {
        for subject in ["one", "two", "three"] {
            try await post(to: "many@wait.example", inbox: "wait-many", ["Subject: \(subject)", ""])
        }
        let all = try await wait(
            ["--count", "3", "--to", "many@wait.example", "--print", "subject"], ["CREEL_INBOX": "wait-many"])
        #expect(all.output == "one\ntwo\nthree")
        let ids = try await wait(["--count", "3", "--inbox", "wait-many", "--print", "id"]).output.split(
            separator: "\n")
        let later = try await wait(
            ["--count", "2", "--after", String(ids[0]), "--inbox", "wait-many", "--print", "summary"])
        #expect(later.output.contains("\(ids[1])  <> → many@wait.example  two\n\(ids[2])  "))
    }

    @Test func `1 when nothing comes, with what came instead`() async throws {
        try await post(to: "other@wait.example", ["Subject: another", ""])
        let outcome = try await wait(["--to", "nobody@wait.example", "--timeout", "50ms", "--print", "code"])
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("creel: 0 of 1 messages matched within 50ms"))
    }

    @Test(
        arguments: [
            (
                ["--print", "link", "--matching", "unsubscribe", "--timeout", "50ms"], 1,
                "creel: 0 of 1 messages matched"
            ),
            (["--print", "html"], 65, "has no html"), (["--print", "frob"], 64, "'frob' is invalid"),
            (["--timeout", "soon"], 64, "--timeout: 'soon' is no time"),
            (["--q", "\"open"], 64, "--q: The quote is not closed"), (["--q", "foo:bar"], 64, "--q: "),
            (["--to", ""], 64, "creel: There is nothing in the quotes"),
            (["--matching", "a"], 64, "--matching goes with"),
            (["--count", "0"], 64, "creel: count=0 is not understood"),
            (["--count", "1000"], 64, "creel: count=1000 is not understood"),
            (["--after", "99999999"], 64, "creel: after=99999999 lies beyond the last change"),
            (["--inbox", "a/b"], 64, "--inbox: 'a/b' is not allowed"),
            (["--server", "http://127.0.0.1:1/"], 69, "nobody answers at http://127.0.0.1:1/"),
        ] as [([String], Int32, String)])
    func `Ends have their codes`(words: [String], status: Int32, text: String) async throws {
        try await post(to: "ends@wait.example", Self.reset)
        let outcome = try await wait(["--to", "ends@wait.example"] + words)
        #expect(outcome.status == status && outcome.output.isEmpty)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
        #expect(status != 64 || !outcome.errors.contains("http://"))
    }

    @Test func `Of the links, the one that matches`() async throws {
        try await post(to: "links@wait.example", Self.reset)
        let outcome = try await wait(["--to", "links@wait.example", "--print", "link", "--matching", "HELP"])
        #expect(outcome.output == "https://shop.example/help")
    }

    @Test func `Mail to another whose address is longer is none`() async throws {
        try await post(to: "jimbob@wait.example", Self.reset)
        try await post(to: "bob@wait.example.au", Self.reset)
        let vain = try await wait(["--to", "bob@wait.example", "--timeout", "50ms", "--print", "code"])
        #expect(vain.status == 1 && vain.output.isEmpty)
        let parts = try await wait(["--q", "to:bob@wait.example", "--count", "2", "--print", "subject"])
        #expect(parts.output == "Your code is 482913\nYour code is 482913")
        try await post(to: "Bob@wait.example", Self.reset)
        #expect(try await wait(["--to", "bob@wait.example", "--print", "code"]).output == "482913")
        #expect(try await wait(["--to", "@wait.example", "--inbox", ""], ["CREEL_INBOX": "none"]).status == 0)
    }

    /// Whichever comes first, and whenever.
    @Test(arguments: [
        (["--print", "code"], "482913"), (["--print", "link"], "https://shop.example/confirm?t=1"),
        (["--print", "link", "--matching", "help"], "https://shop.example/help"),
    ])
    func `Mail that has not what is wanted passes by`(words: [String], text: String) async throws {
        let user = "\(words.joined(separator: "-").filter(\.isLetter))@pass.example"
        let welcome = ["Subject: Welcome", "", "Good to have you: https://shop.example/", ""]
        let bare = ["Subject: Welcome", "", "Good to have you.", ""]
        let first = words.contains("--matching") ? welcome : bare
        try await post(to: user, first)
        async let waited = wait(["--to", user, "--timeout", "60s"] + words)
        try await post(to: user, first)
        try await post(to: user, Self.reset)
        #expect(try await waited.output == text)
        try await post(to: user, first)
        #expect(try await wait(["--to", user] + words).output == text)
    }
}
