import MIME
import MailModel

/// What a message tells of the program that made it, and of the place that it was made in.
extension Rule {
    static let leaks = [
        localLink, placeholder, emptyValue, filler, stackTrace, secret, revealingField, realRecipient,
    ]

    /// What ``ExaminedMessage/slips(_:)`` leaves out.
    static let exemptingPrograms =
        "Nothing is said of mail about programs, such as patches, alerts and reports of builds, nor of the lines that an "
        + "answer quotes."
    static let exemptingCode =
        "Nothing is said of mail about programs, such as patches, alerts and reports of builds, nor of the lines that an "
        + "answer quotes, nor of what is shown as code."

    static let localLink = Rule(
        "leak.localhost", version: 3, .privacy, .error, points: 0.8,
        summary: "A link or picture is on a machine that receivers cannot reach",
        advice: "It works for whoever built the message, and for nobody else. Set the public base address in the "
            + "environment that sends.",
        reference: "RFC 1918, RFC 6761",
        passing: [
            "Subject: a\n\nSee https://www.example.com/dev/staging?host=localhost\n",
            "Subject: a\n\nSee https://test.co.uk/ and https://dev.mysql.com/doc/\n",
        ],
        failing: [
            "Subject: a\n\nSee http://localhost:3000/reset\n", "Subject: a\n\nSee http://192.168.1.7/a\n",
            "Content-Type: text/html\n\n<p>Hello <a href=\"https://staging.shop.example.com/\">shop</a></p>\n",
            "Content-Type: text/html\n\n<p>Hello <img src=\"http://app.local/logo.png\" alt=\"\"></p>\n",
            "Subject: a\n\nSee http://web/reset and https://shop.test/\n",
            "Subject: a\n\nSee https://api-staging.example.com/reset\n",
        ]
    ) { examined in
        let links = examined.links.filter { $0.target.isFollowed && $0.host?.isUnreachable ?? false }
        let images = examined.inHTML { inspection, body in
            inspection.images.compactMap { image in
                guard image.target.isFollowed, let host = image.target.host, LinkedHost(host).isUnreachable else {
                    return nil
                }
                return body.place("\(host.name) cannot be reached from elsewhere", at: image.sourceRange)
            }
        }
        return links.map { $0.place("\($0.host?.name ?? "It") cannot be reached from elsewhere") } + images
    }

    static let stackTrace = Rule(
        "leak.trace", version: 6, .privacy, .error, points: 0.3,
        summary: "Text shows an error of the program that made it",
        advice: "It tells strangers how the program is built. Log errors, and do not send what failed to render.",
        reference: "CWE-209", exemption: exemptingPrograms,
        passing: [
            "Subject: a\n\nAn error in your address? Write at once (before 5:30).\nat the town hall (doors open 18:30)\n",
            "Subject: a\n\nThe script is in /home/ann/bin/backup.py and runs at night.\n",
            "Subject: Cron <www-data@web1> php /var/www/shop/cron.php\n\n3 messages sent\n",
            "Subject: a\n\nThe delay. Caused by: heavy snow. We use django. https://example.com/Users/ann/a.php\n",
            "Subject: a\n\nA duplicate entry is no error; a stack trace is. Dinner is not a function.\n",
            "Subject: Maintenance\n\nFor some seconds, queries fail with ECONNREFUSED errors.\n",
            "Subject: a\n\nat the shop (Tel.:0301234567)\nat eight (https://www.example.com:8443)\n",
            "Subject: a\n\nIt is on the page [1] and [2].\n\n[1] => https://example.com/a\n[2] => https://example.com/b\n",
            "In-Reply-To: <1@example.com>\n\n> KeyError: 'total'\nThat is mended, thank you.\n",
            "Subject: a\n\nWhere it says `KeyError: 'total'`, install it again.\n",
            "Subject: [example/shop] Sum of an empty cart (#81)\n\nTypeError: cart is undefined\n",
            Example(
                "Subject: Tests have failed\n\nThe workflow of commit 3f2a has failed:\nTypeError: cart is undefined\n"),
            Example(
                "Subject: [shop] Build 17 failed on main\n\nThe job of commit 3f2a on branch main failed:\n"
                    + "Traceback (most recent call last):\n  File \"shop.py\", line 4\nKeyError: 'total'\n"),
        ],
        failing: [
            "Subject: a\n\nTraceback (most recent call last):\n",
            "Subject: a\n\nat com.example.Shop.pay(Shop.java:42)\n",
            "Subject: a\n\nSQLSTATE[42S02]: Base table not found\n",
            "Subject: a\n\nWarning: fopen() in /var/www/shop/a.php on line 3\n",
            "Subject: a\n\nArray\n(\n    [name] => Ann\n    [total] => 42\n)\n",
            "Subject: a\n\n[0] => Ann\n[1] => Ben\n", "Subject: a\n\nItems: <Buffer 41 42 43>\n",
            "Subject: a\n\nHello <shop.User object at 0x7f3a2c>,\n",
            "Content-Type: text/html\n\n<p>Array ( [name] => Ann [total] => 42 )</p>\n",
            "Subject: a\n\nat Module.load (node:internal/modules/cjs/loader:1105:14)\n",
            "Subject: a\n\nat Object.pay (/srv/shop/pay.js:10:5)\n", "Subject: a\n\nKeyError: 'total'\n",
            "Subject: a\n\ncom.example.shop.PaymentException: declined\n",
            "Subject: a\n\nDuplicate entry '7' for key 'PRIMARY'\n",
            Example(
                "Subject: Your order\n\njava.lang.RuntimeException: commit failed\n"
                    + "\tat org.example.repository.OrderRepository.commit(OrderRepository.java:42)\n"
                    + "\tat org.example.api.build.Pipeline.merge(Pipeline.java:7)\n"),
        ]
    ) { examined in
        examined.slips(examined.readings.flatMap { reading in TraceScan(reading).found.map { (reading, $0) } })
            .map(quoted)
    }

    static func quoted(_ reading: ReadableText, _ range: Range<Int>) -> Place {
        reading.place("'\(reading.quote(range))'", at: range)
    }

    static let secret = Rule(
        "leak.secret", version: 8, .privacy, .error, points: 0.5,
        summary: "Text shows a password, a key or a card number",
        advice:
            "Mail is kept for years in many places. Send a link that works once, and show no more than the last four "
            + "digits of a card.",
        reference: "CWE-312; PCI DSS 3.3",
        passing: [
            "Subject: a\n\nYour password is about to expire. Password: choose it at https://example.com/a1b2c3\n"
                + "Card ending in 4242. Order 4111111111111112.\n",
            "Subject: a\n\nMeeting ID: 845 1234 5678\nPasscode: x7Gh2kQp\n",
            "Subject: a\n\nYour one-time password is AB12CD.\n", "Subject: a\n\nPasscode: 7GK2-91QX\n",
            "Subject: a\n\nYour temporary password is x7Gh2kQp. Change it when you sign in.\n",
            "Subject: a\n\nJoin: https://example.zoom.us/j/84512345678\nPassword: x7Gh2kQp\n",
            "Subject: a\n\nDial in: +49 30 555 0100\nPIN: 7345\nPassword: x7Gh2kQp\n",
        ].map { Example($0) },
        failing: [
            "Subject: a\n\nYour password is Summer2025!\n",
            "Subject: a\n\nJoin the meeting on Monday. Your password is Summer2025!\n",
            "Subject: a\n\nThe meeting room can be booked at once.\nUser: ann\nPassword: x7Gh2kQp\n",
            "Subject: a\n\nMeeting ID: 845 1234 5678\n\nYour password for the portal is Summer2025!\n",
            "Content-Type: text/html\n\n<p>Password: <code>x7Gh2kQp</code></p>\n", "Subject: a\n\nPassword: x7Gh2kQp\n",
            "Subject: a\n\nkey AKIAIOSFODNN7EXAMPLE\n", "Subject: a\n\n4111 1111 1111 1111\n",
            "Subject: a\n\nYours (4111 1111 1111 1111)\n", "Subject: a\n\n-----BEGIN RSA PRIVATE KEY-----\n",
            "Subject: a\n\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N\n",
        ]
    ) { examined in
        examined.readings.flatMap { reading in
            SecretScan(reading).found.map { reading.place($0.what, at: $0.range) }
        }
    }

    static let revealingField = Rule(
        "leak.headers", version: 3, .privacy, .info, points: 0.1,
        summary: "The header tells of the machines and programs inside",
        advice: "It helps nobody but attackers. Take such fields out where mail leaves the house.",
        reference: "CWE-200",
        passing: ["Received: from mx.example.com by mail.example.net; Mon, 1 Jan 2024 00:00:00 +0000\n\n.\n"],
        failing: [
            "X-Originating-IP: [192.168.1.7]\n\n.\n", "X-PHP-Originating-Script: 1000:mail.php\n\n.\n",
            "Received: from web-1.internal (10.0.0.7) by mx.example.com; Mon, 1 Jan 2024 00:00:00 +0000\n\n.\n",
            "Message-ID: <1@web-1.internal>\n\n.\n",
        ]
    ) { examined in
        let fields = examined.header.all.filter { revealing.contains($0.name) }
        let hops = zip(examined.header.all("received"), examined.header.header.received).filter { field, hop in
            [hop.from, hop.by].contains { $0.map { DomainName($0).isInside } ?? false }
        }
        let identifiers = examined.header.all("message-id").filter { field in
            field.value.split(separator: "@").last.map { DomainName(String($0.prefix { $0 != ">" })).isInside } ?? false
        }
        return (fields + hops.map(\.0) + identifiers).map { Place("\($0.spelling) is '\($0.value)'", at: $0.range) }
    }

    private static let revealing: Set<String> = [
        "x-originating-ip", "x-php-originating-script", "x-php-script", "x-source", "x-source-args", "x-source-dir",
        "x-antiabuse", "x-authenticated-sender", "x-environment",
        "x-get-message-sender-via", "x-originating-email", "x-source-ip", "x-client-ip", "x-server-name", "x-real-ip",
        "x-remote-addr", "x-sender-ip", "x-debug", "x-server", "x-host", "x-hostname", "x-server-addr",
    ]

    static let realRecipient = Rule(
        "leak.realrecipient", .privacy, .warning, points: 0,
        summary: "A test environment writes to somebody real",
        advice: "Customers get mail that was never meant for them. Allow only your own addresses in such environments.",
        reference: "Practice",
        passing: [
            "From: shop@staging.example.com\nTo: tester@example.com\n\n.\n",
            "From: shop@example.com\nTo: ann@gmail.com\n\n.\n",
        ],
        failing: [
            "From: shop@staging.example.com\nTo: ann@gmail.com\n\n.\n",
            "From: shop@shop.test\nTo: ann@customer.com\n\n.\n",
        ]
    ) { examined in
        guard let from = examined.correspondents.fromDomain, from.isLocal || from.isReserved || from.isStaged else {
            return []
        }
        let isReal = { (domain: DomainName) in
            !domain.isLocal && !domain.isReserved && !domain.isOfSameOrganization(as: from)
                && !domain.organization.hasPrefix("example.")
        }
        let mailboxes = examined.correspondents.recipients.filter { $0.domainName.map(isReal) ?? false }
        let shown = Set(mailboxes.map { $0.address.lowercased() })
        let hidden = (examined.envelope?.forwardPaths ?? []).filter { path in
            guard let at = path.lastIndex(of: "@"), !shown.contains(path.lowercased()) else { return false }
            return isReal(DomainName(String(path[path.index(after: at)...])))
        }
        return mailboxes.map { Place("\($0.address) is not one of \(from.name)", at: $0.range) }
            + hidden.map { Place("The envelope has \($0), which is not one of \(from.name)") }
    }
}

extension WebAddress {
    /// Leads to a host once it is clicked or loaded.
    fileprivate var isFollowed: Bool { isWeb || form == .schemeRelative }
}

extension DomainName {
    /// A name that only its own network knows, told by its end; a single word may be anything.
    fileprivate var isInside: Bool { labels.count > 1 && isLocal }
}
