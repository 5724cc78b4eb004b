import ArgumentParser
import MailStorage
import SQLiteStorage

/// `creel check-store`: whether all in a database fits together.
struct CheckStoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-store", abstract: "Look whether all in a database and its index fits together.",
        discussion: """
            Looks at every page of both, whether each message has its octets, and whether inboxes are counted right; says \
            what is wrong, one thing a line, and what to do about it; on standard error, what might be better. Changes nothing, and may run beside a server. The \
            database is --database, else that of CREEL_DATABASE or creel.yaml, else the default of creel serve.

            Exits with 0 when nothing is wrong, 64 when it is asked in a wrong way, 65 when something is wrong, 74 when \
            the database is not there, not ours or cannot be read, or standard output cannot be written.
            """)

    @Option(help: ArgumentHelp("The database.", valueName: "FILE"))
    var database: String?

    @Flag(name: .shortAndLong, help: "Say nothing but what is wrong.")
    var quiet = false

    func run() throws {
        let path = try Surroundings().databasePath(database)
        let check: StoreCheck
        do throws(StoreError) {
            check = try StoreCheck(path: path)
        } catch {
            throw CommandFailure(.ioError, error.explanation)
        }
        for problem in check.problems { try StandardOutput.write("\(problem)\n") }
        guard check.problems.isEmpty else {
            throw CommandFailure(.badData, "\(path): \(check.problems.count.counted("problem"))")
        }
        guard !quiet else { return }
        for remark in check.remarks { StandardError.write("creel: \(remark)\n") }
        StandardError.write("creel: \(check.messages.counted("message")), nothing is wrong\n")
    }
}
