import MIME

/// Something that a message brings besides its text.
final class Attachment {
    let part: Part
    /// As suggested, decoded; `nil` when it has none.
    let name: String?
    /// The fields that tell type and name.
    let labels: [Range<Int>]
    private let message: Message

    /// How many octets of the source are decoded to look into an archive or a document.
    static let limit = 8 << 20
    private static let headLimit = 4096

    init(_ part: Part, header: FieldTable, of message: Message) {
        (self.part, self.message, name) = (part, message, part.fileName)
        labels = header.all.filter { $0.name == "content-type" || $0.name == "content-disposition" }.map(\.range)
    }

    /// What is behind the last dot of the name, in lower case.
    var fileExtension: String? { name.flatMap(FileExtensions.last) }

    private(set) lazy var head = decoded(limit: Self.headLimit)
    private(set) lazy var kind = FileKind(magic: head)
    private(set) lazy var archive = kind == .zip ? ZipDirectory(decoded(limit: Self.limit)) : nil

    /// Whether the content holds these octets somewhere; of a long one, its beginning is looked at.
    func contains(_ mark: [UInt8]) -> Bool { decoded(limit: Self.limit).contains(mark) }

    /// The end of the content, transfer encoding removed, from the beginning of a line on.
    func tail(limit: Int) -> [UInt8] {
        var start = max(part.body.upperBound - limit, part.body.lowerBound)
        if start > part.body.lowerBound {
            start = message.source.firstIndex(of: .lf, in: start..<part.body.upperBound).map { $0 + 1 } ?? start
        }
        return decoded(start..<part.body.upperBound)
    }

    /// The beginning of the content, transfer encoding removed.
    func decoded(limit: Int) -> [UInt8] {
        decoded(part.body.lowerBound..<min(part.body.upperBound, part.body.lowerBound + limit))
    }

    private func decoded(_ range: Range<Int>) -> [UInt8] {
        switch part.encoding {
        case .base64: Base64.decode(message.source, in: range).octets
        case .quotedPrintable: QuotedPrintable.decode(message.source, in: range).octets
        case .identity, .other: Array(message.source[range])
        }
    }

    func places(_ detail: String) -> [Place] {
        labels.isEmpty ? [Place(detail, in: part)] : labels.map { Place(detail, at: $0) }
    }
}

extension ExaminedMessage {
    /// Every part that is neither text nor multipart, with files inside embedded messages; pictures of the text too.
    func collectAttachments() -> [Attachment] {
        let bodies = Set(bodies.map(\.part.index))
        return leaves.filter { part in
            let isNamed = part.fileName != nil || part.disposition?.isAttachment ?? false
            return !bodies.contains(part.index) && (isNamed || !["text", "message"].contains(part.contentType.type))
        }
        .map { Attachment($0, header: partHeaders[$0.index], of: message) }
    }
}

extension [UInt8] {
    /// Whether these octets stand somewhere in it.
    func contains(_ mark: [UInt8]) -> Bool {
        guard let first = mark.first else { return true }
        var position = 0
        while let found = firstIndex(of: first, in: position..<count) {
            if holds(mark, at: found) { return true }
            position = found + 1
        }
        return false
    }
}
