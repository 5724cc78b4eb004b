import MailModel
import MIME

/// How links are written, and how many there are.
extension Rule {
    static let linkForms: [Rule] = [linkMalformed, linkDomains, linkBrand, linkLength]

    static let linkMalformed = Rule(
        "link.malformed", version: 5, .links, .error, points: 0.5,
        summary: "A link leads nowhere",
        advice: "Mail has no base address: every link must be absolute and without blanks. Often the setting with the "
            + "base address is missing where the template is rendered.",
        reference: "RFC 3986 §4.3, §5.1",
        passing: [
            .page(
                "<a href=\"https://example.com/a%20b\">Look</a> <a href=\"#terms\">Terms</a><p id=\"terms\">Terms</p>")
        ],
        failing: [
            .page("<a href=\"/reset?token=1\">Reset</a>"), .page("<a href=\"\">Reset</a>"),
            .page("<a href=\"#\">Reset</a>"),
            .page("<a href=\"https://https://example.com/\">Look</a>"),
            .page("<a href=\"https://example.com/a b\">Look</a>"),
            .page("<a href=\"https:///reset\">Reset</a>"), .page("<a href=\"https:///reset?d=50%\">Reset</a>"),
            .page("<a href=\"http:/example.com/\">Look</a>"),
            .page("<a href=\"htps://example.com/\">Look</a>"), .page("<a href=\"mailto:help\">Write</a>"),
            .page("<a href=\"https://www,example.com/\">Look</a>"),
        ]
    ) { examined in
        let links = examined.links.filter { $0.isHTML && !$0.isTemplate }
        let anchors = links.contains { $0.target.form == .fragment } ? anchors(of: examined) : []
        return links.compactMap { link in link.fault(anchors: anchors).map { link.place($0) } }
    }

    /// What links inside the message may lead to.
    private static func anchors(of examined: ExaminedMessage) -> Set<String> {
        examined.htmlBodies.reduce(into: []) { anchors, body in
            let document = body.inspection.document
            for attribute in document.attributes where attribute.name == .id || attribute.name == .name {
                anchors.insert(document.text(of: attribute))
            }
        }
    }

    static let linkDomains = Rule(
        "link.toomany.domains", .links, .warning, points: 0.5,
        summary: "The links lead to more than 8 organisations, or there are more than 100",
        advice:
            "A message that leads to many places looks like spam, and its readers do not know where to go. Keep the "
            + "links that matter.",
        reference: "Spamhaus: reputation of linked domains",
        passing: [.page("<a href=\"https://example.com/\">One</a> <a href=\"https://example.org/\">Two</a>")],
        failing: [
            .page((1...10).map { "<a href=\"https://shop\($0).com/\">\($0)</a>" }.joined()),
            .page((1...101).map { "<a href=\"https://example.com/\($0)\">\($0)</a>" }.joined()),
        ]
    ) { examined in
        var organizations: Set<String> = []
        let web = examined.links.filter { $0.isHTML && $0.target.isWeb }
        var places = web.compactMap { link -> Place? in
            guard let organization = link.host?.organization, !HostLists.social.contains(organization),
                organizations.insert(organization).inserted, organizations.count > mostOrganizations
            else { return nil }
            return link.place("\(organization) is organisation \(organizations.count)")
        }
        if web.count > mostLinks { places += web[mostLinks...].map { $0.place("One of \(web.count) links") } }
        return places
    }

    private static let mostOrganizations = 8
    private static let mostLinks = 100

    static let linkBrand = Rule(
        "link.nobrand", .links, .info, points: 0,
        summary: "No link leads to the organisation that the message is from",
        advice: "Readers and filters trust links under the domain of the sender. Serve them from there.",
        reference: "Gmail sender guidelines: brand consistently",
        passing: [.page("<a href=\"https://www.example.com/\">Look</a>")],
        failing: [.page("<a href=\"https://example.org/\">Look</a>")]
    ) { examined in
        let web = examined.links.filter { $0.target.isWeb && $0.isHTML }
        guard let from = examined.correspondents.fromDomain, !web.isEmpty, !from.isFreemail else { return [] }
        let organizations = Set(web.compactMap { $0.host?.organization })
        guard !organizations.contains(from.organization) else { return [] }
        return web.map { $0.place("Not of \(from.organization)") }
    }

    static let linkLength = Rule(
        "link.longtracking", version: 2, .links, .info, points: 0.3,
        summary: "A link is longer than 200 characters or carries a long code",
        advice: "Long codes break when a message is forwarded as text and look like tracking. Use shorter tokens.",
        reference: "SpamAssassin: LONG_HEX_URI",
        passing: [.page("<a href=\"https://example.com/reset?token=9f86d081884c7d65\">Reset</a>")],
        failing: [.page("<a href=\"https://example.com/" + String(repeating: "9f86d081", count: 25) + "\">Look</a>")]
    ) { examined in
        examined.links.filter { $0.isHTML && $0.target.isWeb }.compactMap { link in
            if link.href.utf8.count > longestLink {
                return link.place("The address has \(link.href.utf8.count) octets")
            }
            return hasLongCode(link.target.rest) ? link.place("The address has a long code in it") : nil
        }
    }

    /// A run of hexadecimal digits, or of letters and digits mixed, that is no word.
    private static func hasLongCode(_ rest: String) -> Bool {
        rest.utf8.split { !($0.isLetter || $0.isDigit || $0 == .underscore || $0 == .hyphen) }.contains { run in
            run.count >= longestHex && run.allSatisfy { $0.hexadecimal != nil }
                || run.count >= longestToken && run.contains(where: \.isDigit) && !run.contains(.hyphen)
        }
    }

    private static let longestHex = 60
    private static let longestToken = 90

    private static let longestLink = 200
}

extension FoundLink {
    /// Something of a template is still in it, which another rule tells.
    var isTemplate: Bool {
        let first = href.utf8.first ?? 0
        // `%20https://…` begins with a blank that somebody encoded.
        return "[{".utf8.contains(first) || first == .percent && !href.hasPrefix("%20")
            || Self.templateMarks.areIn(href)
    }

    private static let templateMarks = WordFinder(["{{", "{%", "${", "<%", "*|", "[[", "%%", "#{"])

    /// What is wrong with the address; `nil` for one that leads somewhere.
    fileprivate func fault(anchors: Set<String>) -> String? {
        switch target.form {
        case .empty: return "The address is empty"
        case .relative: return "\(href.prefix(60)) is relative"
        case .schemeRelative: return "\(href.prefix(60)) has no scheme"
        case .fragment:
            let name = String(href.dropFirst())
            return anchors.contains(name) || name == "top" ? nil : "\(href.prefix(60)) is nowhere in the message"
        case .absolute: break
        }
        guard target.scheme == "http" || target.scheme == "https" else { return faultOfScheme }
        if let name = target.host?.name, target.host?.address == nil, name.utf8.contains(where: Self.isNoHost) {
            return "The host '\(name)' cannot be one"
        }
        return target.faults.first { $0 != .badEscape }.flatMap { fault in
            switch fault {
            case .unescapedSpace: "The address has a blank in it"
            case .controlCharacter: "The address has a control character in it"
            case .doubledScheme: "The scheme is there twice"
            case .missingSlashes: "Two slashes are missing behind the scheme"
            case .missingHost: "The address has no host"
            case .badHost: "The host cannot be one"
            case .badPort: "The port is no number"
            case .badEscape: nil
            }
        }
    }

    /// `htp:`, `httpss:`, `mailto:` without a mailbox, `tel:` without a number.
    private var faultOfScheme: String? {
        let scheme = target.scheme
        let isMisspelt = scheme.count > 2 && scheme.utf8.allSatisfy { "htps".utf8.contains($0) }
        if isMisspelt { return "The scheme '\(scheme)' is none" }
        let isNowhere =
            scheme == "mailto" && !target.rest.contains("@") && !target.rest.hasPrefix("?")
            && !target.rest.contains("%40") || scheme == "tel" && !target.rest.contains(where: \.isNumber)
        return isNowhere ? "The address says \(scheme) and to whom it does not" : nil
    }

    /// Signs that browsers let pass in a host, and that no name has.
    private static func isNoHost(_ octet: UInt8) -> Bool { ",;!$&'()*+=~".utf8.contains(octet) }
}
