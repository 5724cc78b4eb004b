import ArgumentParser
import Assessing
import MIME
import MailStorage
import SQLiteStorage

/// `creel reindex`: makes the index of a database anew.
struct ReindexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Make the index anew in which searches look words up.",
        discussion: """
            The index lies beside the database, in a file whose name ends in -index, and all in it is made of the messages. \
            No Creel must have the database open. Where this is broken off, creel serve goes on with it, behind. The \
            database is --database, else that of CREEL_DATABASE or creel.yaml, else the default of creel serve. How far \
            messages are taken apart (max-mime-parts and so on) is what the environment or creel.yaml says; a server that \
            is told otherwise makes the index anew.

            Exits with 0 when the index is complete, 64 when it is asked in a wrong way, 74 when the database is not there, \
            not ours, damaged or in use.
            """)

    @Option(help: ArgumentHelp("The database.", valueName: "FILE"))
    var database: String?

    @Flag(name: .shortAndLong, help: "Say nothing but what went wrong.")
    var quiet = false

    func run() async throws {
        let surroundings = try Surroundings()
        let path = try surroundings.databasePath(database)
        // A server that reads messages by other limits would make it anew once more.
        Limits.inForce = surroundings.configuration.messageLimits
        do throws(StoreError) {
            try SQLiteStore.forgetIndex(of: path)
            let store = try SQLiteStore(path: path, notes: AssessmentNotes.ofIndex(beside: path))
            let isShown = !quiet && StandardError.isTerminal
            let progress = Task { if isShown { await Self.tell(of: store) } }
            let messages = await store.status().messages
            let failure = await Self.failure { () async throws(StoreError) in try await store.indexed() }
            progress.cancel()
            await progress.value
            await store.close()
            if let failure { throw failure }
            if !quiet { StandardError.write("creel: indexed \(messages.counted("message"))\n") }
        } catch {
            throw CommandFailure(.ioError, error.explanation)
        }
    }

    private static func failure(of body: () async throws(StoreError) -> Void) async -> StoreError? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    /// Keeps a line on the terminal until it is cancelled.
    private static func tell(of store: any MessageStore) async {
        let total = await store.status().unindexed
        repeat {
            let rest = await store.status().unindexed
            StandardError.write("\r\(total - rest) of \(total) indexed")
        } while (try? await Task.sleep(for: .milliseconds(200))) != nil
        StandardError.write("\r\u{1B}[K")
    }
}

extension Surroundings {
    /// The file of the database that is meant: of a server that would be started here and now, unless another is named.
    func databasePath(_ name: String?) throws(CommandFailure) -> String {
        if let name { return name }
        guard case .file(let path) = configuration.database else {
            throw CommandFailure(.usage, "the database is in memory; give --database the path of a file")
        }
        return path
    }
}
