import MailModel
import MIME

/// How big a message may be.
extension Rule {
    static let size = [clipped, messageTooBig]

    static let clipped = Rule(
        "size.gmailclip", .size, .error, points: 0,
        summary: "Gmail will cut the HTML off",
        advice: "Behind about 102 KB it shows a link to the rest, so the footer with the way to unsubscribe is lost. "
            + "Take out unused styles and comments, and shorten addresses.",
        reference: "Gmail, observed at 102 KB of a decoded part",
        passing: ["Content-Type: text/html\n\n<p>Hello.</p>\n"],
        failing: [html(of: 103 * 1024), html(of: 95 * 1024)]
    ) { examined in
        examined.htmlBodies.compactMap { body in
            let size = body.text.content.count
            guard size > 90 * 1024 else { return nil }
            let rest = body.contentRange(of: (90 * 1024)..<size)
            return Place("The HTML has \(size / 1024) KB", at: rest, severity: size > 102 * 1024 ? nil : .warning)
        }
    }

    static let messageTooBig = Rule(
        "size.message", .size, .error, points: 0,
        summary: "The message is too big for some receivers",
        advice: "Gmail takes 25 MB, others less, and base64 adds a third. Put files on a server, and link to them.",
        reference: "RFC 1870 §5; limits of providers",
        passing: ["Subject: a\n\nHello.\n"],
        failing: [Example("Subject: a\n\n", padding: 10_000_001)]
    ) { examined in
        let size = examined.source.count
        guard let (limit, who, severity) = sizeLimits.first(where: { size > $0.0 }) else { return [] }
        return [Place("The message has \(size) octets, \(who)", at: limit..<size, severity: severity)]
    }

    private static let sizeLimits: [(Int, String, Severity)] = [
        (35_000_000, "more than Exchange takes", .error), (25_000_000, "more than Gmail takes", .error),
        (10_000_000, "more than many servers take", .warning),
    ]

    private static func html(of size: Int) -> Example { Example("Content-Type: text/html\n\n<p>", padding: size) }
}
