import MailModel
import MIME

/// Pictures.
extension Rule {
    static let images: [Rule] = [
        imageAlternative, imageOnly, imageRatio, imageData, imageFormat, imageWidth, imagePixel,
    ]

    static let imageAlternative = Rule(
        "img.alt", .images, .warning, points: 0,
        summary: "A picture has no alternative text",
        advice: "Many clients show no pictures until asked, and screen readers read the file name instead. Say in alt "
            + "what it shows; alt=\"\" is right for decoration.",
        reference: "WCAG 2.2 §1.1.1",
        passing: [
            .page("<img src=\"cid:a\" alt=\"Our new shop\" width=\"300\"><img src=\"cid:b\" alt=\"\" width=\"9\">")
        ],
        failing: [.page("<img src=\"cid:a\" width=\"300\">")]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.images.filter { $0.origin == .element && $0.alternative == nil && !$0.isSpacer && $0.isVisible }
                .map { body.place("No alt on \($0.shortSource)", at: $0.range) }
        }
    }

    static let imageOnly = Rule(
        "img.only", version: 2, .images, .warning, points: 1.2,
        summary: "The message is pictures with hardly any text",
        advice: "Spam hides its words in pictures, and readers without pictures see nothing. Put the message in text.",
        reference: "SpamAssassin: HTML_IMAGE_ONLY",
        passing: [
            .page("<img src=\"cid:a\" alt=\"Logo\" width=\"80\" height=\"40\"><p>Your code is 123456.</p>"),
            .page(
                "<img src=\"cid:a\" alt=\"Shop\" width=\"600\"><p>" + String(repeating: "We have moved. ", count: 20)
                    + "</p>"),
            .page(
                "<img src=\"cid:a\" alt=\"店\" width=\"600\"><p>" + String(repeating: "移転しました。", count: 8)
                    + "</p>"),
        ],
        failing: [
            .page("<a href=\"https://example.com/\"><img src=\"cid:a\" alt=\"Sale\" width=\"600\"></a><p>Sale</p>")
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            let statistics = TextStatistics(inspection.text.octets)
            let characters = statistics.visible
            guard characters + 2 * statistics.ideographic < leastText else { return [] }
            return inspection.images.filter { $0.isPoster }
                .map { body.place("\(characters) characters of text beside \($0.shortSource)", at: $0.range) }
        }
    }

    private static let leastText = 150

    static let imageRatio = Rule(
        "img.ratio", .images, .warning, points: 0.2,
        summary: "The pictures take far more room than the text",
        advice: "Filters compare text with pictures. Say more in text, or use fewer banners.",
        reference: "SpamAssassin: HTML_IMAGE_RATIO",
        passing: [
            .page(
                "<img src=\"cid:a\" alt=\"Shop\" width=\"600\" height=\"200\"><p>"
                    + String(repeating: "We have moved to a new place. ", count: 20) + "</p>")
        ],
        failing: [
            .page(
                "<img src=\"cid:a\" alt=\"Shop\" width=\"600\" height=\"2000\"><p>"
                    + String(repeating: "We have moved. ", count: 20) + "</p>")
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            let shown = inspection.images.filter { $0.isVisible && ($0.area ?? 0) > 0 }
            let area = shown.reduce(0) { $0 + ($1.area ?? 0) }
            let text = Double(inspection.text.count) * areaOfCharacter
            guard area > smallestArea, inspection.text.count >= leastText, area > text * mostPictures else { return [] }
            return shown.map {
                body.place(
                    "Pictures of \(Int(area)) pixels beside \(inspection.text.count) octets of text", at: $0.range)
            }
        }
    }

    /// Square pixels that a character takes at 16 px.
    private static let areaOfCharacter = 140.0
    private static let smallestArea = 300_000.0
    private static let mostPictures = 8.0

    static let imageData = Rule(
        "img.dataurl", .images, .warning, points: 0.2,
        summary: "A picture is inside the HTML as a data: address",
        advice: "Gmail does not show it, and it counts towards the 102 KB at which Gmail cuts off. Attach the picture "
            + "and refer to it by cid:, or load it from a server.",
        reference: "caniemail.com: image-base64",
        passing: [.page("<img src=\"cid:a\" alt=\"Shop\" width=\"300\">")],
        failing: [.page("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"Shop\" width=\"300\">")]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.images.filter { $0.target.scheme == "data" }
                .map { body.place("\($0.source.utf8.count) octets of picture in the HTML", at: $0.sourceRange) }
        }
    }

    static let imageFormat = Rule(
        "img.format", .images, .warning, points: 0,
        summary: "A picture has a format that widespread clients do not show",
        advice: "Send PNG, JPEG or GIF.",
        reference: "caniemail.com: image-webp, image-svg, image-avif",
        passing: [.page("<img src=\"https://example.com/a.png?v=2.webp\" alt=\"Shop\" width=\"300\">")],
        failing: [.page("<img src=\"https://example.com/a.webp\" alt=\"Shop\" width=\"300\">")]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.images.compactMap { image in
                guard image.origin == .element, let format = image.formatName,
                    let feature = FeatureIndex.shared.images.features(format).first,
                    let client = ClientFeature.all[feature].clients(where: .unsupported).first(where: {
                        MailClient.all[$0].isMain
                    })
                else { return nil }
                return body.place("\(format) is not shown by \(MailClient.all[client].name)", at: image.sourceRange)
            }
        }
    }

    static let imageWidth = Rule(
        "img.dimensions", .images, .info, points: 0,
        summary: "A picture has no width attribute",
        advice: "Outlook shows it in its natural size, which for sharp pictures is twice as large. Give width as an "
            + "attribute, and style beside it.",
        reference: "caniemail.com: html-width",
        passing: [.page("<img src=\"cid:a\" alt=\"Shop\" width=\"300\">")],
        failing: [.page("<img src=\"cid:a\" alt=\"Shop\" style=\"width: 300px\">")]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.images.filter { $0.origin == .element && !$0.hasWidthAttribute && $0.isVisible }
                .map { body.place("No width on \($0.shortSource)", at: $0.range) }
        }
    }

    static let imagePixel = Rule(
        "img.pixel", .images, .info, points: 0.1,
        summary: "A picture of one pixel tells when the message is opened",
        advice: "Apple Mail and Gmail load it ahead of any reader, so that it says little; in Europe it needs consent.",
        reference: "Directive 2002/58/EC §5 (3)",
        passing: [.page("<img src=\"https://example.com/a.png\" alt=\"Shop\" width=\"300\" height=\"100\">")],
        failing: [.page("<img src=\"https://example.com/open?id=1\" width=\"1\" height=\"1\" alt=\"\">")]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.images.filter(\.isTrackingPixel)
                .map { body.place("\($0.shortSource) has one pixel", at: $0.range) }
        }
    }
}

extension HTMLImage {
    /// The end of the address, for a detail.
    fileprivate var shortSource: String {
        if target.scheme == "data" { return "a data: picture" }
        return source.isEmpty ? "a picture without a source" : "…\(source.suffix(40))"
    }

    /// A picture that only takes room, or none.
    fileprivate var isSpacer: Bool { width.map { $0 <= 2 } ?? false || height.map { $0 <= 2 } ?? false }

    fileprivate var area: Double? { width.flatMap { width in height.map { width * $0 } } }

    /// Large enough to carry a message; a size that is not known counts as large.
    fileprivate var isPoster: Bool {
        origin == .element && isVisible && (width ?? 600) >= 200 && (height ?? 600) >= 100
    }
}
