package import MIME
package import MailModel

/// One message as the API and `creel parse` show it: its row, and everything that its octets say.
package struct MessageDetail: Encodable, Sendable {
    private let summary: Summary?
    private let message: Message
    private let examination: Examination
    private let parts: PartTable

    /// Reads all of the message, decoding each part once.
    ///
    /// - Parameter summary: Its row in a store; `nil` for a message that is in none.
    package init(_ message: Message, summary: Summary?) {
        (self.summary, self.message) = (summary, message)
        var contents: [Int: ContentFacts] = [:]
        examination = Examination(of: message) { part, content in contents[part.index] = ContentFacts(of: content) }
        parts = PartTable(of: message, contents: contents)
    }

    private enum CodingKeys: CodingKey {
        case id, inbox, receivedAt, size, envelope, session, seen, tags, score, severity, duplicateOf
        case headers, text, html, attachmentList, inlineList, parts, defects, codes, links, unsubscribe
        case notification
    }

    package func encode(to encoder: any Encoder) throws {
        try encodeRow(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(message.fields.map(FieldDetail.init), forKey: .headers)
        try container.encode(examination.text, forKey: .text)
        try container.encode(examination.html, forKey: .html)
        try container.encode(message.attachments.map { parts[$0] }, forKey: .attachmentList)
        try container.encode(message.inlineParts.map { parts[$0] }, forKey: .inlineList)
        try container.encode(parts.tree, forKey: .parts)
        try container.encode(examination.defects.map { DefectDetail($0, parts) }, forKey: .defects)
        try container.encode(examination.codes, forKey: .codes)
        try container.encode(examination.links.map { LinkDetail($0, parts) }, forKey: .links)
        try container.encode(message.header.listUnsubscribe.map(UnsubscribeDetail.init), forKey: .unsubscribe)
        try container.encode(NotificationDetail(message), forKey: .notification)
    }

    /// What only a store knows is `null` for a message that is in none.
    private func encodeRow(to encoder: any Encoder) throws {
        if let summary { return try summary.encode(to: encoder) }
        try message.digest.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(message.source.count, forKey: .size)
        for key in [CodingKeys.id, .inbox, .receivedAt, .envelope, .session] { try container.encodeNil(forKey: key) }
        try Marks().encode(to: encoder)
    }
}

private struct FieldDetail: Encodable {
    var name: String
    var value: String
    var raw: String
    var range: [Int]

    init(_ field: HeaderField) {
        (name, value, raw, range) = (field.name, field.value, field.raw, field.range.bounds)
    }
}

private struct DefectDetail: Encodable {
    var kind: DefectKind
    /// The path of the part it is in.
    var part: String
    var range: [Int]
    /// What it means, and what it is about where that is not the same every time.
    var detail: String

    init(_ defect: Defect, _ parts: PartTable) {
        (kind, part, range) = (defect.kind, parts.paths[defect.part], defect.range.bounds)
        detail = defect.detail.isEmpty ? kind.meaning : "\(kind.meaning.dropLast()): \(defect.detail)"
    }
}

private struct LinkDetail: Encodable {
    var text: String
    var href: String
    /// The path of the part it is in.
    var part: String

    init(_ link: Link, _ parts: PartTable) {
        (text, href, part) = (link.text, link.href, parts.paths[link.part])
    }
}

private struct UnsubscribeDetail: Encodable {
    var unsubscribe: ListUnsubscribe

    init(_ unsubscribe: ListUnsubscribe) { self.unsubscribe = unsubscribe }

    private enum CodingKeys: CodingKey { case links, mail, web, oneClick }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(unsubscribe.links, forKey: .links)
        try container.encode(unsubscribe.mail, forKey: .mail)
        try container.encode(unsubscribe.web, forKey: .web)
        try container.encode(unsubscribe.isOneClick, forKey: .oneClick)
    }
}

extension Range<Int> {
    /// `[start, end)`, as the API tells places: in octets of the raw message.
    var bounds: [Int] { [lowerBound, upperBound] }
}
