import MailModel
import MIME

/// How a message is put together from parts. RFC 2045, RFC 2046.
extension Rule {
    static let structure =
        boundaries + [
            nestedDeeply, encodingUnknown, contentTypeMalformed, relatedUndescribed,
            fileNameEncoded, dispositionOdd,
        ]

    static let nestedDeeply = Rule(
        "mime.depth", .structure, .warning, points: 0.5,
        summary: "Parts are nested more than 10 deep, or there are more than 100",
        advice: "Scanners give up on such messages, and refuse them. Put the parts side by side.",
        reference: "RFC 2046 §5.1",
        passing: ["Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b--\n"],
        failing: [nested(11)]
    ) { examined in
        let parts = examined.message.parts
        var depths: [Int] = []
        for part in parts { depths.append(part.parent.map { depths[$0] + 1 } ?? 0) }
        var places: [Place] = []
        if let deep = parts.first(where: { depths[$0.index] > 10 })?.parent {
            let type = examined.partHeaders[deep].last("content-type")
            places.append(Place("Parts are nested \(depths.max() ?? 0) deep", at: type?.range ?? parts[deep].header))
        }
        if parts.count > 100 {
            let rest = parts[100].range.lowerBound..<parts[0].range.upperBound
            places.append(Place("There are \(parts.count) parts", at: rest.isEmpty ? nil : rest))
        }
        return places
    }

    private static func nested(_ depth: Int) -> Example {
        let openings = (1...depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
        let closings = (1...depth).reversed().map { "\n--b\($0)--\n" }
        return Example(openings.joined() + "\nHello.\n" + closings.joined())
    }

    static let encodingUnknown = Rule(
        "mime.cte.unknown", version: 2, .structure, .error, points: 0.5,
        summary: "A transfer encoding is unknown, or encodes a multipart as a whole",
        advice: "Readers show the encoded octets or refuse the part. Use 7bit, 8bit, quoted-printable or base64, the "
            + "last two on single parts alone.",
        reference: "RFC 2045 §6.4",
        passing: ["Content-Transfer-Encoding: 8BIT\n\nHello.\n"],
        failing: [
            "Content-Transfer-Encoding: utf-8\n\nHello.\n", "Content-Transfer-Encoding: 8-bit\n\nHello.\n",
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nHello.\n--b--\n",
        ]
    ) { examined in
        examined.message.parts.compactMap { part in
            guard let field = examined.partHeaders[part.index].last("content-transfer-encoding") else { return nil }
            switch part.encoding {
            case .other(let name): return Place("The encoding '\(name)' is unknown", at: field.range)
            case .base64, .quotedPrintable:
                let isComposite = part.contentType.isMultipart || part.contentType.is("message", "rfc822")
                guard isComposite else { return nil }
                return Place("\(part.contentType.mediaType) is encoded as a whole", at: field.range)
            case .identity:
                let isKnown = ["7bit", "8bit", "binary"].contains(
                    field.value.withoutComments.trimmingBlanks.lowercased())
                return isKnown ? nil : Place("'\(field.value)' is no encoding", at: field.range)
            }
        }
    }

    static let contentTypeMalformed = Rule(
        "mime.ct.malformed", version: 2, .structure, .warning, points: 0.4,
        summary: "A Content-Type is not written as it has to be",
        advice: "Readers take it for text or for a file. Write type/subtype; name=\"value\", each parameter once, and "
            + "quote values that are more than letters and digits.",
        reference: "RFC 2045 §5.1",
        passing: [
            "Content-Type: text/plain; charset=utf-8; format=flowed;\n\nHello.\n",
            "Content-Type: application/pdf;\n name*0=\"a b\"; name*1=\"c.pdf\"\n\n.\n",
        ],
        failing: [
            "Content-Type: text\n\nHello.\n", "Content-Type: plain text; charset=utf-8\n\nHello.\n",
            "Content-Type: text/plain; charset=utf-8; charset=us-ascii\n\nHello.\n",
            "Content-Type: application/pdf; name=my file.pdf\n\nHello.\n",
            "Content-Type: text/html charset=utf-8\n\nHello.\n", "Content-Type: \n\nHello.\n",
        ]
    ) { examined in
        examined.partHeaders.flatMap { header in
            header.all("content-type").compactMap { field in
                ContentTypeGrammar.fault(in: header.header.source, field.body).map {
                    Place("'\(field.value)' \($0)", at: field.range)
                }
            }
        }
    }

    static let relatedUndescribed = Rule(
        "mime.related.type", .structure, .info, points: 0.1,
        summary: "A multipart/related does not say what its root is",
        advice:
            "Readers that go by the type may show the parts as attachments. Add type=\"text/html\", and start where "
            + "the root is not the first part.",
        reference: "RFC 2387 §3",
        passing: [
            """
            Content-Type: multipart/related; boundary=b; type="text/html"

            --b
            Content-Type: text/html

            <p>Hello.</p>
            --b--

            """
        ],
        failing: [
            """
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            <p>Hello.</p>
            --b--

            """
        ]
    ) { examined in
        examined.message.parts.filter { $0.contentType.is("multipart", "related") && $0.isContainer }.compactMap {
            part in
            let parameters = part.contentType.parameters
            let root = part.children.first.map { examined.message.parts[$0].contentType }
            let isRootFirst = root.map { $0.isMultipart || $0.type == "text" } ?? true
            guard parameters["type"] == nil || !isRootFirst && parameters["start"] == nil else { return nil }
            let what = parameters["type"] == nil ? "has no type" : "has its root elsewhere and no start"
            return Place("multipart/related \(what)", at: examined.partHeaders[part.index].last("content-type")?.range)
        }
    }

    static let fileNameEncoded = Rule(
        "mime.filename.encoding", .structure, .warning, points: 0.2,
        summary: "A file name beyond ASCII is not written as RFC 2231 says",
        advice:
            "Some clients save the file under a garbled name. Write filename*=UTF-8''… with an ASCII filename beside "
            + "it.",
        reference: "RFC 2231 §4",
        passing: [
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%A4.pdf\n\n.\n",
            """
            Content-Type: application/pdf; name="=?utf-8?Q?=C3=A4.pdf?="
            Content-Disposition: attachment; filename*=UTF-8''%C3%A4.pdf

            .

            """,
        ],
        failing: [
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"Straße.pdf\"\n\n.\n",
            "Content-Disposition: attachment; filename=\"=?utf-8?Q?=C3=A4.pdf?=\"\n\n.\n",
        ]
    ) { examined in
        examined.partHeaders.flatMap { header -> [Place] in
            let fields = header.all.filter { $0.name == "content-disposition" || $0.name == "content-type" }
            let isExtended = fields.contains { $0.span.body.contains("filename*", in: header.header.source) }
            return fields.compactMap { field in
                let source = header.header.source
                guard field.span.body.contains("name", in: source) else { return nil }
                if source[field.body].contains(where: { $0 >= 0x80 }) {
                    return Place("The file name in \(field.spelling) is raw", at: field.range)
                }
                guard !isExtended || field.name == "content-disposition", field.span.body.contains("=?", in: source)
                else { return nil }
                let words = EncodedWordSurvey(field.body, in: source).words
                return words.isEmpty
                    ? nil : Place("The file name in \(field.spelling) is an encoded-word", at: field.range)
            }
        }
    }

    static let dispositionOdd = Rule(
        "mime.disposition", .structure, .info, points: 0.1,
        summary: "A part does not say whether it is an attachment",
        advice:
            "Clients show it in the text or as a file as they like. Set Content-Disposition to attachment or inline.",
        reference: "RFC 2183 §2",
        passing: [
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n.\n",
            "Content-Type: text/plain\n\nHello.\n",
        ],
        failing: [
            "Content-Type: application/pdf; name=a.pdf\n\n.\n",
            "Content-Type: application/pdf\nContent-Disposition: a.pdf\n\n.\n",
        ]
    ) { examined in
        examined.leaves.flatMap { part -> [Place] in
            let header = examined.partHeaders[part.index]
            let field = header.last("content-disposition")
            let kind = part.disposition?.kind ?? ""
            if ["attachment", "inline", "form-data"].contains(kind) { return [] }
            let wrong = field.map { [Place("'\($0.value)' says neither attachment nor inline", at: $0.range)] } ?? []
            guard undisposed.contains(part.contentType.type), !header.has("content-id"), !part.isProtocol else {
                return wrong
            }
            let type = header.last("content-type").map {
                Place("\(part.contentType.mediaType) does not say that it is an attachment", at: $0.range)
            }
            return wrong + (type.map { [$0] } ?? [])
        }
    }

    /// Types of content that is no text and no part of a protocol.
    private static let undisposed: Set<String> = ["application", "image", "audio", "video", "font", "model"]
}

extension Part {
    /// Signatures, keys and their like, which programs take and nobody opens.
    fileprivate var isProtocol: Bool {
        ["pgp", "pkcs7", "x-pkcs7", "ics"].contains { contentType.subtype.hasPrefix($0) }
    }
}

extension Range<Int> {
    /// Whether the octets of a range hold a word of ASCII, given in lower case, in any case.
    func contains(_ word: StaticString, in source: [UInt8]) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count >= length else { return false }
        return (lowerBound...(upperBound - length)).contains { source.spells(word, in: $0..<($0 + length)) }
    }
}
