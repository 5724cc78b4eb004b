import ArgumentParser
import MIME
import MailModel

/// `creel import`: messages that other programs have kept, taken in by a running Creel.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Have a running Creel take in messages from files, octet for octet.",
        discussion: """
            Reads messages (.eml), mbox files, Maildirs, folders of MH, directories with any of them, all of these \
            packed by gzip, and zip archives of .eml files. In a directory, files whose names tell nothing are read if \
            they begin as an mbox does; the others are told.

            Inbox, time of receipt, envelope, tags and whether a message was seen are kept as an mbox or a zip tells them \
            that creel export wrote. Names in a Maildir tell inbox, time and seen; of an mbox of other programs \
            the separators and Status, X-Mozilla-Status and X-Keywords count; for the envelope else Return-Path, \
            X-Original-To and Delivered-To. The server is --server, else the first of http in CREEL_HTTP or \
            creel.yaml, else http://127.0.0.1:8025.

                creel import --inbox archive ~/Mail/old.mbox.gz
                creel import --received header ~/letters
                creel import --journal import.state ~/Maildir

            With --journal an import that broke off brings in what is missing, whatever has become of the other files; at \
            most the messages of one request, 4 MiB, come in twice. The journal stays when something was passed over, \
            for another run once that is mended. An mbox must be as it was, but may have more messages at its end.

            Exits with 0 when all came in, 64 when it is asked in a wrong way, 65 when a file or a message was passed \
            over, or has gone again since the server keeps no more, which is told, 69 when no server answers, 75 when it \
            broke off.
            """)

    @Argument(
        help: ArgumentHelp(
            "A message, an mbox, a zip, a Maildir or a directory; - for standard input.", valueName: "FILE"))
    var inputs: [String]

    @Option(help: ArgumentHelp("Where all of them go; else where they were, else CREEL_INBOX.", valueName: "NAME"))
    var inbox: String?

    @Option(help: ArgumentHelp("How messages lie in mbox files: \(MboxDialect.choice).", valueName: "DIALECT"))
    var mbox = MboxDialect.auto.rawValue

    @Option(
        help: ArgumentHelp(
            """
            When messages count as received of which nothing tells it: now, header (their topmost Received, else Date) or \
            file (when it was changed).
            """, valueName: "TIME"))
    var received = ReceivedTime.now.rawValue

    @Option(help: ArgumentHelp("Where it is noted what has come in.", valueName: "FILE"))
    var journal: String?

    @Flag(name: .shortAndLong, help: "Say nothing but what went wrong.")
    var quiet = false

    @Option(help: ArgumentHelp("Server.", valueName: "URL"))
    var server: String?

    func run() async throws {
        let surroundings = try Surroundings()
        guard let dialect = MboxDialect(rawValue: mbox) else {
            throw CommandFailure(
                .usage, "--mbox: '\(mbox.escapingControls())' is not allowed; give \(MboxDialect.choice)")
        }
        guard let received = ReceivedTime(rawValue: received) else {
            throw CommandFailure(
                .usage, "--received: '\(received.escapingControls())' is not allowed; give now, header or file")
        }
        let found: [CheckInput]
        do { found = try inputs.map { word throws(CheckError) in try CheckInput(word) } } catch {
            throw CommandFailure(.usage, "\(error)")
        }
        let journal = try journal.map { path throws(CommandFailure) in try ImportJournal(path, inputs: inputs) }
        let client = HTTPClient(try surroundings.server(server))
        var run = ImportRun(
            client: client,
            places: ImportRun.Places(
                inbox: inbox, otherwise: surroundings.inbox.flatMap { InboxName($0) }, received: received),
            journal: journal, bar: ProgressBar(of: found, verb: "imported", isQuiet: quiet, isThorough: true))
        do {
            try await run.take(found, dialect)
        } catch let failure as HTTPFailure {
            throw CommandFailure(failure)
        }
        if let loss = await run.arrivals.loss(at: client, inbox: inbox) { throw CommandFailure(.badData, loss) }
        if run.passedOver > 0 {
            throw CommandFailure(.badData, "passed over: \(run.passedOver.counted("message or file"))")
        }
    }
}
