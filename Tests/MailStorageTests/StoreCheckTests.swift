import Foundation
import MailModel
import MailStorage
import SQLiteStorage
import TestSupport
import Testing

/// What is said of a database that does not fit together, and copies of one that does.
@Suite struct StoreCheckTests {
    private func open(_ path: String) throws -> SQLiteStore { try SQLiteStore(path: path, limits: .init(freeDisk: 0)) }

    /// Makes a database of some messages, and an index.
    private func fill(_ path: String) async throws {
        let store = try open(path)
        for number in 0..<300 {
            let inbox = number % 3 == 0 ? "third" : "default"
            _ = try await store.append(
                .sample("\(number)", inbox: inbox, body: String(repeating: "x", count: 9000)))
        }
        #expect(try await store.delete(CaptureID(7)))
        try await store.indexed()
        await store.close()
    }

    private func write(_ octet: UInt8, to path: String, _ places: Range<Int>) throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: UInt64(places.lowerBound))
        try file.write(contentsOf: Data(repeating: octet, count: places.count))
        try file.close()
    }

    @Test func `of a sound database there is nothing to say, also while it is in use`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a"
            try await fill(path)
            let store = try open(path)
            _ = try await store.append(.sample("later"))
            let check = try StoreCheck(path: path)
            #expect(check.problems == [] && check.messages == 300)
            await store.close()
        }
    }

    @Test(.timeLimit(.minutes(5))) func `what comes in while it looks is nothing wrong`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a"
            try await fill(path)
            let store = try open(path)
            let busy = Task {
                while !Task.isCancelled {
                    _ = try await store.append(.sample("later"))
                    try await store.indexed()
                }
            }
            for _ in 0..<4 {
                let before = store.lastChange
                #expect(try StoreCheck(path: path).problems == [])
                // Each look is taken beside a server that goes on.
                while store.lastChange == before {
                    try Task.checkCancellation()
                    await Task.yield()
                }
            }
            busy.cancel()
            _ = try? await busy.value
            await store.close()
        }
    }

    @Test func `damage is told, with what to do about it`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a"
            try await fill(path)
            try write(0x55, to: path + "-index", 5 * 8192..<8 * 8192)
            let index = try StoreCheck(path: path).problems
            #expect(index.count == 1)
            #expect(index.first?.text.contains("-index is damaged") == true)
            #expect(index.first?.remedy.contains("creel reindex") == true)
            try SQLiteStore.forgetIndex(of: path)
            #expect(try StoreCheck(path: path).problems == [])
            try runSQL("PRAGMA wal_checkpoint(TRUNCATE)", on: path)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            try write(0x55, to: path, size / 2..<size / 2 + 5 * 8192)
            let problem = try #require(try StoreCheck(path: path).problems.first)
            #expect(problem.text.contains("\(path) is damaged") && problem.remedy.contains("backup"))
        }
    }

    @Test func `messages without their octets are named`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a"
            try await fill(path)
            try runSQL("DELETE FROM content WHERE id = 5; DELETE FROM message WHERE id = 9", on: path)
            let problems = try StoreCheck(path: path).problems.map(\.text)
            #expect(problems.count == 3)
            #expect(problems.contains { $0.contains("not all there: 5") })
            #expect(problems.contains { $0.contains("of 1 messages that no list shows") })
            #expect(problems.contains { $0.contains("Inbox default holds") })
        }
    }

    @Test func `what is counted or left behind wrongly is named, and what the index lacks`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a"
            try await fill(path)
            try runSQL(
                """
                UPDATE inbox SET unseen = unseen - 1 WHERE name = 'third';
                INSERT INTO assessment VALUES (9999, 1, 0, NULL, x''); INSERT INTO message_tag VALUES (9999, 1);
                INSERT INTO gone VALUES (3, -1);
                """, on: path)
            // Messages that went may still be in it; those that are there must be.
            try runSQL("UPDATE part SET messages = 297", on: path + "-index")
            let problems = try StoreCheck(path: path).problems.map(\.text)
            #expect(problems.count == 5)
            #expect(problems.contains { $0.contains("64 of the messages that are there count as gone") })
            #expect(problems.contains { $0.contains("Inbox third holds 100 messages") && $0.contains("99 unseen") })
            #expect(problems.contains { $0.contains("1 assessments of messages that are gone") })
            #expect(problems.contains { $0.contains("1 tags of messages that are gone") })
            #expect(problems.contains { $0.contains("lacks 2 messages") })
        }
    }

    @Test func `a file that keeps its size is told of, and its copy gets smaller`() async throws {
        try await withTemporaryFolder { folder in
            let (path, copy) = (folder + "/a", folder + "/copy")
            try await fill(path)
            // As the first versions have made it.
            try runSQL("PRAGMA auto_vacuum = NONE; VACUUM", on: path)
            let check = try StoreCheck(path: path)
            #expect(check.problems == [] && check.remarks.map(\.remedy).joined().contains("creel backup FILE"))
            #expect(try DatabaseBackup.copy(path, to: copy) == 299)
            for (path, shrinks) in [(path, false), (copy, true)] {
                let store = try open(path)
                _ = try await store.delete(.all)
                #expect(try await store.shrink() == shrinks)
                await store.close()
                #expect(try StoreCheck(path: path).remarks.isEmpty == shrinks)
            }
        }
    }

    @Test func `what is no database of ours is refused`() async throws {
        try await withTemporaryFolder { folder in
            #expect(throws: StoreError.self) { try StoreCheck(path: folder + "/none") }
            try Data(repeating: 0x41, count: 5000).write(to: URL(filePath: folder + "/other"))
            let error = #expect(throws: StoreError.self) { try StoreCheck(path: folder + "/other") }
            #expect(error?.explanation.contains("no usable database") == true)
        }
    }

    @Test func `a copy of a database in use holds what was there, and is a database`() async throws {
        try await withTemporaryFolder { folder in
            let (path, copy) = (folder + "/a", folder + "/copy")
            try await fill(path)
            let store = try open(path)
            let marked = try await store.append(.sample("newest"))
            #expect(try await store.mark(marked.id, .seen))
            #expect(try DatabaseBackup.copy(path, to: copy) == 300)
            _ = try await store.append(.sample("later"))
            #expect(throws: StoreError.self) { try DatabaseBackup.copy(path, to: copy) }
            #expect(throws: StoreError.self) { try DatabaseBackup.copy(path + "none", to: folder + "/other") }
            #expect(!FileManager.default.fileExists(atPath: folder + "/other"))
            let attributes = try FileManager.default.attributesOfItem(atPath: copy)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try StoreCheck(path: copy).problems == [])
            let other = try open(copy)
            let before = try await store.page(.all, before: CaptureID(marked.id.rawValue + 1), limit: 500)
            #expect(try await other.page(.all, before: nil, limit: 500).messages == before.messages)
            #expect(try await other.message(CaptureID(4))?.content == store.message(CaptureID(4))?.content)
            #expect(try await other.append(.sample("on")).id > marked.id)
            await other.close()
            await store.close()
        }
    }
}
