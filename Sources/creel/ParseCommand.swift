import ArgumentParser
import HTTPAPI
import MIME
import NIOCore

/// `creel parse`: reads messages and prints what the API would tell of them.
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Read messages and print what is in them, and what is wrong with them.",
        discussion: """
            Prints one line of JSON for each FILE: what GET /api/messages/{id} answers, with null for what only a \
            server knows (id, inbox, receivedAt, envelope, session). A damaged message is told like any other. \
            Exits with 66 when a FILE cannot be read, 74 when standard output cannot be written.
            """)

    @Argument(help: ArgumentHelp("A message (.eml); - is standard input.", valueName: "FILE"))
    var files: [String]

    func run() throws {
        var isComplete = true
        for name in files {
            do {
                let message = Message(try MessageFile.octets(of: name))
                try StandardOutput.write(try JSON.encode(MessageDetail(message, summary: nil)).readableBytesView)
                try StandardOutput.write("\n")
            } catch let error as MessageFile.Failure {
                StandardError.write("creel: \(error)\n")
                isComplete = false
            }
        }
        // EX_NOINPUT of sysexits.h.
        if !isComplete { throw ExitCode(66) }
    }
}
