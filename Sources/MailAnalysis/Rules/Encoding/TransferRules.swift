import MailModel
import MIME

/// How octets are made fit for transport. RFC 2045 §6.
extension Rule {
    static let transfer = [base64Damaged, quotedPrintableDamaged, base64Needless, eightBitUnannounced, bodyLineTooLong]

    static let base64Damaged = Rule(
        "enc.base64.bad", .encoding, .error, points: 0.6,
        summary: "Base64 content is not base64 throughout",
        advice: "Readers stop at the damage or show garbage. Let the library encode the whole part, and append nothing "
            + "to what it made.",
        reference: "RFC 2045 §6.8",
        passing: ["Content-Transfer-Encoding: base64\n\nSGVsbG8sIHdvcmxkLg==\n"],
        failing: [
            "Content-Transfer-Encoding: base64\n\nSGVsbG8sIHdvcmxkLg==\n\n-- \nSent by our list.\n",
            "Content-Transfer-Encoding: base64\n\nSGVsbG8*sIHdvcmxkLg==\n",
            "Content-Transfer-Encoding: base64\n\nSGVsbG8sIHdvcmxkL\n",
            Example("Content-Transfer-Encoding: base64\n\n\(String(repeating: "SGVs", count: 30))\n"),
        ]
    ) { examined in
        examined.leaves.filter { $0.encoding == .base64 }.flatMap { part -> [Place] in
            let damage = Base64Survey.damage(in: part.body, of: examined.source)
            if !damage.isEmpty { return damage.map { Place("This is not base64", at: $0) } }
            return examined.lines.long.filter { part.body.contains($0.lowerBound) }.map {
                Place("A line has \($0.count) octets, 76 are allowed", at: $0, severity: .warning, points: 0.3)
            }
        }
    }

    static let quotedPrintableDamaged = Rule(
        "enc.qp.bad", .encoding, .warning, points: 0.4,
        summary: "Quoted-printable content is not encoded as it has to be",
        advice: "Readers show other octets than were meant. Write an equals sign as =3D, and break lines at 76 octets "
            + "with an equals sign at the end.",
        reference: "RFC 2045 §6.7",
        passing: ["Content-Transfer-Encoding: quoted-printable\n\n1 + 1 =3D 2, and this goes =\non.\n"],
        failing: [
            "Content-Transfer-Encoding: quoted-printable\n\n1 + 1 = 2\n",
            "Content-Transfer-Encoding: quoted-printable\n\n<a href=\"x\">\n",
            "Content-Transfer-Encoding: quoted-printable\n\nGr=FCße\n",
            Example("Content-Transfer-Encoding: quoted-printable\n\n\(String(repeating: "word ", count: 20))\n"),
        ]
    ) { examined in
        examined.leaves.filter { $0.encoding == .quotedPrintable }.flatMap { part -> [Place] in
            let damage = QuotedPrintableSurvey.damage(in: part.body, of: examined.source)
            let long = examined.lines.long.filter { part.body.contains($0.lowerBound) }
            return damage.map { Place("\($0.what)", at: $0.range) }
                + long.map { Place("A line has \($0.count) octets, 76 are allowed", at: $0) }
        }
    }

    static let base64Needless = Rule(
        "enc.base64.ascii", .encoding, .warning, points: 0.8,
        summary: "Plain ASCII is hidden in base64",
        advice: "Spam hides text from filters that way. Send such text as 7bit or quoted-printable, and such fields as "
            + "they are.",
        reference: "RFC 2045 §6.2",
        passing: [
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nR3LDvMOfZQ==\n",
            "Subject: =?utf-8?B?R3LDvMOfZQ==?= =?utf-8?B?IG9r?=\n\nHello.\n",
        ],
        failing: [
            "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8sIHdvcmxkLg==\n",
            "Subject: =?utf-8?B?SGVsbG8=?=\n\nHello.\n", "From: =?utf-8?B?U2hvcA==?= <a@example.com>\n\nHello.\n",
        ]
    ) { examined in
        let bodies = examined.bodies.compactMap { body -> Place? in
            guard body.part.encoding == .base64, !body.text.content.isEmpty,
                body.text.content.allSatisfy({ $0 < 0x80 }),
                body.part.contentType.charset?.lowercased().hasPrefix("iso-2022") != true
            else { return nil }
            let field = examined.partHeaders[body.part.index].last("content-transfer-encoding")
            return Place("The text is ASCII", at: field?.range ?? body.part.body)
        }
        let fields = ["subject", "from"].flatMap(examined.header.all).compactMap { field -> Place? in
            let words = EncodedWordSurvey(field.body, in: examined.source).words
            guard words.contains(where: \.isBase64), let first = words.first, let last = words.last,
                words.allSatisfy({ $0.octets.map { $0.allSatisfy { 0x20...0x7E ~= $0 } } ?? false })
            else { return nil }
            return Place("\(field.spelling) is ASCII", at: first.range.union(last.range))
        }
        return bodies + fields
    }

    static let eightBitUnannounced = Rule(
        "enc.8bit.unannounced", version: 2, .encoding, .warning, points: 0.1,
        summary: "The body has octets beyond ASCII that were not announced",
        advice: "A server that cannot pass them on has to refuse the message. Encode the text, or say BODY=8BITMIME.",
        reference: "RFC 6152 §3",
        passing: [
            Example("Subject: a\n\nGrüße\n", transport: Transport(body: .eightBit)), "Subject: a\n\nGrüße\n",
        ],
        failing: [Example("Subject: a\n\nGrüße\n", transport: Transport(body: .sevenBit))]
    ) { examined in
        guard examined.subject.transport?.body == .sevenBit else { return [] }
        return examined.leaves.compactMap { part in
            let body = examined.source[part.body]
            guard let first = body.firstIndex(where: { $0 >= 0x80 }), let last = body.lastIndex(where: { $0 >= 0x80 })
            else { return nil }
            return Place("The body was said to be 7-bit", at: first..<(last + 1))
        }
    }

    static let bodyLineTooLong = Rule(
        "enc.line.998", .encoding, .error, points: 0.5,
        summary: "A line of the body is longer than 998 octets",
        advice: "Servers break or refuse it, and HTML breaks in the middle of a tag. Send long lines, as of minified "
            + "HTML, in quoted-printable or base64.",
        reference: "RFC 5322 §2.1.1",
        passing: [Example("Subject: a\n\n\(String(repeating: "a", count: 998))\n")],
        failing: [Example("Subject: a\n\n\(String(repeating: "a", count: 999))\n")]
    ) { examined in
        examined.lines.tooLong.filter { !examined.isInHeader($0) }.map {
            Place("A line has \($0.count) octets", at: $0)
        }
    }
}
