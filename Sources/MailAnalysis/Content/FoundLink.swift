import MailModel
import MIME

/// A link of the message, in plain text or in HTML, with what several rules ask about it.
final class FoundLink {
    /// What a person sees of it; in plain text the address itself.
    let text: String
    let href: String
    let target: WebAddress
    /// `nil` for an address without a host.
    let host: LinkedHost?
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

    private init(_ range: Range<Int>, inText body: BodyText, _ hosts: inout LinkedHosts) {
        text = String(decoding: body.octets[range], as: UTF8.self)
        (href, target) = (text, WebAddress(octets: Array(body.octets[range])))
        host = hosts.host(of: target)
        (isHTML, isVisible, holdsUndescribedImage) = (false, true, false)
        (self.body, self.range) = (body, range)
    }

    private init(_ link: HTMLLink, in body: BodyText, _ hosts: inout LinkedHosts) {
        (text, href, target) = (link.text, link.href, link.target)
        host = hosts.host(of: target)
        (isHTML, isVisible, holdsUndescribedImage) = (true, link.isVisible, link.holdsUndescribedImage)
        (self.body, range) = (body, link.hrefRange.isEmpty ? link.range : link.hrefRange)
    }

    /// Those of the plain text, then those of the HTML.
    static func all(inText texts: [BodyText], inHTML pages: [BodyText]) -> [FoundLink] {
        var hosts = LinkedHosts()
        var links: [FoundLink] = []
        for body in texts {
            for range in TextLinks.ranges(in: body.octets, limit: limit) {
                links.append(FoundLink(range, inText: body, &hosts))
            }
        }
        for body in pages {
            for link in body.inspection.links.prefix(limit) { links.append(FoundLink(link, in: body, &hosts)) }
        }
        return links
    }

    /// In octets of the source.
    var sourceRange: Range<Int> { body.sourceRange(of: range) }

    func place(_ detail: String, severity: Severity? = nil, points: Double? = nil) -> Place {
        body.place(detail, at: range, severity: severity, points: points)
    }
}
