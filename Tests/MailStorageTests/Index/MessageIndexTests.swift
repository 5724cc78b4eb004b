import Foundation
import MailModel
import MailStorage
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStorage

/// The index beside the database: what it finds is tested with queries; here, when it is made and what becomes of it.
@Suite(.timeLimit(.minutes(5))) struct MessageIndexTests {
    private func open(_ folder: String, unindexed: Int = 65_536, partBits: Int = 18) throws -> SQLiteStore {
        try SQLiteStore(
            path: folder + "/creel.sqlite", limits: .init(freeDisk: 0, unindexed: unindexed),
            tuning: .init(partBits: partBits))
    }

    private func index(_ folder: String) -> String { folder + "/creel.sqlite-index" }

    private func find(_ text: String, in store: SQLiteStore) async throws -> [String] {
        let condition = try QueryParser.condition(of: text, now: Timestamp(milliseconds: 0))
        return try await store.page(MessageQuery(condition), before: nil, limit: 500).messages.map(\.digest.subject)
    }

    /// More than a search looks at without asking the index.
    private func fill(_ store: SQLiteStore, _ words: [String]) async throws {
        for number in 1...120 { _ = try await store.append(.sample("filler \(number)")) }
        for word in words { _ = try await store.append(.sample(word)) }
    }

    @Test func `it is made behind, and stays`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar", "kilimanjaro"])
            try await store.indexed()
            #expect(await store.status().unindexed == 0)
            for name in [index(folder), index(folder) + "-wal"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: name)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            await store.close()
            store = try open(folder)
            #expect(await store.status().unindexed == 0)
            #expect(try await find("anziba", in: store) == ["zanzibar"])
            #expect(try await find("zan* OR kilimanjaro", in: store) == ["kilimanjaro", "zanzibar"])
            await store.close()
        }
    }

    @Test func `terms that most messages have are not asked for, and make no difference`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...1300 {
                    let word = number == 700 ? "zanzibar" : "filler"
                    group.addTask {
                        _ = try await store.append(
                            .sample("\(word)", from: "\(word)@shop.example", body: "often here\r\n"))
                    }
                }
                try await group.waitForAll()
            }
            _ = try await store.append(.sample("zanzibar", from: "other@shop.example", body: "zanzibar\r\n"))
            try await store.indexed()
            let count = { (query: String) in try await find(query, in: store).count }
            #expect(try await count("from:zanzibar@shop.example") == 1)
            #expect(try await count("header:From=zanzibar@shop.example") == 1)
            #expect(try await count("\"zanzibar often\"") == 0)
            #expect(try await count("often zanzibar") == 1)
            #expect(try await count("header:X-Campaign=spring zanzibar") == 2)
            await store.close()
            // Two of the three are.
            try runSQL(
                """
                CREATE TEMP TABLE found (count CHECK (count = 2)); INSERT INTO found SELECT count(*) FROM frequency_0
                WHERE term IN ('shop', '\(IndexMark.field("X-Campaign"))', 'zanzibar')
                """, on: index(folder))
        }
    }

    @Test(arguments: ["", "no database at all, but longer than the header of one that SQLite would read"])
    func `one that is missing or damaged is made anew`(content: String) async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            try Data(content.utf8).write(to: URL(filePath: index(folder)))
            store = try open(folder)
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            try await store.indexed()
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            await store.close()
        }
    }

    @Test func `one that was made while messages were read otherwise is made anew`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            // As if the subject had been beyond a limit then.
            try runSQL(
                "UPDATE state SET limits = '100 10000 2'; INSERT INTO terms_0 (terms_0) VALUES ('delete-all')",
                on: index(folder))
            store = try open(folder)
            try await store.indexed()
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            await store.close()
        }
    }

    @Test func `one that cannot be opened for another reason than damage stays as it is`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            // Where its log should be there is something else.
            let (log, kept) = (index(folder) + "-wal", try Data(contentsOf: URL(filePath: index(folder))))
            try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: false)
            let error = #expect(throws: StoreError.self) { _ = try open(folder) }
            #expect(error?.explanation.contains("\(index(folder)) cannot be opened") == true)
            #expect(try Data(contentsOf: URL(filePath: index(folder))) == kept)
            try FileManager.default.removeItem(atPath: log)
            store = try open(folder)
            #expect(await store.status().unindexed == 0)
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            await store.close()
        }
    }

    /// With an index that is damaged once it is open, but for the first page, which is read at the start, and the schema.
    private func openWithDamage(_ folder: String) throws -> SQLiteStore {
        let size = try #require(try FileManager.default.attributesOfItem(atPath: index(folder))[.size] as? Int)
        let store = try open(folder)
        let file = try #require(FileHandle(forWritingAtPath: index(folder)))
        try file.seek(toOffset: 3 * 8192)
        try file.write(contentsOf: Data(repeating: 0x41, count: size - 3 * 8192))
        try file.close()
        return store
    }

    @Test func `one that is damaged while it is in use is made anew, and searches find all meanwhile`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            store = try openWithDamage(folder)
            #expect(try await find("zanziba", in: store) == ["zanzibar"])
            _ = try await store.append(.sample("kilimanjaro"))
            #expect(try await find("zanzibar OR kilimanjaro", in: store) == ["kilimanjaro", "zanzibar"])
            // Made anew, it holds all of them.
            while (try? store.indexSize()) != 122 { await Task.yield() }
            #expect(try await find("zanzibar OR kilimanjaro", in: store) == ["kilimanjaro", "zanzibar"])
            await store.close()
            #expect(try StoreCheck(path: folder + "/creel.sqlite").problems == [])
        }
    }

    @Test func `damage is noted before the search has ended that met it`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            store = try openWithDamage(folder)
            // As if it took too long without the index, too.
            try runSQL("ALTER TABLE content RENAME TO away", on: folder + "/creel.sqlite")
            await #expect(throws: StoreError.self) { try await find("body:zanziba", in: store) }
            try runSQL("ALTER TABLE away RENAME TO content", on: folder + "/creel.sqlite")
            while (try? store.indexSize()) != 121 { await Task.yield() }
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            await store.close()
        }
    }

    @Test func `damage that is not of the index is looked for once, and leaves it as it is`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            store.backlog.noteSuspicion()
            _ = try await store.append(.sample("kilimanjaro"))
            try await store.indexed()
            #expect(!store.backlog.isDamaged && !store.backlog.takeSuspicion())
            store.backlog.noteSuspicion()
            #expect(!store.backlog.takeSuspicion())
            #expect(try store.indexSize() == 122)
            await store.close()
        }
    }

    @Test func `one that does not go on says so, and that it does again`() async throws {
        try await withTemporaryFolder { folder in
            let news = Mutex<[IndexNews]>([])
            let store = try SQLiteStore(
                path: folder + "/creel.sqlite", limits: .init(freeDisk: 0),
                tell: { one in news.withLock { $0.append(one) } })
            store.pauseIndex(true)
            try await fill(store, ["zanzibar"])
            #expect(await store.status().indexTrouble == nil)
            try runSQL("ALTER TABLE content RENAME TO away", on: folder + "/creel.sqlite")
            store.pauseIndex(false)
            while await store.status().indexTrouble == nil { await Task.yield() }
            // Tried again, and told once.
            await #expect(throws: StoreError.self) { try await store.indexed() }
            try runSQL("ALTER TABLE away RENAME TO content", on: folder + "/creel.sqlite")
            while news.withLock({ $0.count }) < 2 { await Task.yield() }
            let told = news.withLock { $0 }
            guard case .stopped(let error) = told[0] else {
                Issue.record("\(told)")
                return
            }
            #expect(error.explanation.contains("content") && told.dropFirst() == [.goesOn])
            let status = await store.status()
            #expect(status.indexTrouble == nil && status.unindexed == 0)
            await store.close()
        }
    }

    /// Notes that name a message from the beginning.
    private final class Suspicions: ReadingNotes {
        let suspects: Set<CaptureID>
        private let state = Mutex<(begun: [CaptureID], ends: Int)>(([], 0))
        var begun: [CaptureID] { state.withLock { $0.begun } }
        var ends: Int { state.withLock { $0.ends } }

        init(_ suspects: Set<CaptureID>) { self.suspects = suspects }

        func begin(_ id: CaptureID) { state.withLock { $0.begun.append(id) } }
        func end() { state.withLock { $0.ends += 1 } }
    }

    @Test func `a message at which the program ended is found by its row alone`() async throws {
        try await withTemporaryFolder { folder in
            let notes = Suspicions([CaptureID(122)])
            let news = Mutex<[IndexNews]>([])
            let store = try SQLiteStore(
                path: folder + "/creel.sqlite", limits: .init(freeDisk: 0), notes: notes,
                tell: { one in news.withLock { $0.append(one) } })
            try await fill(store, [])
            _ = try await store.append(.sample("kilimanjaro", body: "elbrus\r\n"))
            _ = try await store.append(.sample("zanzibar", body: "elbrus\r\n"))
            try await store.indexed()
            #expect(news.withLock { $0 } == [.passesOver(CaptureID(122))])
            #expect(Array(notes.begun.suffix(2)) == [CaptureID(121), CaptureID(122)] && notes.ends > 0)
            #expect(try await find("zanziba", in: store) == ["zanzibar"])
            #expect(try await find("elbrus", in: store) == ["kilimanjaro"])
            await store.close()
        }
    }

    @Test func `what a renewal has left that was broken off goes`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            let tables = ["terms", "words", "trigrams", "frequency"].map { "CREATE TABLE \($0)_renewed (id);" }
            try runSQL(tables.joined(), on: index(folder))
            store = try open(folder)
            _ = try await store.append(.sample("kilimanjaro"))
            try await store.indexed()
            #expect(try await find("anziba OR kilima", in: store) == ["kilimanjaro", "zanzibar"])
            await store.close()
            try runSQL(
                """
                CREATE TEMP TABLE remains (count CHECK (count = 0));
                INSERT INTO remains SELECT count(*) FROM sqlite_master WHERE name LIKE '%renewed'
                """, on: index(folder))
        }
    }

    @Test func `searches that look at much have it go on at once`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            store.pauseIndex(true)
            try await fill(store, ["zanzibar"])
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            #expect(!store.backlog.isSought)
            for _ in 1...900 { store.append({ .sample("filler") }) { _ in } }
            _ = try await store.append(.sample("last"))
            #expect(try await find("zanzibar", in: store) == ["zanzibar"])
            #expect(store.backlog.isSought)
            store.pauseIndex(false)
            try await store.indexed()
            #expect(!store.backlog.isSought)
            await store.close()
        }
    }

    @Test func `that of another database is not believed`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            await store.close()
            let kept = try Data(contentsOf: URL(filePath: index(folder)))
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
            store = try open(folder)
            try await fill(store, ["kilimanjaro"])
            await store.close()
            try? FileManager.default.removeItem(atPath: index(folder) + "-wal")
            try kept.write(to: URL(filePath: index(folder)))
            store = try open(folder)
            try await store.indexed()
            #expect(try await find("kilimanjaro", in: store) == ["kilimanjaro"])
            #expect(try await find("zanzibar", in: store).isEmpty)
            await store.close()
        }
    }

    @Test func `whoever sends waits while it is as far behind as it may be`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder, unindexed: 3)
            store.pauseIndex(true)
            for number in 1...3 { _ = try await store.append(.sample("\(number)")) }
            async let late = store.append(.sample("late"))
            // Reads go on meanwhile, and what is there is found.
            #expect(try await find("subject:3", in: store) == ["3"])
            #expect(await store.status().messages == 3)
            store.pauseIndex(false)
            #expect(try await late.id == CaptureID(4))
            await store.close()
        }
    }

    @Test func `while messages wait for the index, nothing else does, and they keep their order`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder, unindexed: 3)
            store.pauseIndex(true)
            for number in 1...3 { _ = try await store.append(.sample("\(number)")) }
            let stored = Mutex<[String]>([])
            for number in 4...6 {
                store.append({ .sample("\(number)") }) { result in
                    if case .success(let summary) = result { stored.withLock { $0.append(summary.digest.subject) } }
                }
            }
            // Behind them.
            #expect(try await store.mark(CaptureID(2), .seen))
            #expect(try await store.delete(CaptureID(1)))
            #expect(stored.withLock { $0 } == [])
            store.pauseIndex(false)
            while stored.withLock({ $0.count }) < 3 { await Task.yield() }
            #expect(stored.withLock { $0 } == ["4", "5", "6"])
            await store.close()
        }
    }

    @Test func `messages that wait for the index are stored when nobody can wait any longer`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder, unindexed: 3)
            store.pauseIndex(true)
            for number in 1...3 { _ = try await store.append(.sample("\(number)")) }
            let stored = Mutex<Summary?>(nil)
            store.append({ .sample("late") }) { result in stored.withLock { $0 = try? result.get() } }
            #expect(try await store.mark(CaptureID(2), .seen))
            #expect(stored.withLock { $0 } == nil)
            await store.close()
            #expect(stored.withLock { $0?.digest.subject } == "late")
            store = try open(folder)
            #expect(await store.status().messages == 4)
            await store.close()
        }
    }

    @Test func `an index that is made anew holds up nobody`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            try await fill(store, [])
            await store.close()
            try SQLiteStore.forgetIndex(of: folder + "/creel.sqlite")
            store = try open(folder, unindexed: 10)
            store.pauseIndex(true)
            for number in 1...9 { _ = try await store.append(.sample("\(number)")) }
            #expect(await store.status().messages == 129)
            store.pauseIndex(false)
            try await store.indexed()
            await store.close()
        }
    }

    @Test func `the index of a database that is in use is not forgotten`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            let error = #expect(throws: StoreError.self) { try SQLiteStore.forgetIndex(of: folder + "/creel.sqlite") }
            #expect(error?.explanation.contains("in use by another Creel") == true)
            await store.close()
        }
    }

    @Test func `parts go when their messages have gone`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder, partBits: 5)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            let condition = try QueryParser.condition(of: "filler", now: Timestamp(milliseconds: 0))
            #expect(try await store.delete(MessageQuery(condition)) == 120)
            _ = try await store.append(.sample("kilimanjaro"))
            try await store.indexed()
            #expect(try await find("zanzibar OR kilimanjaro OR filler", in: store) == ["kilimanjaro", "zanzibar"])
            await store.close()
        }
    }

    @Test(arguments: [5, 18])
    func `words leave when many of their messages have gone, and others are found as before`(partBits: Int) async throws
    {
        try await withTemporaryFolder { folder in
            var store = try open(folder, partBits: partBits)
            for number in 1...200 {
                store.append({ .sample("\(number % 2 == 0 ? "even" : "odd") n\(number)") }) { _ in }
            }
            _ = try await store.append(.sample("last"))
            try await store.indexed()
            #expect(try store.indexSize() == 201)
            let condition = try QueryParser.condition(of: "odd", now: Timestamp(milliseconds: 0))
            #expect(try await store.delete(MessageQuery(condition)) == 100)
            // Of the words of a hundred messages, few stay.
            while try store.indexSize() > 120 { await Task.yield() }
            for number in 1...120 { _ = try await store.append(.sample("later n\(number)")) }
            try await store.indexed()
            let even = (1...100).reversed().map { "even n\($0 * 2)" }
            #expect(try await find("even", in: store) == even)
            #expect(
                try await find("eve* n17*", in: store) == [
                    "even n178", "even n176", "even n174", "even n172", "even n170",
                ])
            #expect(try await find("odd", in: store) == [])
            await store.close()
            store = try open(folder, partBits: partBits)
            #expect(try await find("subject:even", in: store) == even)
            #expect(try await find("later n7", in: store).first == "later n79")
            await store.close()
        }
    }

    @Test func `where the oldest go in turn, their words leave with many of them`() async throws {
        // A third is no reason where the rest will follow; what went out of turn is.
        #expect(!PartRenewal.isDue(held: 1000, left: 600, span: 640, isWritten: true))
        #expect(!PartRenewal.isDue(held: 1000, left: 100, span: 120, isWritten: false))
        #expect(PartRenewal.isDue(held: 1000, left: 390, span: 400, isWritten: true))
        #expect(PartRenewal.isDue(held: 1000, left: 600, span: 1000, isWritten: false))
        #expect(PartRenewal.isDue(held: 1000, left: 600, span: nil, isWritten: false))
        #expect(!PartRenewal.isDue(held: 1000, left: 800, span: nil, isWritten: true))
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            for number in 1...300 { store.append({ .sample("filler \(number)") }) { _ in } }
            try await store.indexed()
            _ = try await store.append(.sample("last"))
            try await store.indexed()
            let now = Timestamp(milliseconds: 0)
            while try await store.prune(Retention(count: 100), at: now) > 0 {}
            while try store.indexSize() != 100 { await Task.yield() }
            #expect(try await find("filler", in: store).last == "filler 202")
            await store.close()
        }
    }

    @Test func `a whole address is found, and what has more of one, in each place`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            let ann = "ann@example.test"
            try await fill(store, [])
            let letters: [(subject: String, from: String, to: String, body: String)] = [
                ("to", "x@y.z", ann, ""), ("from", ann, "x@y.z", ""), ("more", "x@y.z", "jo\(ann)", ""),
                ("text", "x@y.z", "x@y.z", "Write to \(ann)!"), ("gone", ann, ann, ""), ("both", "x@y.z", ann, ann),
            ]
            for (subject, from, to, body) in letters {
                _ = try await store.append(.sample(subject, from: from, to: to, inbox: "job", body: body))
            }
            try await store.indexed()
            let row = try #require(
                try await store.page(.all, before: nil, limit: 9).messages.first { $0.digest.subject == "gone" })
            _ = try await store.delete(row.id)
            for _ in 0..<2 {
                #expect(try await find("ANN@example.test", in: store) == ["both", "text", "more", "from", "to"])
                #expect(try await find("to:\(ann)", in: store) == ["both", "more", "to"])
                #expect(try await find("to:=\(ann)", in: store) == ["both", "to"])
                // The sample's reverse-path has more before it.
                #expect(try await find("from:=\(ann) OR from:\(ann)", in: store) == ["from"])
                #expect(try await find("to:\(ann) -body:ann", in: store) == ["more", "to"])
                #expect(try await find("to:=\(ann) from:x@y.z", in: store) == ["both", "to"])
                await store.close()
                store = try open(folder)
            }
            await store.close()
        }
    }

    @Test func `parts that are full are merged, and found as before`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder, partBits: 5)
            for number in 1...32 {
                store.append({ .sample("filler \(number)") }) { _ in }
                // Each time a segment.
                try await store.indexed()
            }
            for number in 33...120 { store.append({ .sample("filler \(number)") }) { _ in } }
            _ = try await store.append(.sample("zanzibar"))
            try await store.indexed()
            // Numbers 1 to 95: three parts, of which the first begins at 0.
            while try store.mergedSize() < 95 { await Task.yield() }
            #expect(try await find("fill", in: store).count == 120)
            #expect(try await find("filler 17", in: store).last == "filler 17")
            await store.close()
            for table in ["terms", "trigrams"] {
                try runSQL(
                    "CREATE TEMP TABLE merged (segments CHECK (segments = 1));"
                        + "INSERT INTO merged SELECT count(DISTINCT segid) FROM \(table)_0_idx",
                    on: index(folder))
            }
            store = try open(folder, partBits: 5)
            #expect(try await find("anziba", in: store) == ["zanzibar"])
            await store.close()
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a part is merged once it is full, however far the index is behind`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder, partBits: 5)
            store.pauseIndex(true)
            for number in 1...3000 { store.append({ .sample("filler \(number)") }) { _ in } }
            _ = try await store.append(.sample("last"))
            store.pauseIndex(false)
            while try store.indexSize() < 640 { await Task.yield() }
            // What is tidied when there is nothing else to do is not begun any more.
            await store.close()
            try runSQL(
                "CREATE TEMP TABLE first (is_merged CHECK (is_merged));"
                    + "INSERT INTO first SELECT messages = merged FROM part WHERE id = 0",
                on: index(folder))
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `what was left to merge goes on when the store is opened again, beside searches`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder, partBits: 5)
            for number in 1...100 { store.append({ .sample("filler \(number)") }) { _ in } }
            try await store.indexed()
            while try store.mergedSize() < 95 { await Task.yield() }
            await store.close()
            try runSQL("UPDATE part SET merged = 0", on: index(folder))
            store = try open(folder, partBits: 5)
            while try store.mergedSize() < 95 {
                #expect(try await find("filler 17", in: store) == ["filler 17"])
            }
            await store.close()
        }
    }

    private static func sample(_ subject: String, at time: Int64) -> Capture {
        var capture = Capture.sample(subject)
        capture.receivedAt = Timestamp(milliseconds: time)
        return capture
    }

    @Test func `who asks for a time finds what was received then, wherever it lies`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder, partBits: 12)
            for number: Int64 in 1...2200 {
                // One of each thousand late.
                store.append({ Self.sample("filler \(number)", at: number % 1000 == 7 ? 1_000_000 : number) }) { _ in }
            }
            _ = try await store.append(Self.sample("zanzibar", at: 2000))
            try await store.indexed()
            let find = { (start: Int64?, end: Int64?, words: String) in
                let times = [
                    start.map { QueryTerm.after(.init(milliseconds: $0)) },
                    end.map { .before(.init(milliseconds: $0)) },
                ]
                let condition = try QueryParser.condition(of: words, now: Timestamp(milliseconds: 0))
                let query = MessageQuery(.all([condition] + times.compactMap(\.self).map(Condition.term)))
                return try await store.page(query, before: nil, limit: 50).messages.map(\.digest.subject)
            }
            let late = [2007, 1007, 7].map { "filler \($0)" }
            #expect(try await find(1_000_000, nil, "") == late)
            #expect(try await find(1_000_000, nil, "filler") == late)
            #expect(try await find(1_000_001, nil, "") == [])
            #expect(try await find(2198, 1_000_000, "") == ["filler 2200", "filler 2199", "filler 2198"])
            #expect(try await find(nil, 3, "") == ["filler 2", "filler 1"])
            #expect(try await find(2000, 2001, "") == ["zanzibar", "filler 2000"])
            #expect(try await find(2000, nil, "zanz") == ["zanzibar"])
            #expect(try await find(nil, 2000, "zanz") == [])
            await store.close()
        }
    }

    @Test func `a part of very many words finds no message without it, also beside what the index knows`() async throws
    {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            for number in 1...450 { store.append({ .sample("acon\(number)b") }) { _ in } }
            for _ in 1...3 { _ = try await store.append(.sample("zebra acom")) }
            try await store.indexed()
            for query in ["acon", "acon has:html OR acon", "(zebra acon) OR acon449", "zebra -acom OR acon450 acon"] {
                let condition = try QueryParser.condition(of: query, now: Timestamp(milliseconds: 0))
                let page = try await store.page(MessageQuery(inbox: .default, condition), before: nil, limit: 500)
                #expect(page.messages.allSatisfy { $0.digest.subject.hasPrefix("acon") }, "\(query)")
                #expect(!page.messages.isEmpty, "\(query)")
            }
            await store.close()
        }
    }

    @Test(arguments: [1, 8, 12, 13, QueryParser.maximumDepth])
    func `conditions inside each other are asked, however deep they lie`(depth: Int) async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            try await fill(store, ["zanzibar", "kilimanjaro zanzibar", "elbrus"])
            try await store.indexed()
            let query = { (word: String) in
                String(repeating: "\(word) OR anziba (", count: depth) + "ilimanjar"
                    + String(repeating: ")", count: depth)
            }
            #expect(try await find(query("elbru"), in: store) == ["elbrus", "kilimanjaro zanzibar"])
            #expect(try await find(query("nowhere"), in: store) == ["kilimanjaro zanzibar"])
            #expect(try await find(query("subject:elbru"), in: store) == ["elbrus", "kilimanjaro zanzibar"])
            #expect(try await find(query("-subject:e"), in: store).count == 2)
            let alone = String(repeating: "(", count: depth) + "elbrus" + String(repeating: ")", count: depth)
            #expect(try await find(alone, in: store) == ["elbrus"])
            await store.close()
        }
    }

    @Test func `counting ends where many match`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            for _ in 1...1100 { store.append({ .sample("filler") }) { _ in } }
            _ = try await store.append(.sample("zanzibar"))
            try await store.indexed()
            let condition = try QueryParser.condition(of: "filler", now: Timestamp(milliseconds: 0))
            let page = try await store.page(MessageQuery(condition), before: CaptureID(60), limit: 50)
            #expect(page.messages.map(\.id.rawValue) == Array((10...59).reversed()))
            #expect(page.next == CaptureID(10) && page.matched == 1000 && !page.isCounted)
            await store.close()
        }
    }

    @Test func `what tables decide is counted further, and what is counted with inboxes wholly`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            for _ in 1...10_100 { store.append({ .sample("filler") }) { _ in } }
            _ = try await store.append(.sample("zanzibar"))
            let page = { (query: String) in
                let condition = try QueryParser.condition(of: query, now: Timestamp(milliseconds: 0))
                return try await store.page(MessageQuery(condition), before: nil, limit: 1)
            }
            let large = try await page("larger:1")
            #expect(large.matched == 10_000 && !large.isCounted)
            for query in ["", "is:unseen"] {
                let all = try await page(query)
                #expect(all.matched == 10_101 && all.isCounted)
            }
            #expect(try await page("is:seen").matched == 0)
            await store.close()
        }
    }

    @Test func `matches far away are not looked for once the page is full`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            for number in 1...1000 { store.append({ .sample("filler \(number)") }) { _ in } }
            for number in 1...60 { store.append({ .sample("dr \(number + 100_000)") }) { _ in } }
            _ = try await store.append(.sample("last"))
            try await store.indexed()
            let page = { (query: String, limit: Int, steps: Int) in
                let condition = try QueryParser.condition(of: query, now: Timestamp(milliseconds: 0))
                return try await store.search(MessageQuery(condition)) { search, db in
                    var search = search
                    search.effort.steps = steps
                    return try search.page(before: nil, limit: limit, on: db)
                }
            }
            // The content decides.
            let ofContent = try await page(#"regex:"dr \d{6,}""#, 50, 1_000_000)
            #expect(ofContent.messages.count == 50 && ofContent.matched == 60 && !ofContent.isCounted)
            // What is not there is looked for as long as the page has room for it.
            let short = try await page(#"regex:"dr \d{6,}""#, 60, 1_000_000)
            #expect(short.messages.count == 60 && short.matched == 60 && short.isCounted)
            // Tables decide.
            let ofRows = try await page("subject:dr", 50, 2000)
            #expect(ofRows.messages.count == 50 && (51...60).contains(ofRows.matched) && !ofRows.isCounted)
            #expect(ofRows.next == ofRows.messages.last?.id)
            let farther = try await page("subject:dr", 50, 1_000_000)
            #expect(farther.messages == ofRows.messages && farther.matched == 60 && farther.isCounted)
            // Nothing is left of the limit.
            #expect(try await find("subject:filler", in: store).count == 500)
            await store.close()
        }
    }

    @Test func `in an inbox that is not there yet nothing is found`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            try await fill(store, ["zanzibar"])
            try await store.indexed()
            let condition = try QueryParser.condition(of: "zanzibar to:bob", now: Timestamp(milliseconds: 0))
            let page = try await store.page(
                MessageQuery(inbox: InboxName("ci-8"), condition), before: nil, limit: 10)
            #expect(page.messages.isEmpty && page.matched == 0 && page.isCounted)
            await store.close()
        }
    }

    @Test func `a long word of a media type is found by every part of it`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            try await fill(store, [])
            var random = SplitMix(seed: 8)
            let word = String((0..<150).compactMap { _ in "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random) })
            let sample = Capture.sample("typed")
            _ = try await store.append(
                Capture(
                    inbox: .default, receivedAt: sample.receivedAt, session: nil, envelope: sample.envelope,
                    digest: sample.digest, content: Array("Content-Type: application/\(word)\r\n\r\n".utf8)))
            try await store.indexed()
            let parts = [(0, 150), (0, 62), (0, 64), (10, 64), (31, 28), (40, 20), (60, 5), (88, 62), (120, 30)]
            for (start, length) in parts {
                let part = word.dropFirst(start).prefix(length)
                #expect(try await find("type:\(part)", in: store) == ["typed"], "\(start) \(length)")
                #expect(try await find("type:\(part)q\(part)", in: store) == [])
            }
            await store.close()
        }
    }

    @Test func `parts of words that stand in very many are not all looked up`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            let families = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
            for family in families {
                _ = try await store.append(.sample(family, body: (0..<300).map { "\(family)\($0)\r\n" }.joined()))
            }
            try await fill(store, [families.joined(separator: " ")])
            try await store.indexed()
            let parts = families.map { "\($0.dropFirst())" }
            let wanted = MessageQuery(
                try QueryParser.condition(of: parts.joined(separator: " "), now: Timestamp(milliseconds: 0)))
            let condition = try #require(wanted.condition.indexed?.found)
            let words = try await store.search(wanted) { _, db in
                let reader = try #require(try IndexReader(on: db, store.tuning))
                guard
                    case .terms(let terms) = try reader.plan(condition, in: try #require(reader.parts.first), on: db)
                else { return 0 }
                return terms.text.count { $0 == "\"" } / 2
            }
            // More than those of one part of a word, fewer than those of all.
            #expect((301...1000).contains(words))
            #expect(try await find(parts.joined(separator: " "), in: store) == [families.joined(separator: " ")])
            #expect(try await find(parts.joined(separator: " OR "), in: store).count == families.count + 1)
            await store.close()
        }
    }

    @Test func `a word and a short number are found among very many such words`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            for number in 1...1500 {
                store.append({ .sample("build-\(number)", body: "3 \(number * 7919 % 100_000) build 3\r\n") }) { _ in }
            }
            _ = try await store.append(.sample("build_3 rebuild.3 build-3x"))
            try await store.indexed()
            let third = (1...1500).reversed().map(String.init).filter { $0.hasPrefix("3") }.map { "build-\($0)" }
            #expect(try await find("build-3", in: store) == ["build_3 rebuild.3 build-3x"] + third)
            #expect(try await find("\"uild-31\"", in: store) == third.filter { $0.hasPrefix("build-31") })
            #expect(try await find("build.3", in: store) == ["build_3 rebuild.3 build-3x"])
            #expect(try await find("header:Subject=build-314", in: store) == ["build-314"])
            #expect(try await find("subject:build-3*", in: store).count == third.count + 1)
            await store.close()
        }
    }
}
