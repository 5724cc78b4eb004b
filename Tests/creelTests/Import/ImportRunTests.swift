import Foundation
import MIME
import MailModel
import Synchronization
import TestSupport
import Testing

@testable import creel

/// Imports that break off, and go on.
@Suite(.timeLimit(.minutes(5))) struct ImportRunTests {
    /// Takes messages in, as a Creel does.
    private final class Inbox: Sendable {
        private struct State {
            var subjects: [String] = []
            var largest = Int.max
            /// Requests that are still taken.
            var patience = Int.max
            /// Messages that are still taken.
            var room = Int.max
            /// What lines before messages said.
            var separators: [MboxSeparator] = []
            /// The number below which nothing is kept.
            var removedBefore = 0
            var count = 0
        }

        private let state = Mutex(State())

        /// What has come in since somebody looked.
        func takeSubjects() -> [String] {
            state.withLock { state in
                defer { state.subjects = [] }
                return state.subjects
            }
        }

        /// The same of what stood before the messages.
        func takeSeparators() -> [MboxSeparator] {
            state.withLock { state in
                defer { state.separators = [] }
                return state.separators
            }
        }

        /// The messages with lower numbers are no longer there.
        func remove(before number: Int) { state.withLock { $0.removedBefore = number } }

        func refuse(after count: Int) { state.withLock { $0.patience = count } }

        func fill(after count: Int) { state.withLock { $0.room = count } }

        func refuse(above octets: Int) { state.withLock { $0.largest = octets } }

        func answer(_ request: [UInt8]) -> [UInt8]? {
            guard !request.starts(with: "GET ".utf8) else { return state.withLock { Self.page($0) } }
            guard let body = Self.body(of: request) else { return nil }
            return state.withLock { state in
                guard state.patience > 0 else { return Self.reply("503 Service Unavailable", "{}") }
                state.patience -= 1
                var reader = MboxReader(.mboxrd, limit: 1 << 20)
                let read = reader.read(body) + reader.finish()
                state.separators += read.compactMap(\.separator)
                let messages = read.map(\.octets)
                let taken = messages.filter { $0.count <= state.largest }.prefix(state.room)
                state.room -= taken.count
                state.subjects += taken.map { Message($0).digest.subject }
                guard state.room > 0 else {
                    return Self.reply("409 Conflict", #"{"imported":\#(taken.count),"tooLarge":0}"#)
                }
                let tooLarge = messages.count - taken.count
                state.count += taken.count
                let numbers = #""first":\#(state.count - taken.count + 1),"last":\#(state.count)"#
                return Self.reply("200 OK", #"{"imported":\#(taken.count),"tooLarge":\#(tooLarge),\#(numbers)}"#)
            }
        }

        private static func page(_ state: State) -> [UInt8] {
            let (limit, count) = (state.removedBefore, state.count)
            let rest = min(count, count - limit + 1)
            return reply(
                "200 OK",
                #"{"matched":\#(rest),"matchedExactly":\#(count < 1000),"removedBefore":\#(limit == 0 ? "null" : "\(limit)")}"#
            )
        }

        private static func reply(_ status: String, _ body: String) -> [UInt8] {
            Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)".utf8)
        }

        /// `nil` while the request is not whole.
        private static func body(of request: [UInt8]) -> [UInt8]? {
            guard let end = request.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let head = String(decoding: request[..<end.lowerBound], as: UTF8.self).lowercased()
            guard let field = head.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
                let length = Int(field.dropFirst(15).trimmingCharacters(in: .whitespaces)),
                request.count >= end.upperBound + length
            else { return nil }
            return Array(request[end.upperBound...])
        }
    }

    private let inbox = Inbox()

    /// Files in a folder of their own, and what runs over them.
    private struct Bench {
        let folder: String
        let server: ServerURL
        var journal: String { folder + "/journal" }
        var hasJournal: Bool { FileManager.default.fileExists(atPath: journal) }

        func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

        func write(_ name: String, _ octets: [UInt8]) throws {
            let file = URL(filePath: "\(folder)/mail/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(octets).write(to: file)
        }

        func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(folder)/mail/\(name)") }

        /// Each message is a request of its own. Answers how many were passed over.
        ///
        /// - Parameter enough: Octets from which on a request is made.
        func run(enough: Int = 1) async throws -> Int {
            let input = folder + "/mail"
            var run = newRun(journal: try ImportJournal(journal, inputs: [input]), enough: enough)
            try await run.take([try CheckInput(input)], .mboxrd)
            return run.passedOver
        }

        func newRun(
            _ places: ImportRun.Places = ImportRun.Places(), journal: ImportJournal? = nil, enough: Int = 1
        ) -> ImportRun {
            ImportRun(
                client: HTTPClient(server), places: places, journal: journal,
                bar: ProgressBar(of: [], verb: "imported", isQuiet: true), enough: enough)
        }
    }

    private func withBench(_ body: (Bench) async throws -> Void) async throws {
        let server = try await FakeServer.start(answer: { [inbox] in inbox.answer($0) })
        try await withTemporaryFolder { folder in
            try await body(Bench(folder: folder, server: try ServerURL("http://127.0.0.1:\(server.port)/")))
        }
        try await server.stop()
    }

    private func mail(_ subject: String) -> String { "Subject: \(subject)\n\n" }

    @Test func `what is missing comes in, whatever has become of the other files`() async throws {
        try await withBench { bench in
            for name in ["b", "d", "f", "h"] { try bench.write("\(name).eml", mail(name)) }
            try bench.write("c.eml.gz", [0x1F, 0x8B, 0x00])
            inbox.refuse(after: 2)
            await #expect(throws: HTTPFailure.self) { try await bench.run() }
            #expect(inbox.takeSubjects() == ["b", "d"])
            // One that has come in goes, others come before and between.
            try bench.remove("b.eml")
            for name in ["a", "e"] { try bench.write("\(name).eml", mail(name)) }
            inbox.refuse(after: .max)
            #expect(try await bench.run() == 1)
            #expect(inbox.takeSubjects() == ["a", "e", "f", "h"])
            // What was passed over comes in once it can be read, and then all is done.
            #expect(bench.hasJournal)
            try bench.remove("c.eml.gz")
            try bench.write("c.eml", mail("c"))
            #expect(try await bench.run() == 0)
            #expect(inbox.takeSubjects() == ["c"])
            #expect(!bench.hasJournal)
        }
    }

    @Test func `a message that a mail program has moved is the same`() async throws {
        try await withBench { bench in
            for name in ["cur/1.a:2,S", "new/2.b", "new/3.c"] { try bench.write(name, mail(name)) }
            inbox.refuse(after: 2)
            await #expect(throws: HTTPFailure.self) { try await bench.run() }
            #expect(inbox.takeSubjects() == ["cur/1.a:2,S", "new/2.b"])
            for (before, after) in [
                ("cur/1.a:2,S", "cur/1.a:2,RS"), ("new/2.b", "cur/2.b:2,"), ("new/3.c", "cur/3.c:2,S"),
            ] {
                try bench.write(after, mail(before))
                try bench.remove(before)
            }
            inbox.refuse(after: .max)
            #expect(try await bench.run() == 0)
            #expect(inbox.takeSubjects() == ["new/3.c"])
        }
    }

    @Test func `an mbox may grow, but not be another`() async throws {
        try await withBench { bench in
            let messages = ["one", "second", "the third"].map { "From a@b\n\(mail($0))\n" }
            try bench.write("a.mbox", messages[...1].joined())
            inbox.refuse(after: 1)
            await #expect(throws: HTTPFailure.self) { try await bench.run() }
            try bench.write("a.mbox", messages[1])
            inbox.refuse(after: .max)
            let failure = await #expect(throws: CommandFailure.self) { try await bench.run() }
            #expect(failure?.description.contains("a.mbox has changed") == true)
            try bench.write("a.mbox", messages.joined())
            #expect(try await bench.run() == 0)
            #expect(inbox.takeSubjects() == ["one", "second", "the third"])
        }
    }

    @Test func `of a request that fails in its middle the first messages do not come in again`() async throws {
        try await withBench { bench in
            for name in ["a", "b", "c", "d"] { try bench.write("\(name).eml", mail(name)) }
            inbox.fill(after: 2)
            await #expect(throws: HTTPFailure.self) { try await bench.run(enough: 1 << 20) }
            #expect(inbox.takeSubjects() == ["a", "b"])
            inbox.fill(after: .max)
            #expect(try await bench.run(enough: 1 << 20) == 0)
            #expect(inbox.takeSubjects() == ["c", "d"])
        }
    }

    @Test func `what was too large comes in once it is not`() async throws {
        try await withBench { bench in
            for (name, size) in [("a", 10), ("b", 1000), ("c", 20)] {
                try bench.write("\(name).eml", mail(name) + String(repeating: "x", count: size))
            }
            inbox.refuse(above: 500)
            #expect(try await bench.run() == 1)
            #expect(inbox.takeSubjects() == ["a", "c"] && bench.hasJournal)
            inbox.refuse(above: .max)
            #expect(try await bench.run() == 0)
            #expect(inbox.takeSubjects() == ["b"] && !bench.hasJournal)
        }
    }

    @Test func `a journal with half a line counts what is whole, and another file is none`() async throws {
        try await withBench { bench in
            try bench.write("a.eml", mail("a"))
            try bench.write("b.eml", mail("b"))
            let head = "creel import\t\(bench.folder)/mail\n"
            let size = mail("a").utf8.count
            let text = "\(head)\(bench.folder)/mail/a.eml\t\t\(size)\n\(bench.folder)/mail/b.eml\t\t\(size)"
            try Data(text.utf8).write(to: URL(filePath: bench.journal))
            #expect(try await bench.run() == 0)
            #expect(inbox.takeSubjects() == ["b"])
            for text in ["3\nother\n", "creel import\tother\n"] {
                try Data(text.utf8).write(to: URL(filePath: bench.journal))
                #expect { try ImportJournal(bench.journal, inputs: ["a"]) } throws: {
                    ($0 as? CommandFailure)?.status == .usage
                }
                #expect(try Data(contentsOf: URL(filePath: bench.journal)) == Data(text.utf8))
            }
            try Data("creel im".utf8).write(to: URL(filePath: bench.journal))
            _ = try ImportJournal(bench.journal, inputs: ["a"])
            #expect(try Data(contentsOf: URL(filePath: bench.journal)) == Data("creel import\ta\n".utf8))
        }
    }

    @Test func `of a journal that cannot be written it is told why`() async throws {
        try await withTemporaryFolder { folder in
            let places = [("\(folder)/none/journal", "No such file or directory"), (folder, "Is a directory")]
            for (path, reason) in places {
                let failure = #expect(throws: CommandFailure.self) { try ImportJournal(path, inputs: ["a"]) }
                #expect(failure == CommandFailure(.ioError, "cannot write \(path): \(reason)"))
            }
        }
    }

    @Test func `an empty file that is named as a message is one`() async throws {
        try await withBench { bench in
            try bench.write("a.eml", "")
            try bench.write("b.eml", mail("b"))
            #expect(try await bench.run() == 0)
            #expect(inbox.takeSubjects().count == 2)
        }
    }

    @Test func `what nobody tells is taken from the message, as far as that is asked for`() async throws {
        try await withBench { bench in
            let fields = "Return-Path: <b@example.com>\nReceived: by mx; Tue, 2 Jan 2024 00:00:00 +0000\n"
            let date = "Date: Mon, 1 Jan 2024 00:00:00 +0100\n\n"
            try bench.write("a.eml", fields + date)
            try bench.write("b.eml", "From: f@example.com\n" + date)
            try bench.write("cur/1700000000.a:2,RS", date)
            try bench.write("new/2.b", date)
            let changed = Date(timeIntervalSince1970: 1_600_000_000)
            for name in ["a.eml", "b.eml"] {
                try FileManager.default.setAttributes(
                    [.modificationDate: changed], ofItemAtPath: "\(bench.folder)/mail/\(name)")
            }
            let times: [(ReceivedTime, [Int64?])] = [
                (.now, [nil, nil]), (.header, [1_704_153_600, 1_704_063_600]), (.file, [1_600_000_000, 1_600_000_000]),
            ]
            let began = Date().timeIntervalSince1970
            for (received, expected) in times {
                var run = bench.newRun(ImportRun.Places(received: received), enough: 1 << 20)
                try await run.take([try CheckInput(bench.folder + "/mail")], .mboxrd)
                let separators = inbox.takeSeparators()
                let seconds = separators.map { $0.receivedAt.map { $0.milliseconds / 1000 } }
                for (second, told) in zip(seconds, expected) {
                    #expect(told.map { $0 == second } ?? ((second ?? 0) >= Int64(began)), "\(received)")
                }
                #expect(seconds.count == 4 && seconds[2...] == [1_700_000_000, 2])
                #expect(separators.map(\.sender) == ["b@example.com", "f@example.com", "", ""])
                #expect(separators.map(\.isSeen) == [false, false, true, false])
            }
        }
    }

    @Test func `what came in and went again is told`() async throws {
        try await withBench { bench in
            for name in ["a", "b", "c"] { try bench.write("\(name).eml", mail(name)) }
            var run = bench.newRun()
            try await run.take([try CheckInput(bench.folder + "/mail")], .mboxrd)
            let client = HTTPClient(bench.server)
            #expect(await run.arrivals.loss(at: client, inbox: nil, pause: .zero) == nil)
            inbox.remove(before: 1)
            #expect(await run.arrivals.loss(at: client, inbox: nil, pause: .zero) == nil)
            inbox.remove(before: 3)
            let loss = await run.arrivals.loss(at: client, inbox: nil, pause: .zero)
            #expect(loss?.hasPrefix("2 messages came in and went again: ") == true)
        }
    }

    @Test func `a folder of a Maildir is an inbox, a Maildir with such a name is none`() async throws {
        try await withTemporaryFolder { folder in
            for name in ["cur", "new", ".Old.2023/cur", ".Old.2023/new"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/.maildir/\(name)", withIntermediateDirectories: true)
            }
            let path = folder + "/.maildir"
            let place = try #require(MaildirPlace(path: path + "/cur/1700000000.M123456P1.host,S=5:2,S"))
            #expect(place.isSeen && MaildirPlace(path: path + "/cur/1.S:2,R")?.isSeen == false)
            #expect(place.inbox == nil && place.receivedAt?.milliseconds == 1_700_000_000_123)
            #expect(place.lastingPath == path + "/cur/1700000000.M123456P1.host,S=5")
            #expect(MaildirPlace(path: path + "/.Old.2023/new/1.a")?.inbox?.rawValue == "Old.2023")
            #expect(MaildirPlace(path: path + "/new/../.Old.2023/new/1.a")?.inbox?.rawValue == "Old.2023")
            #expect(MaildirPlace(path: path + "/../cur/1.a")?.inbox == nil)
            #expect(MaildirPlace(path: path + "/1.eml") == nil)
            // A directory of that name alone makes none: what is in it has no time in its name.
            #expect(MaildirPlace(path: folder + "/new/20240131.eml") == nil)
            #expect(MaildirPlace(path: path + "/new/new/1.eml") == nil)
        }
    }
}
