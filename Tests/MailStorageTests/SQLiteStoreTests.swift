import Foundation
import MailModel
import MailStorage
import SQLiteStorage
import TestSupport
import Synchronization
import Testing

/// What only a store on disk has to prove.
@Suite struct SQLiteStoreTests {
    private final class Count: Sendable {
        let value = Atomic(0)
    }

    private func open(_ folder: String, freeDisk: Int64 = 0) throws -> SQLiteStore {
        try SQLiteStore(path: folder + "/creel.sqlite", limits: .init(freeDisk: freeDisk))
    }

    @Test func `everything is there after a restart, and numbers go on`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            let first = try await store.append(.sample("first", inbox: "team"))
            let second = try await store.append(.sample("second"))
            _ = try await store.delete(second.id)
            await store.close()
            store = try open(folder)
            let page = try await store.page(.all, before: nil, limit: 10)
            #expect(page.messages == [first])
            #expect(page.matched == 1)
            #expect(store.lastChange > second.id)
            #expect(try await store.append(.sample("third", inbox: "team")).id > second.id)
            #expect(try await store.page(MessageQuery(inbox: InboxName("team")), before: nil, limit: 9).matched == 2)
            var changes = store.changes(after: .zero).makeAsyncIterator()
            #expect(await changes.next() == .added(first))
            #expect(await changes.next() == .inboxes(at: CaptureID(2)))
            #expect(await changes.next() == .removed(at: CaptureID(4), ids: [second.id], from: .default))
            await store.close()
        }
    }

    @Test func `the log is laid out ahead, and holds messages longer than a piece`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            let log = folder + "/creel.sqlite-wal"
            let atStart = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
            #expect(try #require(atStart) >= 1 << 20)
            let large = Capture.sample("large", body: (0..<300_000).map { "\($0 &* 7919)\r\n" }.joined())
            let summary = try await store.append(large)
            let later = try await store.append(.sample("small"))
            let atEnd = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
            #expect(try #require(atEnd) > (1 << 20) + large.content.count)
            #expect(try await store.message(summary.id)?.content == large.content)
            #expect(try await store.message(later.id) != nil)
            #expect(await store.status().commits == 2)
            await store.close()
        }
    }

    @Test func `the log begins anew however much is read beside it`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            let log = folder + "/creel.sqlite-wal"
            let large = Capture.sample("large", body: String(repeating: "0123456789\r\n", count: 80_000))
            let reads = Count()
            var largest = 0
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        while !Task.isCancelled {
                            _ = try? await store.page(.all, before: nil, limit: 50)
                            reads.value.add(1, ordering: .relaxed)
                        }
                    }
                }
                for _ in 0..<160 {
                    _ = try await store.append(large)
                    let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
                    largest = max(largest, try #require(size))
                }
                group.cancelAll()
            }
            #expect(largest < 100 << 20)
            #expect(reads.value.load(ordering: .relaxed) > 10)
            await store.close()
        }
    }

    @Test func `a second store on the same file is refused`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            let error = #expect(throws: StoreError.self) { _ = try open(folder) }
            #expect(error?.explanation.contains("in use by another Creel") == true)
            await store.close()
        }
    }

    @Test func `a second store on the same file by another name is refused`() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createSymbolicLink(atPath: folder + "/alias", withDestinationPath: folder)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/other.sqlite", withDestinationPath: "creel.sqlite")
            let store = try open(folder)
            _ = try await store.append(.sample())
            // A hard link has a lock of its own beside it, and so has a file whose lock somebody has deleted.
            try FileManager.default.linkItem(atPath: folder + "/creel.sqlite", toPath: folder + "/hard.sqlite")
            try FileManager.default.removeItem(atPath: folder + "/creel.sqlite.lock")
            for path in [
                "/alias/creel.sqlite", "/other.sqlite", "/../\(URL(filePath: folder).lastPathComponent)/creel.sqlite",
                "/hard.sqlite",
            ] {
                let error = #expect(throws: StoreError.self, "\(path)") {
                    _ = try SQLiteStore(path: folder + path, limits: .init(freeDisk: 0))
                }
                #expect(error?.explanation.contains("in use by another Creel") == true)
            }
            await store.close()
            let alias = try SQLiteStore(path: folder + "/other.sqlite", limits: .init(freeDisk: 0))
            #expect(await alias.status().messages == 1)
            #expect(await alias.status().octets > 8192)
            await alias.close()
        }
    }

    @Test func `a file that is no database is named and left untouched`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            let content = Data(repeating: 0x41, count: 5000)
            try content.write(to: URL(filePath: path))
            let error = #expect(throws: StoreError.self) { _ = try open(folder) }
            #expect(error?.explanation.contains(path) == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test func `the database of another program is left untouched`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            try runSQL("CREATE TABLE t (a)", on: path)
            let before = try Data(contentsOf: URL(filePath: path))
            let error = #expect(throws: StoreError.self) { _ = try open(folder) }
            #expect(error?.explanation.contains("another program") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test func `by the time that there are many messages, they can be found by their inbox`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            let index = { (isThere: Bool) in
                try runSQL(
                    """
                    CREATE TEMP TABLE found (count CHECK (count = \(isThere ? 1 : 0)));
                    INSERT INTO found SELECT count(*) FROM sqlite_schema WHERE name = 'message_inbox'
                    """, on: path)
            }
            let limits = SQLiteStore.Limits(freeDisk: 0, withoutInboxIndex: 100)
            var store = try SQLiteStore(path: path, limits: limits)
            let capture = Capture.sample()
            for _ in 1..<100 { store.append({ capture }) { _ in } }
            _ = try await store.append(capture)
            try index(false)
            _ = try await store.append(capture)
            try index(true)
            await store.close()
            // That of an earlier version has it from its start on.
            try runSQL("DROP INDEX message_inbox", on: path)
            store = try SQLiteStore(path: path, limits: limits)
            try index(true)
            await store.close()
        }
    }

    @Test func `one that a first start has hardly begun is ours`() async throws {
        try await withTemporaryFolder { folder in
            // Killed before the first migration.
            let table = "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"
            try runSQL(table, on: folder + "/creel.sqlite")
            let store = try open(folder)
            _ = try await store.append(.sample())
            await store.close()
            #expect(try StoreCheck(path: folder + "/creel.sqlite").problems == [])
        }
    }

    @Test func `a damaged one is named and left untouched`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            _ = try await store.append(.sample())
            await store.close()
            let path = folder + "/creel.sqlite"
            // All but the schema.
            var content = try Data(contentsOf: URL(filePath: path))
            content[2 * 8192..<content.count] = Data(repeating: 0x41, count: content.count - 2 * 8192)
            try content.write(to: URL(filePath: path))
            let error = #expect(throws: StoreError.self) { _ = try open(folder) }
            #expect(error?.explanation.contains("\(path) is no usable database") == true)
            #expect(error?.explanation.contains("creel check-store") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test func `the database of an earlier version is brought up to date`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            let first = try await store.append(.sample("first"))
            await store.close()
            try runSQL(
                """
                ALTER TABLE message DROP COLUMN envelope_parameters;
                DELETE FROM grdb_migrations WHERE identifier LIKE '2 %';
                """, on: folder + "/creel.sqlite")
            store = try open(folder)
            var capture = Capture.sample("second")
            capture.envelope.parameters = [.init(keyword: "RET", value: "HDRS")]
            let second = try await store.append(capture)
            #expect(try await store.page(.all, before: nil, limit: 10).messages == [second, first])
            await store.close()
        }
    }

    @Test func `inboxes that no URL led to have other names, and more can be made`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            for inbox in ["a", "b"] { _ = try await store.append(.sample(inbox: inbox)) }
            await store.close()
            try runSQL(
                """
                UPDATE inbox SET name = '..' WHERE name = 'a'; UPDATE inbox SET name = '.' WHERE name = 'b';
                DROP TABLE gone;
                DELETE FROM grdb_migrations WHERE identifier IN ('names that no URL leads to', 'which messages have gone');
                """, on: folder + "/creel.sqlite")
            store = try open(folder)
            _ = try await store.append(.sample(inbox: "c"))
            #expect(try await store.inboxes().map(\.name.rawValue) == ["--2", "-3", "c", "default"])
            #expect(try await store.page(MessageQuery(inbox: InboxName("--2")), before: nil, limit: 9).matched == 1)
            await store.close()
            #expect(try StoreCheck(path: folder + "/creel.sqlite").problems == [])
        }
    }

    @Test func `the database of the first version is brought up to date, with all that is in it`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            let first = Fixtures.folder.appending(path: "databases/first-version.sql")
            try runSQL(try String(contentsOf: first, encoding: .utf8), on: path)
            let team = try #require(InboxName("team"))
            func expectAll(of store: SQLiteStore) async throws {
                let rows = try await store.rows((1...7).map { CaptureID($0) })
                #expect(rows.map(\.id.rawValue) == [1, 3, 4, 5, 6])
                #expect(rows.map(\.inbox) == [.default, team, .default, .default, team])
                #expect(rows.map(\.size) == [33, 25, 5, 18, 32])
                #expect(rows.allSatisfy { $0.marks == Marks() && $0.envelope.parameters == [] })
                #expect(
                    rows.first?.digest
                        == Digest(
                            from: Address(name: "Alice", address: "alice@example.com"),
                            to: [Address(address: "bob@example.net")],
                            cc: [Address(name: "Carol", address: "carol@example.net")], subject: "first",
                            messageID: "m1@example.com",
                            date: ZonedTime(secondsSince1970: 1_767_225_600, offsetMinutes: 60),
                            snippet: "One and only."))
                #expect(
                    rows.first?.envelope
                        == Envelope(
                            reversePath: "bounce@example.com", forwardPaths: ["bob@example.net", "hidden@example.org"]))
                #expect(rows.map(\.digest.attachments) == [0, 0, 2, 0, 0])
                #expect(try await store.message(CaptureID(4))?.content == [0, 0xFF, 0x0D, 0x0A, 0x2E])
                #expect(
                    try await store.inboxes() == [
                        Inbox(
                            name: .default, messages: 3, unseen: 3, octets: 56, newest: CaptureID(5),
                            lastReceivedAt: Timestamp(milliseconds: 1_767_225_600_126)),
                        Inbox(
                            name: team, messages: 2, unseen: 2, octets: 57, newest: CaptureID(6),
                            lastReceivedAt: Timestamp(milliseconds: 1_767_225_600_127)),
                    ])
                let session = try #require(try await store.session(SessionID(99)))
                #expect(session.outcome == .quit && session.reason == nil && session.messages == [])
                #expect(session.dialogue.map(\.speech) == [.client("EHLO client.example")])
            }
            var store = try open(folder)
            try await expectAll(of: store)
            #expect(try await store.page(.all, before: nil, limit: 9).removedBefore == nil)
            // What was removed is no longer told one by one; whoever knows as much goes on.
            #expect(store.lastChange == CaptureID(7))
            var early = store.changes(after: CaptureID(1)).makeAsyncIterator()
            #expect(await early.next() == .reset(at: CaptureID(7)))
            await store.close()
            #expect(try StoreCheck(path: path).problems == [])
            // Number 2 was a message.
            try runSQL(
                """
                CREATE TEMP TABLE found (gone CHECK (gone = '0:4'));
                INSERT INTO found SELECT group_concat(word || ':' || bits) FROM gone;
                """, on: path)
            store = try open(folder)
            try await expectAll(of: store)
            try await store.indexed()
            #expect(try await store.ids(MessageQuery(terms: [.text(.anywhere, Needle("only"))])) == [CaptureID(1)])
            #expect(try await store.mark(CaptureID(6), .seen))
            #expect(try await store.delete(CaptureID(5)))
            let next = try await store.append(.sample(inbox: "team"))
            #expect(next.id == CaptureID(10))
            #expect(try await store.prune(Retention(count: 2), at: Timestamp(milliseconds: 0)) == 3)
            #expect(try await store.page(.all, before: nil, limit: 9).removedBefore == CaptureID(5))
            #expect(try await store.inboxes().map(\.messages) == [0, 2])
            #expect(try await store.inboxes().map(\.unseen) == [0, 1])
            await store.close()
            #expect(try StoreCheck(path: path).problems == [])
        }
    }

    @Test func `too little room on the disk is an answer, and deleting still works`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            let kept = try await store.append(.sample())
            await store.close()
            store = try open(folder, freeDisk: .max)
            let error = await #expect(throws: StoreError.self) { _ = try await store.append(.sample()) }
            guard case .full(let text)? = error else {
                Issue.record("\(String(describing: error)) is not .full")
                return
            }
            #expect(text.contains("--min-free-disk"))
            #expect(await store.status().trouble?.contains("--min-free-disk") == true)
            #expect(try await store.delete(kept.id))
            await store.close()
        }
    }

    @Test func `where there is no room for what was said, it is kept that there was a connection`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder, freeDisk: .max)
            let line = DialogueLine(at: Timestamp(milliseconds: 0), speech: .client("NOOP"))
            await store.record(
                SessionRecord(
                    id: SessionID(5), protocol: "smtp", client: "c", listener: "l",
                    startedAt: Timestamp(milliseconds: 0), dialogue: [line, line]))
            let kept = try #require(try await store.session(SessionID(5)))
            #expect(kept.dialogue.isEmpty && kept.omittedLines == 2)
            await store.close()
        }
    }

    @Test func `while others hold the database everything that waits is put off, and then taken`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            let store = try SQLiteStore(
                path: path, limits: .init(freeDisk: 0, lockPatience: TimeSpan(milliseconds: 20)))
            let holder = try LockHolder(of: path)
            let outcomes = await withTaskGroup { tasks in
                for number in 0..<20 { tasks.addTask { try? await store.append(.sample("\(number)")) } }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count == 20 && outcomes.allSatisfy { $0 == nil })
            #expect(await store.status().trouble?.contains("locked") == true)
            holder.release()
            _ = try await store.append(.sample())
            #expect(try await store.page(.all, before: nil, limit: 30).matched == 1)
            await store.close()
        }
    }

    @Test func `deleting makes room again when the disk has none left`() async throws {
        try await withTemporaryFolder { folder in
            var store = try open(folder)
            let body = String(repeating: "x", count: 2 << 20)
            for _ in 0..<3 { _ = try await store.append(.sample(body: body)) }
            await store.close()
            store = try open(folder, freeDisk: .max)
            await #expect(throws: StoreError.self) { _ = try await store.append(.sample(body: body)) }
            #expect(await store.status().trouble != nil)
            #expect(try await store.delete(.all) == 3)
            #expect(await store.status().trouble == nil)
            _ = try await store.append(.sample(body: body))
            await store.close()
        }
    }

    @Test func `messages are counted right after a restart at any moment`() async throws {
        try await withTemporaryFolder { folder in
            var expected = 0
            for round in 0..<5 {
                let store = try open(folder)
                #expect(try await store.page(.all, before: nil, limit: 1).matched == expected)
                // Past a save, and on to the middle of the way to the next.
                for number in 0..<(50 + round * 31) {
                    _ = try await store.append(.sample("\(number)", inbox: number % 3 == 0 ? "third" : "default"))
                    expected += 1
                }
                expected -= try await store.delete(MessageQuery(terms: [.text(.subject, Needle("7"))]))
                for _ in 0..<3 { _ = try await store.append(.sample("later")) }
                expected += 3
                #expect(try await store.page(.all, before: nil, limit: 1).matched == expected)
                await store.close()
            }
        }
    }

    @Test func `marks of steps before one that fails are told, at once or with what is written next`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/creel.sqlite"
            let store = try open(folder)
            for number in 1..<1500 { store.append({ .sample("\(number)") }) { _ in } }
            let last = try await store.append(.sample()).id
            let refusing = "BEGIN SELECT RAISE(ABORT, 'refused'); END"
            try runSQL(
                "CREATE TRIGGER refusal BEFORE INSERT ON message_tag WHEN new.message = 1200 \(refusing)", on: path)
            let (first, second) = (try #require(TagName("first")), try #require(TagName("second")))
            await #expect(throws: StoreError.self) { try await store.mark(.all, .tags([first])) }
            #expect(try await store.tags() == [TagCount(name: first, messages: 1000)])
            var changes = store.changes(after: last).makeAsyncIterator()
            #expect(await changes.next() == .reset(at: CaptureID(1501)))
            try runSQL("CREATE TRIGGER silence BEFORE INSERT ON change_log \(refusing)", on: path)
            await #expect(throws: StoreError.self) { try await store.mark(.all, .tags([second])) }
            #expect(try await store.tags() == [TagCount(name: second, messages: 1000)])
            #expect(store.lastChange == CaptureID(1501))
            try runSQL("DROP TRIGGER silence", on: path)
            for _ in 1...2 { #expect(try await store.delete(CaptureID(9999)) == false) }
            #expect(await changes.next() == .reset(at: CaptureID(1502)))
            #expect(store.lastChange == CaptureID(1502))
            await store.close()
        }
    }

    @Test func `what lacks an assessment is known after a restart`() async throws {
        try await withTemporaryFolder { folder in
            var (store, ids): (SQLiteStore, [CaptureID]) = (try open(folder), [])
            for number in 0..<30 { ids.append(try await store.append(.sample("\(number)")).id) }
            let lacking = [ids[7], ids[20], ids[28]]
            let assessment = Assessment(score: 1, severity: nil, rules: [], ruleset: "one")
            try await store.assess(
                Dictionary(uniqueKeysWithValues: ids.filter { !lacking.contains($0) }.map { ($0, assessment) }))
            try await store.assess([ids[2]: Assessment(score: 1, severity: nil, rules: [], ruleset: "two")])
            #expect(try await store.delete(ids[3]))
            for (suspects, expected) in [
                ([], [ids[2]] + lacking), ([ids[2]], lacking), ([ids[2], ids[7], ids[3]], Array(lacking[1...])),
                ([ids[20], ids[28]], [ids[2], ids[7]]), ([ids[2]] + lacking, []),
            ] as [([CaptureID], [CaptureID])] {
                await store.close()
                store = try open(folder)
                for limit in [9, 1] {
                    let found = try await store.unassessed(ruleset: "one", besides: Set(suspects), limit: limit)
                    #expect(found == Array(expected.prefix(limit)))
                }
            }
            #expect(try await store.unassessed(ruleset: "three", limit: 2) == Array(ids[..<2]))
            await store.close()
        }
    }

    @Test func `searches hold up no other read`() async throws {
        try await withTemporaryFolder { folder in
            let store = try open(folder)
            // The index would answer at once.
            store.pauseIndex(true)
            let body = String(repeating: "lorem ipsum ", count: 4000)
            for _ in 0..<150 { _ = try await store.append(.sample(body: body)) }
            let searches = 60
            let ended = Count()
            try await withThrowingTaskGroup { tasks in
                for _ in 0..<searches {
                    tasks.addTask {
                        _ = try await store.newest(MessageQuery(terms: [.text(.anywhere, Needle("absent"))]), limit: 1)
                        ended.value.add(1, ordering: .relaxed)
                    }
                }
                // Until they have begun.
                for _ in 0..<100 { await Task.yield() }
                _ = try await store.message(CaptureID(1))
                _ = try await store.page(.all, before: nil, limit: 1)
                _ = await store.status()
                // Behind the searches, the last of them would be over.
                #expect(ended.value.load(ordering: .relaxed) < searches / 2)
                tasks.cancelAll()
                while await tasks.nextResult() != nil {}
            }
            await store.close()
        }
    }

    @Test func `captured mail is for nobody else to read`() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder + "/state/creel.sqlite", limits: .init(freeDisk: 0))
            _ = try await store.append(.sample())
            for (name, mode) in [("state", 0o700), ("state/creel.sqlite", 0o600), ("state/creel.sqlite-wal", 0o600)] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
                #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
            }
            await store.close()
        }
    }
}
