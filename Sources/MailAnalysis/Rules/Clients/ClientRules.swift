import MailModel
import MIME

/// What does not work in the clients that most people use.
extension Rule {
    static let clients: [Rule] = [clientUnsupported, clientPartial, clientWord, clientDarkMode]

    static let clientUnsupported = Rule(
        "client.unsupported", .clientSupport, .warning, points: 0,
        summary: "The message uses something that widespread clients do not know",
        advice: "Make sure that it can be read without; the client support report has advice for each feature.",
        reference: "caniemail.com",
        passing: [.page("<p style=\"color: #333333; font-size: 16px\">Hello.</p>")],
        failing: [.page("<div style=\"position: absolute; top: 0\">Hello.</div>"), .page("<svg></svg>")]
    ) { examined in
        examined.uses(of: .unsupported) { feature, clients in
            // What only Outlook for Windows lacks has a rule of its own.
            if clients.allSatisfy({ $0.id == MailClient.word }) { return nil }
            return feature.impact == .decoration ? .info : .warning
        }
    }

    static let clientPartial = Rule(
        "client.partial", .clientSupport, .info, points: 0,
        summary: "The message uses something that widespread clients know in part only",
        advice: "Test it in these clients; the client support report has advice for each feature.",
        reference: "caniemail.com",
        passing: [.page("<p style=\"color: #333333; font-size: 16px\">Hello.</p>")],
        failing: [.page("<p style=\"float: left\">Hello.</p>")]
    ) { examined in
        examined.uses(of: .partial) { _, _ in .info }
    }

    static let clientWord = Rule(
        "client.outlookword", .clientSupport, .warning, points: 0,
        summary: "Outlook for Windows shows this differently, and nothing is there in its place",
        advice:
            "Its engine is Word's. Arrange with tables, give widths as attributes, and put VML or tables for it into "
            + "<!--[if mso]> comments.",
        reference: "caniemail.com: outlook.windows",
        passing: [
            .page("<table role=\"presentation\" width=\"600\"><tr><td>Hello.</td></tr></table>"),
            .page(
                "<!--[if mso]><table><tr><td><![endif]--><div style=\"display: flex\">Hello.</div>"
                    + "<!--[if mso]></td></tr></table><![endif]-->"
            ),
        ],
        failing: [
            .page("<div style=\"display: flex\">Hello.</div>"), .page("<div style=\"display: grid\">Hello.</div>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            guard !inspection.hasWordFallback else { return [] }
            return inspection.style.declarations.compactMap { declaration in
                guard let severity = WordFeature.severity(of: declaration, in: inspection.style) else { return nil }
                let text = inspection.style.text(of: declaration.name)
                return body.place(
                    "\(text.lowercased()) has no effect there", at: inspection.style.sourceRange(of: declaration.range),
                    severity: severity)
            }
        }
    }

    static let clientDarkMode = Rule(
        "client.darkmode", .clientSupport, .info, points: 0,
        summary: "The message has colours and does not say whether it is made for dark surroundings",
        advice: "Clients change colours in dark mode as they like. Declare <meta name=\"color-scheme\" content=\"light "
            + "dark\"> and test with both.",
        reference: "caniemail.com: html-meta-color-scheme",
        passing: [
            .html(
                "<html><head><meta name=\"color-scheme\" content=\"light dark\"></head><body bgcolor=\"#ffffff\">"
                    + "Hello.</body></html>"),
            .page("<p>Hello.</p>"),
        ],
        failing: [.page("<p style=\"background-color: #f0f0f0\">Hello.</p>")]
    ) { examined in
        examined.inHTML { inspection, body in
            let style = inspection.style
            guard inspection.outline.colorSchemeRange == nil,
                !style.declarations.contains(where: { style.octets.spells("color-scheme", in: $0.name) })
            else { return [] }
            let backgrounds = style.declarations.filter {
                let property = CSSProperty($0.name, in: style.octets)
                return property == .backgroundColor || property == .background
            }
            return backgrounds.map {
                body.place("A background for light surroundings", at: style.sourceRange(of: $0.range))
            }
        }
    }
}

extension ExaminedMessage {
    /// A place for each feature that a main client supports so, as far as `severity` finds it worth one.
    fileprivate func uses(
        of support: ClientFeature.Support, severity: (ClientFeature, [MailClient]) -> Severity?
    ) -> [Place] {
        htmlBodies.flatMap { body in
            body.features.enumerated().flatMap { index, use -> [Place] in
                guard use.count > 0 else { return [] }
                let feature = ClientFeature.all[index]
                guard feature.impact != .none else { return [] }
                let clients = feature.clients(where: support).map { MailClient.all[$0] }.filter(\.isMain)
                guard !clients.isEmpty, let severity = severity(feature, clients) else { return [] }
                let names = clients.prefix(4).map(\.name).joined(separator: ", ")
                let rest = clients.count > 4 ? " and \(clients.count - 4) more" : ""
                let verb = support == .partial ? "is known in part by" : "is not known by"
                return use.places.map {
                    body.place("\(feature.title) \(verb) \(names)\(rest)", at: $0, severity: severity)
                }
            }
        }
    }
}

/// What the engine of Outlook for Windows leaves out.
private enum WordFeature {
    private static let properties = WordTable([
        "display", "background-image", "border-radius", "max-width", "background",
    ])

    static func severity(of declaration: StyleSheet.Declaration, in style: StyleSheet) -> Severity? {
        guard let property = properties.index(of: declaration.name, in: style.octets) else { return nil }
        switch property {
        case 0:
            let text = style.text(of: declaration.value).lowercased()
            return text.hasSuffix("flex") || text.hasSuffix("grid") ? .warning : nil
        case 1, 4: return CSSTokenizer.mayHoldURL(declaration.value, in: style.octets) ? .info : nil
        default: return .info
        }
    }
}

extension HTMLInspection {
    /// Some of the message is made for Outlook.
    fileprivate var hasWordFallback: Bool {
        conditionals.contains { !$0.isRevealed && $0.condition.contains("mso") && !$0.condition.contains("!mso") }
    }
}
