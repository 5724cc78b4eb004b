/// A message as a table of offsets into its octets. RFC 5322, RFC 2045, RFC 2046.
///
/// Reading one never fails, whatever the octets are: damage becomes a ``Defect``. Bodies are not touched until
/// they are asked for, so what a message costs follows its header and its lines, not its attachments.
package struct Message: Sendable {
    /// The octets that every range refers to.
    package let source: [UInt8]
    /// The message itself, then everything inside it in the order of the source.
    package let parts: [Part]
    /// What is wrong with the structure.
    package let structureDefects: [Defect]
    /// Which parts are text, HTML and attachments.
    package let selection: BodySelection
    let spans: [FieldSpan]

    package init(_ source: [UInt8], limits: Limits = .inForce) {
        var parser = StructureParser(source, limits: limits)
        parser.parse()
        self.source = source
        (parts, spans, structureDefects) = (parser.parts, parser.fields, parser.defects)
        selection = BodySelection(of: parser.parts)
    }

    /// Reads the header section at the start of `octets` and nothing else.
    package static func header(of octets: [UInt8]) -> Header { Header(of: octets) }

    /// The header of the message itself.
    package var header: Header { header(of: parts[0]) }

    /// The header of a part.
    package func header(of part: Part) -> Header {
        Header(source: source, spans: Array(spans[part.fields]))
    }

    /// The header fields of the message itself, in order.
    package var fields: [HeaderField] { header.fields }
}

extension Message {
    /// The content of a part with its transfer encoding removed; of a multipart, what is between its ends.
    package func content(of part: Part) -> [UInt8] { decode(part).octets }

    /// The content of a part as text, with every line end as LF.
    package func text(of part: Part) -> String {
        Text.read(content(of: part), charset: part.contentType.charset).text
    }

    func decode(_ part: Part) -> (octets: [UInt8], isDamaged: Bool) {
        decode(part.body, encoding: part.isContainer || part.contentType.isMultipart ? .identity : part.encoding)
    }

    /// - Returns: What was decoded, and whether there was something that its encoding does not have.
    func decode(_ range: Range<Int>, encoding: TransferEncoding) -> (octets: [UInt8], isDamaged: Bool) {
        switch encoding {
        case .base64:
            let result = Base64.decode(source, in: range)
            return (result.octets, result.isDamaged)
        case .quotedPrintable:
            let result = QuotedPrintable.decode(source, in: range)
            return (result.octets, result.isDamaged)
        case .identity, .other:
            return (Array(source[range]), false)
        }
    }
}
