import Intake
import MailModel
import MailStorage
import Testing

@Suite struct IntakeTests {
    private let store = MemoryStore(limit: 100_000)
    private var intake: Intake { Intake(store: store) { Timestamp(milliseconds: 5) } }

    @Test func `a message is parsed, summarised and stored`() async throws {
        let source = "From: =?utf-8?q?J=C3=B6rg?= <j@example.com>\r\nSubject: Hi\r\n\r\nHello there.\r\n"
        let delivery = Delivery(
            envelope: Envelope(reversePath: "", forwardPaths: ["b@example.net"]), content: Array(source.utf8),
            session: SessionID(3))
        let summary = try await intake.accept(delivery)
        #expect(summary.receivedAt == Timestamp(milliseconds: 5))
        #expect(summary.session == SessionID(3))
        #expect(summary.digest.from == Address(name: "Jörg", address: "j@example.com"))
        #expect(summary.digest.subject == "Hi")
        #expect(summary.digest.snippet == "Hello there.")
        #expect(try await store.message(summary.id)?.content == Array(source.utf8))
    }

    @Test func `a message says with what it wants to be tagged`() async throws {
        let source = "X-Tags: release , smoke test,,release\r\nSubject: Hi\r\nx-tags: =?utf-8?q?gr=C3=BCn?=\r\n\r\n"
        let delivery = Delivery(
            envelope: Envelope(reversePath: "", forwardPaths: ["b@example.net"]), content: Array(source.utf8))
        let summary = try await intake.accept(delivery)
        #expect(summary.marks.tags.map(\.rawValue) == ["grün", "release", "smoke test"])
        #expect(try await store.tags().map(\.messages) == [1, 1, 1])
    }

    @Test(arguments: [[], [0], [0x0D], Array("\r\n".utf8), Array(repeating: 0xFF, count: 1000)] as [[UInt8]])
    func `what no parser understands is stored like any other`(content: [UInt8]) async throws {
        let summary = try await intake.accept(
            Delivery(envelope: Envelope(reversePath: "", forwardPaths: []), content: content))
        #expect(try await store.message(summary.id)?.content == content)
    }

    @Test func `a store that is full says so`() async throws {
        let delivery = Delivery(
            envelope: Envelope(reversePath: "", forwardPaths: []), content: Array(repeating: 0x41, count: 200_000))
        let error = await #expect(throws: StoreError.self) { _ = try await intake.accept(delivery) }
        #expect(error == .full("100000 octets of memory are used up; delete messages or raise --max-memory"))
    }
}
