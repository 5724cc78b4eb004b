import Crypto
import MIME

/// The parts of a message as the API shows them.
struct PartTable: Sendable {
    /// Of each part, in the order of the message.
    let paths: [String]
    private let details: [PartDetail]

    /// - Parameter contents: What is known of the content of each part that is not taken apart.
    init(of message: Message, contents: [Int: ContentFacts]) {
        paths = message.paths
        let attached = Set(message.selection.attachments)
        var details: [PartDetail] = []
        // Backwards, since parts follow those that they are in.
        for part in message.parts.reversed() {
            let facts =
                contents[part.index] ?? .init(ofContainer: part, in: message, isAttached: attached.contains(part.index))
            let children = part.children.map { details[message.parts.count - 1 - $0] }
            details.append(PartDetail(part, of: message, path: paths[part.index], facts, children: children))
        }
        self.details = details.reversed()
    }

    /// Decodes every part of `message`, one at a time.
    init(of message: Message) {
        let leaves = message.parts.filter { !$0.isContainer }
        self.init(
            of: message,
            contents: Dictionary(
                uniqueKeysWithValues: leaves.map { ($0.index, ContentFacts(of: message.content(of: $0))) }))
    }

    subscript(part: Part) -> PartDetail { details[part.index] }

    /// The message itself, with all other parts inside it.
    var tree: [PartDetail] { Array(details.prefix(1)) }
}

/// A part as the API shows it, with the parts inside it.
struct PartDetail: Encodable, Sendable {
    private var path: String
    private var type: String
    private var charset: String?
    private var encoding: String
    private var disposition: String?
    private var filename: String?
    private var contentID: String?
    private var content: ContentFacts
    private var range: Range<Int>
    private var children: [PartDetail]

    init(_ part: Part, of message: Message, path: String, _ content: ContentFacts, children: [PartDetail]) {
        (self.path, self.content, self.children) = (path, content, children)
        (type, charset, encoding) = (
            part.contentType.mediaType, part.contentType.charset, message.encodingName(of: part)
        )
        (disposition, filename) = (part.disposition?.kind, part.fileName)
        (contentID, range) = (message.contentID(of: part), part.range)
    }

    private enum CodingKeys: CodingKey {
        case path, type, charset, encoding, disposition, filename, contentID, size, sha256, range, children
    }

    /// Every key is always there; what is absent is `null` or `[]`.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(type, forKey: .type)
        try container.encode(charset, forKey: .charset)
        try container.encode(encoding, forKey: .encoding)
        try container.encode(disposition, forKey: .disposition)
        try container.encode(filename, forKey: .filename)
        try container.encode(contentID, forKey: .contentID)
        try container.encode(content.size, forKey: .size)
        try container.encode(content.sha256, forKey: .sha256)
        try container.encode(range.bounds, forKey: .range)
        try container.encode(children, forKey: .children)
    }
}

/// How large the content of a part is once it is decoded, and which it is.
struct ContentFacts: Sendable {
    /// In octets.
    var size: Int
    /// In lower-case hexadecimal. FIPS 180-4.
    var sha256: String?

    init(of content: [UInt8]) {
        (size, sha256) = (content.count, SHA256.text(of: content[...]))
    }

    /// A multipart has no hash, and neither has a message that is inside an attached one: with every container
    /// inside another hashed, a message nested a hundredfold would be read a hundred times.
    init(ofContainer part: Part, in message: Message, isAttached: Bool) {
        size = part.body.count
        sha256 = isAttached ? SHA256.text(of: message.source[part.body]) : nil
    }
}

extension SHA256 {
    /// In lower-case hexadecimal.
    static func text(of octets: ArraySlice<UInt8>) -> String {
        var hash = SHA256()
        octets.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.text
    }

    /// In hexadecimal digits.
    var text: String { finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
