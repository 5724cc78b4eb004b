import MailModel
import MailStorage
import TestSupport
import Testing

/// What only a store in memory has to prove.
@Suite struct MemoryStoreTests {
    private static func session(_ id: Int64, octets: Int) -> SessionRecord {
        let line = DialogueLine(
            at: Timestamp(milliseconds: 0), speech: .client(String(repeating: "x", count: octets)))
        return SessionRecord(
            id: SessionID(id), protocol: "smtp", client: "c", listener: "l", startedAt: Timestamp(milliseconds: 0),
            dialogue: [line])
    }

    @Test func `dialogues count as memory, and the oldest give way`() async throws {
        let store = MemoryStore(limit: 100_000)
        for id in 1...50 as ClosedRange<Int64> {
            await store.record(Self.session(id, octets: 9000))
            #expect(await store.status().octets <= 100_000)
        }
        let kept = try await store.sessions(before: nil, limit: 50).map(\.id.rawValue)
        #expect(kept == (51 - Int64(kept.count)...50).reversed() && kept.count >= 9)
        _ = try await store.append(.sample(body: String(repeating: "x", count: 60_000)))
        #expect(await store.status().octets <= 100_000)
        #expect(await store.status().trouble == nil)
        #expect(try await store.sessions(before: nil, limit: 50).first?.id == SessionID(50))
        // One that is larger than all memory is not kept.
        await store.record(Self.session(51, octets: 200_000))
        #expect(await store.status().octets <= 100_000)
        #expect(try await store.message(CaptureID(1)) != nil)
    }

    @Test func `a dialogue that grows is counted once`() async throws {
        let store = MemoryStore(limit: 100_000)
        for octets in stride(from: 0, to: 90_000, by: 1000) {
            await store.record(Self.session(7, octets: octets))
        }
        #expect(try await store.session(SessionID(7)) != nil)
        #expect(await store.status().octets < 92_000)
    }

    @Test func `recipients count as memory`() async throws {
        let store = MemoryStore(limit: 100_000)
        var capture = Capture.sample()
        capture.envelope.forwardPaths = Array(repeating: String(repeating: "x", count: 1000), count: 100)
        await #expect(throws: StoreError.self) { _ = try await store.append(capture) }
    }

    @Test func `deleting gives memory back`() async throws {
        let store = MemoryStore()
        for number in 0..<20 {
            _ = try await store.append(.sample(inbox: number % 2 == 0 ? "even" : "odd"))
        }
        _ = try await store.delete(MessageQuery(inbox: InboxName("even")))
        #expect(try await store.page(MessageQuery(inbox: InboxName("odd")), before: nil, limit: 1).matched == 10)
        #expect(try await store.page(MessageQuery(inbox: InboxName("even")), before: nil, limit: 1).matched == 0)
        #expect(try await store.delete(.all) == 10)
        #expect(await store.status().octets == 0)
    }
}
