import MailModel
import MailStorage
import SQLiteStorage
import TestSupport
import Testing

/// Which messages are marked as duplicates; every one of them is kept.
@Suite struct DuplicateTests {
    private static let window = TimeSpan(milliseconds: 600_000)

    private func withStore(_ kind: StoreKind, _ body: (any MessageStore) async throws -> Void) async throws {
        try await kind.withStore(duplicateWindow: Self.window, body)
    }

    private func capture(minute: Int64 = 0, to paths: [String] = ["bob@example.net"], inbox: String = "default")
        -> Capture
    {
        var capture = Capture.sample("same", inbox: inbox)
        capture.receivedAt = Timestamp(milliseconds: minute * 60_000)
        capture.envelope.forwardPaths = paths
        return capture
    }

    @Test(arguments: StoreKind.allCases)
    func `the same octets to the same recipient are a duplicate of the first`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let first = try await store.append(capture())
            #expect(first.marks.duplicateOf == nil)
            #expect(try await store.append(capture(minute: 9)).marks.duplicateOf == first.id)
            let third = try await store.append(capture(minute: 18, to: ["x@example.org", "Bob@Example.net"]))
            #expect(third.marks.duplicateOf == first.id)
            #expect(try await store.rows([third.id]) == [third])
            #expect(try await store.page(.all, before: nil, limit: 9).matched == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `they are found, all of them or those of one message`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let ids = { (term: QueryTerm) in try await store.ids(MessageQuery(terms: [term])) }
            let first = try await store.append(capture()).id
            let other = try await store.append(.sample("other")).id
            let twice = try await store.append(capture()).id
            let again = try await store.append(.sample("other")).id
            #expect(try await ids(.duplicate(of: nil)) == [twice, again])
            #expect(try await ids(.duplicate(of: first)) == [twice])
            #expect(try await ids(.duplicate(of: other)) == [again])
            #expect(try await ids(.duplicate(of: twice)).isEmpty)
            #expect(try await store.ids(MessageQuery(.not(.term(.duplicate(of: nil))))) == [first, other])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `others are none`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            _ = try await store.append(capture())
            for other in [
                capture(to: ["carol@example.net"]), capture(inbox: "team"), capture(minute: 11), capture(to: []),
                .sample("other"), .sample("other", to: "carol@example.net"),
                capture(to: ["dave@example.net", "dave@example.net"]),
            ] {
                #expect(try await store.append(other).marks.duplicateOf == nil)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `those that come together are compared as well`(kind: StoreKind) async throws {
        try await withStore(kind) { store in
            let same = capture()
            for _ in 0..<40 { store.append({ same }) { _ in } }
            _ = try await store.append(.sample("last"))
            let rows = try await store.page(.all, before: nil, limit: 99).messages
            #expect(rows.filter { $0.marks.duplicateOf == rows.last?.id }.count == 39)
        }
    }

    @Test func `no more is remembered than there is room for`() async throws {
        let contents = RecentContents(window: Self.window)
        for number in 0...RecentContents.capacity {
            var draft = RecentContents.Draft(contents)
            #expect(draft.note(capture(to: ["\(number)@example.net"]), as: CaptureID(Int64(number + 1))) == nil)
            contents.apply(draft)
        }
        var draft = RecentContents.Draft(contents)
        #expect(draft.note(capture(to: ["0@example.net"]), as: CaptureID(99_999)) == nil)
        #expect(draft.note(capture(to: ["1@example.net"]), as: CaptureID(99_999)) == CaptureID(2))
    }
}
