import Logging
import MailModel
import MailStorage
import Testing

@testable import creel

@Suite struct InboxExpiryTests {
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
}
