/// One body part: a leaf, a multipart, or an embedded message. RFC 2045 §2.6.
package struct Part: Sendable {
    /// Its place in ``Message/parts``; 0 is the message itself.
    package let index: Int
    /// The multipart or embedded message that it is directly inside of.
    package let parent: Int?
    /// Which of its parent's parts it is, from 1.
    let position: Int
    /// The parts directly inside it, in order.
    package internal(set) var children: [Int] = []
    /// The header section with the empty line behind it, in octets of the source.
    package let header: Range<Int>
    /// The content as it was sent, without the line end that belongs to the next delimiter.
    package internal(set) var body: Range<Int>
    /// Its header fields, in the field table of the message.
    let fields: Range<Int>
    let description: PartDescription
    /// What separates the parts inside it; guessed where the header does not say it.
    var boundary: [UInt8]?
    /// The closing delimiter was there.
    var isClosed = false

    init(
        index: Int, parent: Int?, position: Int, header: Range<Int>, body: Range<Int>, fields: Range<Int>,
        description: PartDescription
    ) {
        (self.index, self.parent, self.position) = (index, parent, position)
        (self.header, self.body) = (header, body)
        (self.fields, self.description) = (fields, description)
    }

    /// Header and body.
    package var range: Range<Int> { header.lowerBound..<body.upperBound }
    /// `text/plain` where the header says nothing, `message/rfc822` in a digest. RFC 2045 §5.2, RFC 2046 §5.1.5.
    package var contentType: ContentType { description.contentType }
    package var encoding: TransferEncoding { description.encoding }
    package var disposition: Disposition? { description.disposition }

    /// The name that the sender suggests for the content, decoded but not made safe. RFC 2183 §2.3.
    package var fileName: String? {
        disposition?.parameters["filename"] ?? contentType.parameters["name"]
    }

    /// Whether the content is a message: one that was taken apart, or an encoded one.
    package var isMessage: Bool { contentType.isMessage && (isContainer || !encoding.isIdentity) }

    /// A multipart that was taken apart; what IMAP does not number where it is a message's whole body.
    var isWholeMultipart: Bool { contentType.isMultipart && isContainer }

    /// Whether it is taken apart into other parts.
    package var isContainer: Bool { !children.isEmpty }
}

/// What the header of a part says about its content. RFC 2045 §5–§7, RFC 2183.
struct PartDescription: Sendable {
    let contentType: ContentType
    let encoding: TransferEncoding
    let disposition: Disposition?
    /// The field body of `Content-ID`.
    private(set) var contentID: Range<Int>?

    /// Where a field is repeated, the last one counts. RFC 8621 §4.1.2.
    init(of fields: ArraySlice<FieldSpan>, in source: [UInt8], isInDigest: Bool) {
        var (type, transfer): (Range<Int>?, Range<Int>?)
        var presentation: Range<Int>?
        for field in fields where field.name.count > 7 && source[field.start].lowercased == UInt8(ascii: "c") {
            if source.spells("content-type", in: field.name) {
                type = field.body
            } else if source.spells("content-transfer-encoding", in: field.name) {
                transfer = field.body
            } else if source.spells("content-disposition", in: field.name) {
                presentation = field.body
            } else if source.spells("content-id", in: field.name) {
                contentID = field.body
            }
        }
        let stated = type.flatMap { ContentType(parsing: $0, in: source) }
        contentType = stated ?? (isInDigest ? .message : .plainText)
        encoding = transfer.flatMap { TransferEncoding(parsing: $0, in: source) } ?? .identity
        disposition = presentation.flatMap { Disposition(parsing: $0, in: source) }
    }
}
