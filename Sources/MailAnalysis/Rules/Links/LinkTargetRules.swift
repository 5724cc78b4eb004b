import MailModel
import MIME

/// Where links lead.
extension Rule {
    static let linkTargets: [Rule] = [
        linkMismatch, linkShortener, linkAddress, linkPlain, linkScheme, linkUserinfo, linkCloudHost,
    ]

    static let linkMismatch = Rule(
        "link.textmismatch", version: 2, .links, .error, points: 2,
        summary: "A link shows one address and leads to another",
        advice:
            "This is what phishing does, and click tracking does it too. Use words as the text of the link, or track "
            + "on a host of the domain that is shown.",
        reference: "SpamAssassin: URI_PHISH",
        passing: [
            .page("<a href=\"https://click.example.com/1\">www.example.com</a>"),
            .page("<a href=\"https://example.org/\">Our shop</a> <a href=\"https://example.org/\">README.md</a>"),
        ],
        failing: [
            .page("<a href=\"https://example.org/login\">https://www.example.com/login</a>"),
            .page("<a href=\"https://example.org/\">example.com</a>"),
            .page("<a href=\"https://example.org/\">Go to www.example.com, now</a>"),
        ]
    ) { examined in
        examined.links.compactMap { link in
            guard link.isHTML, link.target.isWeb, let host = link.host,
                let shown = WebAddress.shown(amidst: link.text), shown.organization != host.organization
            else { return nil }
            return link.place("Shows \(shown.name) and leads to \(host.name)")
        }
    }

    static let linkShortener = Rule(
        "link.shortener", version: 3, .links, .warning, points: 1.2,
        summary: "A link goes through a public shortener",
        advice: "Nobody sees where it leads, and shorteners are on many block lists. Link to the page itself, or use a "
            + "domain of your own.",
        reference: "Gmail and Yahoo sender guidelines; SpamAssassin: URL_SHORTENER",
        passing: [.page("<a href=\"https://example.com/spring\">Spring</a>")],
        failing: [.page("<a href=\"https://bit.ly/3abcdef\">Spring</a>")]
    ) { examined in
        examined.links.compactMap { link in
            guard let host = link.host, link.target.isWeb, link.target.rest.utf8.count > 1, host.isShortener else {
                return nil
            }
            return link.place("\(host.name) hides where the link leads")
        }
    }

    static let linkAddress = Rule(
        "link.ip", version: 2, .links, .error, points: 1.5,
        summary: "A link leads to an IP address",
        advice: "Mail of organisations never does this, phishing does. Use a host name.",
        reference: "RFC 3986 §3.2.2, §7.4",
        passing: [.page("<a href=\"https://example.com/\">Look</a>")],
        failing: [
            .page("<a href=\"http://203.0.113.7/a\">Look</a>"), .page("<a href=\"http://0xcb007107/a\">Look</a>"),
            .page("<a href=\"http://[2001:db8::1]/\">Look</a>"),
        ]
    ) { examined in
        examined.links.compactMap { link in
            guard let host = link.target.host, let address = host.address else { return nil }
            return link.place("The host is \(address)\(host.isDisguised ? ", in disguise" : "")")
        }
            + examined.inHTML { inspection, body in
                inspection.images.compactMap { image in
                    image.target.host?.address.map { body.place("The picture is at \($0)", at: image.sourceRange) }
                }
            }
    }

    static let linkPlain = Rule(
        "link.http", version: 2, .links, .warning, points: 0.3,
        summary: "A link or a picture is not encrypted on its way",
        advice: "Browsers warn, clients that load pictures over TLS do not show it. Use https.",
        reference: "RFC 9110 §4.2.2",
        passing: [.page("<a href=\"https://example.com/\">Look</a>")],
        failing: [
            .page("<a href=\"http://example.com/\">Look</a>"),
            .page("<img src=\"http://example.com/a.png\" alt=\"A\" width=\"10\">"),
        ]
    ) { examined in
        let links = examined.links.filter { ($0.isHTML || examined.htmlBodies.isEmpty) && isPlain($0.target) }
        let images = examined.inHTML { inspection, body in
            inspection.images.filter { isPlain($0.target) }
                .map { body.place("The picture is loaded by http", at: $0.sourceRange) }
        }
        return links.map { $0.place("The link goes by http") } + images
    }

    private static func isPlain(_ target: WebAddress) -> Bool {
        target.scheme == "http" && target.host.map { !$0.isLocal } ?? false
    }

    static let linkScheme = Rule(
        "link.scheme", version: 2, .links, .error, points: 1.5,
        summary: "A link has a scheme that clients block",
        advice: "Scripts, data and files do not open from mail, and filters take them for an attack. Link by https, "
            + "mailto or tel.",
        reference: "RFC 3986 §7.6",
        passing: [.page("<a href=\"tel:+49301234567\">Call</a> <a href=\"mailto:a@example.com\">Write</a>")],
        failing: [
            .page("<a href=\"data:text/html,hello\">Look</a>"), .page("<a href=\"file:///C:/report.txt\">Look</a>"),
        ]
    ) { examined in
        examined.links.filter { blockedSchemes.contains($0.target.scheme) }
            .map { $0.place("The scheme is \($0.target.scheme)") }
    }

    private static let blockedSchemes: Set<String> = [
        "about", "blob", "chrome", "data", "file", "filesystem", "ftp", "javascript", "jar", "ms-msdt", "search-ms",
        "smb",
        "vbscript", "view-source",
    ]

    static let linkUserinfo = Rule(
        "link.userinfo", .links, .warning, points: 1,
        summary: "A link has a user name, an unusual port or an escaped host",
        advice: "This is how a link is made to look as if it led elsewhere. Take it out.",
        reference: "RFC 3986 §3.2.1, §7.6",
        passing: [.page("<a href=\"https://example.com:443/a@b%20c\">Look</a>")],
        failing: [
            .page("<a href=\"https://example.com@example.org/\">Look</a>"),
            .page("<a href=\"https://example.com:8443/\">Look</a>"),
            .page("<a href=\"https://ex%61mple.com/\">Look</a>"),
        ]
    ) { examined in
        examined.links.compactMap { link in
            guard link.target.isWeb, let host = link.target.host else { return nil }
            if let user = link.target.userinfo { return link.place("\(user)@ is not the host, \(host.name) is") }
            if host.isEscaped { return link.place("The host \(host.name) is escaped") }
            let usual = link.target.scheme == "https" ? 443 : 80
            guard let port = link.target.port, port != usual, !host.isLocal else { return nil }
            return link.place("The port is \(port)")
        }
    }

    static let linkCloudHost = Rule(
        "link.cloudhost", version: 4, .links, .warning, points: 0.8,
        summary: "A link leads to a host where anybody can put pages",
        advice: "Much phishing is hosted there, so filters do not trust it. Put the page under a domain of your own.",
        reference: "SpamAssassin: GOOG_STO, URI_FIREBASEAPP",
        passing: [.page("<a href=\"https://files.example.com/a\">Look</a>")],
        failing: [
            .page("<a href=\"https://storage.googleapis.com/bucket/a.html\">Look</a>"),
            .page("<a href=\"https://shop-4711.web.app/\">Look</a>"),
        ]
    ) { examined in
        examined.links.compactMap { link in
            guard link.target.isWeb, let host = link.host, host.isOpenHosting else { return nil }
            return link.place("\(host.name) belongs to everybody")
        }
    }
}

extension WebAddress {
    /// The host that a text shows, be it all of the text or a word of it that begins with a scheme or `www.`.
    static func shown(amidst text: String) -> Host? {
        guard text.utf8.contains(.dot) else { return nil }
        if let host = shown(in: text.trimmingBlanks.trimmingMarks) { return host }
        return text.split(whereSeparator: \.isWhitespace).prefix(50).lazy.compactMap { word in
            let word = word.trimmingMarks
            let lowered = word.prefix(8).lowercased()
            guard ["http://", "https://", "www."].contains(where: lowered.hasPrefix) else { return nil }
            return shown(in: word)
        }.first
    }

    /// The host that a text shows, where it looks like an address and like nothing else.
    static func shown(in text: String) -> Host? {
        guard !text.isEmpty, !text.utf8.contains(.space), !text.utf8.contains(.at), !text.utf8.contains(.lf) else {
            return nil
        }
        let lowered = text.lowercased()
        let hasScheme = lowered.hasPrefix("http://") || lowered.hasPrefix("https://")
        let address = WebAddress(hasScheme ? text : "http://\(text)")
        guard let host = address.host, host.address == nil || hasScheme, host.name.contains(".") else { return nil }
        if hasScheme || host.name.hasPrefix("www.") { return host }
        let labels = host.domain.labels
        guard OrganizationalDomain.hasKnownSuffix(host.name), let last = labels.last, !text.utf8.contains(.colon),
            labels.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x80 || $0.isLetter || $0.isDigit || $0 == .hyphen } })
        else { return nil }
        // `README.md` and `install.sh` are domains too, and nobody means them so.
        return labels.count == 2 && HostLists.fileEndings.contains(last) ? nil : host
    }
}

extension StringProtocol {
    /// Without brackets, quotes and the signs of a sentence at its ends.
    fileprivate var trimmingMarks: String {
        var text = self[...]
        while let first = text.first, "([{<\"'“‘«".contains(first) { text.removeFirst() }
        while let last = text.last, ")]}>\"'”’».,;:!?…".contains(last) { text.removeLast() }
        return String(text)
    }
}
