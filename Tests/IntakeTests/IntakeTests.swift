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

    @Test(arguments: [(3, 3), (5, 5), (6, 5), (4_070_908_800_000, 5)] as [(Int64, Int64)])
    func `a time of receipt that is yet to come is now`(said: Int64, kept: Int64) async throws {
        var delivery = delivery(to: "a@example.com", "\r\n")
        delivery.receivedAt = Timestamp(milliseconds: said)
        #expect(try await intake.accept(delivery).receivedAt == Timestamp(milliseconds: kept))
    }

    private func delivery(to recipient: String, _ source: String, inbox: InboxName? = nil) -> Delivery {
        Delivery(
            envelope: Envelope(reversePath: "", forwardPaths: [recipient]), content: Array(source.utf8), inbox: inbox)
    }

    @Test func `the first rule that holds decides where a message goes, unless that is said`() async throws {
        let rules = ["rcpt:*@shop.example -> shop", "header:X-Job=* -> jobs", "rcpt:*@shop.example -> never"]
        let intake = Intake(store: store, rules: ArrivalRules(inboxes: try rules.map { try InboxRule($0) })) {
            Timestamp(milliseconds: 5)
        }
        let ours = try #require(InboxName("ours"))
        let deliveries = [
            delivery(to: "a@shop.example", "X-Job: 1\r\n\r\n"), delivery(to: "a@b.example", "X-Job: 1\r\n\r\n"),
            delivery(to: "a@b.example", "\r\n"), delivery(to: "a@shop.example", "\r\n", inbox: ours),
            delivery(to: "a@shop.example", "\r\n", inbox: .default),
            delivery(to: "a@b.example", "X-Job: 1\r\n\r\n" + String(repeating: "large\r\n", count: 6000)),
        ]
        var inboxes: [String] = []
        for delivery in deliveries { inboxes.append(try await intake.accept(delivery).inbox.rawValue) }
        #expect(inboxes == ["shop", "jobs", "default", "ours", "default", "jobs"])
    }

    @Test func `rules tag a message before its sender has an answer`() async throws {
        let rules = [
            "subject:invoice -> invoice", "body:overdue tag:invoice -> urgent", "inbox:shop -> shop",
            "score:>5 -> spam",
            "tag:never -> again",
        ]
        let intake = Intake(
            store: store,
            rules: ArrivalRules(
                inboxes: [try InboxRule("rcpt:*@shop.example -> shop")],
                tags: TagRules(try rules.map { try TagRule($0) }))
        ) { Timestamp(milliseconds: 5) }
        let source = "X-Tags: own\r\nSubject: Invoice 7\r\n\r\nIt is overdue.\r\n"
        let summary = try await intake.accept(delivery(to: "a@shop.example", source))
        #expect(summary.marks.tags.map(\.rawValue) == ["invoice", "own", "shop", "urgent"])
        #expect(try await store.rows([summary.id]).map(\.marks.tags) == [summary.marks.tags])
        #expect(try await intake.accept(delivery(to: "a@b.example", "Subject: hi\r\n\r\n")).marks.tags == [])
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
