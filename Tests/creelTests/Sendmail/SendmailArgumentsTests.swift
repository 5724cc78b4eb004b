import MailProtocols
import Testing

@testable import creel

@Suite struct SendmailArgumentsTests {
    private func arguments(_ line: String) throws -> SendmailArguments {
        try SendmailArguments(line.split(separator: " ").map { $0 == "''" ? "" : String($0) })
    }

    @Test(arguments: [
        "-t -i", "-ti", "-it", "-t -oi", "-oem -oi -t", "-odb -oi -t -q", "-i -t -B 8BITMIME", "-t -i -Am",
    ])
    func `Letters stand alone, together, and before their values`(line: String) throws {
        let arguments = try arguments(line)
        #expect(arguments.takesRecipientsFromHeader && arguments.ignoresDots && arguments.recipients.isEmpty)
    }

    @Test(
        arguments: [
            ("-f a@b.example c@d.example", "a@b.example"), ("-fa@b.example c@d.example", "a@b.example"),
            ("-r a@b.example -- c@d.example", "a@b.example"), ("-if a@b.example c@d.example", "a@b.example"),
            ("-f '' c@d.example", ""), ("-f <> c@d.example", "<>"), ("-oee c@d.example", nil), ("c@d.example -v", nil),
            ("-L tag -p ESMTP:x -X log -O Foo=1 -C cf -q30m -d0.1 c@d.example", nil),
        ] as [(String, String?)])
    func `Who sends, and to whom`(line: String, sender: String?) throws {
        let arguments = try arguments(line)
        #expect(arguments.sender == sender)
        #expect(arguments.recipients == ["c@d.example"])
        #expect(arguments.mode == .message)
    }

    @Test(arguments: [
        ("-bs", SendmailArguments.Mode.smtp), ("-bm", .message), ("-b p", .queue), ("-bi", .aliases), ("-t -bs", .smtp),
    ])
    func `Modes`(line: String, mode: SendmailArguments.Mode) throws {
        #expect(try arguments(line).mode == mode)
    }

    @Test func `Notifications, names, server and inbox`() throws {
        let arguments = try arguments(
            "-N success,delay -R hdrs -V id -F Ada --server [::1]:25 --inbox=ci-7 -v -- -a@b.example")
        #expect(arguments.notification == .init(events: "SUCCESS,DELAY", extent: "HDRS", envelopeID: "id"))
        #expect(arguments.fullName == "Ada" && arguments.isVerbose)
        #expect(arguments.server == "[::1]:25" && arguments.inbox == "ci-7")
        #expect(arguments.recipients == ["-a@b.example"])
        #expect(try self.arguments("-N never").notification.events == "NEVER")
    }

    @Test(arguments: [
        ("-bd", "-bd is not done here"), ("-f", "-f needs a value"), ("-N sometimes", "-N takes never"),
        ("-R all", "-R takes full or hdrs"), ("-Z", "unknown option -Z"), ("--serve x", "unknown option --serve"),
        ("--inbox", "--inbox needs a value"), ("-N never,delay", "-N takes never"),
    ])
    func `What is asked in a wrong way is told`(line: String, text: String) throws {
        #expect { try arguments(line) } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.description.hasPrefix(text) == true
        }
    }
}
