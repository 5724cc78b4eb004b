import Foundation
import HTTPTypes
import HummingbirdTesting
import Intake
import MIME
import MailModel
import MailStorage
import NIOCore
import Testing

@testable import HTTPAPI

/// Archives, whoever has packed them.
@Suite struct ZipImportTests {
    private static let contents = [
        Array("Subject: one\r\n\r\nFrom here".utf8), [], (0...255).map { UInt8($0) },
        Array("Subject: large\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 300_000),
    ]

    /// Reads it in pieces; the octets, `nil` for what was too large.
    private func messages(
        of file: [UInt8], cutBy length: Int = .max, limit: Int = 1 << 20
    ) throws -> (messages: [[UInt8]?], leftOut: Int) {
        var (cutter, messages, rest) = (MailboxCutter(.auto, limit: limit), [MboxMessage](), file[...])
        while !rest.isEmpty {
            var piece = rest.prefix(length)
            while let next = try cutter.next(&piece) { messages += next }
            rest = rest.dropFirst(length)
        }
        messages += try cutter.finish()
        return (messages.map { $0.isCut ? nil : $0.octets }, cutter.leftOut)
    }

    private func refusal(of file: [UInt8]) -> String? {
        do {
            _ = try messages(of: file)
            return nil
        } catch MailboxCutter.Refusal.damaged(let reason) {
            return reason
        } catch {
            return "\(error)"
        }
    }

    /// What Python, which nobody here has written, packs: it reads the contents from lines of its input.
    private static func packed(_ script: String, _ contents: [[UInt8]] = contents) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "creel-zip-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (number, content) in contents.enumerated() {
            try Data(content).write(to: folder.appending(path: "\(number)"))
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let head = """
            import sys,os,zipfile
            from zipfile import *
            os.chdir(sys.argv[1])
            contents=[open(str(n),'rb').read() for n in range(\(contents.count))]
            class Pipe:
                def __init__(self, file): self.file=file
                def write(self, octets): return self.file.write(octets)
                def flush(self): self.file.flush()

            """
        process.arguments = ["python3", "-c", head + script, folder.path()]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return Array(try Data(contentsOf: folder.appending(path: "a.zip")))
    }

    private static let each = "for n,c in enumerate(contents): z.writestr(f'box/{n}.EML',c)\nz.close()"

    /// Stored, deflated, and through a pipe, where lengths stand behind each file.
    @Test(arguments: [
        "z=ZipFile('a.zip','w')\n\(each)", "z=ZipFile('a.zip','w',ZIP_DEFLATED)\n\(each)",
        "z=ZipFile(Pipe(open('a.zip','wb')),'w',ZIP_DEFLATED)\n\(each)",
        """
        z=ZipFile(Pipe(open('a.zip','wb')),'w',ZIP_DEFLATED)
        for n,c in enumerate(contents):
            with z.open(f'{n}.eml','w',force_zip64=True) as f: f.write(c)
        z.close()
        """,
        """
        z=ZipFile('a.zip','w',ZIP_DEFLATED)
        for n,c in enumerate(contents):
            with z.open(f'{n}.eml','w',force_zip64=True) as f: f.write(c)
        z.close()
        """,
    ])
    func `What another program has packed comes in, however it is cut`(script: String) throws {
        let file = try Self.packed(script)
        for length in [1, 7, 4096, .max] {
            #expect(try messages(of: file, cutBy: length).messages == Self.contents)
        }
        #expect(try messages(of: file, limit: 300).messages == Self.contents.map { $0.count > 300 ? nil : $0 })
        #expect(refusal(of: Array(file[..<(file.count / 2)])) != nil)
    }

    @Test func `Only files that are messages by their names come in, and others are counted`() throws {
        let file = try Self.packed(
            """
            z=ZipFile('a.zip','w')
            z.mkdir('a') if hasattr(z,'mkdir') else z.writestr('a/','')
            for n in ['notes.txt','a/b.eml','__MACOSX/a/._b.eml','a/._b.eml','a/.DS_Store','d.mbox']: z.writestr(n,n)
            z.close()
            """)
        let found = try messages(of: file)
        #expect(found.messages == [Array("a/b.eml".utf8)] && found.leftOut == 2)
        #expect(try messages(of: Self.packed("ZipFile('a.zip','w').close()")).messages == [])
    }

    @Test func `Folders may have any names, and a message that is hidden is counted`() throws {
        let names = ["./a.eml", "../b.eml", "/c.eml", "x/.y/../d.eml", "__MACOSX/387.eml"]
        let file = try Self.packed(
            "z=ZipFile('a.zip','w')\nfor n in \(names) + ['.e.eml','x/.eml']: z.writestr(n,n)\nz.close()")
        let (found, contents) = (try messages(of: file), names.map { Array($0.utf8) })
        #expect(found.messages == contents && found.leftOut == 2)
    }

    @Test func `Damage is told, with the place`() throws {
        var file = try Self.packed("z=ZipFile('a.zip','w')\n\(Self.each)")
        let place = try #require(file.firstRange(of: Array("From here".utf8))?.lowerBound)
        file[place] ^= 1
        #expect(refusal(of: file) == "The zip archive is damaged at box/0.EML")
        let method = try Self.packed("z=ZipFile('a.zip','w',ZIP_BZIP2)\n\(Self.each)")
        #expect(refusal(of: method)?.contains("packed by method 12") == true)
        // Flag 0: encrypted.
        file[6] |= 1
        #expect(refusal(of: file) == "The zip archive is encrypted at box/0.EML")
        file = try Self.packed("z=ZipFile(Pipe(open('a.zip','wb')),'w')\n\(Self.each)")
        #expect(refusal(of: file)?.contains("does not say how long") == true)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>) func `Octets that are anything end`(seed: UInt64) throws {
        var file = try Self.sample.get()
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        for _ in 0..<(1 + seed % 8) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            file[Int(state >> 33) % file.count] = UInt8(truncatingIfNeeded: state >> 17)
        }
        let found = try? messages(of: file, cutBy: 1 + Int(seed % 900), limit: 1 << 16).messages
        #expect(found?.allSatisfy { $0.map { $0.count <= 1 << 16 } ?? true } ?? true)
    }

    private static let sample = Result {
        try packed("z=ZipFile(Pipe(open('a.zip','wb')),'w',ZIP_DEFLATED)\n\(each)", Array(contents.prefix(3)))
    }

    @Test(arguments: ["zip", "mbox"]) func `An export comes back with all that is known of its messages`(
        format: String
    ) async throws {
        let (first, second) = (Harness(), Harness())
        let messages: [(inbox: String, to: String)] = [
            ("default", "a@example.com"), ("pr-12 %", "\"b c\"@example.com"), ("__MACOSX", ""),
        ]
        var ids: [CaptureID] = []
        for (number, message) in messages.enumerated() {
            let inbox = InboxName(message.inbox) ?? .default
            let summary = try await first.intake.accept(
                Delivery(
                    envelope: Envelope(
                        reversePath: number == 1 ? "" : "jörg@example.com",
                        forwardPaths: message.to.isEmpty ? [] : [message.to, "z@example.com"]),
                    content: Self.contents[number], inbox: inbox,
                    receivedAt: Timestamp(milliseconds: 1_500_000_000_123 + Int64(number))))
            ids.append(summary.id)
            if number > 0 { _ = try await first.store.mark(summary.id, .seen) }
            _ = try await first.store.mark(
                summary.id, .tags([TagName("a b"), TagName("\(number)")].compactMap(\.self)))
        }
        try await first.test { client in
            let exported = try await client.get("/api/export?format=\(format)").body
            try await second.test { client in
                let answer = try await client.execute(uri: "/api/import", method: .post, body: exported)
                #expect(try answer.integer("imported") == 3 && answer.integer("leftOut") == 0)
                #expect(try await client.get("/api/messages?q=is:unseen").ids == [1])
            }
        }
        let rows = try await second.store.matches(.init(), after: .zero, limit: 9)
        for (id, after) in zip(ids, rows) {
            let before = try #require(try await first.store.message(id)).summary
            #expect(after.inbox == before.inbox && after.receivedAt == before.receivedAt)
            #expect(after.envelope == before.envelope && after.marks == before.marks)
        }
        #expect(rows.count == ids.count)
    }
}
