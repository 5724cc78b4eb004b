/// Content that is groups of fields with empty lines between: delivery status, feedback, disposition.
/// RFC 3464 §2.1, RFC 5965 §3, RFC 8098 §3.1.
package struct FieldGroups: Sendable {
    /// Ranges refer to the decoded content of the part, which is the source itself only where nothing is encoded.
    package let groups: [Header]

    init(_ content: [UInt8], limits: Limits = .inForce) {
        var groups: [Header] = []
        let reader = LineReader(content)
        var position = 0
        while position < content.count, groups.count < limits.parts {
            var scanner = HeaderScanner(reader, limit: limits.fields)
            let end = scanner.scan(position..<content.count, boundaries: Boundaries(), part: 0)
            if !scanner.fields.isEmpty { groups.append(Header(source: content, spans: scanner.fields)) }
            guard end > position else { break }
            position = end
        }
        self.groups = groups
    }
}

extension Message {
    /// The groups of fields in a part; `nil` for a part that is not made of them.
    package func fieldGroups(of part: Part) -> FieldGroups? {
        guard part.contentType.type == "message", Self.grouped.contains(part.contentType.subtype) else { return nil }
        return FieldGroups(content(of: part))
    }

    private static let grouped: Set<String> = [
        "delivery-status", "global-delivery-status", "feedback-report", "disposition-notification",
        "global-disposition-notification",
    ]

    /// The first part of that type, in order.
    func report(_ subtypes: String...) -> FieldGroups? {
        parts.first { $0.contentType.type == "message" && subtypes.contains($0.contentType.subtype) }
            .flatMap(fieldGroups)
    }
}
