import ArgumentParser
import FoundationEssentials
import MailStorage

/// What a script wants of a message.
enum MessagePart: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// A line for people.
    case summary
    case id
    /// The first one-time code.
    case code
    /// The address of the first link.
    case link
    case subject
    case text
    case html
    /// All that the API tells of it, on one line.
    case json
    /// Its octets.
    case raw

    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    /// - Parameter matching: What a link must have in its text or its address.
    func text(of id: Int64, matching: String?, from client: HTTPClient) async throws -> [UInt8] {
        switch self {
        case .id: return Array("\(id)\n".utf8)
        case .raw: return try await client.get("/api/messages/\(id)/raw")
        case .json: return try await client.get("/api/messages/\(id)").endingInLine
        case .summary, .code, .link, .subject, .text, .html:
            let path = "/api/messages/\(id)"
            let octets = try await client.get(path)
            guard let message = try? JSONDecoder().decode(MessageView.self, from: Data(octets)) else {
                throw client.failure(path, .brokenOff)
            }
            guard let text = text(of: message, matching: matching) else {
                let what = matching.map { "\(self) with '\($0.escapingControls())'" } ?? rawValue
                throw CommandFailure(.badData, "message \(id) has no \(what)")
            }
            return Array(text.utf8).endingInLine
        }
    }

    private func text(of message: MessageView, matching: String?) -> String? {
        switch self {
        case .summary: message.summary
        case .code: message.codes.first
        case .link:
            // As the query that found the message.
            message.links.first { link in
                matching.map { Needle($0) }.map { $0.isFound(in: link.href) || $0.isFound(in: link.text) } ?? true
            }?.href
        case .subject: message.subject
        case .text: message.text
        case .html: message.html
        case .id, .json, .raw: nil
        }
    }
}

/// A message as the API tells it, as far as it is needed.
private struct MessageView: Decodable {
    struct Link: Decodable {
        let text: String
        let href: String
    }

    struct Author: Decodable { let address: String }

    struct Envelope: Decodable { let forwardPaths: [String] }

    let id: Int64
    let from: Author?
    let envelope: Envelope
    let subject: String
    let text: String?
    let html: String?
    let codes: [String]
    let links: [Link]

    var summary: String {
        let recipients = envelope.forwardPaths.joined(separator: ",")
        return "\(id)  \(from?.address ?? "<>") → \(recipients)  \(subject)".escapingControls()
    }
}

extension [UInt8] {
    fileprivate var endingInLine: [UInt8] { last == UInt8(ascii: "\n") ? self : self + Array("\n".utf8) }
}
