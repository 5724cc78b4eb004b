import Foundation
package import MailModel
package import MailStorage
import SQLiteStorage

/// Every store there is; each must pass the same suite.
package enum StoreKind: String, CaseIterable, Sendable {
    case memory, sqlite

    /// Runs `body` with a store of its own and cleans up.
    package func withStore(
        sessions: Int = 10_000, changes: Int = 10_000, inboxes: Int = 10_000, tags: Int = 10_000,
        duplicateWindow: TimeSpan = TimeSpan(milliseconds: 0), _ body: (any MessageStore) async throws -> Void
    ) async throws {
        switch self {
        case .memory:
            let store = MemoryStore(
                sessionLimit: sessions, inboxLimit: inboxes, tagLimit: tags, changeLimit: changes,
                duplicateWindow: duplicateWindow)
            try await body(store)
            await store.close()
        case .sqlite:
            try await withTemporaryFolder { folder in
                let store = try SQLiteStore(
                    path: folder + "/creel.sqlite",
                    limits: .init(
                        freeDisk: 0, sessions: sessions, changes: changes, inboxes: inboxes, tags: tags,
                        duplicateWindow: duplicateWindow))
                try await body(store)
                await store.close()
            }
        }
    }
}

/// Runs `body` with a folder that is gone afterwards.
package func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "creel-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}
