import GRDB
import GRDBSQLite
import MailModel

/// Rows of `content`, as far as they are read in parts.
enum ContentRow {
    /// Those octets of `range` that the message has; `nil` where it is not there. Pages that hold no others are not read.
    static func octets(of id: CaptureID, in range: Range<Int>, on db: Database) throws -> [UInt8]? {
        var handle: OpaquePointer?
        defer { sqlite3_blob_close(handle) }
        let opened = sqlite3_blob_open(db.sqliteConnection, "main", "content", "octets", id.rawValue, 0, &handle)
        // So it says that there is no such row.
        guard opened != SQLITE_ERROR else { return nil }
        try check(opened, db)
        let range = range.clamped(to: 0..<Int(sqlite3_blob_bytes(handle)))
        return try [UInt8](unsafeUninitializedCapacity: range.count) { octets, count in
            try check(sqlite3_blob_read(handle, octets.baseAddress, Int32(range.count), Int32(range.lowerBound)), db)
            count = range.count
        }
    }

    private static func check(_ code: Int32, _ db: Database) throws {
        guard code == SQLITE_OK else {
            let text = sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: text)
        }
    }
}
