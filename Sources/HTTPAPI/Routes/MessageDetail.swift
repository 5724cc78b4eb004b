import MIME
import MailModel
import MailStorage

/// One message as the API shows it: its row, its header fields and its bodies.
struct MessageDetail: Encodable {
    private let summary: Summary
    private let message: Message

    init(_ stored: StoredMessage) {
        summary = stored.summary
        message = Message(stored.content)
    }

    private enum CodingKeys: CodingKey { case headers, text, html }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(message.fields.map(Field.init), forKey: .headers)
        try container.encode(message.text, forKey: .text)
        try container.encode(message.html, forKey: .html)
    }

    private struct Field: Encodable {
        var name: String
        var value: String
        var raw: String
        /// `[start, end)` in octets of the raw message.
        var range: [Int]

        init(_ field: HeaderField) {
            (name, value, raw) = (field.name, field.value, field.raw)
            range = [field.range.lowerBound, field.range.upperBound]
        }
    }
}
