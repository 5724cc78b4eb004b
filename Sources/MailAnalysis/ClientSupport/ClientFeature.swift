/// Something of HTML, CSS or a picture format that not every client knows.
package struct ClientFeature: Sendable {
    /// What a reader misses where a client does not know it.
    package enum Impact: String, Sendable, Codable {
        /// ``none``: the message looks the same or nearly so.
        case content, layout, decoration, none
    }

    package enum Support: UInt8, Sendable {
        case supported = 0x79
        case partial = 0x61
        case unsupported = 0x6E
        case unknown = 0x75
        case untested = 0x2D
    }

    /// As caniemail.com has it, so that it can be looked up there: `css-display-grid`.
    package let id: String
    package let title: String
    package let impact: Impact
    /// How it is found; see ``FeatureIndex``.
    let detector: String
    /// A letter for each of ``MailClient/all``.
    private let letters: [UInt8]

    package func support(in client: Int) -> Support {
        letters.indices.contains(client) ? Support(rawValue: letters[client]) ?? .unknown : .unknown
    }

    /// The clients, as places in ``MailClient/all``, in which it has that support.
    package func clients(where support: Support) -> [Int] {
        letters.indices.filter { letters[$0] == support.rawValue }
    }

    package static let all: [ClientFeature] = ClientFacts.features.rows.map { row in
        ClientFeature(
            id: row[0], title: row[4], impact: impacts[row[1], default: .none], detector: row[2],
            letters: Array(row[3].utf8))
    }

    private static let impacts: [String: Impact] = ["c": .content, "l": .layout, "d": .decoration]

    /// What to do about it.
    package var advice: String {
        Self.advice[id] ?? Self.familyAdvice.first { id.hasPrefix($0.prefix) }?.text ?? Self.generalAdvice[impact] ?? ""
    }

    private static let generalAdvice: [Impact: String] = [
        .content: "Say the same in text, or link to a page that has it.",
        .layout:
            "Arrange with tables and give sizes as attributes; use this only on top of a layout that works without.",
        .decoration: "The message stays readable without it; make sure that it is no carrier of meaning.",
        .none: "Nothing needs to be done: the message looks nearly the same without it.",
    ]

    private static let familyAdvice: [(prefix: String, text: String)] = [
        ("css-at-media", "Make the layout work without the query, and use the query only to improve it."),
        ("css-pseudo-element", "Put what it generates into the HTML if it says something."),
        ("css-pseudo-class", "Style the plain state so that it suffices."),
        ("css-selector", "Inline what must hold everywhere; keep the selector for improvements."),
        ("css-unit", "Give the value in px, and repeat it in this unit behind."),
        ("css-function", "Give a fixed value first, and this one behind it."),
        ("css-border-inline", "Use the borders with top, right, bottom and left."),
        ("css-margin-", "Use the margins with top, right, bottom and left."),
        ("css-padding-", "Use the paddings with top, right, bottom and left."),
        ("html-input", "Forms are taken out by many clients: link to a page that has the form."),
        ("html-button", "Make it a link that looks like a button."),
        ("html-aria", "The text itself should suffice where this is not read."),
        ("image-", "Send the picture as PNG, JPEG or GIF."),
    ]

    private static let advice: [String: String] = [
        "css-display-flex": "Use table cells, or inline blocks with widths; keep flex as an improvement.",
        "css-display-grid": "Use table cells; keep the grid as an improvement.",
        "css-background-image": "Set a background colour on which the text stays readable, and VML for Outlook.",
        "css-border-radius": "Corners are square in Outlook; use VML if a button must be round there.",
        "css-at-font-face": "Name a system font behind the web font.",
        "css-at-import": "Put the rules into a style element of the message.",
        "css-variables": "Write the values out when the message is rendered.",
        "css-nesting": "Flatten nested rules when the message is built.",
        "css-position": "Place things with table cells; positions are ignored.",
        "css-modern-color": "Give the colour in hexadecimal first, and this one behind it.",
        "html-form": "Link to a page that has the form.",
        "html-select": "Link to a page that has the form.",
        "html-textarea": "Link to a page that has the form.",
        "html-video": "Put a picture with a link inside the element, for everyone who cannot play it.",
        "html-audio": "Put a link inside the element, for everyone who cannot play it.",
        "html-svg": "Send a PNG instead.",
        "html-object": "Use a picture with a link.",
        "html-link": "Put the rules into a style element of the message, and inline the important ones.",
        "html-style": "Inline what the layout depends on; in some accounts the element is taken out.",
        "html-srcset": "Make src the picture that fits everywhere.",
        "html-picture": "Make the img inside the picture that fits everywhere.",
        "html-marquee": "Write the text as it is.",
        "image-base64": "Attach the picture and refer to it by cid:, or load it from a server.",
        "css-visibility": "Leave out what is not to be seen; it is shown in these clients.",
        "html-hidden": "Leave out what is not to be seen; it is shown in these clients.",
    ]
}

extension ClientFeature: Encodable {
    private enum CodingKeys: String, CodingKey { case id, title, impact, advice, supported, partial, unsupported }

    /// With the ids of the clients, by how they support it; clients that were not tested are in none.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encode(impact, forKey: .impact)
        try container.encode(advice, forKey: .advice)
        try container.encode(ids(.supported), forKey: .supported)
        try container.encode(ids(.partial), forKey: .partial)
        try container.encode(ids(.unsupported), forKey: .unsupported)
    }

    private func ids(_ support: Support) -> [String] { clients(where: support).map { MailClient.all[$0].id } }
}

/// Everything that is known of clients, as the API tells it.
package struct ClientCatalogue: Sendable, Encodable {
    package let clients = MailClient.all
    package let features = ClientFeature.all
    /// When the facts were taken.
    package let date = ClientFacts.date
    package let source = "caniemail.com"

    package init() {}
}
