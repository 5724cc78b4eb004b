import GRDB
import MailStorage
import Synchronization

/// Leaves room on the disk for others, and for SQLite to work with.
///
/// Pages that deletions have freed inside the file count as room: they are filled before the file grows.
final class DiskRoom: Sendable {
    private enum Room {
        case ample
        /// Only inside the file.
        case reused
        case lacking(String)
    }

    /// Others fill the disk, too: so many octets at most are written before it is looked at again.
    private static let stride = 4 << 20
    /// What a commit may take besides content.
    private static let margin = 256 << 10

    private let file: DatabaseFile
    private let reserve: Int64
    /// Octets that may still be written before the disk is looked at again.
    private let allowance = Mutex(0)

    /// - Parameter reserve: Octets that must stay free.
    init(file: DatabaseFile, reserve: Int64) {
        (self.file, self.reserve) = (file, reserve)
    }

    /// Throws `.full` when so many octets more would not fit.
    func check(for octets: Int, on db: Database) throws {
        guard octets > 0 else { return }
        let isAllowed = allowance.withLock { allowance in
            allowance -= octets
            return allowance >= 0
        }
        guard !isAllowed else { return }
        switch try room(for: octets, on: db) {
        case .ample: allowance.withLock { $0 = Self.stride }
        case .reused: return
        case .lacking(let text): throw StoreError.full(text)
        }
    }

    /// What is wrong with the disk, in words; `nil` when a small message fits.
    func lack(on db: Database) throws -> String? {
        guard case .lacking(let text) = try room(for: 0, on: db) else { return nil }
        return text
    }

    /// Whether the disk holds so many octets more, and much besides.
    func isAmple(for octets: Int64) -> Bool {
        file.freeOctets.map { $0 / 4 - octets > reserve } ?? false
    }

    private func room(for octets: Int, on db: Database) throws -> Room {
        guard let free = file.freeOctets, free - Int64(octets + Self.stride) < reserve else { return .ample }
        let pages = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        guard pages * pageSize < Int64(octets + Self.margin) else { return .reused }
        return .lacking(
            "Only \(free) octets are left on the disk of \(file.path); delete messages or lower --min-free-disk")
    }
}
