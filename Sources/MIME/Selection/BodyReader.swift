/// Makes one of the parts that are the body of a message.
struct BodyReader {
    private let message: Message
    private let read: (Part) -> String

    /// - Parameter read: The text of a part of the body; decodes it unless another way is given.
    init(_ message: Message, read: ((Part) -> String)? = nil) {
        self.message = message
        let read = read ?? message.text(of:)
        self.read = { part in
            guard part.isFlowed else { return read(part) }
            let deletesSpace = part.contentType.parameters["delsp"]?.lowercased() == "yes"
            return Flowed.unwrapped(read(part), deletesSpace: deletesSpace)
        }
    }

    private func parts(_ indices: [Int]) -> [Part] { indices.map { message.parts[$0] } }

    var text: String? { joined(parts(message.selection.text).filter(\.isPlainText)) }

    var html: String? { joined(parts(message.selection.html).filter(\.isHTML)) }

    private func joined(_ parts: [Part]) -> String? { parts.isEmpty ? nil : Self.joined(parts.map(read)) }

    /// One text, which is the rule, is not copied.
    private static func joined(_ texts: [String]) -> String {
        texts.count == 1 ? texts[0] : texts.joined(separator: "\n")
    }

    /// - Parameter limit: Octets of a part of HTML that suffice.
    func searchableText(limit: Int = .max) -> String {
        let text = readable(message.selection.text, limit)
        let isBlank = text.utf8.allSatisfy { $0 <= 0x20 }
        return isBlank ? readable(message.selection.html, limit) : text
    }

    private func readable(_ indices: [Int], _ limit: Int) -> String {
        let texts = parts(indices).compactMap { part -> String? in
            if part.isHTML { return HTMLText.visible(read(part), limit: limit) }
            return part.isPlainText ? read(part) : nil
        }
        return Self.joined(texts)
    }

    var codes: [String] {
        let (limit, selection) = (OneTimeCode.searchedOctets, message.selection)
        let subject = message.header.last("subject") ?? ""
        let codes = OneTimeCode.all(in: [subject, readable(selection.text, limit)])
        guard codes.isEmpty, selection.html != selection.text else { return codes }
        return OneTimeCode.all(in: [subject, readable(selection.html, limit)])
    }

    var links: [Link] {
        var links: [Link] = []
        let selection = message.selection
        let isText = Set(selection.text)
        for part in parts(selection.text + selection.html.filter { !isText.contains($0) }) {
            let room = Link.limit - links.count
            if part.isHTML {
                links += HTMLLinks.all(in: read(part), limit: room).map { link in
                    Link(text: link.text, href: link.href, part: part.index)
                }
            } else if part.isPlainText {
                links += TextLinks.all(in: read(part), limit: room).map { Link(text: $0, href: $0, part: part.index) }
            }
            if links.count == Link.limit { break }
        }
        return links
    }
}

extension Part {
    /// RFC 3676 §4.
    fileprivate var isFlowed: Bool {
        contentType.is("text", "plain") && contentType.parameters["format"]?.lowercased() == "flowed"
    }
}

/// The texts of one message for who asks for several things that are in them: each part is decoded once.
package final class MessageTexts {
    private let message: Message
    /// By the index of their part.
    private var decoded: [Int: String] = [:]

    package init(_ message: Message) { self.message = message }

    private var reader: BodyReader {
        BodyReader(message) { [self] part in
            if let text = decoded[part.index] { return text }
            let text = message.text(of: part)
            decoded[part.index] = text
            return text
        }
    }

    /// As ``Message/searchableText``.
    package var searchableText: String { reader.searchableText() }

    /// As ``Message/codes``.
    package var codes: [String] { reader.codes }

    /// As ``Message/links``.
    package var links: [Link] { reader.links }
}

extension Message {
    /// The text of the message, decoded; `nil` when it has none. Several text parts follow one another.
    package var text: String? { BodyReader(self).text }

    /// The HTML of the message, decoded; `nil` when it has none.
    package var html: String? { BodyReader(self).html }

    /// What a search of the message looks through: its text, and where that is only HTML, or nothing but blanks,
    /// what is visible of the HTML.
    package var searchableText: String { BodyReader(self).searchableText() }

    /// One-time codes in subject and text, or where these have none, in the HTML.
    package var codes: [String] { BodyReader(self).codes }

    /// The links of the text parts and the HTML parts, in that order; at most 1000.
    package var links: [Link] { BodyReader(self).links }
}
