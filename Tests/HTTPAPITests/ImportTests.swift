import Foundation
import HTTPTypes
import HummingbirdTesting
import Intake
import MIME
import MailModel
import MailProtocols
import MailStorage
import NIOCore
import Testing

@testable import HTTPAPI

struct `Import of messages` {
    let harness = Harness()

    private static let moment = Timestamp(milliseconds: 1_700_000_000_456)

    private func contents() async throws -> [[UInt8]] {
        var contents: [[UInt8]] = []
        for row in try await harness.store.matches(.init(), after: .zero, limit: 500) {
            contents.append(try #require(try await harness.store.message(row.id)).content)
        }
        return contents
    }

    private func post(_ octets: [UInt8], _ query: String = "") async throws {
        try await harness.test { client in
            let answer = try await client.execute(
                uri: "/api/import\(query)", method: .post, body: ByteBuffer(bytes: octets))
            #expect(answer.status == .ok, "\(answer.text)")
        }
    }

    @Test func `An mbox comes in with inbox, time and sender`() async throws {
        let separator = MboxSeparator(sender: "a@example.com", receivedAt: Self.moment, inbox: InboxName("old"))
        let messages = [Array("Subject: one\n\nFrom x".utf8), [], Array("Subject: two\r\n\r\n".utf8)]
        try await post(messages.flatMap { separator.mboxrd($0) })
        #expect(try await contents() == messages)
        let rows = try await harness.store.matches(.init(), after: .zero, limit: 10)
        #expect(rows.allSatisfy { $0.inbox.rawValue == "old" && $0.receivedAt == Self.moment })
        #expect(rows.allSatisfy { $0.envelope.reversePath == "a@example.com" })
    }

    @Test func `An inbox that is named counts more`() async throws {
        let separator = MboxSeparator(sender: "", inbox: InboxName("old"))
        try await post(separator.mboxrd(Array("Subject: one\n".utf8)), "?inbox=new")
        #expect(try await harness.store.matches(.init(), after: .zero, limit: 10).map(\.inbox.rawValue) == ["new"])
    }

    @Test func `One message is one message`() async throws {
        let message = Array("Subject: one\n\nFrom here on\n\nFrom there\n".utf8)
        try await post(message)
        #expect(try await contents() == [message])
    }

    @Test func `An mbox may begin with a byte order mark and an empty line, and lack those between`() async throws {
        let messages = ["Subject: one\n\n1\n", "Subject: two\n\n2\n"]
        let file = messages.map { "From a@b Mon Jan  1 10:00:00 2024\n\($0)" }.joined()
        try await post(Array("\u{FEFF}\n\(file)".utf8))
        #expect(try await contents() == messages.map { Array($0.utf8) })
    }

    @Test func `What is too large is counted, and the rest comes in`() async throws {
        let separator = MboxSeparator(sender: "")
        let large = [UInt8](repeating: 0x61, count: 1 << 16 + 1)
        let file = separator.mboxrd(large) + separator.mboxrd(Array("Subject: small\n".utf8))
        try await harness.test { client in
            let answer = try await client.execute(uri: "/api/import", method: .post, body: ByteBuffer(bytes: file))
            #expect(try answer.integer("imported") == 1)
            #expect(try answer.integer("tooLarge") == 1)
        }
    }

    @Test func `a message shares the memory of all that come in, and counts once`() async throws {
        let harness = Harness(budget: 40_000)
        let message = [UInt8](repeating: 0x61, count: 30_000)
        var file = MessageImport(
            intake: harness.intake, budget: harness.budget, limits: HTTPLimits(message: 1 << 16), inbox: nil,
            dialect: .mboxrd)
        for start in stride(from: 0, to: message.count, by: 1000) {
            try await file.read(Array(message[start..<start + 1000]))
        }
        #expect(harness.budget.heldOctets == 30_000)
        try await file.finish()
        #expect(file.tally.imported == 1)
        await #expect(throws: Problem.self) {
            var larger = MessageImport(
                intake: harness.intake, budget: harness.budget, limits: HTTPLimits(message: 1 << 16), inbox: nil,
                dialect: .mboxrd)
            try await larger.read(message + message)
        }
    }

    @Test func `gzip is unpacked, several members and all`() async throws {
        // printf 'Subject: packed\n\ntext\n' | gzip -n.
        let packed = try #require(Data(base64Encoded: Self.packed))
        try await post(Array(packed + packed))
        #expect(try await contents() == [Array("Subject: packed\n\ntext\nSubject: packed\n\ntext\n".utf8)])
    }

    @Test(arguments: [1, 2, 7]) func `A file is what it is, however few octets come first`(length: Int) throws {
        let packed = Array(try #require(Data(base64Encoded: Self.packed)))
        let mbox = MboxSeparator(sender: "a@example.com").mboxrd(Array("Subject: one\n".utf8))
        for (file, content) in [
            (packed, "Subject: packed\n\ntext\n"), (mbox + mbox, "Subject: one\nSubject: one\n"),
            (Array("\u{1F}".utf8), "\u{1F}"), ([], ""),
        ] {
            var (cutter, messages, rest) = (MailboxCutter(.mboxrd, limit: 1 << 16), [MboxMessage](), file[...])
            while !rest.isEmpty {
                var piece = rest.prefix(length)
                while let next = try cutter.next(&piece) { messages += next }
                rest = rest.dropFirst(length)
            }
            messages += try cutter.finish()
            #expect(String(decoding: messages.flatMap(\.octets), as: UTF8.self) == content)
        }
    }

    @Test func `An envelope comes by way of an mbox as it was`() async throws {
        let other = Harness()
        for (sender, recipient) in [("jörg@exämple.com", "hidden@example.com"), ("", "\"a b\"@example.com")] {
            try await harness.deliver("To: shown@example.com\n\n", from: sender, to: recipient)
        }
        try await harness.test { client in
            let exported = try await client.get("/api/export").body
            try await other.test { client in
                let answer = try await client.execute(uri: "/api/import", method: .post, body: exported)
                #expect(try answer.integer("imported") == 2)
            }
        }
        let (before, after) = (
            try await harness.store.matches(.init(), after: .zero, limit: 9),
            try await other.store.matches(.init(), after: .zero, limit: 9)
        )
        #expect(after.map(\.envelope) == before.map(\.envelope))
    }

    @Test func `Of an envelope that comes to more than SMTP would take, the rest is left out`() async throws {
        let harness = Harness(limits: HTTPLimits(message: 1 << 16, recipients: 2, path: 40, paths: .strict))
        let long = String(repeating: "a", count: 40) + "@example.com"
        let separators = [
            MboxSeparator(
                sender: "alice", forwardPaths: ["b@example.com", "no path", "c@example.com", "d@example.com"]),
            MboxSeparator(sender: long, forwardPaths: [long]), MboxSeparator(sender: ""),
        ]
        let message = Array(
            "From: from@example.com\nTo: <bob>, one@example.com, two@example.com, three@example.com\n\n".utf8)
        try await harness.test { client in
            let file = separators.flatMap { $0.mboxrd(message) }
            let answer = try await client.execute(uri: "/api/import", method: .post, body: ByteBuffer(bytes: file))
            #expect(try answer.integer("imported") == 3)
        }
        let named = ["one@example.com", "two@example.com"]
        #expect(
            try await harness.store.matches(.init(), after: .zero, limit: 9).map(\.envelope) == [
                Envelope(reversePath: "from@example.com", forwardPaths: ["b@example.com", "c@example.com"]),
                Envelope(reversePath: "from@example.com", forwardPaths: named),
                Envelope(reversePath: "", forwardPaths: named),
            ])
    }

    @Test func `An envelope that was taken as it stood comes back, and a file of others names nobody by half a name`()
        async throws
    {
        let harness = Harness()
        let taken = Envelope(reversePath: "www-data", forwardPaths: ["root", "a@b.example."])
        let separators = [
            MboxSeparator(sender: taken.reversePath, forwardPaths: taken.forwardPaths), MboxSeparator(sender: "root"),
        ]
        try await harness.test { client in
            let file = separators.flatMap { $0.mboxrd(Array("From: a@b.example\n\n".utf8)) }
            let answer = try await client.execute(uri: "/api/import", method: .post, body: ByteBuffer(bytes: file))
            #expect(try answer.integer("imported") == 2)
        }
        let envelopes = try await harness.store.matches(.init(), after: .zero, limit: 9).map(\.envelope)
        #expect(envelopes == [taken, Envelope(reversePath: "a@b.example", forwardPaths: [])])
    }

    @Test(arguments: [(1 << 13, 507), (1 << 20, 409)])
    func `Where the store takes no more, it is told how many came in, and none behind has`(
        memory: Int, status: Int
    ) async throws {
        let harness = Harness(store: MemoryStore(limit: memory, inboxLimit: 1))
        let file = ["default", "one more", "default"].flatMap { inbox in
            MboxSeparator(sender: "", inbox: InboxName(inbox)).mboxrd([UInt8](repeating: 0x61, count: 5000))
        }
        try await harness.test { client in
            let answer = try await client.execute(uri: "/api/import", method: .post, body: ByteBuffer(bytes: file))
            #expect(answer.status.code == status)
            #expect(try answer.integer("imported") == 1)
            #expect(try answer.integer("tooLarge") == 0)
            #expect(answer.text.contains("; 1 messages came in"))
        }
        #expect(await harness.store.status().messages == 1)
    }

    @Test func `A gzip file that is cut short is a problem`() async throws {
        let packed = try #require(Data(base64Encoded: Self.packed))
        try await harness.test { client in
            let answer = try await client.execute(
                uri: "/api/import", method: .post, body: ByteBuffer(bytes: packed.dropLast(9)))
            #expect(answer.status == .badRequest)
        }
    }

    /// Of what is packed twice an octet may become a million.
    @Test func `A zip that is packed by gzip is refused`() async throws {
        let packed = try #require(GzipCoding.encoded(Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 1000)))
        try await harness.test { client in
            let answer = try await client.execute(uri: "/api/import", method: .post, body: ByteBuffer(bytes: packed))
            #expect(answer.status == .badRequest && answer.text.contains("unpack that first"), "\(answer.text)")
        }
    }

    @Test(arguments: ["multipart/form-data; boundary=x", "application/json", "APPLICATION/JSON"])
    func `What stands in a form is refused`(type: String) async throws {
        try await harness.test { client in
            let answer = try await client.execute(
                uri: "/api/import", method: .post, headers: [.contentType: type],
                body: ByteBuffer(string: "Subject: one\n"))
            #expect(answer.status == .unsupportedMediaType && answer.text.contains("curl --data-binary @FILE"))
            #expect(answer.headers[.accept]?.contains("application/mbox") == true)
        }
        #expect(await harness.store.status().messages == 0)
    }

    @Test(arguments: [
        (String(repeating: "a", count: 257) + "ustar\0", "a tar archive"),
        ("PK\u{7}\u{8}", "a part of a split zip archive"),
        ("SQLite format 3\0", "an SQLite database"), ("BZh91AY", "a bzip2 file"), ("!BDN", "an Outlook data file"),
    ])
    func `A file of another kind is refused by its name, packed by gzip or not`(
        beginning: String, name: String
    ) async throws {
        let file = Array(beginning.utf8)
        let packed = try #require(GzipCoding.encoded(file + [UInt8](repeating: 0, count: 1000)))
        try await harness.test { client in
            for file in [file, packed] {
                let answer = try await client.execute(uri: "/api/import", method: .post, body: ByteBuffer(bytes: file))
                #expect(answer.status == .unsupportedMediaType)
                #expect(answer.text.contains("That is \(name), which is not read; "), "\(answer.text)")
            }
        }
        #expect(await harness.store.status().messages == 0)
        // What lies in a mailbox is a message, whatever it begins with.
        try await post(MboxSeparator(sender: "").mboxrd(file))
        #expect(try await contents() == [file])
    }

    @Test func `Messages that came in before can be passed over`() async throws {
        let file = (1...5).flatMap { MboxSeparator(sender: "").mboxrd(Array("Subject: \($0)\n".utf8)) }
        try await harness.test { client in
            for (skip, expected) in [(3, 2), (5, 0), (9, 0)] {
                let answer = try await client.execute(
                    uri: "/api/import?skip=\(skip)", method: .post, body: ByteBuffer(bytes: file))
                #expect(try answer.integer("imported") == expected)
            }
            let wrong = try await client.execute(
                uri: "/api/import?skip=-1", method: .post, body: ByteBuffer(bytes: file))
            #expect(wrong.status == .badRequest)
        }
        #expect(try await contents().map { String(decoding: $0, as: UTF8.self) } == ["Subject: 4\n", "Subject: 5\n"])
    }

    @Test func `Marks of mail programs come along, those in messages that Creel has written do not`() async throws {
        let messages = [
            "Status: RO\nX-Keywords: a $b \n\n", "Status: O\n\n", "X-Mozilla-Status: 0011\n\n",
            "X-Mozilla-Status: 0010\n\n", "Subject: x\n\nStatus: R\n",
        ]
        try await post(messages.flatMap { Array("From a@b Sat Jan 31 09:00:00 2026\n\($0)\n".utf8) })
        try await post(MboxSeparator(sender: "", receivedAt: Self.moment).mboxrd(Array(messages[0].utf8)))
        let rows = try await harness.store.matches(.init(), after: .zero, limit: 10)
        #expect(rows.map(\.marks.isSeen) == [true, false, true, false, false, false])
        #expect(rows.map { $0.marks.tags.map(\.rawValue) } == [["$b", "a"], [], [], [], [], []])
    }

    @Test func `Of a message alone the envelope is as a server noted it`() async throws {
        let fields = [
            "Return-Path: <bounce@example.com>\nDelivered-To: b@example.com\n",
            "Return-Path: <>\nDelivered-To: b@example.com\nX-Original-To: c@example.com\n", "Delivered-To: no path\n",
            "",
        ]
        for fields in fields { try await post(Array((fields + "From: f@example.com\nTo: t@example.com\n\n").utf8)) }
        #expect(
            try await harness.store.matches(.init(), after: .zero, limit: 9).map(\.envelope) == [
                Envelope(reversePath: "bounce@example.com", forwardPaths: ["b@example.com"]),
                Envelope(reversePath: "", forwardPaths: ["c@example.com"]),
                Envelope(reversePath: "f@example.com", forwardPaths: ["t@example.com"]),
                Envelope(reversePath: "f@example.com", forwardPaths: ["t@example.com"]),
            ])
    }

    private static let packed = "H4sIAAAAAAAAAwsuTcpKTS6xUihITM5OTeHiKkmtKOECAEYZwrUWAAAA"

    /// Everything that anybody has collected to break parsers with.
    private static var collected: [URL] {
        let checkout = URL(filePath: #filePath).appending(path: "../../..").standardized
        let shared = ProcessInfo.processInfo.environment["CREEL_SHARED"].map { URL(filePath: $0) }
        let folders = [
            checkout.appending(path: "fixtures/mail"),
            (shared ?? checkout.appending(path: "../shared").standardized).appending(path: "conformance"),
        ]
        return folders.flatMap { folder in
            (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? [])
                .compactMap { $0 as? URL }.filter { ["eml", "txt", "msg"].contains($0.pathExtension) }
        }.sorted { $0.path() < $1.path() }
    }

    @Test func `Everything that was collected comes out as it went in, by way of an mbox and of another store`()
        async throws
    {
        let messages = try Self.collected.map { Array(try Data(contentsOf: $0)) }.filter { $0.count <= 1 << 22 }
        try #require(messages.count > 50)
        let (first, second) = (
            Harness(limits: HTTPLimits(message: 1 << 22)), Harness(limits: HTTPLimits(message: 1 << 22))
        )
        for message in messages { try await first.deliver(message) }
        try await first.test { client in
            let exported = try await client.get("/api/export")
            try await second.test { client in
                let answer = try await client.execute(uri: "/api/import", method: .post, body: exported.body)
                #expect(try answer.integer("imported") == messages.count)
                #expect(try await client.get("/api/export").body == exported.body)
            }
        }
        for (number, message) in messages.enumerated() {
            let stored = try await second.store.message(try #require(CaptureID("\(number + 1)")))
            #expect(stored?.content == message)
        }
    }
}
