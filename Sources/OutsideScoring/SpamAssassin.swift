package import Egress
import NIOCore

extension OutsideScorer {
    /// SpamAssassin's `spamd`, by its own protocol, version 1.5.
    package static func spamAssassin(at destination: Destination) -> OutsideScorer {
        OutsideScorer(name: "SpamAssassin", purpose: .spamAssassin, destination: destination) {
            message, way throws(ScorerFailure) in
            try SpamAssassin.answer(try await way.exchange(SpamAssassin.request(message)))
        }
    }
}

/// What is said to `spamd`, and what it says. https://svn.apache.org/repos/asf/spamassassin/trunk/spamd/PROTOCOL
enum SpamAssassin {
    /// Asks for the score and the names of the rules that hit.
    static func request(_ message: ScoredMessage) -> [ByteBuffer] {
        let head = "SYMBOLS SPAMC/1.5\r\nContent-length: \(message.content.count)\r\n\r\n"
        return [ByteBuffer(string: head), ByteBuffer(bytes: message.content)]
    }

    /// Reads `SPAMD/1.1 0 EX_OK`, `Spam: False ; 0.1 / 5.0`, and behind an empty line the rules.
    static func answer(_ octets: [UInt8]) throws(ScorerFailure) -> ScorerAnswer {
        let lines = String(decoding: octets, as: UTF8.self)
            .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let status = lines[0].split(separator: " ", maxSplits: 2)
        guard status.count > 1, status[0].hasPrefix("SPAMD/"), let code = Int(status[1]) else {
            throw .notUnderstood(octets)
        }
        guard code == 0 else {
            throw ScorerFailure(reason: "it refuses the message: \(status.dropFirst(2).first ?? status[1])")
        }
        let field = lines.first { $0.lowercased().hasPrefix("spam:") }
        guard let words = field?.dropFirst(5).split(separator: " "), words.count >= 3, words[1] == ";",
            let score = Double(words[2]), score.isFinite
        else { throw .notUnderstood(octets) }
        let isSpam = ["true", "yes"].contains(words[0].lowercased())
        let rules = lines.drop { !$0.isEmpty }.joined(separator: ",").split(separator: ",")
        return ScorerAnswer(
            score: score, verdict: isSpam ? "spam" : "ham",
            detail: rules.isEmpty ? "no rule hit" : rules.joined(separator: ", "))
    }
}
