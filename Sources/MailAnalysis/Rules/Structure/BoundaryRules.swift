import MailModel
import MIME

/// Where the parts of a multipart begin and end. RFC 2046 §5.1.1.
extension Rule {
    static let boundaries = [boundaryUnclosed, boundaryInvalid]

    static let boundaryUnclosed = Rule(
        "mime.boundary.unclosed", .structure, .error, points: 1.0,
        summary: "A multipart does not begin or end as it announces",
        advice: "Readers guess where parts end, and may lose the last. Let the library write the boundary, and check "
            + "that the message was not cut.",
        reference: "RFC 2046 §5.1.1",
        passing: [
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b--\n"
        ],
        failing: [
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n",
            "Content-Type: multipart/mixed; boundary=b\n\n--c\n\nHello.\n--c--\n",
            "Content-Type: multipart/mixed\n\n--b\n\nHello.\n--b--\n",
        ]
    ) { examined in
        examined.message.structureDefects.compactMap { defect in
            guard let what = boundaryFaults[defect.kind] else { return nil }
            let type = examined.partHeaders[defect.part].last("content-type")
            return Place(what, at: type?.range ?? examined.message.parts[defect.part].header)
        }
    }

    private static let boundaryFaults: [DefectKind: String] = [
        .boundaryMissing: "The multipart names no boundary",
        .boundaryUnused: "The boundary never comes",
        .multipartNotClosed: "The closing delimiter is missing",
    ]

    static let boundaryInvalid = Rule(
        "mime.boundary.invalid", .structure, .error, points: 0.8,
        summary: "A boundary is not as it may be, or stands in the content as well",
        advice: "Readers cut the message elsewhere than was meant. Use 24 to 40 random letters and digits.",
        reference: "RFC 2046 §5.1.1",
        passing: [
            "Content-Type: multipart/mixed; boundary=\"==_a?b\"\n\n--==_a?b\n\nHello.\n--==_a?b--\n"
        ],
        failing: [
            Example(
                "Content-Type: multipart/mixed; boundary=\(String(repeating: "x", count: 71))\n\n"
                    + "--\(String(repeating: "x", count: 71))\n\nHello.\n--\(String(repeating: "x", count: 71))--\n"),
            "Content-Type: multipart/mixed; boundary=\"a*b\"\n\n--a*b\n\nHello.\n--a*b--\n",
            "Content-Type: multipart/mixed; boundary=\"ab \"\n\n--ab \n\nHello.\n--ab --\n",
            "Content-Type: multipart/mixed; boundary=\"sep\"\n\n--sep\n\nHello.\nfrom --sep onwards\n--sep--\n",
        ]
    ) { examined in
        examined.message.parts.filter(\.contentType.isMultipart).flatMap { part -> [Place] in
            guard let boundary = part.contentType.parameters["boundary"],
                let field = examined.partHeaders[part.index].last("content-type")
            else { return [] }
            if let fault = faultOfBoundary(boundary) {
                return [Place("The boundary '\(boundary)' \(fault)", at: field.range)]
            }
            return examined.occurrences(ofBoundary: Array(boundary.utf8), in: part).map {
                Place("The boundary stands in the content", at: $0)
            }
        }
    }

    private static func faultOfBoundary(_ boundary: String) -> String? {
        if boundary.utf8.count > 70 { return "has \(boundary.utf8.count) characters, 70 are allowed" }
        if boundary.hasSuffix(" ") { return "ends in a blank" }
        let signs = "'()+_,-./:=? "
        return boundary.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || signs.contains($0) }
            ? nil : "has characters that it must not have"
    }
}

extension ExaminedMessage {
    /// Where a boundary stands in the content of the parts that it separates.
    fileprivate func occurrences(ofBoundary boundary: [UInt8], in part: Part) -> [Range<Int>] {
        // Short words are bound to occur in text; only behind two hyphens can they be taken for a delimiter.
        let delimiter = [.hyphen, .hyphen] + boundary
        return part.children.map { message.parts[$0] }.filter { !$0.isContainer }.flatMap { child in
            var found: [Range<Int>] = []
            var position = child.body.lowerBound
            while found.count < 25, let start = source.firstIndex(of: .hyphen, in: position..<child.body.upperBound) {
                let isWhole = start + delimiter.count <= child.body.upperBound && source.holds(delimiter, at: start)
                if isWhole { found.append(start..<(start + delimiter.count)) }
                position = isWhole ? start + delimiter.count : start + 1
            }
            return found
        }
    }
}
