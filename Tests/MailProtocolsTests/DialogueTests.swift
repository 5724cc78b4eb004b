import MailProtocols
import TestSupport
import Testing

/// Every file of `fixtures/dialogues/smtp` and `lmtp`, replayed whole, octet by octet and in random cuts.
@Suite struct DialogueTests {
    private static func files() throws -> [DialogueFile] {
        try DialogueFile.all("smtp") + DialogueFile.all("lmtp")
    }

    @Test(arguments: try files()) func `says what the file says`(file: DialogueFile) throws {
        var transcript = try transcript(for: file)
        for part in file.parts { transcript.send(part) }
        #expect(transcript.lines == file.expected)
    }

    @Test(arguments: try files()) func `says the same however the octets are cut`(file: DialogueFile)
        throws
    {
        for step in 1...7 { try replay(file, cuts: [step]) }
        var random = SplitMix(seed: 1)
        for _ in 0..<20 { try replay(file, cuts: (0..<16).map { _ in Int.random(in: 1...50, using: &random) }) }
    }

    private func replay(_ file: DialogueFile, cuts: [Int]) throws {
        var transcript = try transcript(for: file)
        for part in file.parts { transcript.send(part, cuts: cuts) }
        #expect(transcript.lines == file.expected, "cut at \(cuts)")
    }

    private func transcript(for file: DialogueFile) throws -> Transcript {
        var configuration = SMTPSession.Configuration()
        var (isSecure, isTrusted) = (false, false)
        var users: [(String, UserDirectory.Secret)] = []
        for (name, value) in file.settings {
            switch name {
            case "message": configuration.limits.message = try number(value)
            case "command-line": configuration.limits.commandLine = try number(value)
            case "recipients": configuration.limits.recipients = try number(value)
            case "path": configuration.limits.path = try number(value)
            case "idle-commands": configuration.limits.idleCommands = try number(value)
            case "errors": configuration.limits.errors = try number(value)
            case "disable": configuration.extensions.removeAll { value.split(separator: " ").contains($0.keyword[...]) }
            case "tls": isSecure = true
            case "starttls": configuration.tls = try #require(TLSPolicy(rawValue: value))
            case "trusted": isTrusted = true
            case "paths": configuration.paths = try #require(PathPolicy(rawValue: value))
            case "dialect": configuration.dialect = try #require(SMTPSession.Dialect(rawValue: value))
            case "auth": configuration.login = try #require(LoginPolicy(rawValue: value))
            case "users": users += try value.split(separator: ", ").map { try user(String($0)) }
            case "channel-binding": configuration.offersChannelBinding = true
            case "auth-over-tls": configuration.loginNeedsEncryption = true
            default: Issue.record("\(file.name): unknown setting \(name)")
            }
        }
        configuration.users = UserDirectory(Dictionary(uniqueKeysWithValues: users), key: [7])
        return Transcript(configuration, isSecure: isSecure, isTrusted: isTrusted)
    }

    /// `alice {PLAIN}tiger`, with the salt of RFC 7677; anything else in place of `{PLAIN}` counts as a hash.
    private func user(_ text: String) throws -> (String, UserDirectory.Secret) {
        let words = text.split(separator: " ", maxSplits: 1)
        try #require(words.count == 2)
        guard words[1].hasPrefix("{PLAIN}") else { return (String(words[0]), .hash(String(words[1]))) }
        let password = String(words[1].dropFirst(7))
        let salt: [UInt8] = [
            0x5B, 0x6D, 0x99, 0x68, 0x9D, 0x12, 0x35, 0x8E, 0xEC, 0xA0, 0x4B, 0x14, 0x12, 0x36, 0xFA, 0x81,
        ]
        return (String(words[0]), .password(password, SCRAMKeys(password: password, salt: salt, iterations: 4096)))
    }

    private func number(_ text: String) throws -> Int { try #require(Int(text), "\(text) is a number") }
}
