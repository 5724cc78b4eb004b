import MailModel
import NIOCore

/// A change as a frame of an event stream. HTML Living Standard §9.2.
struct ChangeEvent: Sendable {
    let change: Change
    /// Of the messages that became different, those that are there.
    var rows: [Summary] = []

    /// The frame; its `id` is the cursor with which a client that lost the connection comes back.
    var frame: ByteBuffer {
        get throws {
            let (name, data) =
                switch change {
                case .added(let summary): ("added", JSONText.summary(summary))
                case .removed(_, let ids, let inbox, let cause):
                    ("removed", try JSON.encode(RemovedMessages(ids: ids, inbox: inbox, by: cause)))
                case .changed(let at, _): ("changed", changed(at))
                case .inboxes(let at): ("inboxes", try JSON.encode(["at": at]))
                case .reset(let at): ("reset", try JSON.encode(["at": at]))
                }
            var frame = ByteBuffer(string: "id: \(change.cursor)\nevent: \(name)\ndata: ")
            frame.writeImmutableBuffer(data)
            frame.writeString("\n\n")
            return frame
        }
    }

    private func changed(_ at: CaptureID) -> ByteBuffer {
        var text = JSONText()
        text.object { text in
            text.key("at")
            text.number(at)
            text.key("messages")
            text.array(rows) { $0.summary($1) }
        }
        return text.octets
    }

    /// Says nothing but that the stream still comes through, so that both sides notice when the other is gone. An event,
    /// not a comment: browsers do not tell a page of comments, and an event without data is none.
    static let ping = ByteBuffer(string: "event: ping\ndata: {}\n\n")

    /// The first frame: tells how soon to come back, and from where even when nothing has happened by then.
    static func greeting(at cursor: CaptureID) -> ByteBuffer {
        ByteBuffer(string: ": creel\nretry: 1000\nid: \(cursor)\n\n")
    }
}

private struct RemovedMessages: Encodable {
    let ids: [CaptureID]
    let inbox: InboxName?
    let by: Removal
}
