extension Message {
    /// Everything that is wrong with the message, by place. Reads all of it, bodies too.
    ///
    /// At most 1000 defects are told: the rest of a message that has more is no different.
    package var defects: [Defect] {
        var inspector = DefectInspector(self)
        inspector.inspectLines()
        for part in parts {
            inspector.inspectHeader(of: part)
            inspector.inspectContent(of: part)
        }
        return Array(
            inspector.found.sorted { ($0.range.lowerBound, $0.part) < ($1.range.lowerBound, $1.part) }.prefix(1000))
    }
}

/// Looks for defects that reading alone does not need to notice.
struct DefectInspector {
    let message: Message
    private(set) var found: [Defect]
    private static let limit = 10_000

    init(_ message: Message) {
        self.message = message
        found = message.structureDefects
    }

    var source: [UInt8] { message.source }

    mutating func note(_ kind: DefectKind, in part: Int, _ range: Range<Int>, _ detail: String = "") {
        guard found.count < Self.limit else { return }
        found.append(Defect(kind: kind, part: part, range: range, detail: detail))
    }
}
