import MailModel
import MIME

/// Parts that HTML shows by their Content-ID. RFC 2392.
extension Rule {
    static let contentIDs = [contentIDMissing, contentIDUnused]

    static let contentIDMissing = Rule(
        "mime.cid.missing", .structure, .error, points: 0.3,
        summary: "HTML refers to a part that is not there",
        advice: "Readers see a broken picture. Attach it with the same Content-ID, in angle brackets there and without "
            + "them behind cid:.",
        reference: "RFC 2392 §2",
        passing: [related(id: "logo@shop", cid: "logo@shop"), related(id: "a%b", cid: "a%25b")],
        failing: [related(id: "logo@shop", cid: "other@shop")]
    ) { examined in
        let known = Set(examined.message.parts.compactMap(examined.message.contentID))
        return examined.contentReferences.filter { !known.contains($0.id) }.map {
            $0.body.place("No part has the Content-ID '\($0.id)'", at: $0.range)
        }
    }

    static let contentIDUnused = Rule(
        "mime.cid.unused", .structure, .info, points: 0,
        summary: "A part with a Content-ID is not referred to",
        advice: "Clients show it as an attachment. Refer to it, or take it out.",
        reference: "RFC 2387 §3",
        passing: [related(id: "logo@shop", cid: "logo@shop")],
        failing: [related(id: "logo@shop", cid: "other@shop")]
    ) { examined in
        guard !examined.htmlBodies.isEmpty else { return [] }
        let used = Set(examined.contentReferences.map(\.id))
        return examined.leaves.compactMap { part in
            guard let id = examined.message.contentID(of: part), !used.contains(id), part.contentType.type == "image",
                !(part.disposition?.isAttachment ?? false),
                let field = examined.partHeaders[part.index].last("content-id")
            else { return nil }
            return Place("Nothing refers to '\(id)'", at: field.range)
        }
    }

    private static func related(id: String, cid: String) -> Example {
        Example(
            """
            Content-Type: multipart/related; boundary=b; type="text/html"

            --b
            Content-Type: text/html

            <p>Hello <img src="cid:\(cid)" alt="Shop"></p>
            --b
            Content-Type: image/png
            Content-ID: <\(id)>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --b--

            """)
    }
}

extension ExaminedMessage {
    /// Everything in HTML that is taken from another part: the identifier and where it stands.
    fileprivate var contentReferences: [(id: String, body: BodyText, range: Range<Int>)] {
        htmlBodies.flatMap { body in
            let sources =
                body.inspection.images.map { ($0.target, $0.sourceRange) }
                + body.inspection.links.map { ($0.target, $0.hrefRange) }
            return sources.filter { $0.0.scheme == "cid" }.map { target, range in
                (String(decoding: PercentEncoding.decode(target.rest.utf8), as: UTF8.self), body, range)
            }
        }
    }
}
