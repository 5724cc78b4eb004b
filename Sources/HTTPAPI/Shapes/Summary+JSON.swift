import MailModel
import NIOCore

/// The same as their `Encodable` says; a test compares them.
extension JSONText {
    static func summary(_ summary: Summary) -> ByteBuffer {
        var text = JSONText()
        text.summary(summary)
        return text.octets
    }

    mutating func summary(_ summary: Summary) {
        let digest = summary.digest
        object { text in
            text.key("attachments")
            text.number(digest.attachments)
            text.key("cc")
            text.array(digest.cc) { $0.address($1) }
            text.key("date")
            text.string(digest.date?.description)
            text.key("duplicateOf")
            text.number(summary.marks.duplicateOf)
            text.key("envelope")
            text.envelope(summary.envelope)
            text.key("from")
            if let from = digest.from { text.address(from) } else { text.null() }
            text.key("id")
            text.number(summary.id)
            text.key("inbox")
            text.string(summary.inbox.rawValue)
            text.key("messageID")
            text.string(digest.messageID)
            text.key("receivedAt")
            text.string(summary.receivedAt.description)
            text.key("score")
            text.number(summary.marks.score)
            text.key("seen")
            text.boolean(summary.marks.isSeen)
            text.key("session")
            text.string(summary.session?.description)
            text.key("severity")
            text.string(summary.marks.severity?.rawValue)
            text.key("size")
            text.number(summary.size)
            text.key("snippet")
            text.string(digest.snippet)
            text.key("subject")
            text.string(digest.subject)
            text.key("tags")
            text.array(summary.marks.tags) { $0.string($1.rawValue) }
            text.key("to")
            text.array(digest.to) { $0.address($1) }
        }
    }

    mutating func number(_ id: CaptureID?) {
        if let id { number(id.rawValue) } else { null() }
    }

    private mutating func envelope(_ envelope: Envelope) {
        object { text in
            text.key("forwardPaths")
            text.array(envelope.forwardPaths) { $0.string($1) }
            text.key("reversePath")
            text.string(envelope.reversePath)
        }
    }

    private mutating func address(_ address: Address) {
        object { text in
            text.key("address")
            text.string(address.address)
            text.key("name")
            text.string(address.name)
        }
    }
}
