import ArgumentParser
import MIME
import MailModel

/// What a message to be written consists of.
struct MessageOptions: ParsableArguments {
    @Option(help: "Subject of the message.")
    var subject = "Hello from creel send"

    @Option(help: ArgumentHelp("Text; - reads it from standard input.", valueName: "TEXT"))
    var text: String?

    @Option(help: ArgumentHelp("Text from a file.", valueName: "FILE"))
    var textFile: String?

    @Option(help: ArgumentHelp("HTML; - reads it from standard input.", valueName: "HTML"))
    var html: String?

    @Option(help: ArgumentHelp("HTML from a file.", valueName: "FILE"))
    var htmlFile: String?

    @Option(help: ArgumentHelp("Attach a file; TYPE:FILE says what it is, as text/calendar:x.ics.", valueName: "FILE"))
    var attach: [String] = []

    @Option(help: ArgumentHelp("A file that the HTML shows as cid: and its name.", valueName: "FILE"))
    var inline: [String] = []

    @Option(name: .customLong("header"), help: ArgumentHelp("A further field: 'X-Job: 42'.", valueName: "FIELD"))
    var headers: [String] = []

    @Option(help: ArgumentHelp("Where answers shall go.", valueName: "ADDRESS"))
    var replyTo: [String] = []

    @Flag(help: "Send a FILE octet for octet, whatever its line ends are.")
    var exact = false

    /// - Parameter token: Makes the identifier different from all others.
    func compose(
        to submission: SubmissionOptions, by identity: LocalIdentity, at time: ZonedTime, token: String
    ) throws(CommandFailure) -> MessageToSend {
        let from = submission.from.map { Addresses(in: $0, identity).all } ?? [Address(address: identity.address)]
        let (to, cc) = (Addresses(in: submission.to, identity).all, Addresses(in: submission.cc, identity).all)
        var message = OutgoingMessage(
            from: from, to: to, subject: subject, date: time, messageID: "\(token)@\(identity.host)")
        (message.cc, message.replyTo) = (cc, Addresses(in: replyTo, identity).all)
        message.fields = try headers.map(Self.field)
        message.html = try Self.content(html, htmlFile)
        message.text = try Self.content(text, textFile) ?? (message.html == nil ? Self.greeting : nil)
        message.attachments = try attach.map { file throws(CommandFailure) in try AttachedFile(file).attachment() }
        message.inline = try inline.map { file throws(CommandFailure) in
            try AttachedFile(file).attachment(asPictureOfHTML: true)
        }
        return MessageToSend(
            content: message.octets, sender: from.first?.address,
            recipients: (to + cc).map(\.address) + Addresses(in: submission.bcc, identity).all.map(\.address))
    }

    private static let greeting = "A message to try things out with.\n"

    private static func content(_ text: String?, _ file: String?) throws(CommandFailure) -> String? {
        guard let name = file ?? (text == "-" ? text : nil) else { return text }
        do throws(MessageFile.Failure) {
            return String(decoding: try MessageFile.octets(of: name), as: UTF8.self)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// RFC 5322 §2.2: printable characters but the colon, then a colon.
    private static func field(_ text: String) throws(CommandFailure) -> (name: String, value: String) {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
            text[..<colon].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw CommandFailure(.usage, "'\(text.escapingControls())' is no header field; give 'Name: value'") }
        return (String(text[..<colon]), String(text[text.index(after: colon)...].drop { $0 == " " }))
    }
}

/// Addresses as people write them on a command line: `a@b`, `Name <a@b>`, commas between, or just a user's name.
struct Addresses {
    let all: [Address]

    init(in texts: [String], _ identity: LocalIdentity) {
        all = texts.flatMap { text in
            Header(of: Array("To: \(text)\r\n\r\n".utf8)).addresses(of: "to").addresses
        }.map { Address(name: $0.name, address: identity.qualified($0.address)) }
    }

    init(in text: String, _ identity: LocalIdentity) { self.init(in: [text], identity) }
}

extension MessageToSend {
    /// - Parameter isExact: Not even the line ends are changed.
    init(asItIs octets: [UInt8], isExact: Bool) {
        let isUnixText = !octets.contains(.cr)
        content = isExact || !isUnixText ? octets : octets.withCRLF
        let header = Header(of: octets)
        sender = header.addresses(of: "from").addresses.first?.address
        recipients = ["to", "cc", "bcc"].flatMap { header.addresses(of: $0).addresses.map(\.address) }
    }
}

extension [UInt8] {
    /// With CRLF for every LF.
    fileprivate var withCRLF: [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(count + count / 32)
        for octet in self {
            if octet == .lf { lines.append(.cr) }
            lines.append(octet)
        }
        return lines
    }
}
