import ArgumentParser
import FoundationEssentials
import MIME
import MailModel
import MailProtocols

/// `creel sendmail`: what `/usr/sbin/sendmail` is to programs, and hands everything to Creel.
struct SendmailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sendmail", abstract: "Stand in for /usr/sbin/sendmail: hand a message to Creel.",
        usage: "creel sendmail [-t] [-i] [-f ADDRESS] [-F NAME] [--server HOST:PORT] [--inbox NAME] [ADDRESS…]",
        discussion: SendmailHelp.text)

    /// Taken whole: its options are those of sendmail.
    @Argument(parsing: .captureForPassthrough, help: .hidden)
    var words: [String] = []

    func run() async throws {
        let arguments = try SendmailArguments(words)
        if arguments.wantsHelp { throw CleanExit.helpRequest(self) }
        switch arguments.mode {
        case .message: try await submit(arguments)
        case .smtp: try await SMTPRelay(address: try Surroundings().mailServer(arguments.server)).run()
        case .queue: try StandardOutput.write("Mail queue is empty\n")
        // There are none.
        case .aliases: break
        }
    }

    private func submit(_ arguments: SendmailArguments) async throws(CommandFailure) {
        let transaction = try Self.transaction(arguments)
        let surroundings = try Surroundings()
        let address = try surroundings.mailServer(arguments.server)
        var configuration = SMTPClient.Configuration()
        configuration.name = LocalIdentity.current().host
        configuration.login = (arguments.inbox ?? surroundings.inbox).map { .init(user: $0, secret: "sendmail") }
        var sender = MailSender(address: address)
        if arguments.isVerbose { sender.listen = { StandardError.write($0.shown) } }
        do throws(SMTPFailure) {
            _ = try await sender.send(transaction, configuration)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Reads standard input to its end, whatever is wrong: a caller that is still writing would be killed by it.
    private static func transaction(_ arguments: SendmailArguments) throws(CommandFailure) -> MailTransaction {
        let input: [UInt8]
        do throws(MessageFile.Failure) {
            input = try MessageFile.octets(of: "-")
        } catch {
            throw CommandFailure(.ioError, error.description)
        }
        let identity = LocalIdentity.current()
        let message = SendmailMessage(input, arguments, by: identity, at: .now(), token: UUID().uuidString.lowercased())
        let recipients = (arguments.recipients.flatMap(addresses) + message.recipients).map(identity.qualified)
        guard !recipients.isEmpty else {
            throw CommandFailure(
                .usage,
                arguments.takesRecipientsFromHeader
                    ? "no recipient in To, Cc and Bcc" : "no recipient; name one, or take those of the header by -t")
        }
        var transaction = MailTransaction(
            reversePath: reversePath(arguments, identity), forwardPaths: recipients.uniqued, content: message.octets)
        transaction.notification = arguments.notification
        return transaction
    }

    private static func reversePath(_ arguments: SendmailArguments, _ identity: LocalIdentity) -> String {
        guard let sender = arguments.sender else { return identity.address }
        return addresses(in: sender).first.map(identity.qualified) ?? ""
    }

    /// `a@b`, `Name <a@b>`, or some of them with commas between.
    private static func addresses(in text: String) -> [String] {
        Header(of: Array("To: \(text)\r\n\r\n".utf8)).addresses(of: "to").addresses.map(\.address)
    }
}

extension [String] {
    /// Each once, where it stands first.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension DialogueLine.Speech {
    /// A line of its own, for people.
    var shown: String {
        switch self {
        case .client(let line): "> \(line.escapingControls())\n"
        case .server(let reply):
            reply.split(separator: "\n").map { "< \(String($0).escapingControls())\n" }.joined()
        case .data(let octets): "> (\(octets.counted("octet")))\n"
        case .note(let text): "- \(text.escapingControls())\n"
        }
    }
}
