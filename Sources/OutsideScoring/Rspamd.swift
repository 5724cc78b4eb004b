package import Egress
import FoundationEssentials
import MailModel
import NIOCore

extension OutsideScorer {
    /// Rspamd's normal worker, by HTTP.
    package static func rspamd(at destination: Destination) -> OutsideScorer {
        OutsideScorer(name: "Rspamd", purpose: .rspamd, destination: destination) {
            message, way throws(ScorerFailure) in
            try Rspamd.answer(try await way.exchange(Rspamd.request(message, to: destination)))
        }
    }
}

/// What is said to Rspamd, and what it says. https://docs.rspamd.com/developers/protocol
enum Rspamd {
    /// As HTTP/1.0, so that the answer ends where the connection does and comes in one piece. RFC 9112 §6.1.
    static func request(_ message: ScoredMessage, to destination: Destination) -> [ByteBuffer] {
        var head = "POST /checkv2 HTTP/1.0\r\nHost: \(destination)\r\nContent-Length: \(message.content.count)\r\n"
        if let envelope = message.envelope {
            head += "From: \(fieldBody(envelope.reversePath))\r\n"
            for path in envelope.forwardPaths.prefix(mostRecipients) { head += "Rcpt: \(fieldBody(path))\r\n" }
        }
        return [ByteBuffer(string: head + "\r\n"), ByteBuffer(bytes: message.content)]
    }

    private static let mostRecipients = 100

    /// A path holds no line ends; to be safe where it came from elsewhere.
    private static func fieldBody(_ path: String) -> String { path.filter { !$0.isNewline } }

    private struct Answer: Decodable {
        let score: Double
        let action: String
        let symbols: [String: Symbol]?
        let error: String?

        struct Symbol: Decodable { let score: Double? }
    }

    static func answer(_ octets: [UInt8]) throws(ScorerFailure) -> ScorerAnswer {
        let end = Array("\r\n\r\n".utf8)
        guard octets.starts(with: Array("HTTP/1.".utf8)), let head = octets.firstRange(of: end) else {
            throw .notUnderstood(octets)
        }
        let status = octets[..<head.lowerBound].prefix { $0 != 0x0D }.split(separator: 0x20, maxSplits: 1)
        guard status.count == 2, status[1].starts(with: Array("200".utf8)) else {
            let text = status.dropFirst().first.map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
            throw ScorerFailure(reason: "it refuses the message: \(text)")
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(octets[head.upperBound...])) else {
            throw .notUnderstood(octets[head.upperBound...])
        }
        return ScorerAnswer(score: answer.score, verdict: answer.action, detail: detail(of: answer))
    }

    /// The symbols that count, those that count most first.
    private static func detail(of answer: Answer) -> String {
        let scoring = (answer.symbols ?? [:]).map { (name: $0, score: $1.score ?? 0) }.filter { $0.score != 0 }
        let sorted = scoring.sorted { (abs($0.score), $1.name) > (abs($1.score), $0.name) }
        return sorted.isEmpty ? "no symbol counts" : sorted.map { "\($0.name) (\($0.score))" }.joined(separator: ", ")
    }
}
