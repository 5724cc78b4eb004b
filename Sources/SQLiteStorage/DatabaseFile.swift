#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FoundationEssentials
import GRDB
import MailStorage
import Synchronization

/// The file of a store and what belongs to it on disk: its folder, its lock, its neighbours.
struct DatabaseFile: Sendable {
    /// As it was given.
    let path: String

    /// Where the file really is, whatever links lead there: what belongs to it lies beside it, and two that name it
    /// differently mean the same. As `path` until the file exists.
    var realPath: String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The file of the write-ahead log.
    var logPath: String { realPath + "-wal" }

    /// Makes the folder and the file where they are missing, for nobody else to read: captured mail is private.
    func prepare() throws(StoreError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard Self.makeFolder(folder) else {
            throw .unusable("Cannot make the folder \(folder): \(Self.lastError); give --database another path")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusable("Cannot open \(path): \(Self.lastError); give --database another path")
        }
        close(descriptor)
    }

    /// Makes a folder, and those above it, where they are missing.
    ///
    /// - Returns: `false` when `errno` says why it cannot be made.
    private static func makeFolder(_ path: String) -> Bool {
        if access(path, F_OK) == 0 || mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
        let above = URL(filePath: path).deletingLastPathComponent().path
        guard errno == ENOENT, above != path, makeFolder(above) else { return false }
        // Another may have made it meanwhile.
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }

    /// For those who make none.
    func requireExisting() throws(StoreError) {
        guard access(path, F_OK) == 0 else { throw .unusable("There is no database at \(path)") }
    }

    /// Holds the file for this process until the lock is released.
    ///
    /// The file itself is held, too, for whoever comes by another name of it, or has deleted the file of the lock. What
    /// SQLite locks is apart from that; it forgets its own locks when anybody in its process closes the file, so this must be
    /// released once nobody has it open any more.
    func lock() throws(StoreError) -> FileLock {
        let lock = FileLock()
        for path in [realPath + ".lock", realPath] {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw .unusable("Cannot open \(path): \(Self.lastError); give --database another path")
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw .unusable("\(self.path) is in use by another Creel; stop it or give --database another path")
            }
            lock.add(descriptor)
        }
        return lock
    }

    /// Refuses a file that is not ours, before anything is written to it.
    func checkOwner() throws(StoreError) {
        try inspect("move it away") { db in
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            // Whoever was killed as early as could be has left a table that tells of migrations, and nothing in it.
            let foreign = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE tbl_name != 'grdb_migrations')"
            let hasTables = try Bool.fetchOne(db, sql: foreign) ?? false
            guard !hasTables || id == Schema.applicationID else {
                throw StoreError.unusable(
                    "\(path) is a database of another program; it is left untouched; give --database another path")
            }
        }
    }

    /// Refuses a file in whose tables not even the first rows can be read: already to open it for writing leaves traces.
    func checkTables() throws(StoreError) {
        try inspect("creel check-store says what to do; move it away") { db in
            for table in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'") {
                _ = try Int.fetchOne(db, sql: "SELECT 1 FROM \(table.quotedDatabaseIdentifier) LIMIT 1")
            }
        }
    }

    /// Reads the file; writes nothing.
    private func inspect(_ remedy: String, _ body: (Database) throws -> Void) throws(StoreError) {
        do {
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            try DatabaseQueue(path: path, configuration: configuration).read(body)
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw .unusable(
                "\(path) is no usable database (\(error.message ?? "\(error.resultCode)")); it is left untouched; "
                    + "\(remedy) or give --database another path")
        } catch {
            throw .unusable("\(path) cannot be read: \(error)")
        }
    }

    /// Octets that are left to unprivileged programs on the file system, or `nil` when it does not say.
    var freeOctets: Int64? {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        return Int64(information.f_bavail) * Int64(information.f_frsize)
    }

    /// Octets of the database alone.
    var octets: Int64 {
        var information = stat()
        return stat(realPath, &information) == 0 ? Int64(information.st_size) : 0
    }

    /// Octets of the database, its index, and the write-ahead logs of both.
    var usedOctets: Int64 {
        [realPath, logPath, "\(realPath)-index", "\(realPath)-index-wal"].reduce(0) { sum, path in
            var information = stat()
            return stat(path, &information) == 0 ? sum + Int64(information.st_size) : sum
        }
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}

/// Locks of files that are held until they are released or let go.
final class FileLock: Sendable {
    private let descriptors = Mutex<[Int32]>([])

    deinit { release() }

    /// Holds the lock of one more file.
    func add(_ descriptor: Int32) { descriptors.withLock { $0.append(descriptor) } }

    func release() {
        descriptors.withLock { descriptors in
            for held in descriptors {
                // Unlocked, not only closed: a child process that is just being started may hold a copy for a moment.
                flock(held, LOCK_UN)
                close(held)
            }
            descriptors = []
        }
    }
}
