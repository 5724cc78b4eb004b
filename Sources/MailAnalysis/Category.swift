/// What a rule is about. The points of a category are capped, so that no subject decides about spam alone.
package enum Category: String, Hashable, Sendable, CaseIterable, Codable {
    case headers, addresses, structure, encoding, html, links, images, attachments, authentication, bulk
    case content, accessibility, clientSupport, size, privacy

    /// For headings.
    package var title: String { row.title }

    /// What the ids of its rules begin with.
    package var families: [String] { row.families }

    /// The most points that its findings add to the spam score together; `nil` for no limit.
    package var cap: Double? { row.cap }

    private var row: (title: String, families: [String], cap: Double?) {
        switch self {
        case .headers: ("Header", ["hdr"], 4.0)
        case .addresses: ("Addresses", ["adr"], 4.0)
        case .structure: ("Structure", ["mime"], nil)
        case .encoding: ("Encoding and charset", ["enc"], nil)
        case .html: ("HTML", ["html"], 2.5)
        case .links: ("Links", ["link"], 4.0)
        case .images: ("Pictures", ["img"], 1.5)
        case .attachments: ("Attachments", ["att"], nil)
        case .authentication: ("Authentication and transport", ["spf", "dkim", "dmarc", "arc", "dns", "smtp"], nil)
        case .bulk: ("Bulk mail", ["bulk"], nil)
        case .content: ("Wording", ["spam", "bl"], 4.0)
        case .accessibility: ("Accessibility", ["a11y"], nil)
        case .clientSupport: ("Client support", ["client"], nil)
        case .size: ("Size", ["size"], nil)
        case .privacy: ("Privacy and leaks", ["leak"], nil)
        }
    }
}
