import MailModel
import MIME

/// How well the HTML is made.
extension Rule {
    static let markup: [Rule] = [brokenMarkup, skeleton, styleSize, bloat]

    static let brokenMarkup = Rule(
        "html.broken", .html, .warning, points: 0.4,
        summary: "The HTML is not well formed",
        advice: "Each client repairs it in its own way. Validate what the template renders; often a piece of it is "
            + "missing or included twice.",
        reference: "HTML Standard §13.2.2",
        passing: [.page("<ul><li>One<li>Two</ul><p>Three<br>Four"), .page("<table><tr><td>One<td>Two</table>")],
        failing: [
            .page("<div><p>Hello.</p>"), .page("<p>Hello.</p></div>"), .page("<p class=\"a\" class=\"b\">Hello.</p>"),
            .page("<table><tr><p>Hello.</p><td>x</td></tr></table>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.document.defects.map { body.place($0.detail, at: $0.range) }
        }
    }

    static let skeleton = Rule(
        "html.skeleton", .html, .info, points: 0.3,
        summary: "The HTML is a fragment: document type, html or body is missing",
        advice: "Begin with <!DOCTYPE html><html lang=\"…\">, so that browsers do not use the layout rules of 1998.",
        reference: "HTML Standard §13.1.1, §16.3",
        passing: [.page("<p>Hello.</p>")],
        failing: [.html("<p>Hello.</p>"), .html("<html><body><p>Hello.</p></body></html>")]
    ) { examined in
        examined.inHTML { inspection, body in
            var missing: [String] = []
            if inspection.document.doctype == nil { missing.append("document type") }
            if !inspection.outline.hasHTML { missing.append("html") }
            if !inspection.outline.hasBody { missing.append("body") }
            guard !missing.isEmpty else { return [] }
            return [Place("No \(missing.joined(separator: ", no "))", in: body.part)]
        }
    }

    static let styleSize = Rule(
        "html.style.16k", .html, .warning, points: 0,
        summary: "A style element is too large for Gmail, or stands in the body",
        advice: "Gmail drops a style element of more than 16 KB whole, and clients differ on ones in the body. Put "
            + "style into the head, in several elements if need be, and inline what matters.",
        reference: "caniemail.com: html-style",
        passing: [.html("<html><head><style>p { color: #333 }</style></head><body><p>Hello.</p></body></html>")],
        failing: [
            .page("<style>p { color: #333 }</style><p>Hello.</p>"),
            .html(
                "<html><head><style>" + String(repeating: "p { color: #333 }\n", count: 1000)
                    + "</style></head><body><p>Hello.</p></body></html>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.outline.styles.compactMap { style in
                if style.content.count > largestStyle {
                    return body.place("The style element has \(style.content.count) octets", at: style.content)
                }
                return style.isInBody
                    ? body.place("The style element is in the body", at: style.range, severity: .info) : nil
            }
        }
    }

    private static let largestStyle = 16 * 1024

    static let bloat = Rule(
        "html.bloat", .html, .info, points: 0,
        summary: "The HTML is mostly something that nobody sees",
        advice: "Minify it and take out comments and what an editor left behind: Gmail cuts messages off at 102 KB.",
        reference: "github.com/hteumeuleu/email-bugs#41",
        passing: [.page("<p>Hello.</p>")],
        failing: [.page("<p>Hello.</p><!--" + String(repeating: " left by the editor ", count: 200) + "-->")]
    ) { examined in
        examined.inHTML { inspection, body in
            let comments = inspection.document.nodes.filter { $0.kind == .comment }.map(\.range)
            let octets = comments.reduce(0) { $0 + $1.count }
            guard octets > smallestBloat, octets * 10 > body.octets.count * 3 else { return [] }
            return comments.filter { $0.count > longComment }
                .map { body.place("Comments are \(octets * 100 / body.octets.count) % of the HTML", at: $0) }
        }
    }

    private static let smallestBloat = 2048
    private static let longComment = 100
}

extension HTMLDefect {
    fileprivate var detail: String {
        switch kind {
        case .unclosedElement: "<\(name)> is not closed"
        case .crossedElements: "</\(name)> closes an element while others inside it are open"
        case .strayEndTag: "</\(name)> closes nothing"
        case .duplicateAttribute: "The attribute \(name) is repeated"
        case .contentAfterEnd: "Content behind </html>"
        case .nestedDocument: "<\(name)> inside the document"
        case .unterminatedMarkup: "The document ends inside a tag or a comment"
        case .misplacedInTable: name.isEmpty ? "Text directly inside a table" : "<\(name)> directly inside a table"
        }
    }
}
