package import Egress
import MIME
import NIOCore

extension OutsideScorer {
    /// ClamAV's `clamd`, which looks at attachments one by one.
    package static func clamAV(at destination: Destination) -> OutsideScorer {
        OutsideScorer(name: "ClamAV", purpose: .clamAV, destination: destination) {
            message, way throws(ScorerFailure) in
            let message = Message(message.content)
            let attachments = ClamAV.attachments(of: message)
            var found: [String] = []
            for part in attachments.prefix(ClamAV.mostAttachments) {
                let answer = try await way.exchange(ClamAV.request(message.content(of: part)))
                if let virus = try ClamAV.virus(in: answer) {
                    found.append("\(part.fileName ?? message.path(of: part)): \(virus)")
                }
            }
            return ClamAV.answer(found, of: attachments.count)
        }
    }
}

/// What is said to `clamd`, and what it says. clamd(8), "INSTREAM".
enum ClamAV {
    static let mostAttachments = 20
    /// Octets of a chunk.
    private static let chunk = 1 << 18

    /// Everything but the text.
    static func attachments(of message: Message) -> [Part] {
        let body = Set(message.selection.text + message.selection.html)
        return message.parts.filter { part in
            !part.isContainer && !part.contentType.isMultipart
                && !(body.contains(part.index) && part.contentType.type == "text")
        }
    }

    /// Chunks, each behind its length in four octets, and an empty one at the end.
    static func request(_ content: [UInt8]) -> [ByteBuffer] {
        var request = [ByteBuffer(string: "zINSTREAM\0")]
        for start in stride(from: 0, to: content.count, by: chunk) {
            let piece = content[start..<min(start + chunk, content.count)]
            var buffer = ByteBuffer(integer: UInt32(piece.count))
            buffer.writeBytes(piece)
            request.append(buffer)
        }
        return request + [ByteBuffer(integer: UInt32(0))]
    }

    /// Reads `stream: OK` and `stream: Eicar-Test-Signature FOUND`.
    ///
    /// - Returns: The name of what was found; `nil` where nothing was.
    static func virus(in answer: [UInt8]) throws(ScorerFailure) -> String? {
        let text = String(decoding: answer.prefix { $0 != 0 && $0 != 0x0A }, as: UTF8.self)
        if text == "stream: OK" { return nil }
        if text.hasSuffix(" ERROR") { throw ScorerFailure(reason: "it says: \(text.dropLast(6))") }
        guard text.hasPrefix("stream: "), text.hasSuffix(" FOUND") else { throw .notUnderstood(answer) }
        return String(text.dropFirst(8).dropLast(6))
    }

    static func answer(_ found: [String], of count: Int) -> ScorerAnswer {
        let looked = count > mostAttachments ? "of \(count) attachments, \(mostAttachments) were looked at" : ""
        let attachments = count == 0 ? "no attachment" : count == 1 ? "1 attachment" : "\(count) attachments"
        let seen = looked.isEmpty ? attachments : looked
        return ScorerAnswer(
            score: nil, verdict: found.isEmpty ? "clean" : "infected",
            detail: found.isEmpty ? seen : "\(found.joined(separator: ", ")); \(seen)")
    }
}
