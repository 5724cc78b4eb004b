import MailProtocols

/// The words behind `sendmail`, as getopt(3) reads them: `-ti`, `-fa@b`, `-f a@b`.
struct SendmailArguments: Hashable, Sendable {
    enum Mode: Hashable, Sendable {
        /// `-bm`: the message is on standard input.
        case message
        /// `-bs`: SMTP is.
        case smtp
        /// `-bp`, mailq(1).
        case queue
        /// `-bi`, newaliases(1).
        case aliases
    }

    private(set) var mode = Mode.message
    /// `-t`
    private(set) var takesRecipientsFromHeader = false
    /// `-i`: a line with a dot alone does not end the message.
    private(set) var ignoresDots = false
    /// `-f`; empty for the null path.
    private(set) var sender: String?
    /// `-F`
    private(set) var fullName: String?
    /// `-N`, `-R`, `-V`
    private(set) var notification = MailTransaction.Notification()
    /// `-v`
    private(set) var isVerbose = false
    private(set) var recipients: [String] = []

    /// `--server`
    private(set) var server: String?
    /// `--inbox`
    private(set) var inbox: String?
    private(set) var wantsHelp = false

    /// Options that have a value.
    private static let withValue = "frFboNRV" + ignored.withValue
    /// Options that say nothing to us: queues, aliases, delivery, files of others, and what is beyond ASCII, which the
    /// message tells itself. With a value behind each, and without.
    private static let ignored = (withValue: "ABCDehLMOpQX", alone: "cGImnsTUx")

    init(_ words: some Sequence<String>) throws(CommandFailure) {
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            switch word {
            case "--":
                recipients += rest
                return
            case "--help": wantsHelp = true
            case _ where word.hasPrefix("--"): try readLong(word, &rest)
            case _ where word.hasPrefix("-") && word != "-": try readCluster(word.dropFirst(), &rest)
            default: recipients.append(word)
            }
        }
    }

    private mutating func readLong(_ word: String, _ rest: inout ArraySlice<String>) throws(CommandFailure) {
        let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard ["--server", "--inbox"].contains(pair[0]) else {
            throw CommandFailure(.usage, "unknown option \(word.escapingControls()); creel sendmail --help lists them")
        }
        guard let value = pair.count > 1 ? pair[1] : rest.popFirst() else {
            throw CommandFailure(.usage, "\(pair[0]) needs a value")
        }
        if pair[0] == "--server" { server = value } else { inbox = value }
    }

    /// Letters that stand together; the value of one is the rest of the word, or the next word.
    private mutating func readCluster(
        _ letters: Substring, _ rest: inout ArraySlice<String>
    ) throws(CommandFailure) {
        var letters = letters
        while let letter = letters.popFirst() {
            switch letter {
            case "t": takesRecipientsFromHeader = true
            case "i": ignoresDots = true
            case "v": isVerbose = true
            // Their value is optional, and so never the next word.
            case "q", "d": return
            case _ where Self.ignored.alone.contains(letter): continue
            default:
                guard Self.withValue.contains(letter) else {
                    let option = "-\(letter)".escapingControls()
                    throw CommandFailure(.usage, "unknown option \(option); creel sendmail --help lists them")
                }
                guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
                    throw CommandFailure(.usage, "-\(letter) needs a value")
                }
                return try read(letter, value)
            }
        }
    }

    private mutating func read(_ letter: Character, _ value: String) throws(CommandFailure) {
        switch letter {
        case "f", "r": sender = value
        case "F": fullName = value
        case "b": mode = try Self.mode(value)
        case "o": if value == "i" { ignoresDots = true }
        case "N": notification.events = try Self.events(value)
        case "R": notification.extent = try Self.extent(value)
        case "V": notification.envelopeID = value
        default: break
        }
    }

    private static func mode(_ value: String) throws(CommandFailure) -> Mode {
        switch value {
        case "m": return .message
        case "s": return .smtp
        case "p": return .queue
        case "i": return .aliases
        default:
            throw CommandFailure(
                .usage, "-b\(value.escapingControls()) is not done here; creel serve takes mail over SMTP")
        }
    }

    /// RFC 3461 §4.1.
    private static func events(_ value: String) throws(CommandFailure) -> String {
        let events = value.uppercased().split(separator: ",").map { String($0.drop { $0 == " " }) }
        let known = ["SUCCESS", "FAILURE", "DELAY"]
        guard events == ["NEVER"] || !events.isEmpty && events.allSatisfy(known.contains)
        else { throw CommandFailure(.usage, "-N takes never, or some of success,failure,delay") }
        return events.joined(separator: ",")
    }

    /// RFC 3461 §4.3.
    private static func extent(_ value: String) throws(CommandFailure) -> String {
        switch value.lowercased() {
        case "full": return "FULL"
        case "hdrs": return "HDRS"
        default: throw CommandFailure(.usage, "-R takes full or hdrs")
        }
    }
}
