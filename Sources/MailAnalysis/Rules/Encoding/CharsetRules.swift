import MailModel
import MIME

/// What octets of text mean. RFC 2046 §4.1.2.
extension Rule {
    static let charsets = [charsetUndeclared, charsetMismatched, charsetUnknown, mojibake, zeroWidth]

    static let charsetUndeclared = Rule(
        "enc.charset.undeclared", .encoding, .warning, points: 0.6,
        summary: "Text beyond ASCII does not say its charset",
        advice: "Readers guess, and guess differently. Add charset=utf-8 to Content-Type.",
        reference: "RFC 6657 §2",
        passing: [
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße\n",
            "Subject: a\n\nHi.\n",
        ],
        failing: [
            "Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\nGrüße\n",
            "Content-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe\n",
        ]
    ) { examined in
        examined.bodies.compactMap { body in
            guard body.part.contentType.charset == nil, let range = body.text.content.beyondASCII else { return nil }
            return Place("The text has octets beyond ASCII and no charset", at: body.contentRange(of: range))
        }
    }

    static let charsetMismatched = Rule(
        "enc.charset.mismatch", .encoding, .warning, points: 0.5,
        summary: "The text is not in the charset that it names",
        advice: "Readers see other letters than were written. Write UTF-8 and say so, in Content-Type as in HTML.",
        reference: "RFC 2046 §4.1.2",
        passing: [
            "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe\n",
            "Content-Type: text/plain; charset=us-ascii\n\nHello.\n",
        ],
        failing: [
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe\n",
            "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\nGrüße\n",
            "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nGrüße\n",
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                + "<meta charset=windows-1251><p>Grüße</p>\n",
        ].map { Example($0) }
    ) { examined in
        contradictions(in: examined)
            + examined.bodies.compactMap { body -> Place? in
                let content = body.text.content
                guard let label = body.part.contentType.charset, let charset = Charset(label: label),
                    let range = content.beyondASCII
                else { return nil }
                if !body.text.isExact {
                    return Place("Octets mean nothing in \(label)", at: body.contentRange(of: range))
                }
                // Western text that is valid UTF-8 by chance hardly exists.
                guard charset == .windows1252, String(validating: content, as: UTF8.self) != nil else { return nil }
                return Place("The text says \(label) and is UTF-8", at: body.contentRange(of: range))
            }
    }

    /// HTML that names another charset than its part. Where the text is ASCII it makes no difference.
    private static func contradictions(in examined: ExaminedMessage) -> [Place] {
        examined.htmlBodies.compactMap { body in
            let outline = body.inspection.outline
            guard let label = body.part.contentType.charset, let named = outline.charset,
                let range = outline.charsetRange,
                let stated = Charset(label: label), Charset(label: named) != stated
            else { return nil }
            let isHarmless = body.octets.allSatisfy { $0 < 0x80 }
            return body.place(
                "The HTML says \(named), the part \(label)", at: range, severity: isHarmless ? .info : nil,
                points: isHarmless ? 0 : nil)
        }
    }

    static let charsetUnknown = Rule(
        "enc.charset.unknown", version: 2, .encoding, .warning, points: 0.4,
        summary: "The text names a charset that nobody knows",
        advice: "Readers guess. Use UTF-8.",
        reference: "RFC 2978 §2.3",
        passing: ["Content-Type: text/plain; charset=koi8-r\n\nHello.\n"],
        failing: [
            "Content-Type: text/plain; charset=x-martian\n\nHello.\n",
            "Content-Type: text/plain; charset=x-unknown\n\nHello.\n",
        ]
    ) { examined in
        examined.bodies.compactMap { body in
            guard let parameter = body.part.contentType.parameters.all.first(where: { $0.name == "charset" }),
                Charset(label: parameter.value) == nil || namesOfNone.contains(parameter.value.lowercased())
            else { return nil }
            return Place("The charset '\(parameter.value)' is unknown", at: parameter.range)
        }
    }

    /// What programs write that do not know the charset, though readers take it for one.
    private static let namesOfNone: Set<String> = ["none", "unicode", "unknown", "x-unknown", "unknown-8bit", "utf_8"]

    static let mojibake = Rule(
        "enc.mojibake", version: 2, .encoding, .warning, points: 0.3,
        summary: "Text was encoded or escaped twice",
        advice: "Readers see signs like Ã¼ or &amp;. Decode what comes in once, and escape what goes out once.",
        reference: "WHATWG Encoding §4.2",
        passing: [
            utf8("Grüße aus São Paulo – naïve façade; MANHÃ e À BEIRA"),
            "Content-Type: text/html\n\n<p>Fish &amp; chips, a &amp;lt; b</p>\n",
        ],
        failing: [
            utf8("GrÃ¼Ã\u{9F}e"), utf8("It doesnâ€™t work"), utf8("caf\u{FFFD}"), utf8("one\u{FEFF}two"),
            "Content-Type: text/plain\n\nFish &amp; chips\n",
            "Content-Type: text/html\n\n<p>Fish &amp;amp; chips</p>\n",
        ]
    ) { examined in
        let bodies = examined.bodies.flatMap { body in
            let isHTML = body.part.contentType.subtype == "html"
            return MojibakeScan(body.octets, isHTML: isHTML, isExact: body.text.isExact).found.map {
                body.place($0.kind.rawValue, at: $0.range)
            }
        }
        let subjects = examined.readings.filter { $0.origin == .subject }.flatMap { subject in
            // An encoded-word that cannot be decoded is damage of another kind.
            MojibakeScan(subject.octets, isHTML: false, isExact: false).found.map {
                subject.place("In the subject: \($0.kind.rawValue)", at: $0.range)
            }
        }
        return bodies + subjects
    }

    static let zeroWidth = Rule(
        "enc.zerowidth", version: 3, .encoding, .warning, points: 0.6,
        summary: "Invisible characters stand inside words, or text is turned around",
        advice: "Spam hides words from filters that way. Take the characters out; as padding behind the preheader they "
            + "do no harm.",
        reference: "UTS #39 §5.4",
        passing: [
            utf8("Hello.\u{200C}\u{00A0}\u{200C}\u{00A0}\u{200C}"), utf8("Donau\u{AD}dampf\u{AD}schiff"),
            utf8("می\u{200C}خواهم"), utf8("👩\u{200D}💻 at work"),
        ],
        failing: [
            utf8("v\u{200B}iagra"), utf8("v\u{200B}\u{200B}iagra"), utf8("p\u{AD}a\u{AD}s\u{AD}s"),
            utf8("Pay\u{200D}Pal"), utf8("abc\u{202E}fdp.exe"),
        ]
    ) { examined in
        examined.readings.flatMap { reading in
            InvisibleScan(reading.octets).found.map { reading.place("\($0.name) \($0.what)", at: $0.range) }
        }
    }

    private static func utf8(_ text: String) -> Example {
        Example("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\(text)\n")
    }
}

extension ExaminedMessage {
    /// Text and HTML.
    var bodies: [BodyText] { plainBodies + htmlBodies }
}

extension [UInt8] {
    /// From the first to the last octet that is not ASCII.
    fileprivate var beyondASCII: Range<Int>? {
        guard let first = firstIndex(where: { $0 >= 0x80 }), let last = lastIndex(where: { $0 >= 0x80 }) else {
            return nil
        }
        return first..<(last + 1)
    }
}
