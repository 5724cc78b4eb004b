import ArgumentParser
import MailStorage
import SQLiteStorage

/// `creel backup`: a copy of a database, also of one that is in use.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a database to a new file, also while a server has it open.",
        discussion: """
            The copy is the database as it is at one moment, without what deleted messages have left, and without the index, \
            which is made anew when it is opened: creel serve --database FILE. Meanwhile the server takes mail; its \
            write-ahead log grows until the copy is done. The database is --database, else that of CREEL_DATABASE or \
            creel.yaml, else the default of creel serve.

            Exits with 0 when the copy is on disk, 64 when it is asked in a wrong way, 74 when the database is not there, \
            not ours or cannot be read, or the file is there already or cannot be written.
            """)

    @Argument(help: ArgumentHelp("The new file.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("The database.", valueName: "FILE"))
    var database: String?

    @Flag(name: .shortAndLong, help: "Say nothing but what went wrong.")
    var quiet = false

    func run() throws {
        let path = try Surroundings().databasePath(database)
        do throws(StoreError) {
            let count = try DatabaseBackup.copy(path, to: file)
            guard Descriptor.syncFolder(of: file) else {
                throw .unavailable("The folder of \(file) cannot be written")
            }
            if !quiet { StandardError.write("creel: \(count.counted("message")) in \(file)\n") }
        } catch {
            throw CommandFailure(.ioError, error.explanation)
        }
    }
}
