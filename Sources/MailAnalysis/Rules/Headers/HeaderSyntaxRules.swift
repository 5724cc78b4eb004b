import MailModel
import MIME

/// How the header is written down, octet by octet. RFC 5322 §2.
extension Rule {
    static let headerSyntax = [headerLineTooLong, fieldSyntax, bareLineEnds]

    static let headerLineTooLong = Rule(
        "hdr.line.998", .headers, .error, points: 0.5,
        summary: "A header line is too long",
        advice: "Servers cut or refuse lines over 998 octets. Fold the field before a blank; of References keep the "
            + "first and the last few identifiers.",
        reference: "RFC 5322 §2.1.1",
        passing: ["Subject: short\n\nHello.\n"],
        failing: [
            Example("X-Token: \(String(repeating: "a", count: 1000))\n\nHello.\n"),
            Example("Subject: \(String(repeating: "long ", count: 20))\n\nHello.\n"),
        ]
    ) { examined in
        let tooLong = examined.lines.tooLong.filter(examined.isInHeader)
        let foldable = examined.lines.long.filter {
            $0.count <= 998 && examined.isInHeader($0) && examined.couldBeFolded($0)
        }
        return tooLong.map { Place("A line has \($0.count) octets", at: $0) }
            + foldable.map {
                Place("A line has \($0.count) octets, more than 78", at: $0, severity: .info, points: 0)
            }
    }

    static let fieldSyntax = Rule(
        "hdr.syntax", version: 2, .headers, .error, points: 1.0,
        summary: "A line of the header is no field",
        advice: "What follows may be read as text, or be lost. Separate header and body by one empty line, and do not "
            + "join header lines by hand.",
        reference: "RFC 5322 §2.2",
        passing: ["Subject: hello\nX-Long: a\n b\n\nHello.\n"],
        failing: [
            "Subject: hello\nthis is no field\nTo: ann@example.com\n\nHello.\n",
            "Subject : hello\n\nHello.\n", "Subject: hello\n: nothing\nTo: ann@example.com\n\nHello.\n",
            "Subject: hello\nHello, this is the text.\n", "Dear Ann,\n", "\nSubject: hello\n\nHello.\n",
        ]
    ) { examined in
        let lines = examined.message.structureDefects.compactMap { defect -> Place? in
            guard let what = syntaxFaults[defect.kind], !defect.range.isEmpty else { return nil }
            return Place(what, at: defect.range)
        }
        return examined.emptyLineInFront.map { [Place("An empty line ends the header before its first field", at: $0)] }
            ?? lines
    }

    private static let syntaxFaults: [DefectKind: String] = [
        .headerMissing: "Text begins where a field was expected",
        .headerNotEnded: "Text follows the header without an empty line",
        .fieldWithoutColon: "A line is neither a field nor the continuation of one",
        .blankBeforeColon: "Blanks stand between the name of a field and its colon",
        .byteOrderMark: "A byte order mark stands before the first field",
        .envelopeLine: "A line of an mbox file stands before the first field",
    ]

    static let bareLineEnds = Rule(
        "hdr.bareeol", .headers, .error, points: 0.8,
        summary: "Lines do not end in CR LF, or there is a NUL octet",
        advice: "Servers refuse bare line ends since they were used to smuggle messages. End every line in CR LF, and "
            + "read templates in binary.",
        reference: "RFC 5321 §2.3.8",
        passing: ["Subject: hello\n\nHello.\n", Example(octets: Array("Subject: a file\n\nHello.\n".utf8))],
        failing: [
            Example(octets: Array("Subject: hello\r\n\r\nHello\nthere.\r\n".utf8)),
            Example(octets: Array("Subject: hello\r\n\r\nHello\rthere.\r\n".utf8)),
            Example(octets: Array("Subject: hello\r\n\r\nHel\u{0}lo.\r\n".utf8)),
        ]
    ) { examined in
        let lines = examined.lines
        // A file that has nothing but LF is a file; what comes by SMTP ends in CR LF at least once.
        return (lines.endsInCRLF ? lines.bareLF.map { Place("LF without CR", at: $0..<($0 + 1)) } : [])
            + lines.bareCR.map { Place("CR without LF", at: $0..<($0 + 1)) }
            + lines.nul.map { Place("A NUL octet", at: $0..<($0 + 1)) }
    }
}

extension ExaminedMessage {
    /// Whether a line is part of a header section.
    func isInHeader(_ line: Range<Int>) -> Bool {
        message.parts[message.innermostPart(at: line.lowerBound)].header.contains(line.lowerBound)
    }

    /// Whether a line has a blank behind the first word of its value, where it could go on on another line.
    fileprivate func couldBeFolded(_ line: Range<Int>) -> Bool {
        guard let first = source[line].firstIndex(where: { $0.isBlank }) else { return false }
        let rest = source[first..<line.upperBound].drop { $0.isBlank }
        return rest.contains { $0.isBlank }
    }
}

extension ExaminedMessage {
    /// The line end in front of what would be the first field.
    fileprivate var emptyLineInFront: Range<Int>? {
        guard header.all.isEmpty, let end = source.firstIndex(of: .lf, in: 0..<min(2, source.count)),
            end == 0 || source[0] == .cr,
            let colon = source.firstIndex(of: .colon, in: (end + 1)..<min(end + 80, source.count)), colon > end + 1,
            source[(end + 1)..<colon].allSatisfy({ $0.isLetter || $0.isDigit || $0 == .hyphen })
        else { return nil }
        return 0..<(end + 1)
    }
}
