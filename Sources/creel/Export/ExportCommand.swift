import ArgumentParser
import NIOCore

/// `creel export`: messages of a running Creel as a file that other programs read.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the messages of a running Creel to a file, octet for octet.",
        discussion: """
            The oldest message comes first. mbox is of the dialect mboxrd, maildir a tar of a Maildir, zip an archive of \
            .eml files. creel import brings an mbox or a zip back as it was, with inboxes, times, envelopes and marks. \
            The server is --server, else the first of http in CREEL_HTTP or creel.yaml, else \
            http://127.0.0.1:8025.

                creel export --q 'to:alice after:1d' --output alice.mbox
                creel export --format maildir | tar -x

            Exits with 0 when all is written, 64 when it is asked in a wrong way, 65 for a query that is wrong, 69 when \
            no server answers, 73 when the file is there already or cannot be made, 74 when it, or standard output, cannot be \
            written, 75 when the answer breaks off.
            """)

    @Option(name: .customLong("q"), help: ArgumentHelp("Which messages, as the API takes it.", valueName: "QUERY"))
    var query: String?

    @Option(help: ArgumentHelp("The inbox, '' for all; else CREEL_INBOX, else all.", valueName: "NAME"))
    var inbox: String?

    @Option(help: ArgumentHelp("mbox, maildir or zip.", valueName: "FORMAT"))
    var format = Format.mbox

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to; else standard output.", valueName: "FILE"))
    var output: String?

    @Option(help: ArgumentHelp("Server.", valueName: "URL"))
    var server: String?

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case mbox, maildir, zip
    }

    func run() async throws {
        let surroundings = try Surroundings()
        var parameters = QueryString()
        parameters.add("q", query)
        parameters.add("inbox", try surroundings.inbox(inbox))
        parameters.add("format", format.rawValue)
        let client = HTTPClient(try surroundings.server(server))
        let file = try output.map { name throws(CommandFailure) in try NewFile(name) }
        do {
            try await client.download("/api/export\(parameters.text)") { piece in
                if let file {
                    try file.write(piece.readableBytesView)
                } else if try !StandardOutput.write(piece.readableBytesView) {
                    // Nobody reads what is still to come.
                    throw ExitCode.success
                }
            }
            try file?.finish()
        } catch let failure as HTTPFailure {
            throw CommandFailure(failure)
        }
    }
}
