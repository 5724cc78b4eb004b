package import MIME
import MailModel

/// The searched parts of a message, decoded and folded once for any number of terms, and only when one asks.
package final class SearchableContent {
    private let source: [UInt8]
    private lazy var message = Message(source)
    private lazy var header = Header(of: source)
    private lazy var decoded = MessageTexts(message)

    package init(_ message: Message) {
        source = message.source
        self.message = message
    }

    /// Of a message that is taken apart only as far as a term asks for.
    package init(of source: [UInt8]) { self.source = source }

    private lazy var fields = header.spans.map { TextFold.octets(header.value(of: $0)) }
    private lazy var text = TextFold.octets(decoded.searchableText)
    private lazy var fileNames = message.parts.compactMap(\.fileName).map(TextFold.octets)
    private lazy var types = message.parts.map { TextFold.octets($0.contentType.mediaType) }

    /// Everything in which words are looked for and that the row does not tell, each text folded.
    package var texts: [[UInt8]] { fields + fileNames + [text] }

    /// The names of header fields, as they are spelled.
    package var fieldNames: [String] { header.fields.map(\.name) }

    /// Media types of all parts, folded.
    package var mediaTypes: [[UInt8]] { types }

    package func has(_ feature: QueryTerm.Feature) -> Bool {
        switch feature {
        case .attachment: !message.attachments.isEmpty
        case .html: message.parts.contains { $0.contentType.is("text", "html") }
        case .defect: !message.defects.isEmpty
        case .code: !decoded.codes.isEmpty
        case .link: !decoded.links.isEmpty
        }
    }

    /// `nil` for what is not asked of the content.
    package func decides(_ term: QueryTerm) -> Bool? {
        switch term {
        case .text(let place, let needle): decides(place, needle)
        case .header(let name, let value): header.contains(name, where: value.isFound(in:))
        case .pattern(let pattern): matches(pattern)
        case .type(let needle): types.contains(where: needle.isFound(inFolded:))
        case .has(let feature): has(feature)
        case .link(let needle):
            decoded.links.contains { needle.isFound(in: $0.href) || needle.isFound(in: $0.text) }
        default: nil
        }
    }

    private func decides(_ place: QueryTerm.Place, _ needle: Needle) -> Bool? {
        switch place {
        case .body: needle.isFound(inFolded: text)
        case .fileName: fileNames.contains(where: needle.isFound(inFolded:))
        case .bcc where needle.extent == .whole:
            header.addresses(of: "bcc").addresses.contains { needle.isFound(in: $0.address) }
        case .bcc: header.contains("bcc", where: needle.isFound(in:))
        case .anywhere:
            needle.isFound(inFolded: text) || fields.contains(where: needle.isFound(inFolded:))
                || fileNames.contains(where: needle.isFound(inFolded:))
        default: nil
        }
    }

    /// Of the texts as they are: what an expression asks for does not fold. Where it takes too many steps it is not
    /// found.
    private func matches(_ pattern: TextPattern) -> Bool {
        let texts = [decoded.searchableText] + header.spans.map(header.value) + message.parts.compactMap(\.fileName)
        return pattern.isFound(inAnyOf: texts) ?? false
    }
}
