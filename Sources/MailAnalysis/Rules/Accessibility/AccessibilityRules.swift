import MailModel
import MIME

/// What people need who read with other means than their eyes, or with tired ones.
extension Rule {
    static let accessibility: [Rule] = [language, layoutTables, contrast, linkText, headings, fontSize]

    static let language = Rule(
        "a11y.lang", version: 3, .accessibility, .warning, points: 0,
        summary: "The HTML does not say its language, or not that it runs from right to left",
        advice:
            "Screen readers choose the voice by it. Set lang on the html element, and dir=\"rtl\" where it applies.",
        reference: "WCAG 2.2 §3.1.1",
        passing: [
            .page("<p>Hello.</p>"),
            .html("<html lang=\"ar\" dir=\"rtl\"><body><p>\u{645}\u{631}\u{62D}\u{628}\u{627}</p></body></html>"),
        ],
        failing: [
            .html("<html><body><p>Hello.</p></body></html>"),
            .html("<html lang=\"english\"><body><p>Hello.</p></body></html>"),
            .html("<html lang=\"he\"><body><p>\u{5E9}\u{5DC}\u{5D5}\u{5DD}</p></body></html>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            guard let root = inspection.outline.root else { return [] }
            if inspection.outline.language?.isEmpty ?? true {
                return [body.place("No lang on the html element", at: root)]
            }
            if let language = inspection.outline.language, !language.isLanguageTag {
                return [body.place("'\(language)' is the tag of no language", at: root)]
            }
            guard inspection.runsRightToLeft, !inspection.saysDirection else { return [] }
            return [body.place("No dir, though the text runs from right to left", at: root)]
        }
    }

    static let layoutTables = Rule(
        "a11y.tables", .accessibility, .warning, points: 0,
        summary: "A table that only arranges does not say so",
        advice: "Screen readers announce its rows and columns. Set role=\"presentation\" on tables for layout.",
        reference: "WCAG 2.2 §1.3.1",
        passing: [
            .page("<table role=\"presentation\"><tr><td>Hello.</td></tr></table>"),
            .page("<table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>3</td></tr></table>"),
        ],
        failing: [.page("<table><tr><td>Hello.</td></tr></table>")]
    ) { examined in
        examined.inHTML { inspection, body in
            // Screen readers guess right about a few; a stack of them is what tires.
            let tables = inspection.outline.layoutTables
            return tables.map {
                body.place("A table without a role", at: $0, severity: tables.count > fewTables ? nil : .info)
            }
        }
    }

    private static let fewTables = 5

    static let contrast = Rule(
        "a11y.contrast", version: 3, .accessibility, .warning, points: 0.1,
        summary: "Text is too faint against its background",
        advice: "Text needs a contrast of 4.5 to 1, large text 3 to 1. Use a darker colour.",
        reference: "WCAG 2.2 §1.4.3",
        passing: [
            .page("<p style=\"color: #555; background: #fff\">Hello.</p>"),
            .page("<h1 style=\"color: #888\">Hello.</h1>"),
        ],
        failing: [
            .page("<p style=\"color: #aaa\">Hello.</p>"),
            .page("<table bgcolor=\"#333333\" role=\"none\"><tr><td>Hello.</td></tr></table>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            let faint = inspection.lowContrast.reduce(0) { $0 + $1.text.utf8.count }
            // A footer in grey or the label of a button is common; what hurts is when the message itself is faint.
            let isCommon = faint * mostFaint < inspection.text.count
            return inspection.lowContrast.map { text in
                let ratio = Double(Int(text.ratio * 10)) / 10
                let colors = "\(text.foreground.hexadecimal) on \(text.background.hexadecimal)"
                let isMild = isCommon && text.ratio >= illegible
                return body.place(
                    "\(colors) is \(ratio) to 1", at: text.range, severity: isMild ? .info : nil,
                    points: isMild ? 0 : nil)
            }
        }
    }

    /// One part in so many of the text.
    private static let mostFaint = 2
    /// A contrast that nobody reads.
    private static let illegible = 1.5

    static let linkText = Rule(
        "a11y.linktext", version: 3, .accessibility, .warning, points: 0,
        summary: "The text of a link does not say where it leads",
        advice:
            "Screen readers list links without what is around them. Name the target; give a picture that is a link an "
            + "alternative text.",
        reference: "WCAG 2.2 §2.4.4",
        passing: [
            .page("<a href=\"https://example.com/\">See your order</a>"),
            .page("<a href=\"https://example.com/\"><img src=\"cid:a\" alt=\"Our shop\" width=\"90\"></a>"),
        ],
        failing: [
            .page("<a href=\"https://example.com/\">Click here</a>"),
            .page("<a href=\"https://example.com/\"><img src=\"cid:a\" alt=\"\" width=\"90\"></a>"),
            .page("<a href=\"https://example.com/\"></a>"),
        ]
    ) { examined in
        examined.links.filter { $0.isHTML && $0.isVisible && $0.target.form != .fragment }.compactMap { link in
            if link.text.isEmpty {
                // Of a picture without any alternative text, the picture is told.
                return link.holdsUndescribedImage
                    ? link.place("The link is a picture that nothing describes", severity: .info)
                    : link.place("The link has no text")
            }
            guard link.text.utf8.count <= longestEmptyPhrase else { return nil }
            return isEmptyPhrase(link.text)
                ? link.place("The link says \u{201C}\(link.text)\u{201D}") : nil
        }
    }

    /// Letters and single blanks count, in any case.
    private static func isEmptyPhrase(_ text: String) -> Bool {
        if text.isASCII {
            let octets = text.utf8.filter { $0.isLetter || $0 == .space }
            let range = octets.trimming(octets.indices) { $0 == .space }
            return range.isEmpty || emptyPhrases.index(of: range, in: octets) != nil
        }
        if text.unicodeScalars.allSatisfy(arrows.contains) { return true }
        let phrase = Array(text.lowercased().filter { $0.isLetter || $0 == " " }.trimmingBlanks.utf8)
        return emptyPhrases.index(of: phrase.indices, in: phrase) != nil
    }

    /// Signs that say no more than that something follows.
    private static let arrows = Set("→›»…←‹«▸▶➔➜➡⟶·•–— ".unicodeScalars)
    /// In octets, with signs around it.
    private static let longestEmptyPhrase = 60
    private static let emptyPhrases = WordTable([
        "click", "click here", "click this", "click this link", "here", "link", "more", "tap here", "this", "this link",
        "press here", "read more here", "more here", "hier", "hier klicken", "klicken sie hier", "mehr", "ici",
        "cliquez ici", "cliquer ici", "plus",
        "aquí", "haga clic aquí", "haz clic aquí", "más", "qui", "clicca qui", "clique aqui", "aqui", "klik hier",
        "kliknij tutaj", "tutaj", "здесь", "нажмите здесь", "こちら", "点击这里",
    ])

    static let headings = Rule(
        "a11y.headings", .accessibility, .info, points: 0,
        summary: "Headings are missing or skip a level, or the title is empty",
        advice:
            "Screen readers jump from heading to heading. Use h1, then h2, and a title that says what the message is.",
        reference: "WCAG 2.2 §1.3.1, §2.4.2, §2.4.6",
        passing: [.page("<h1>News</h1><h2>Opening hours</h2><p>Hello.</p>")],
        failing: [.page("<h1>News</h1><h4>Opening hours</h4>")]
    ) { examined in
        examined.inHTML { inspection, body in
            let headings = inspection.outline.headings
            let skips = zip(headings, headings.dropFirst()).filter { $1.level > $0.level + 1 }
            var places = skips.map { body.place("h\($1.level) comes behind h\($0.level)", at: $1.range) }
            if headings.isEmpty, inspection.text.count > longText { places.append(Place("No heading", in: body.part)) }
            if inspection.outline.hasHTML, inspection.outline.title?.isEmpty ?? true {
                places.append(Place("No title", in: body.part))
            }
            return places
        }
    }

    /// Octets of text that a reader would like to have divided.
    private static let longText = 1000

    static let fontSize = Rule(
        "a11y.fontsize", .accessibility, .info, points: 0,
        summary: "Most of the text is smaller than 13 pixels",
        advice: "On a telephone this is hard to read. Use 14 to 16 pixels for what matters.",
        reference: "Apple Human Interface Guidelines: typography",
        passing: [
            .page(
                "<p>" + String(repeating: "Hello there. ", count: 9)
                    + "</p><p style=\"font-size: 11px\">Unsubscribe</p>")
        ],
        failing: [.page("<p style=\"font-size: 11px\">Hello there, this is what we have to say.</p>")]
    ) { examined in
        examined.inHTML { inspection, body in
            let small = inspection.smallText.reduce(0) { $0 + $1.text.utf8.count }
            guard small * 2 > inspection.text.count else { return [] }
            return inspection.smallText.map { body.place("Text of \(Int($0.size)) pixels", at: $0.range) }
        }
    }
}

extension HTMLInspection {
    /// Whether most letters are Hebrew or Arabic, told by the first octets of their UTF-8.
    fileprivate var runsRightToLeft: Bool {
        var (right, left) = (0, 0)
        for octet in text.octets {
            if 0xD7...0xDB ~= octet { right += 1 } else if octet.isLetter || octet >= 0xC0 { left += 1 }
        }
        return right > left
    }

    fileprivate var saysDirection: Bool {
        document.attributes.contains { $0.name == .dir }
            || style.declarations.contains { style.octets.spells("direction", in: $0.name) }
    }
}

extension String {
    /// A language of two or three letters, and subtags behind hyphens. RFC 5646 §2.1.
    fileprivate var isLanguageTag: Bool {
        let tags = split(whereSeparator: { $0 == "-" || $0 == "_" })
        return tags.allSatisfy { $0.utf8.count <= 8 }
            && tags.first.map { 2...3 ~= $0.utf8.count || $0.lowercased() == "x" || $0.lowercased() == "i" } ?? false
    }
}
