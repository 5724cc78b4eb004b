import MailModel

/// What acts, and what clients take out because it could.
extension Rule {
    static let activeContent: [Rule] = [script, form, embedded, externalStyleSheet, metaRefresh]

    static let script = Rule(
        "html.script", version: 2, .html, .error, points: 1.5,
        summary: "The HTML has a script, an event handler or a javascript: address",
        advice: "Clients take it out and filters take it for an attack. Link to a page that does what it should do.",
        reference: "caniemail.com: no client runs scripts",
        passing: [
            .page("<p>Hello, <a href=\"https://example.com/\">look</a>.</p>"),
            .page("<p>Hello.</p><script type=\"application/ld+json\">{\"@type\":\"Order\"}</script>"),
        ],
        failing: [
            .page("<form action=\"javascript:go()\"></form>"), .page("<p>Hello.</p><script>alert('x < y')</script>"),
            .page("<p onclick=\"go()\">Hello.</p>"),
            .page("<p><a href=\"javascript:go()\">Hello.</a></p>"),
        ]
    ) { examined in
        let addresses = examined.links.filter { scripting.contains($0.target.scheme) }
        return examined.constructs(.script) {
            $0 == "script"
                ? "A script element" : $0.hasPrefix("on") ? "\($0) is an event handler" : "\($0) runs a script"
        }
            + addresses.map { $0.place("The link runs \($0.target.scheme)") }
    }

    private static let scripting: Set<String> = ["javascript", "vbscript"]

    static let form = Rule(
        "html.form", version: 2, .html, .warning, points: 0.4,
        summary: "The HTML has a form or fields to fill in",
        advice:
            "Many clients show forms without sending them, and phishing uses them. Link to a page that has the form.",
        reference: "caniemail.com: html-form",
        passing: [.page("<p><a href=\"https://example.com/survey\">Answer three questions</a></p>")],
        failing: [
            .page("<form action=\"https://example.com/\"><input name=\"mail\"></form>"), .page("<textarea></textarea>"),
        ]
    ) { examined in
        let switches = examined.constructs(.hiddenSwitch) { "A \($0) element that nobody sees, which styles may go by" }
        return examined.constructs(.form, .control) { "A \($0) element" }
            + switches.map { $0.judged(as: .info, points: 0) }
    }

    static let embedded = Rule(
        "html.embed", version: 2, .html, .warning, points: 0.8,
        summary: "The HTML embeds a frame, an object or media without a fallback",
        advice:
            "Nearly every client takes it out, and nothing is left in its place. Use a picture with a link; put one "
            + "into video and audio elements.",
        reference: "caniemail.com: html-object, html-video",
        passing: [
            .page(
                "<video src=\"https://example.com/a.mp4\"><a href=\"https://example.com/\"><img src=\"cid:a\" "
                    + "alt=\"Watch\"></a></video>")
        ],
        failing: [
            .page("<iframe src=\"https://example.com/\"></iframe>"),
            .page("<video src=\"https://example.com/a.mp4\"></video>"),
            .page("<video><source src=\"https://example.com/a.mp4\"> </video>"),
        ]
    ) { $0.constructs(.embedded) { "A \($0) element" } }

    static let externalStyleSheet = Rule(
        "html.extcss", .html, .warning, points: 0.2,
        summary: "The HTML loads a style sheet",
        advice: "Most clients do not load it, Gmail among them. Put the rules into a style element and inline what "
            + "matters; fonts may be loaded this way if the message does without.",
        reference: "caniemail.com: html-link, css-at-import",
        passing: [.page("<p style=\"color: #333\">Hello.</p>")],
        failing: [
            .html(
                "<html><head><link rel=\"stylesheet\" href=\"https://example.com/a.css\"></head>"
                    + "<body>Hello.</body></html>"
            )
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            inspection.constructs.filter { $0.kind == .styleSheet }.map { sheet in
                let source = String(decoding: body.octets[sheet.range], as: UTF8.self)
                let isFont = fontServices.contains { source.contains($0) }
                return body.place(
                    "\(sheet.name) loads \(isFont ? "a font" : "a style sheet")", at: sheet.range,
                    severity: isFont ? .info : nil, points: isFont ? 0 : nil)
            }
        }
    }

    private static let fontServices = [
        "fonts.googleapis.com", "fonts.bunny.net", "use.typekit.net", "fast.fonts.net", "cloud.typography.com",
    ]

    static let metaRefresh = Rule(
        "html.metarefresh", .html, .warning, points: 0.8,
        summary: "The HTML sends its reader elsewhere, or moves the base of its addresses",
        advice: "Clients take both out, so that relative addresses lead nowhere. Write every address in full.",
        reference: "HTML Standard §4.2.3, §4.2.5.3",
        passing: [.page("<a href=\"https://example.com/\">Look</a>")],
        failing: [
            .html(
                "<html><head><meta http-equiv=\"refresh\" content=\"0;url=https://example.com/\"></head>"
                    + "<body>x</body></html>"
            ),
            .html("<html><head><base href=\"https://example.com/\"></head><body>x</body></html>"),
        ]
    ) { $0.constructs(.refresh, .base) { $0 == "base" ? "A base element" : "A refresh" } }
}

extension ExaminedMessage {
    fileprivate func constructs(_ kinds: HTMLConstruct.Kind..., detail: (String) -> String) -> [Place] {
        inHTML { inspection, body in
            inspection.constructs.filter { kinds.contains($0.kind) }
                .map { body.place(detail($0.name.lowercased()), at: $0.range) }
        }
    }
}
