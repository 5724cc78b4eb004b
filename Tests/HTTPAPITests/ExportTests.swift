import Foundation
import HTTPTypes
import HummingbirdTesting
import Intake
import MIME
import MailModel
import NIOCore
import Synchronization
import Testing

@testable import HTTPAPI

struct `Export of messages` {
    let harness = Harness(limits: HTTPLimits(message: 1 << 22))

    private static let contents: [[UInt8]] = [
        Array("Subject: one\r\n\r\nFrom here\r\n>From there".utf8), [], Array("\n\n".utf8), (0...255).map { UInt8($0) },
        Array("Subject: large\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 1 << 20),
    ]

    private func fill() async throws {
        for (number, content) in Self.contents.enumerated() {
            let inbox = number == 1 ? try #require(InboxName(".." + String(repeating: "ü", count: 50))) : .default
            try await harness.deliver(content, inbox: inbox)
        }
    }

    private func export(_ query: String) async throws -> [UInt8] {
        let file = Mutex<[UInt8]>([])
        try await harness.test { client in
            let answer = try await client.get("/api/export?\(query)")
            #expect(answer.status == .ok)
            file.withLock { $0 = Array(answer.body.readableBytesView) }
        }
        return file.withLock { $0 }
    }

    @Test func `An mbox has every message as it was, the oldest first`() async throws {
        try await fill()
        let file = try await export("format=mbox")
        var reader = MboxReader(.mboxrd, limit: 1 << 22)
        let messages = reader.read(file) + reader.finish()
        #expect(messages.map(\.octets) == Self.contents)
        #expect(messages[0].separator?.inbox == .default)
        #expect(messages[0].separator?.sender == "sender@example.com")
        #expect(messages[0].separator?.receivedAt == harness.intake.now())
    }

    @Test func `Only what matches is written`() async throws {
        try await fill()
        let file = String(decoding: try await export("q=subject:one"), as: UTF8.self)
        #expect(file.hasSuffix("\r\n\r\n>From here\r\n>>From there\n\n"))
        #expect(try await export("q=subject:nothing").isEmpty)
    }

    /// `tar` and Python, which nobody here has written, read what is there.
    @Test(arguments: [
        (
            "maildir",
            "import sys,tarfile\nt=tarfile.open(sys.argv[1])\nfor m in t:\n  if m.isfile(): print(m.name,t.extractfile(m).read().hex(),sep='\\t')"
        ),
        (
            "zip",
            "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nfor m in z.infolist(): print(m.filename,z.read(m).hex(),sep='\\t')"
        ),
    ])
    func `Another program reads archives`(format: String, script: String) async throws {
        try await fill()
        let path = FileManager.default.temporaryDirectory.appending(path: "creel-export-\(UUID())")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(try await export("format=\(format)")).write(to: path)
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path.path()]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let rows = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(process.terminationStatus == 0)
        #expect(rows.map { $0[1] } == Self.contents.map { content in content.map { $0.hexadecimalText }.joined()[...] })
        #expect(rows[1][0].contains("%2E%2E%C3%BC"))
    }

    @Test func `An unknown format is refused`() async throws {
        try await harness.test { client in
            let answer = try await client.get("/api/export?format=pst")
            #expect(answer.status == .badRequest)
            #expect(try answer.json["allowed"] as? String == "mbox, maildir, zip")
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimalText: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}
