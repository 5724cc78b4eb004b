import MailModel
import MIME

/// Text beside HTML: what readers get who do not see the HTML. RFC 2046 §5.1.4.
extension Rule {
    static let alternatives = [htmlAlone, alternativesMisordered, textIsStub, textDiffers]

    static let htmlAlone = Rule(
        "mime.htmlonly", .structure, .warning, points: 1.2,
        summary: "The message has HTML and no plain text",
        advice: "Watches, screen readers and filters go by the text, and HTML alone is typical of spam. Send both as "
            + "multipart/alternative, the text first.",
        reference: "RFC 2046 §5.1.4",
        passing: [
            """
            Content-Type: multipart/alternative; boundary=b

            --b

            Your order 1042 has been sent.
            --b
            Content-Type: text/html

            <p>Your order 1042 has been sent.</p>
            --b--

            """, "Subject: hello\n\nHello.\n",
        ],
        failing: ["MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Hello.</p>\n"]
    ) { examined in
        guard examined.plainBodies.isEmpty, let html = examined.htmlBodies.first else { return [] }
        let type = examined.partHeaders[html.part.index].last("content-type")
        return [Place("The only text is HTML", at: type?.range ?? html.part.range)]
    }

    static let alternativesMisordered = Rule(
        "mime.alt.order", .structure, .warning, points: 0.3,
        summary: "Alternatives do not go from plain to rich",
        advice:
            "Clients take the last one that they can show, so readers get the poorer. Put text first, AMP next, and "
            + "HTML last.",
        reference: "RFC 2046 §5.1.4",
        passing: [
            """
            Content-Type: multipart/alternative; boundary=b

            --b

            Text
            --b
            Content-Type: text/html

            <p>Text</p>
            --b
            Content-Type: text/calendar

            BEGIN:VCALENDAR
            --b--

            """
        ],
        failing: [
            """
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/html

            <p>Text</p>
            --b
            Content-Type: text/plain

            Text
            --b--

            """
        ]
    ) { examined in
        examined.message.parts.filter { $0.contentType.is("multipart", "alternative") }.flatMap { group -> [Place] in
            let forms = group.children.map { examined.message.parts[$0] }
                .compactMap { part in examined.message.richness(of: part).map { (part: part, richness: $0) } }
            return zip(forms, forms.dropFirst()).compactMap { form, next in
                guard next.richness < form.richness else { return nil }
                let type = examined.partHeaders[form.part.index].last("content-type")
                return Place(
                    "\(form.part.contentType.mediaType) stands before \(next.part.contentType.mediaType)",
                    at: type?.range ?? form.part.range)
            }
        }
    }

    static let textIsStub = Rule(
        "mime.alt.stub", version: 3, .structure, .warning, points: 0.8,
        summary: "The plain text says next to nothing of what the HTML says",
        advice: "Whoever reads the text misses the message. Make the text from the same content as the HTML.",
        reference: "RFC 2046 §5.1.4",
        passing: [alternative("Your code is 482913.", "<p>Your code is 482913.</p>")],
        failing: [
            alternative("", "<p>\(prose)</p>"), alternative("Hello!", "<p>\(prose)</p>"),
            alternative("To see this message, view it in your browser: https://example.com/v/1", "<p>\(prose)</p>"),
        ]
    ) { examined in
        examined.alternativePairs.flatMap { pair -> [Place] in
            let isShort = pair.text.visible < 40 && pair.text.visible * 2 < pair.html.visible
            guard pair.html.visible >= 80, isShort || pair.isPointer else { return [] }
            let type = examined.partHeaders[pair.html.part.index].last("content-type")
            let html = Place(
                "The HTML has \(pair.html.visible) letters, the plain text \(pair.text.visible)",
                at: type?.range ?? pair.html.part.range)
            return pair.text.range.isEmpty ? [html] : [Place("This is all of the text", at: pair.text.range), html]
        }
    }

    static let textDiffers = Rule(
        "mime.alt.differ", version: 2, .structure, .warning, points: 0.8,
        summary: "Plain text and HTML say different things",
        advice: "Readers of the text get another message, and filters compare the two. Render both from one source, "
            + "links included.",
        reference: "RFC 2046 §5.1.4",
        passing: [alternative(prose, "<p>\(prose)</p>")],
        failing: [
            alternative(
                "The weather will be fine on Sunday, with light wind from the west and some clouds in the evening.",
                "<p>\(prose)</p>"),
            alternative(prose, "<p>\(prose) <a href=\"https://example.com/t/1\">Track it</a></p>"),
            alternative(
                "\(prose) https://example.org/t/1", "<p>\(prose) <a href=\"https://example.com/t/1\">Track it</a></p>"),
        ]
    ) { examined in
        let pairs = examined.alternativePairs
        let links = pairs.isEmpty ? [] : examined.links.filter { $0.target.isWeb && $0.isVisible }
        let difference = differenceOfLinks(links)
        return pairs.compactMap { pair in
            guard pair.text.visible >= 40, !pair.isPointer else { return nil }
            let (shared, smaller) = pair.sharedWords
            if smaller >= 8, shared * 10 < smaller * 3 {
                return Place("\(shared) of \(smaller) words are in both", at: pair.text.range)
            }
            return difference.map { Place($0, at: pair.text.range, severity: .info, points: 0) }
        }
    }

    /// How the links of the text differ from those of the HTML; most texts leave some out, and click tracking changes
    /// others, but one without any leaves its readers nothing to do.
    private static func differenceOfLinks(_ links: [FoundLink]) -> String? {
        guard let first = links.first(where: \.isHTML) else { return nil }
        let shown = Set(links.filter { !$0.isHTML }.compactMap { $0.host?.organization })
        if shown.isEmpty { return "The text has no link, the HTML has some, the first to \(first.href)" }
        let led = Set(links.filter(\.isHTML).compactMap { $0.host?.organization })
        return shown.isDisjoint(with: led) ? "No link of the text leads where one of the HTML does" : nil
    }

    private static let prose =
        "Your order 1042 left our warehouse in Rotterdam this morning and will reach you on Thursday before noon. "
        + "The parcel needs a signature."

    private static func alternative(_ text: String, _ html: String) -> Example {
        Example(
            """
            Content-Type: multipart/alternative; boundary=b

            --b

            \(text)
            --b
            Content-Type: text/html

            \(html)
            --b--

            """)
    }
}

extension Message {
    /// How much a form of the message can show; `nil` for what is no form of the text, as a calendar entry.
    fileprivate func richness(of part: Part) -> Int? {
        switch part.contentType.mediaType {
        case "text/plain": 0
        case "text/enriched", "text/markdown", "text/watch-html": 1
        case "text/x-amp-html": 2
        case "text/html": 3
        case "multipart/related": part.children.first.flatMap { richness(of: parts[$0]) }
        default: nil
        }
    }
}
