/// The text of one part as UTF-8, with the way back to the octets of the source.
///
/// Line ends are as they were sent; where the text has no charset, or one that is wrong, it is what
/// ``Message/text(of:)`` guesses.
package struct PartText: Sendable {
    package let part: Part
    /// Transfer encoding removed, charset converted.
    package let octets: [UInt8]
    /// The charset is known, and every octet has a meaning in it.
    package let isExact: Bool
    /// What the octets were converted from; `nil` where they are the content itself.
    private let converted: [UInt8]?

    /// Transfer encoding removed, and nothing else.
    package var content: [UInt8] { converted ?? octets }

    package init(_ part: Part, of message: Message) {
        let content = message.content(of: part)
        let label = part.contentType.charset
        self.part = part
        if content.isASCII(as: label) {
            (octets, converted, isExact) = (content, nil, label.map { Charset(label: $0) != nil } ?? true)
        } else {
            let reading = Charset.read(content, label: label)
            octets = Array(reading.text.utf8)
            (converted, isExact) = (octets == content ? nil : content, reading.isExact)
        }
    }

    /// Computes the way back; costs about as much as decoding.
    package func sourceMap(in message: Message) -> PartSourceMap {
        PartSourceMap(
            encoding: message.sourceMap(of: part), charset: converted.map { SourceMap.converted($0, to: octets) })
    }
}

/// From the text of a part to the octets of the source.
package struct PartSourceMap: Sendable {
    /// From the content, which is not yet converted.
    package let encoding: SourceMap
    let charset: SourceMap?

    /// The least range of the source that is known to hold what `range` of the text was made of.
    package func sourceRange(of range: Range<Int>) -> Range<Int> {
        encoding.sourceRange(of: charset?.sourceRange(of: range) ?? range)
    }
}

extension Message {
    /// From ``content(of:)`` to the source.
    package func sourceMap(of part: Part) -> SourceMap {
        let isWhole = part.isContainer || part.contentType.isMultipart
        return switch isWhole ? .identity : part.encoding {
        case .base64: .base64(source, in: part.body)
        case .quotedPrintable: .quotedPrintable(source, in: part.body)
        case .identity, .other: .verbatim(part.body)
        }
    }
}

extension [UInt8] {
    /// Whether it is ASCII, under a charset in which ASCII is what it looks like.
    fileprivate func isASCII(as label: String?) -> Bool {
        switch label.map({ Charset(label: $0) }) ?? .utf8 {
        case .utf8?, .ascii?, .windows1252?, nil: isASCII
        case .hz?, .converted?: false
        }
    }
}
