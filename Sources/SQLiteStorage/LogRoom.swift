import CSQLiteLog
import GRDB
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps the file of the write-ahead log ahead of what is written into it.
///
/// Where a commit makes the file longer, its `fdatasync` has the file system commit its own journal as well, and takes
/// about twice as long as one that overwrites. Before the log grows into new ground, that is laid out with zeros, which
/// SQLite takes for no frames (https://www.sqlite.org/walformat.html §4). Once the log has begun anew, it stays on
/// the ground it has.
///
/// Used on the writer's thread alone.
final class LogRoom: Sendable {
    /// Small, as those who wait for the next commit wait for the piece as well.
    private static let piece: Int64 = 1 << 20
    /// Beyond this size, the log begins anew; see `Checkpointer`.
    private static let largest: Int64 = 48 << 20
    /// Another piece follows when so little is left.
    private static let margin: Int64 = 256 << 10

    private let path: String
    private let disk: DiskRoom
    /// The length of the file, as far as it was laid out from here.
    private let laidOut = Mutex<Int64>(0)

    /// - Parameter file: The database that the log belongs to.
    init(file: DatabaseFile, disk: DiskRoom) {
        (path, self.disk) = (file.logPath, disk)
    }

    /// Lays out the next piece when the log has come near the end of the last. Called between transactions.
    ///
    /// - Parameter end: Where the log goes on, in octets.
    func extend(past end: Int64) {
        laidOut.withLock { laidOut in
            guard end + Self.margin > laidOut, laidOut < Self.largest else { return }
            // What cannot be laid out is not tried again: the log grows as SQLite has it grow.
            laidOut = disk.isAmple(for: Self.piece) ? layOut(from: max(laidOut, end)) ?? .max : .max
        }
    }

    /// Answers how long the file is afterwards; `nil` when it cannot be written.
    private func layOut(from end: Int64) -> Int64? {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return nil }
        let start = max(end, Int64(information.st_size))
        let zeros = [UInt8](repeating: 0, count: 1 << 18)
        for offset in stride(from: start, to: start + Self.piece, by: zeros.count) {
            guard pwrite(descriptor, zeros, zeros.count, off_t(offset)) == zeros.count else { return nil }
        }
        return fdatasync(descriptor) == 0 ? start + Self.piece : nil
    }
}

extension Database {
    /// Has this connection write its log in large pieces; see `creel_log_gather`. Only with `synchronous=FULL`.
    func gatherLog() throws {
        let code = sqliteConnection.map { creel_log_gather($0) } ?? SQLITE_MISUSE
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// Where its log goes on, in octets.
    var logEnd: Int64 { sqliteConnection.map { creel_log_end($0) } ?? 0 }

    /// Has connections that are opened from now on keep logs that can be gathered.
    static func installLogs() throws {
        let code = installation
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static let installation = creel_log_install()
}
