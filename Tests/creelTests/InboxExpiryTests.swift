import Logging
import MailModel
import MailStorage
import Synchronization
import TestSupport
import Testing

@testable import creel

@Suite struct InboxExpiryTests {
    /// Keeps what the log is told.
    private struct Listener: LogHandler {
        final class Lines: Sendable {
            private let all = Mutex<[String]>([])

            var last: String? { all.withLock { $0.last } }

            func add(_ line: String) { all.withLock { $0.append(line) } }
        }

        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        func log(event: LogEvent) { lines.add("\(event.message)") }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
    }

    @Test func `an inbox whose time is over goes, others stay`() async throws {
        let store = MemoryStore(limit: 1 << 20, sessionLimit: 10)
        for (name, end) in [("over", 5), ("later", 6), ("ever", nil)] as [(String, Int64?)] {
            _ = try await store.configure(try #require(InboxName(name))) { settings in
                settings.expiresAt = end.map { Timestamp(milliseconds: $0) }
            }
        }
        let expiry = InboxExpiry(store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await expiry.removeExpired(at: Timestamp(milliseconds: 4))
        #expect(try await store.inboxes().count == 4)
        await expiry.removeExpired(at: Timestamp(milliseconds: 5))
        #expect(try await store.inboxes().map(\.name.rawValue) == ["default", "ever", "later"])
    }

    @Test func `an inbox that nobody uses goes, others stay`() async throws {
        let store = MemoryStore(limit: 1 << 20, sessionLimit: 10)
        for (name, second, session) in [
            ("old", 1, 1), ("default", 1, 1), ("set", 1, 1), ("imported", 1, nil), ("used", 1, 1), ("used", 9, 1),
        ] as [(String, Int64, Int64?)] {
            var capture = Capture.sample(inbox: name, session: session.map { SessionID($0) })
            capture.receivedAt = Timestamp(milliseconds: second * 1000)
            _ = try await store.append(capture)
        }
        _ = try await store.configure(try #require(InboxName("set"))) { $0.description = "ours" }
        _ = try await store.configure(try #require(InboxName("empty"))) { _ in }
        let lines = Listener.Lines()
        let expiry = InboxExpiry(
            store: store, idle: TimeSpan(milliseconds: 5000),
            logger: Logger(label: "test") { _ in Listener(lines: lines) })
        await expiry.removeIdle(at: Timestamp(milliseconds: 5999))
        #expect(try await store.inboxes().count == 6)
        await expiry.removeIdle(at: Timestamp(milliseconds: 6000))
        #expect(lines.last == "nothing came to inbox old for 5s: it is gone, with 1 message")
        let left = ["default", "empty", "imported", "set", "used"]
        #expect(try await store.inboxes().map(\.name.rawValue) == left)
        #expect(try await store.page(.all, before: nil, limit: 9).matched == 5)
    }
}
