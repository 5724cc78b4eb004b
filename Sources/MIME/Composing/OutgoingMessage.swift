package import MailModel

/// A message to be written: what a person would say of it. RFC 5322 §3.6.
///
/// Writing is a function of the value: the same message gives the same octets, so date and identifier come from
/// whoever makes it.
package struct OutgoingMessage: Sendable {
    package var from: [Address]
    package var to: [Address]
    package var cc: [Address] = []
    package var replyTo: [Address] = []
    package var subject: String
    package var date: ZonedTime
    /// Without angle brackets.
    package var messageID: String
    /// Further fields, in order; values are text and are folded and encoded as needed.
    package var fields: [(name: String, value: String)] = []
    package var text: String?
    package var html: String?
    /// What the HTML refers to by its content-id.
    package var inline: [Attachment] = []
    package var attachments: [Attachment] = []

    package init(from: [Address], to: [Address], subject: String, date: ZonedTime, messageID: String) {
        (self.from, self.to, self.subject) = (from, to, subject)
        (self.date, self.messageID) = (date, messageID)
    }

    /// A file that travels with a message.
    package struct Attachment: Hashable, Sendable {
        package var fileName: String?
        /// `type/subtype`; a `message/rfc822` is put in as it is, everything else in base64.
        package var mediaType: String
        package var content: [UInt8]
        /// Without angle brackets.
        package var contentID: String?

        package init(
            fileName: String?, mediaType: String = "application/octet-stream", content: [UInt8],
            contentID: String? = nil
        ) {
            (self.fileName, self.mediaType) = (fileName, mediaType)
            (self.content, self.contentID) = (content, contentID)
        }
    }

    /// The whole message, with every line ending in CR LF.
    package var octets: [UInt8] {
        var writer = HeaderWriter()
        writer.date("Date", date)
        writer.addresses("From", from)
        writer.addresses("Reply-To", replyTo)
        writer.addresses("To", to)
        writer.addresses("Cc", cc)
        writer.text("Subject", subject)
        writer.identifier("Message-ID", messageID)
        for (name, value) in fields { writer.text(name, value) }
        writer.words("MIME-Version", ["1.0"])
        return writer.octets + entity.octets
    }

    private var entity: Entity {
        let bodies = [text.map { Entity.text($0, subtype: "plain") }, richBody].compactMap { $0 }
        let body =
            switch bodies.count {
            case 0: Entity.text("", subtype: "plain")
            case 1: bodies[0]
            default: Entity.multipart("alternative", bodies)
            }
        guard !attachments.isEmpty else { return body }
        return .multipart("mixed", [body] + attachments.map { Entity($0, isInline: false) })
    }

    private var richBody: Entity? {
        guard let html else { return nil }
        let root = Entity.text(html, subtype: "html")
        guard !inline.isEmpty else { return root }
        return .multipart(
            "related", [root] + inline.map { Entity($0, isInline: true) }, parameters: [("type", "text/html")])
    }
}

extension Entity {
    fileprivate init(_ attachment: OutgoingMessage.Attachment, isInline: Bool) {
        let parameters = attachment.fileName.map { [("filename", $0)] } ?? []
        self.init(
            mediaType: attachment.mediaType, content: .octets(attachment.content),
            disposition: (isInline ? "inline" : "attachment", parameters), contentID: attachment.contentID)
    }
}
