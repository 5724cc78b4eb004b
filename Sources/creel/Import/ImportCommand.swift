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

            With --journal an import that broke off goes on: run again, it brings in what is missing, whatever has become \
            of the other files; at most the messages of one request, 4 MiB, come in twice. An mbox must be as it was, but \
            may have grown at its end. When something was passed over the journal stays, for another run once that is \
            mended. Once all has come in it is removed, and the same command brings in everything anew: it does not serve \
            to import, day by day, what is new.

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

    @Option(
        help: ArgumentHelp(
            "Where it is noted what has come in, until all has, so that an import that broke off can go on.",
            valueName: "FILE"))
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
        let inbox = try inbox.map { name throws(CommandFailure) in
            try Surroundings.inbox(named: name, by: "--inbox")
        }
        let otherwise = try inbox ?? surroundings.inbox(nil)
        let found: [CheckInput]
        do { found = try inputs.map { word throws(CheckError) in try CheckInput(word) } } catch {
            throw CommandFailure(.usage, "\(error)")
        }
        let journal = try journal.map { path throws(CommandFailure) in try ImportJournal(path, inputs: inputs) }
        let client = HTTPClient(try surroundings.server(server))
        var run = ImportRun(
            client: client,
            places: ImportRun.Places(inbox: inbox, otherwise: otherwise, received: received),
            journal: journal, bar: ProgressBar(of: found, verb: "imported", isQuiet: quiet, isThorough: true))
        do {
            try await run.take(found, dialect)
        } catch let failure as HTTPFailure {
            throw CommandFailure(failure)
        }
        if let loss = await run.arrivals.loss(at: client, inbox: inbox?.rawValue) {
            throw CommandFailure(.badData, loss)
        }
        if run.passedOver > 0 {
            let count = run.passedOver.counted("message or file", plural: "messages or files")
            throw CommandFailure(.badData, "passed over: \(count)")
        }
    }
}
