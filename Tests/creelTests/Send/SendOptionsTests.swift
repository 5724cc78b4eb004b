import ArgumentParser
import MIME
import MailModel
import MailProtocols
import Testing

@testable import creel

@Suite struct SendOptionsTests {
    private static let identity = LocalIdentity(user: "app", fullName: nil, host: "box.example")

    private func composed(_ words: [String]) throws -> (message: MessageToSend, command: SendCommand) {
        let command = try SendCommand.parse(words)
        let message = try command.message.compose(
            to: command.submission, by: Self.identity, at: ZonedTime(secondsSince1970: 0, offsetMinutes: 0), token: "t")
        return (message, command)
    }

    @Test func `A recipient is enough`() throws {
        let (message, command) = try composed(["--to", "a@b.example"])
        let header = Message.header(of: message.content)
        #expect(header.last("from") == "app@box.example" && header.last("subject") == "Hello from creel send")
        let transaction = try command.submission.transaction(for: message, Self.identity)
        #expect(transaction.reversePath == "app@box.example" && transaction.forwardPaths == ["a@b.example"])
    }

    @Test func `Blind copies stand in the envelope alone`() throws {
        let (message, command) = try composed([
            "--from", "Ada <ada@example.com>", "--to", "a@b.example, C <c@d.example>", "--cc", "root", "--bcc",
            "e@f.example", "--mail-from", "", "--header", "X-Job: 42", "--subject", "Grüße", "--html", "<p>hi</p>",
        ])
        let read = Message(message.content)
        #expect(read.header.addresses(of: "to").addresses.map(\.address) == ["a@b.example", "c@d.example"])
        #expect(read.header.last("bcc") == nil && read.header.last("x-job") == "42")
        #expect(read.header.last("subject") == "Grüße" && read.parts[0].contentType.mediaType == "text/html")
        let transaction = try command.submission.transaction(for: message, Self.identity)
        #expect(transaction.reversePath.isEmpty)
        #expect(transaction.forwardPaths == ["a@b.example", "c@d.example", "root@box.example", "e@f.example"])
    }

    @Test(arguments: [
        (["--to", "a@b.example", "--header", "no field"], "'no field' is no header field"),
        (["--bcc", ""], "no recipient"), ([], "no recipient"),
        (["--to", "a@b.example", "--attach", "/none/x.pdf"], "cannot read /none/x.pdf"),
    ])
    func `What cannot be sent is told`(words: [String], text: String) throws {
        #expect {
            let (message, command) = try composed(words)
            _ = try command.submission.transaction(for: message, Self.identity)
        } throws: { ($0 as? CommandFailure)?.description.hasPrefix(text) == true }
    }

    @Test(arguments: [
        ("invoice.PDF", "invoice.PDF", "application/pdf"), ("a/b.tar.gz", "b.tar.gz", "application/gzip"),
        ("README", "README", "application/octet-stream"), ("text/calendar:x/invite.dat", "invite.dat", "text/calendar"),
        ("Image/SVG+xml:-", "-", "image/svg+xml"), ("notes/x:y.txt", "x:y.txt", "text/plain"),
        ("a.", "a.", "application/octet-stream"), (".txt", ".txt", "text/plain"),
    ])
    func `An attachment is what it is called, or what it is said to be`(text: String, name: String, type: String) {
        let file = AttachedFile(text)
        #expect(file.name == name && file.mediaType == type)
    }

    @Test(arguments: [
        ("Subject: a\n\nb\n", false, "Subject: a\r\n\r\nb\r\n"), ("Subject: a\n\nb\n", true, "Subject: a\n\nb\n"),
        ("Subject: a\r\n\nb", false, "Subject: a\r\n\nb"), ("", false, ""),
    ])
    func `A file of LF alone gets CRLF, any other stays as it is`(text: String, isExact: Bool, sent: String) {
        let message = MessageToSend(asItIs: Array(text.utf8), isExact: isExact)
        #expect(String(decoding: message.content, as: UTF8.self) == sent)
    }

    @Test(arguments: [
        ("127.0.0.1:25", true), ("localhost:25", true), ("[::1]:25", true), ("unix:/run/lmtp", true),
        ("mail.example:25", false), ("192.0.2.1:25", false),
    ])
    func `Servers`(text: String, isHere: Bool) throws {
        let address = try #require(MailServerAddress(text))
        #expect(address.description == text && address.isOnThisMachine == isHere)
    }

    @Test(arguments: ["mail.example", "127.0.0.1:0", ":25", ""])
    func `What is no server`(text: String) { #expect(MailServerAddress(text)?.reachable == nil) }

    @Test func `A password goes to others only encrypted, or when that was asked for`() throws {
        func sending(_ words: [String]) throws -> Sending {
            try SendCommand.parse(words + ["--to", "a@b.example", "--user", "x"]).submission.sending(Self.identity)
        }
        #expect(throws: CommandFailure.self) { try sending(["--server", "mail.example:25"]) }
        for words in [
            ["--server", "mail.example:25", "--tls", "required"], ["--server", "mail.example:25", "--tls", "off"],
        ] {
            #expect(try sending(words).configuration.login?.user == "x")
        }
        #expect(try sending(["--server", "127.0.0.1:25"]).configuration.security == .opportunistic)
    }
}
