import MailModel
import MailAnalysis

extension ReportFormat {
    /// For code scanning: SARIF 2.1.0, one run, one result for each place of each finding, on a line of its own.
    static let sarif = ReportFormat(
        frame: .streamed(
            head: { run in
                "{\"$schema\":\(sarifSchema.json),\"version\":\"2.1.0\",\"runs\":[{\"tool\":\(tool(run).text),"
                    + "\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
            },
            tail: { run, tally in "\n],\"invocations\":[\(invocation(run, tally).text)]}]}\n" }),
        separator: ",\n",
        message: { message in results(of: message).map(\.text).joined(separator: ",\n") })

    private static let sarifSchema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    /// SARIF 2.1.0 §3.18, §3.19.
    private static func tool(_ run: CheckRun) -> JSONValue {
        [
            "driver": [
                "name": "creel", "version": .string(run.version), "semanticVersion": .string(run.version),
                "rules": .array(run.rules.map(descriptor)),
            ]
        ]
    }

    /// SARIF 2.1.0 §3.49.
    private static func descriptor(_ rule: Rule) -> JSONValue {
        [
            "id": .string(rule.id), "shortDescription": ["text": .string(rule.summary + ".")],
            "fullDescription": ["text": .string(rule.advice)],
            "help": ["text": .string("\(rule.advice)\n\(rule.reference)")],
            "defaultConfiguration": ["level": .string(rule.severity.level)],
            "properties": [
                "category": .string(rule.category.rawValue), "points": .decimal(rule.points),
                "reference": .string(rule.reference), "tags": ["email", .string(rule.category.rawValue)],
            ],
        ]
    }

    /// SARIF 2.1.0 §3.27.
    private static func results(of message: CheckedMessage) -> [JSONValue] {
        message.findings.flatMap { located in
            located.places.map { place in
                [
                    "ruleId": .string(located.finding.rule), "level": .string(located.finding.severity.level),
                    "message": ["text": .string("\(located.finding.summary): \(place.detail)")],
                    "locations": [location(of: place, in: message)],
                    "properties": [
                        "points": .decimal(located.finding.points), "subject": .string(message.subject),
                        "message": .integer(message.found.number ?? 1),
                    ],
                ]
            }
        }
    }

    /// SARIF 2.1.0 §3.28; the part is a logical location.
    private static func location(of place: LocatedPlace, in message: CheckedMessage) -> JSONValue {
        var region: [(String, JSONValue)] = [("startLine", .integer(place.lines.lowerBound))]
        if let range = place.range {
            region.append(("endLine", .integer(place.lines.upperBound)))
            region += [("byteOffset", .integer(range.lowerBound)), ("byteLength", .integer(range.count))]
            region.append(("snippet", ["text": .string(place.quotation)]))
        }
        var location: [(String, JSONValue)] = [
            (
                "physicalLocation",
                [
                    "artifactLocation": ["uri": .string(message.found.file.asURIReference)], "region": .object(region),
                ]
            )
        ]
        if let part = place.part {
            location.append(("logicalLocations", [["fullyQualifiedName": .string("part \(part)"), "kind": "element"]]))
        }
        return .object(location)
    }

    /// SARIF 2.1.0 §3.20: what could not be read.
    private static func invocation(_ run: CheckRun, _ tally: CheckTally) -> JSONValue {
        [
            "executionSuccessful": .boolean(tally.unreadableCount == 0), "exitCode": .integer(Int(tally.exitCode)),
            "toolExecutionNotifications": .array(
                tally.unreadable.map { unreadable in
                    [
                        "level": "error", "message": ["text": .string(unreadable.reason)],
                        "locations": [
                            [
                                "physicalLocation": [
                                    "artifactLocation": ["uri": .string(unreadable.file.asURIReference)]
                                ]
                            ]
                        ],
                    ]
                }),
        ]
    }
}

extension Severity {
    /// SARIF 2.1.0 §3.27.10.
    fileprivate var level: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }
}

extension String {
    /// A path as a relative reference or a `file:` URI, standard input as `stdin`, a URL as it is. RFC 3986, RFC 8089.
    fileprivate var asURIReference: String {
        if self == "-" { return "stdin" }
        if hasPrefix("http://") { return self }
        let path = hasPrefix("./") ? String(dropFirst(2)) : self
        return (path.hasPrefix("/") ? "file://" : "") + path.percentEncodedPath
    }

    private var percentEncodedPath: String {
        var encoded = ""
        for octet in utf8 {
            let scalar = Unicode.Scalar(octet)
            if scalar.isASCII,
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-._~/".unicodeScalars.contains(scalar)
            {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += (octet < 16 ? "%0" : "%") + String(octet, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
