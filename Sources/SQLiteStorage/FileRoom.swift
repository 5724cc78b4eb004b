import GRDB

/// Pages of the database that hold nothing: they are filled before the file grows, and beyond some are taken out of it.
struct FileRoom {
    private let pages: Int
    private let free: Int
    /// Whether the file can get smaller.
    let canShrink: Bool
    /// Octets of all pages: the file is longer while the log has not been moved into it.
    let octets: Int64

    init(_ db: Database) throws {
        pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        octets = Int64(pages) * (try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        // 2: incremental. Files of the first versions have none, and keep their size; a copy by `creel backup` has it.
        canShrink = try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2
    }

    /// So much stays for what comes next: to take a page out and to add it again is to write it twice.
    private var reserve: Int { max(pages / 16, 256) }

    /// Pages that are to be taken out next; `nil` for none. Few, as whoever sends a message waits for them.
    var step: Int? { canShrink && free > reserve ? min(free - reserve, 64) : nil }

    /// Octets of log for a page that is taken out: the last page of the file goes to its place, and another says so.
    static let writtenForPage = 3 * 8192
}
