import MailModel

@testable import MIME

/// What `expected-flat.json` says of one message; its README has the fields.
struct FlatMessage: Decodable {
    var file: String
    var subject: String?
    var parts: [FlatPart]
}

/// A leaf. Two are equal when name, kind of content and content are.
struct FlatPart: Decodable, CustomStringConvertible {
    var kind: String
    var name: String?
    var nsha1: String?

    var isMessage: Bool { kind == "message" }

    var description: String { "\(kind) \(name ?? "-") \((nsha1 ?? "").prefix(8))" }

    func matches(_ other: FlatPart) -> Bool {
        isMessage == other.isMessage && (isMessage || name == other.name && nsha1 == other.nsha1)
    }
}

extension FlatMessage {
    /// The same view of a message as we read it.
    init(_ message: Message, file: String) {
        self.file = file
        subject = message.header.last("subject")
        parts = message.leaves.map { part in
            if part.isMessage { return FlatPart(kind: "message", name: part.fileName, nsha1: nil) }
            let content =
                part.isTextual ? Array(message.text(of: part).utf8) : message.content(of: part)
            return FlatPart(
                kind: part.isHTML ? "html" : part.isTextual ? "text" : "binary", name: part.fileName,
                nsha1: SHA1.hexadecimal(content.foldingWhiteSpace()))
        }
    }

    /// Each difference from what is expected; none when the whole message is equal.
    func differences(from expected: FlatMessage) -> [String] {
        var differences: [String] = []
        if (subject ?? "") != (expected.subject ?? "") {
            differences.append("subject: \(subject ?? "nil") ≠ \(expected.subject ?? "nil")")
        }
        if parts.count != expected.parts.count {
            differences.append("parts: \(parts) ≠ \(expected.parts)")
        } else {
            for (index, (mine, theirs)) in zip(parts, expected.parts).enumerated() where !mine.matches(theirs) {
                differences.append("leaf \(index): \(mine) ≠ \(theirs)")
            }
        }
        return differences
    }
}

extension Message {
    /// The leaves of the message itself, in order; an embedded message is one.
    var leaves: [Part] {
        var leaves: [Part] = []
        func visit(_ index: Int) {
            let part = parts[index]
            if part.contentType.isMultipart, part.isContainer {
                part.children.forEach(visit)
            } else {
                leaves.append(part)
            }
        }
        visit(0)
        return leaves
    }
}

extension Part {
    var isTextual: Bool { contentType.type == "text" || isPlainText || contentType.isMessage }
}

extension [UInt8] {
    /// Runs of ASCII white space as one space, none at the ends.
    func foldingWhiteSpace() -> [UInt8] {
        var result: [UInt8] = []
        for octet in self {
            let isWhite = octet == 0x20 || 0x09...0x0D ~= octet
            if !isWhite { result.append(octet) } else if let last = result.last, last != 0x20 { result.append(0x20) }
        }
        if result.last == 0x20 { result.removeLast() }
        return result
    }
}
