import FoundationEssentials
import GRDB
package import MailStorage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Copies of a database.
package enum DatabaseBackup {
    /// Copies a database into a new file, as it is at one moment: also while a server has it open, which writes on. The
    /// copy has no index; that is made when a store opens it. It gets smaller when messages go, also where the file of a first
    /// version does not.
    ///
    /// - Returns: Messages in the copy.
    /// - Throws: `.unusable` when the database is not there or not ours, or the file is there already.
    package static func copy(_ path: String, to target: String) throws(StoreError) -> Int {
        let file = DatabaseFile(path: path)
        try file.requireExisting()
        try file.checkOwner()
        // By us, so that nobody else can read it; SQLite takes a file that is empty.
        let descriptor = open(target, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusable("Cannot make \(target): \(String(cString: strerror(errno))); name a file that is not there")
        }
        defer { close(descriptor) }
        do {
            let database = try DatabaseQueue(path: path, configuration: SQLiteStore.readingConfiguration)
            defer { try? database.close() }
            try database.writeWithoutTransaction { db in
                // Where the file has it already, that would be written into it.
                if try !FileRoom(db).canShrink { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
                try db.execute(sql: "VACUUM INTO ?", arguments: [target])
            }
            guard fsync(descriptor) == 0 else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
            let copy = try DatabaseQueue(path: target, configuration: SQLiteStore.readingConfiguration)
            defer { try? copy.close() }
            return try copy.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM message") ?? 0 }
        } catch {
            unlink(target)
            if let error = error as? DatabaseError, error.resultCode == .SQLITE_FULL {
                throw .full("The disk of \(target) is full")
            }
            throw .unavailable("\(path) cannot be copied to \(target): \(error)")
        }
    }
}
