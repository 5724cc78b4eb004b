import Foundation
import MailProtocols
import TestSupport

/// A file of `fixtures/dialogues/smtp-client`: what the server says, and what the client must.
struct ClientDialogue: CustomStringConvertible {
    enum Step: Hashable {
        case server([UInt8])
        case client([UInt8])
        case event(String)
    }

    let description: String
    private(set) var steps: [Step] = []
    private(set) var transaction = MailTransaction(
        reversePath: "alice@example.com", forwardPaths: ["bob@example.com"],
        content: Array("Subject: hello\r\n\r\nhello\r\n".utf8))
    private(set) var configuration = SMTPClient.Configuration()

    static func all() throws -> [ClientDialogue] {
        let folder = Fixtures.folder.appending(path: "dialogues/smtp-client")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }.sorted()
            .map { try ClientDialogue(name: $0, String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
    }

    private init(name: String, _ text: String) throws {
        description = String(name.dropLast(4))
        configuration.name = "client.example"
        for line in text.split(separator: "\n") {
            let content = try DialogueFile.octets(String(line.dropFirst(3)))
            switch line.prefix(2) {
            case "S:": steps.append(.server(content + Array("\r\n".utf8)))
            case "S|": steps.append(.server(content))
            case "C:": steps.append(.client(content + Array("\r\n".utf8)))
            case "C|": steps.append(.client(content))
            case "? ": steps.append(.event(String(line.dropFirst(2))))
            case "! ": try set(line.dropFirst(2))
            case "# ": continue
            default: throw Malformed(line: String(line))
            }
        }
    }

    private struct Malformed: Error { let line: String }

    private mutating func set(_ line: Substring) throws {
        let pair = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let octets = try DialogueFile.octets(pair[1].trimmingCharacters(in: .whitespaces))
        let value = String(decoding: octets, as: UTF8.self)
        switch pair[0].trimmingCharacters(in: .whitespaces) {
        case "from": transaction.reversePath = value
        case "to": transaction.forwardPaths = value.split(separator: " ").map(String.init)
        case "content": transaction.content = octets
        case "dialect": configuration.dialect = value == "lmtp" ? .lmtp : .smtp
        case "security":
            configuration.security = SMTPClient.Security(rawValue: value) ?? .plain
        case "user": configuration.login = SMTPClient.Login(user: value, secret: "")
        case "secret": configuration.login?.secret = value
        case "token":
            configuration.login?.secret = value
            configuration.login?.isToken = true
        case "mechanism": configuration.login?.mechanism = value
        case "notify": transaction.notification.events = value
        case "ret": transaction.notification.extent = value
        case "envid": transaction.notification.envelopeID = value
        case "mail": transaction.mailParameters = [value]
        case "rcpt": transaction.recipientParameters = [value]
        default: throw Malformed(line: String(line))
        }
    }
}

/// A client on its way through a dialogue.
struct ClientPlay {
    private(set) var client: SMTPClient
    /// What was sent and not looked at yet.
    private(set) var sent: [UInt8] = []
    private var events: [String] = []
    private let cuts: [Int]

    /// - Parameter cuts: Sizes of the pieces in which the server's octets come, again and again.
    init(_ dialogue: ClientDialogue, cuts: [Int]) {
        client = SMTPClient(dialogue.transaction, dialogue.configuration)
        self.cuts = cuts
    }

    /// What happens in place of the step, or `nil` when it is the step.
    mutating func fault(in step: ClientDialogue.Step) -> String? {
        switch step {
        case .server(let octets):
            guard sent.isEmpty else { return "sent too much: \(String(decoding: sent, as: UTF8.self))" }
            receive(octets)
        case .client(let octets):
            guard sent.starts(with: octets) else { return "sent: \(String(decoding: sent, as: UTF8.self))" }
            sent.removeFirst(octets.count)
        case .event(let event):
            let happened = event.contains(":") ? client.result?.text ?? "nothing" : events.first ?? "nothing"
            guard happened == event else { return happened }
            if !event.contains(":") { events.removeFirst() }
            if event == "starttls" {
                client.tlsEstablished()
                drain()
            }
        }
        return nil
    }

    private mutating func receive(_ octets: [UInt8]) {
        var (rest, turn) = (octets[...], 0)
        while !rest.isEmpty {
            let piece = Array(rest.prefix(cuts[turn % cuts.count]))
            rest = rest.dropFirst(piece.count)
            turn += 1
            client.receive(piece.span.bytes)
            drain()
        }
    }

    private mutating func drain() {
        while let action = client.next() {
            switch action {
            case .send(let octets): sent += octets
            case .startTLS: events.append("starttls")
            case .close: events.append("closed")
            }
        }
    }
}

extension Result<SMTPClient.Receipt, SMTPFailure> {
    /// As dialogue files have it.
    var text: String {
        switch self {
        case .success(let receipt):
            let refused = receipt.refused.map { "<\($0.forwardPath)>: \($0.reply.line)" }
            return "delivered: \(receipt.reply.line)"
                + (refused.isEmpty ? "" : ", but not to " + refused.joined(separator: "; "))
        case .failure(let failure): return "\(failure.isTemporary ? "temporary" : "permanent") failure: \(failure)"
        }
    }
}
