/// What a rule is about. The points of a category are capped, so that no subject decides about spam alone.
package enum Category: String, Hashable, Sendable, CaseIterable, Codable {
    case headers, addresses, structure, encoding, html, links, images, attachments, authentication, bulk
    case content, accessibility, clientSupport, size, privacy

    /// What the ids of its rules begin with.
    package var families: [String] { row.families }

    /// The most points that its findings add to the spam score together; `nil` for no limit.
    package var cap: Double? { row.cap }

    private var row: (families: [String], cap: Double?) {
        switch self {
        case .headers: (["hdr"], 4.0)
        case .addresses: (["adr"], 4.0)
        case .structure: (["mime"], nil)
        case .encoding: (["enc"], nil)
        case .html: (["html"], 2.5)
        case .links: (["link"], 4.0)
        case .images: (["img"], 1.5)
        case .attachments: (["att"], nil)
        case .authentication: (["spf", "dkim", "dmarc", "arc", "dns", "smtp"], nil)
        case .bulk: (["bulk"], nil)
        case .content: (["spam", "bl"], 4.0)
        case .accessibility: (["a11y"], nil)
        case .clientSupport: (["client"], nil)
        case .size: (["size"], nil)
        case .privacy: (["leak"], nil)
        }
    }
}
