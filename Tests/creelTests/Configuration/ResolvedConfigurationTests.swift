import FoundationEssentials
import MailModel
import Testing

@testable import creel

@Suite struct ResolvedConfigurationTests {
    /// Resolves without touching the machine; `file` stands in the working directory as `creel.yaml`.
    private func resolve(
        _ words: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) throws -> ResolvedConfiguration {
        let arguments = try ServeArguments(words)
        return try ResolvedConfiguration(
            arguments, environment: environment,
            defaultFile: { () throws(ConfigurationError) in
                guard let file else { return nil }
                return try ConfigurationFile(path: "creel.yaml", content: Data(file.utf8))
            })
    }

    /// The error of a start that must not succeed.
    private func refusal(
        _ words: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) -> ConfigurationError? {
        #expect(throws: ConfigurationError.self) { try resolve(words, environment: environment, file: file) }
    }

    @Test func `Nothing told, everything is at its default`() throws {
        let resolved = try resolve(environment: ["HOME": "/home/a", "PATH": "/bin"])
        #expect(resolved.configuration.smtp.map(\.description) == ["127.0.0.1:1025"])
        #expect(resolved.configuration.maxMessageSize == .mebibytes(50))
        #expect(resolved.warnings.isEmpty)
        #expect(ServeConfiguration.settings.allSatisfy { resolved.origin(of: $0) == .default })
    }

    @Test func `Flags win over the environment, the environment over the file`() throws {
        let resolved = try resolve(
            ["--hostname", "flag.example"],
            environment: ["CREEL_HOSTNAME": "environment.example", "CREEL_MAX_RECIPIENTS": "2"],
            file: "hostname: file.example\nmax-recipients: 3\nmax-sessions: 4\n")
        #expect(resolved.configuration.hostname == "flag.example")
        #expect(resolved.configuration.maxRecipients == 2)
        #expect(resolved.configuration.maxSessions == 4)
        let origins = ["hostname", "max-recipients", "max-sessions", "smtp"].map { resolved.origins[$0] }
        #expect(
            origins == [
                .flag("--hostname"), .environment("CREEL_MAX_RECIPIENTS"), .file("creel.yaml"), nil,
            ])
    }

    @Test func `Rules stand one in a line in the environment, and may hold commas`() throws {
        let rules = ["rcpt:*@a.example -> a", "header:Subject=\"x, y\" -> b"]
        let environment = try resolve(environment: ["CREEL_INBOX_RULES": "\(rules[0])\n\n  \(rules[1])\n"])
        let flags = try resolve(["--inbox-rules", rules[0], "--inbox-rules=\(rules[1])"])
        let file = try resolve(file: "inbox-rules:\n  - 'rcpt:*@a.example -> a'\n  - 'header:Subject=\"x, y\" -> b'\n")
        for resolved in [environment, flags, file] {
            #expect(resolved.configuration.inboxRules.map { "\($0)" } == rules)
        }
        let printed = try resolve(file: file.yaml)
        #expect(printed.configuration.inboxRules.map { "\($0)" } == rules)
        #expect(printed.origins["inbox-rules"] == .file("creel.yaml"))
    }

    @Test func `A rule that is not understood stops the start with what was expected where`() throws {
        let inbox = try #require(refusal(["--inbox-rules", "rcp:*@a.example -> a"]))
        #expect(
            inbox.description
                == "inbox-rules (flag --inbox-rules): 'rcp:*@a.example -> a' is not allowed (There is no condition rcp:; "
                + "expected one of rcpt: from: header: listener: client: (column 1)); give a rule such as "
                + "rcpt:*@shop.example -> shop (docs/inboxes.md)")
        let tag = try #require(refusal(file: "tag-rules: ['is:seen -> a']"))
        #expect(
            tag.description.contains(
                "is:seen, is:unseen, id:, session:, after: and before: say nothing lasting of a message"))
        let many = Array(repeating: "--tag-rules=a -> b", count: 1001)
        #expect(refusal(many)?.description.contains("there are 1001, and 1000 may be") == true)
    }

    @Test func `Lists repeat the flag, use commas in the environment, and are lists or one scalar in the file`() throws
    {
        let expected = ["127.0.0.1:1", "[::1]:2"]
        let flags = try resolve(["--smtp", expected[0], "--smtp=\(expected[1])"])
        let environment = try resolve(environment: ["CREEL_SMTP": "127.0.0.1:1, [::1]:2"])
        let file = try resolve(file: "smtp: [\"127.0.0.1:1\", '[::1]:2']\nhttp: 127.0.0.1:3\n")
        for resolved in [flags, environment, file] {
            #expect(resolved.configuration.smtp.map(\.description) == expected)
        }
        #expect(file.configuration.http.map(\.description) == ["127.0.0.1:3"])
    }

    @Test func `Of a flag given twice the later one counts`() throws {
        #expect(try resolve(["--max-recipients", "1", "--max-recipients=2"]).configuration.maxRecipients == 2)
    }

    @Test func `An empty variable counts as absent`() throws {
        #expect(try resolve(environment: ["CREEL_HOSTNAME": ""]).configuration.hostname == "localhost")
    }

    @Test(arguments: ["", "\n", "# nothing\n  # at all\r\n"])
    func `A file without content sets nothing`(file: String) throws {
        #expect(try resolve(file: file).origins.isEmpty)
    }

    @Test(arguments: [
        (["--smpt", "a:1"], "unknown flag --smpt; did you mean --smtp?"),
        (["--zzzzzzzzzzzz"], "unknown flag --zzzzzzzzzzzz; creel serve --help lists the flags"),
        (["-x"], "unknown flag -x; creel serve --help lists the flags"),
        (["sevre"], "'sevre' is neither a command nor a flag; creel --help lists both"),
        (["--smtp"], "--smtp needs a value: --smtp VALUE or --smtp=VALUE"),
        (["--smtp", "--http"], "--smtp needs a value: --smtp VALUE or --smtp=VALUE"),
        (
            ["--max-recipients", "0"],
            "max-recipients (flag --max-recipients): '0' is not allowed; give a number from 1 to 1000000"
        ),
        (["--durability=no"], "durability (flag --durability): 'no' is not allowed; give full or relaxed"),
    ])
    func `Wrong flags stop the start with exit code 64`(words: [String], text: String) {
        let refusal = refusal(words)
        #expect(refusal?.description == text)
        #expect(refusal?.exitCode == 64)
    }

    @Test func `Wrong variables stop the start with exit code 78`() {
        let refusal = refusal(environment: ["CREEL_SMTP": "127.0.0.1:1,x"])
        #expect(
            refusal?.description.hasPrefix("smtp (environment CREEL_SMTP): 'x' is not allowed; give HOST:PORT") == true)
        #expect(refusal?.exitCode == 78)
    }

    @Test(arguments: [
        ("max-mesage-size: 1M\n", "unknown setting max-mesage-size in creel.yaml; did you mean max-message-size?"),
        (
            "limits:\n  max-recipients: 1\n",
            "unknown setting limits.max-recipients in creel.yaml; did you mean max-recipients?"
        ),
        (
            "max-recipients: many\n",
            "max-recipients (file creel.yaml): 'many' is not allowed; give a number from 1 to 1000000"
        ),
        ("smtp: []\n", "smtp (file creel.yaml): '[]' is not allowed; give HOST:PORT"),
        ("smtp:\n", "smtp (file creel.yaml): '' is not allowed; give HOST:PORT"),
        ("hostname: [a, b]\n", "hostname (file creel.yaml): a list is not allowed; give a host name"),
        ("- a\n", "creel.yaml is not a YAML mapping: "),
        ("smtp: [\n", "creel.yaml is not a YAML mapping: "),
        ("smtp: a:1\nsmtp: b:1\n", "creel.yaml is not a YAML mapping: "),
        ("hostname: \"a\\eb\"\n", "hostname (file creel.yaml): 'a\\u{1b}b' is not allowed"),
    ])
    func `Wrong files stop the start with exit code 78 and one line`(file: String, text: String) {
        let refusal = refusal(file: file)
        #expect(refusal?.description.hasPrefix(text) == true, "\(refusal?.description ?? "")")
        #expect(refusal?.description.contains("\n") == false)
        #expect(refusal?.exitCode == 78)
    }

    @Test func `A message must fit into what may be on its way in`() throws {
        #expect(
            refusal(["--max-message-size", "300MiB"])?.description
                == "max-message-size (flag --max-message-size), 300MiB, must be less than max-octets-in-flight (default), "
                + "256MiB: lower the one or raise the other")
        #expect(refusal(environment: ["CREEL_MAX_OCTETS_IN_FLIGHT": "50MiB"])?.exitCode == 78)
        #expect(throws: Never.self) { try resolve(["--max-octets-in-flight", "51MiB"]) }
    }

    @Test(arguments: [
        (
            "--auth required --disable-extension AUTH",
            "smtp 127.0.0.1:1025 could take no mail: auth required (flag --auth) and disable-extension AUTH "
                + "(flag --disable-extension) exclude each other; change one of them"
        ),
        (
            "--lmtp unix:l.sock+tls=required+disable=STARTTLS",
            "lmtp unix:l.sock could take no mail: tls required (flag --lmtp) and disable-extension STARTTLS (flag --lmtp) "
                + "exclude each other; change one of them"
        ),
        (
            "--auth file --auth-file u --auth-over-tls required --smtp [::1]:2525+tls=off",
            "smtp [::1]:2525 could take no mail: auth-over-tls required (flag --auth-over-tls) and tls off (flag --smtp) "
                + "exclude each other; change one of them"
        ),
        (
            "--auth required --auth-over-tls required --disable-extension STARTTLS",
            "smtp 127.0.0.1:1025 could take no mail: auth-over-tls required (flag --auth-over-tls) and disable-extension "
                + "STARTTLS (flag --disable-extension) exclude each other; change one of them"
        ),
    ])
    func `What a listener asks for it must offer`(flags: String, text: String) {
        let refusal = refusal(flags.split(separator: " ").map(String.init))
        #expect(refusal?.description == text)
        #expect(refusal?.exitCode == 64)
    }

    @Test func `What no client has to do need not be offered`() throws {
        for flags in [
            "--auth any --disable-extension AUTH --disable-extension STARTTLS", "--tls off --auth required",
            "--auth-over-tls required --tls off",
            "--tls required --auth required --smtp 127.0.0.1:1+tls=off --smtps 127.0.0.1:2+disable=STARTTLS",
        ] {
            #expect(throws: Never.self, "\(flags)") { try resolve(flags.split(separator: " ").map(String.init)) }
        }
        #expect(
            refusal(environment: ["CREEL_AUTH": "required"], file: "disable-extension: AUTH\n")?.exitCode == 78)
    }

    @Test func `A file that is named must be there`() {
        #expect(refusal(["--config", "/nonexistent/creel.yaml"])?.exitCode == 64)
        #expect(refusal(environment: ["CREEL_CONFIG": "/nonexistent/creel.yaml"])?.exitCode == 78)
    }

    @Test func `A start says what it reads unasked and whom it shows mail to`() throws {
        #expect(try resolve(["--rspamd", "off"], file: "# nothing\n").notices.isEmpty)
        #expect(
            try resolve(["--clamav", "/run/clamd"], file: "rspamd: 192.0.2.1:9\n").notices == [
                "settings come from creel.yaml in the working directory; --config none does without",
                "mail is shown to rspamd at 192.0.2.1:9 (file creel.yaml)",
                "mail is shown to clamav at /run/clamd (flag --clamav)",
            ])
        let without = try resolve(["--config", "none"], file: "rspamd: 192.0.2.1:9\n")
        #expect(without.notices.isEmpty && without.configuration.rspamd == nil)
        #expect(try resolve(environment: ["CREEL_CONFIG": "none"], file: "max-sessions: 1\n").origins.isEmpty)
    }

    @Test func `A variable that sets nothing is told, and stops nothing`() throws {
        let resolved = try resolve(environment: ["CREEL_SMPT": "a:1", "CREEL_ZZZZZZZZZZ": "1", "CREELING": "1"])
        #expect(
            resolved.warnings == [
                "the environment variable CREEL_SMPT sets nothing; did you mean CREEL_SMTP?",
                "the environment variable CREEL_ZZZZZZZZZZ sets nothing",
            ])
    }

    @Test func `Secrets are in no message and in no listing`() throws {
        let refusal = refusal(["--http-credentials", "sesame"])
        #expect(refusal?.description.contains("sesame") == false)
        let yaml = try resolve(environment: ["CREEL_HTTP_CREDENTIALS": "alice:sesame"]).yaml
        #expect(yaml.contains("# http-credentials: 1 secret, not shown  # environment CREEL_HTTP_CREDENTIALS\n"))
        #expect(!yaml.contains("sesame"))
    }

    @Test func `A password in the environment may hold a comma`() throws {
        let resolved = try resolve(environment: ["CREEL_HTTP_CREDENTIALS": "alice:se,same"])
        #expect(resolved.configuration.httpCredentials == [try #require(Credential(parsing: "alice:se,same"))])
    }

    @Test func `What is printed is a file that sets the same`() throws {
        let words = [
            "--smtp", "127.0.0.1:0", "--smtp", "[::1]:2525", "--database", "a \"b\"\\\u{1B}\t#é: {",
            "--command-timeout",
            "90s", "--max-message-size", "1000000", "--allowed-hosts", "No", "--hostname", "1.5", "--base-path",
            "/a/b/", "--log-level",
            "debug",
        ]
        let resolved = try resolve(words)
        #expect(resolved.yaml.contains("max-message-size: 1000000  # flag --max-message-size\n"))
        let read = try resolve(file: resolved.yaml)
        for setting in ServeConfiguration.settings {
            #expect(setting.read(read.configuration) == setting.read(resolved.configuration), "\(setting.name)")
        }
    }
}
