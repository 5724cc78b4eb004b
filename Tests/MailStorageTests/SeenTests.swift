import MailModel
import MailStorage
import TestSupport
import Testing

@testable import SQLiteStorage

/// What a database keeps of who has seen what.
@Suite struct SeenTests {
    private func ranges(_ store: SQLiteStore, seen isSeen: Bool) async throws -> [ClosedRange<Int64>] {
        let last = store.lastChange.rawValue
        return try await store.read { db in try Seen(db).ranges(within: 0...last, seen: isSeen) }
    }

    @Test func `what nobody has seen is looked for where there is any, and of what is gone nothing is kept`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder + "/creel.sqlite", limits: .init(freeDisk: 0))
            var ids: [CaptureID] = []
            for number in 0..<300 {
                ids.append(try await store.append(.sample("\(number)")).id)
                // Each is followed by a change, which takes a number as well.
                #expect(try await store.mark(ids[number], .seen))
            }
            #expect(store.lastChange == CaptureID(600))
            // Later numbers of the last 64 may become messages.
            #expect(try await ranges(store, seen: false) == [576...600])
            #expect(try await store.append(.sample()).marks.isSeen == false)
            #expect(try await store.mark(CaptureID(601), .seen))
            #expect(try await store.mark(ids[100], .unseen))
            #expect(try await ranges(store, seen: false) == [192...255, 576...603])
            #expect(try await store.delete(ids[100]))
            #expect(try await ranges(store, seen: false) == [576...604])
            // All but the last of those between 128 and 191.
            #expect(try await store.mark(ids[64...94].map(\.self), .unseen) == 31)
            #expect(try await ranges(store, seen: false) == [128...191, 576...605])
            #expect(try await store.delete(Array(ids[..<64])) == 64)
            #expect(try await ranges(store, seen: true) == [128...606])
            #expect(try await store.mark(ids[95], .unseen))
            #expect(try await ranges(store, seen: true) == [192...607])
            #expect(try await store.delete(.all) == 236)
            #expect(try await ranges(store, seen: true) == [])
            #expect(try await ranges(store, seen: false) == [0...store.lastChange.rawValue])
            await store.close()
            #expect(try StoreCheck(path: folder + "/creel.sqlite").problems == [])
        }
    }

    /// Sixty-four numbers share a row, the first of which has 63.
    @Test(arguments: [61, 62, 63, 64, 126, 127]) func `a row is written whatever the last number is`(count: Int)
        async throws
    {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder + "/creel.sqlite", limits: .init(freeDisk: 0))
            for number in 1...count { _ = try await store.append(.sample("\(number)")) }
            #expect(try await store.mark(CaptureID(1), .seen))
            #expect(try await store.mark(CaptureID(Int64(count)), .seen))
            #expect(try await store.page(MessageQuery(terms: [.seen(true)]), before: nil, limit: 9).matched == 2)
            #expect(
                try await store.page(MessageQuery(terms: [.seen(false)]), before: nil, limit: 200).messages.count
                    == count - 2)
            await store.close()
        }
    }
}
