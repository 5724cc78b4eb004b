import GRDB
import GRDBSQLite

/// A prepared statement of GRDB's, bound and run through SQLite's own interface: half the time per row, which
/// counts where a thousand rows go into one transaction, or come of one question.
struct RawStatement {
    private let statement: Statement
    private var handle: OpaquePointer { statement.sqliteStatement }

    /// - Parameter sql: Prepared once per connection, then taken from GRDB's cache.
    init(_ sql: String, on db: Database) throws {
        statement = try db.cachedStatement(sql: sql)
    }

    /// Runs `body` in a transaction, which is rolled back when it throws.
    static func transaction(on db: Database, _ body: () throws -> Void) throws {
        try RawStatement("BEGIN IMMEDIATE", on: db).run()
        do {
            try body()
            try RawStatement("COMMIT", on: db).run()
        } catch {
            // SQLite may have rolled back by itself: after a full disk, among others.
            if db.isInsideTransaction { try RawStatement("ROLLBACK", on: db).run() }
            throw error
        }
    }

    /// SQLite copies the text.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    func bind(_ value: Int64?, at index: Int32) {
        if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    }

    func bind(_ value: Double, at index: Int32) { sqlite3_bind_double(handle, index, value) }

    func bind(_ value: Int, at index: Int32) { sqlite3_bind_int64(handle, index, Int64(value)) }

    func bind(_ text: String?, at index: Int32) {
        guard var text else {
            sqlite3_bind_null(handle, index)
            return
        }
        // A null pointer, which an empty text may have, would bind NULL.
        guard !text.isEmpty else {
            sqlite3_bind_text(handle, index, "", 0, Self.transient)
            return
        }
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(
                    handle, index, characters.baseAddress, Int32(clamping: utf8.count), Self.transient)
            }
        }
    }

    /// Binds octets without a copy, runs the statement and makes it ready for the next row.
    func run(with blob: [UInt8], at index: Int32) throws {
        try blob.withUnsafeBytes { octets in
            try check(
                octets.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : sqlite3_bind_blob64(handle, index, octets.baseAddress, UInt64(octets.count), nil))
            try run()
        }
    }

    func run() throws {
        let code = sqlite3_step(handle)
        // The error of the step is told by the reset, too.
        sqlite3_reset(handle)
        try check(code)
    }

    /// Shows the number in the first column of each row.
    func forEach(_ body: (Int64) -> Void) throws {
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW {
            body(sqlite3_column_int64(handle, 0))
            code = sqlite3_step(handle)
        }
        sqlite3_reset(handle)
        try check(code)
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK, code != SQLITE_DONE, code != SQLITE_ROW else { return }
        let text = sqlite3_db_handle(handle).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: text)
    }
}
