import MailModel
import Testing

@testable import MIME

/// What holds for every sequence of octets.
enum Invariants {
    static func check(_ source: [UInt8], limits: Limits = Limits()) throws {
        let message = Message(source, limits: limits)
        #expect(message.source == source)
        try #require(!message.parts.isEmpty)
        try #require(message.parts.count <= max(limits.parts, 1))
        for part in message.parts { try check(part, in: message) }
        for field in message.header.fields { try #require(source.indices.contains(field.range)) }
        for defect in message.defects {
            try #require(message.parts.indices.contains(defect.part))
            try #require((0..<source.count).contains(defect.range))
        }
        check(message.digest)
        checkExamination(of: message)
        if let html = message.html { _ = message.resolvingContentIDs(in: html, to: message.path(of:)) }
    }

    /// What is read in one go is what is read piece by piece.
    private static func checkExamination(of message: Message) {
        var visited: [Int] = []
        let whole = Examination(of: message) { part, content in
            visited.append(part.index)
            if content.count != message.content(of: part).count { Issue.record("part \(part.index) differs") }
        }
        #expect(visited == message.parts.filter { !$0.isContainer }.map(\.index))
        #expect(whole.text == message.text && whole.html == message.html)
        #expect(whole.defects == message.defects)
        #expect(whole.links == message.links && whole.codes == message.codes)
        #expect(message.paths == message.parts.map(message.path(of:)))
        #expect(Set(message.paths).count == message.parts.count)
    }

    private static func check(_ part: Part, in message: Message) throws {
        try #require((0..<message.source.count).contains(part.range))
        try #require(part.header.upperBound == part.body.lowerBound)
        for child in part.children {
            let range = message.parts[child].range
            try #require(part.body.contains(range))
            try #require(message.parts[child].parent == part.index && child > part.index)
        }
        for (earlier, later) in zip(part.children, part.children.dropFirst()) {
            try #require(message.parts[earlier].range.upperBound <= message.parts[later].range.lowerBound)
        }
        _ = message.content(of: part)
        _ = message.text(of: part)
    }

    private static func check(_ digest: Digest) {
        let texts = [digest.subject, digest.snippet, digest.messageID ?? ""]
        let addresses = ([digest.from].compactMap { $0 } + digest.to + digest.cc).flatMap {
            [$0.name ?? "", $0.address]
        }
        for text in texts + addresses {
            #expect(!text.utf8.contains { $0 < 0x20 || $0 == 0x7F })
            #expect(text.unicodeScalars.count <= 1000)
        }
        #expect(digest.to.count <= 100 && digest.cc.count <= 100)
        #expect(digest.snippet.unicodeScalars.count <= 140)
    }
}

extension Range<Int> {
    /// Whether all of `other` lies within, an empty one at either end included.
    func contains(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}
