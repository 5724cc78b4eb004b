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
        let rows = try Self.rows(of: script, over: try await export("format=\(format)"))
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        try #require(rows.count == Self.contents.count)
        #expect(rows.map { $0[1] } == Self.contents.map { content in content.map { $0.hexadecimalText }.joined()[...] })
        #expect(rows[1][0].contains("%2E%2E%C3%BC"))
    }

    /// The lines that Python writes about a file.
    private static func rows(of script: String, over file: [UInt8]) throws -> [Substring] {
        let path = FileManager.default.temporaryDirectory.appending(path: "creel-export-\(UUID())")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(file).write(to: path)
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path.path()]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n")
    }

    @Test(arguments: [("maildir", "tar"), ("zip", "zip")])
    func `Inboxes of long names are unpacked, each into a folder of its own`(
        format: String, packing: String
    ) async throws {
        let long = String(repeating: "a", count: 254)
        let names = [
            long, long + "b", long + "c", String(repeating: ".", count: 255), String(repeating: "é", count: 127),
        ]
        for name in names { try await harness.deliver(inbox: try #require(InboxName(name))) }
        let script = """
            import os,shutil,sys,tempfile
            with tempfile.TemporaryDirectory() as d:
              shutil.unpack_archive(sys.argv[1],d,'\(packing)')
              for f,_,n in os.walk(d):
                if n: print(f)
            """
        let folders = try Self.rows(of: script, over: try await export("format=\(format)"))
        #expect(Set(folders).count == names.count)
        #expect(folders.contains { $0.hasSuffix(format == "zip" ? "/\(long)" : "/.\(long)/cur") })
    }

    @Test func `A name of a folder is cut between characters`() throws {
        let name = try #require(InboxName(String(repeating: "é", count: 127))).folderName
        let parts = name.split(separator: "+")
        #expect(name.utf8.count <= 254 && parts.count == 2)
        #expect(String(decoding: PercentEncoding.decode(parts[0].utf8), as: UTF8.self).allSatisfy { $0 == "é" })
    }

    @Test func `The files of a Maildir are in their order as text, in which other programs read them`() async throws {
        let early: [Int64] = [-1, 5, 999_999_999_999, 1_000_000_000_005, 1_000_000_000_010, 1_000_000_000_100]
        for moment in early + [Int64](repeating: 1_500_000_000_123, count: 11) {
            _ = try await harness.intake.accept(
                Delivery(
                    envelope: Envelope(reversePath: "", forwardPaths: []), content: [], inbox: .default,
                    receivedAt: Timestamp(milliseconds: moment)))
        }
        let script = """
            import sys,tarfile
            names=[m.name for m in tarfile.open(sys.argv[1]) if m.isfile()]
            print(len(names),names==sorted(names))
            """
        let file = try await export("format=maildir")
        #expect(try Self.rows(of: script, over: file) == ["17 True"])
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
