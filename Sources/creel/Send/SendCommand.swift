import ArgumentParser
import FoundationEssentials
import MailModel
import MailProtocols

/// `creel send`: writes a message, or takes one as it is, and submits it, for trying things out.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Write a message and submit it over SMTP or LMTP, to try things out.",
        discussion: """
            Without FILE, writes a message from what the options say. Each FILE is a message (.eml) that is sent as it \
            is, but with CRLF in place of LF where it has nothing else; its recipients are those of --to, --cc and --bcc, \
            else those of To, Cc and Bcc. All recipients get a message or none does. The server is --server, else the \
            first of smtp (for --lmtp, of lmtp) in CREEL_SMTP or creel.yaml, else 127.0.0.1:1025.

            Prints what the server says to each message. Exits as creel sendmail does: 0 when all were taken, 64 when \
            it is asked in a wrong way, 66 when a file cannot be read, 67 when a recipient is refused, 69 when the \
            message is, 74 when standard output cannot be written, 75 when it helps to try again, 77 when the login is \
            wrong.
            """)

    @Argument(help: ArgumentHelp("A message to send as it is; - is standard input.", valueName: "FILE"))
    var files: [String] = []

    @OptionGroup(title: "Envelope and server") var submission: SubmissionOptions
    @OptionGroup(title: "Message") var message: MessageOptions

    @Flag(help: "Print the message in place of sending it.")
    var dryRun = false

    func run() async throws {
        let identity = LocalIdentity.current()
        let messages = try messages(identity)
        guard !dryRun else {
            for message in messages { try StandardOutput.write(message.content) }
            return
        }
        let sending = try submission.sending(identity)
        for message in messages {
            try await send(try submission.transaction(for: message, identity), sending)
        }
    }

    private func messages(_ identity: LocalIdentity) throws(CommandFailure) -> [MessageToSend] {
        guard files.isEmpty else {
            return try files.map { name throws(CommandFailure) in
                do throws(MessageFile.Failure) {
                    return MessageToSend(asItIs: try MessageFile.octets(of: name), isExact: message.exact)
                } catch {
                    throw CommandFailure(error)
                }
            }
        }
        return [try message.compose(to: submission, by: identity, at: .now(), token: UUID().uuidString.lowercased())]
    }

    private func send(_ transaction: MailTransaction, _ sending: Sending) async throws(CommandFailure) {
        let receipt: SMTPClient.Receipt
        do throws(SMTPFailure) {
            receipt = try await sending.sender.send(transaction, sending.configuration)
        } catch {
            throw CommandFailure(error)
        }
        try StandardOutput.write(receipt.reply.line.escapingControls() + "\n")
        if !receipt.refused.isEmpty { throw CommandFailure(.recipientsRefused(receipt.refused)) }
    }
}

/// The server, and how it is spoken to.
struct Sending: Sendable {
    let sender: MailSender
    let configuration: SMTPClient.Configuration
}

/// Octets to submit, and whom their header names.
struct MessageToSend: Sendable {
    let content: [UInt8]
    let sender: String?
    let recipients: [String]
}
