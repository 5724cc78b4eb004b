import MailModel
import MIME

/// A link of the message, in plain text or in HTML.
struct FoundLink {
    /// What a person sees of it; in plain text the address itself.
    let text: String
    let href: String
    let target: WebAddress
    let isHTML: Bool
    /// A person can follow it.
    let isVisible: Bool
    /// It holds a picture that has no `alt` attribute.
    let holdsUndescribedImage: Bool
    private let body: BodyText
    /// Of the address, in octets of the decoded body.
    private let range: Range<Int>

    /// How many links of a body are looked at.
    static let limit = 5000

    func place(_ detail: String, severity: Severity? = nil, points: Double? = nil) -> Place {
        body.place(detail, at: range, severity: severity, points: points)
    }

    static func inText(_ body: BodyText) -> [FoundLink] {
        TextLinks.ranges(in: body.octets, limit: limit).map { range in
            let href = String(decoding: body.octets[range], as: UTF8.self)
            return FoundLink(
                text: href, href: href, target: WebAddress(href), isHTML: false, isVisible: true,
                holdsUndescribedImage: false, body: body, range: range)
        }
    }

    static func inHTML(_ body: BodyText) -> [FoundLink] {
        body.inspection.links.prefix(limit).map { link in
            FoundLink(
                text: link.text, href: link.href, target: link.target, isHTML: true, isVisible: link.isVisible,
                holdsUndescribedImage: link.holdsUndescribedImage, body: body,
                range: link.hrefRange.isEmpty ? link.range : link.hrefRange)
        }
    }
}
