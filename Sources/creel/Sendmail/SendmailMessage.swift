import MIME
import MailModel

/// A message as programs hand it to sendmail: lines of text, often without the fields that they expect it to add.
struct SendmailMessage: Sendable {
    /// As it is submitted: every line ends in CRLF.
    private(set) var octets: [UInt8]
    /// Whom its header names, in order; only asked for by `-t`.
    private(set) var recipients: [String] = []

    /// - Parameters:
    ///   - input: As it came; lines end in LF or CRLF.
    ///   - time: What a missing `Date` gets.
    ///   - token: What makes a missing `Message-ID` different from all others.
    init(
        _ input: [UInt8], _ arguments: SendmailArguments, by identity: LocalIdentity, at time: ZonedTime, token: String
    ) {
        octets = Self.lines(of: input, endAtDot: !arguments.ignoresDots)
        let message = Message(octets)
        let header = message.header
        let isResent = header.fields.contains { $0.name.lowercased().hasPrefix("resent-") }
        var gone: [Range<Int>] = []
        if arguments.takesRecipientsFromHeader {
            let names = Self.recipientFields(isResent: isResent)
            recipients = names.flatMap { header.addresses(of: $0).addresses.map(\.address) }
            gone = header.fields.filter { $0.name.lowercased() == names.last }.map(\.range)
        }
        let start = Self.envelopeLine(octets)
        let end = message.parts[0].header.upperBound
        let kept = Self.octets(octets, start..<end, without: gone)
        octets =
            Self.missing(in: header, arguments, identity, time, token) + kept
            + (kept.elementsEqual("\r\n".utf8) || kept.suffix(4).elementsEqual("\r\n\r\n".utf8) ? [] : [.cr, .lf])
            + octets[end...]
    }

    /// The fields that name recipients; the last one is for nobody's eyes. RFC 5322 §3.6.3, §3.6.6.
    private static func recipientFields(isResent: Bool) -> [String] {
        ["to", "cc", "bcc"].map { isResent ? "resent-\($0)" : $0 }
    }

    /// With CRLF at the end of every line, and nothing behind a line with a dot alone.
    private static func lines(of input: [UInt8], endAtDot: Bool) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(input.count + input.count / 32)
        var position = 0
        while position < input.count {
            let end = input.firstIndex(of: .lf, in: position..<input.count) ?? input.count
            let line = input[position..<end]
            let text = line.last == .cr ? line.dropLast() : line
            if endAtDot, text.count == 1, text.first == .dot { break }
            lines += text
            lines += [.cr, .lf]
            position = end + 1
        }
        return lines
    }

    /// How long a separator of mbox files is with which a message begins: mail readers hand such lines on.
    private static func envelopeLine(_ octets: [UInt8]) -> Int {
        guard let start = MboxReader.start(of: octets),
            let end = octets.firstIndex(of: .lf, in: start..<octets.count)
        else { return 0 }
        return end + 1
    }

    private static func octets(_ octets: [UInt8], _ range: Range<Int>, without gone: [Range<Int>]) -> [UInt8] {
        var (kept, position): ([UInt8], Int) = ([], range.lowerBound)
        for hole in gone {
            kept += octets[position..<hole.lowerBound]
            position = hole.upperBound
        }
        return kept + octets[position..<range.upperBound]
    }

    /// What every message must have, and a mail server of the machine would have added. RFC 6409 §8.
    private static func missing(
        in header: Header, _ arguments: SendmailArguments, _ identity: LocalIdentity, _ time: ZonedTime, _ token: String
    ) -> [UInt8] {
        var writer = HeaderWriter()
        if header.bodies(of: "from").isEmpty {
            let sender = arguments.sender.flatMap { $0.isEmpty ? nil : $0 }
            let name = arguments.fullName ?? (sender == nil ? identity.fullName : nil)
            writer.addresses("From", [Address(name: name, address: identity.qualified(sender ?? identity.user))])
        }
        if header.bodies(of: "date").isEmpty { writer.date("Date", time) }
        if header.bodies(of: "message-id").isEmpty { writer.identifier("Message-ID", "\(token)@\(identity.host)") }
        return writer.octets
    }
}
