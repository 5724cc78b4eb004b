import ArgumentParser
import MIME
import MailModel
import MailStorage

/// `creel wait`: returns when a message is there, and prints what a script needs of it.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait for a message, and print what a script needs of it.",
        discussion: """
            Asks a running Creel, which answers the moment the message is there; one that came before counts, unless \
            --after says otherwise. The conditions all have to hold; without any, every message will do. Where a code or a \
            link is to be printed, messages without one pass by. The server is --server, else the first of http in CREEL_HTTP or creel.yaml, else http://127.0.0.1:8025.

                code=$(creel wait --to "$user" --timeout 10s --print code)

            Exits with 0 once as many messages are there as --count says, 1 when they are not in time, telling what \
            came instead; 64 when it is asked in a wrong way, 65 when a message lacks the text or html that is to be \
            printed, 69 when no server answers, 74 when standard output cannot be written, 75 when the server is too busy, \
            77 when it wants a login.
            """)

    @Option(
        help: ArgumentHelp(
            "A recipient, of header or envelope: that address, or a part of one or of a name.", valueName: "ADDRESS"))
    var to: [String] = []

    @Option(
        help: ArgumentHelp(
            "A sender, of header or envelope: that address, or a part of one or of a name.", valueName: "ADDRESS"))
    var from: [String] = []

    @Option(help: ArgumentHelp("Words of the subject.", valueName: "TEXT"))
    var subject: [String] = []

    @Option(
        name: .customLong("q"), help: ArgumentHelp("Further conditions, as the API takes them.", valueName: "QUERY"))
    var query: String?

    @Option(help: ArgumentHelp("The inbox; else CREEL_INBOX, else all, as for ''.", valueName: "NAME"))
    var inbox: String?

    @Option(help: ArgumentHelp("Only messages behind this one count.", valueName: "ID"))
    var after: Int64?

    @Option(help: ArgumentHelp("How many messages there have to be.", valueName: "NUMBER"))
    var count = 1

    @Option(help: ArgumentHelp("How long to wait, such as 500ms, 10s or 5m; a number is seconds.", valueName: "TIME"))
    var timeout = "30s"

    @Option(
        name: .customLong("print"),
        help: ArgumentHelp(
            "What to print of each message, the oldest first: \(MessagePart.list).", valueName: "WHAT"))
    var part = MessagePart.summary

    @Option(
        help: ArgumentHelp(
            "A message with a link that has this in its text or address; of its links, the first such.",
            valueName: "TEXT"))
    var matching: String?

    @Option(help: ArgumentHelp("Server.", valueName: "URL"))
    var server: String?

    /// What scripts take for: not this time.
    private static let inVain: Int32 = 1

    func run() async throws {
        let surroundings = try Surroundings()
        guard let patience = Duration(option: timeout) else {
            throw CommandFailure(.usage, "--timeout: '\(timeout.escapingControls())' is no time, such as 500ms or 10s")
        }
        guard matching == nil || part == .link else {
            throw CommandFailure(.usage, "--matching goes with --print link")
        }
        let wait = ServerWait(
            try surroundings.server(server), query: try conditions(), inbox: try surroundings.inbox(inbox),
            after: after, count: count)
        do {
            guard let messages = try await wait.messages(within: patience) else { throw ExitCode(Self.inVain) }
            for id in messages {
                try StandardOutput.show(try await part.text(of: id, matching: matching, from: wait.client))
            }
        } catch let failure as HTTPFailure {
            throw CommandFailure(failure, wrongRequest: .usage)
        }
    }

    /// In the query language.
    func conditions() throws(CommandFailure) -> String {
        var terms = [("to", to), ("from", from)].flatMap { name, values in
            values.map { "\(name):\($0.isAddress ? "=" : "")\($0.quoted)" }
        }
        terms += subject.map { "subject:\($0.quoted)" }
        switch part {
        case .code: terms.append("has:code")
        case .link: terms.append(matching.map { "link:\($0.quoted)" } ?? "has:link")
        default: break
        }
        guard let query else { return terms.joined(separator: " ") }
        do throws(QueryError) {
            // Read here as well: what is not whole would not stay inside its parentheses.
            let isEmpty = try QueryParser.condition(of: query, now: Timestamp(milliseconds: 0)) == .all([])
            return (terms + (isEmpty ? [] : ["(\(query))"])).joined(separator: " ")
        } catch {
            throw CommandFailure(.usage, "--q: \(error)")
        }
    }
}

extension String {
    /// Whether it is a whole address, and no part of one.
    fileprivate var isAddress: Bool {
        let mailboxes = Header(of: Array("To: \(self)\r\n".utf8)).addresses(of: "To").mailboxes
        guard mailboxes.count == 1, let mailbox = mailboxes.first else { return false }
        return mailbox.address == self && !mailbox.localPart.isEmpty && mailbox.domain?.isEmpty == false
    }

    /// As a phrase of the query language.
    fileprivate var quoted: String { "\"\(escaping(["\"": "\\\"", "\\": "\\\\"]))\"" }
}
