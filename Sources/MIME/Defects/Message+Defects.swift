extension Message {
    /// Everything that is wrong with the message, by place. Reads all of it, bodies too.
    ///
    /// At most 1000 defects are told: the rest of a message that has more is no different.
    package var defects: [Defect] {
        var inspector = DefectInspector(self)
        _ = inspector.inspect()
        return inspector.foundByPlace
    }
}

/// Looks for defects that reading alone does not need to notice.
struct DefectInspector {
    let message: Message
    let lines: LineReader
    private var found: [Defect]
    private static let limit = 10_000

    init(_ message: Message) {
        (self.message, lines) = (message, LineReader(message.source))
        found = message.structureDefects
    }

    var source: [UInt8] { message.source }

    /// What was found, by place; at the same place in an order that is always the same.
    var foundByPlace: [Defect] {
        let ordered = found.sorted {
            ($0.range.lowerBound, $0.part, $0.kind.rawValue) < ($1.range.lowerBound, $1.part, $1.kind.rawValue)
        }
        return Array(ordered.prefix(1000))
    }

    mutating func note(_ kind: DefectKind, in part: Int, _ range: Range<Int>, _ detail: String = "") {
        guard found.count < Self.limit else { return }
        found.append(Defect(kind: kind, part: part, range: range, detail: detail))
    }

    /// Inspects everything and answers with the texts of the parts that are asked for, which are read on the way.
    ///
    /// - Parameter visit: Called with the content of each part that is not taken apart.
    mutating func inspect(
        reading wanted: Set<Int> = [], visit: (Part, [UInt8]) -> Void = { _, _ in }
    ) -> [Int: String] {
        var texts: [Int: String] = [:]
        inspectLines()
        for part in message.parts {
            inspectHeader(of: part)
            inspectEncoding(of: part)
            guard !part.isContainer else { continue }
            let (content, isDamaged) = message.decode(part)
            visit(part, content)
            if isDamaged {
                note(part.encoding == .base64 ? .base64Damaged : .quotedPrintableDamaged, in: part.index, part.body)
            }
            let text = inspectText(content, of: part, isWanted: wanted.contains(part.index))
            if wanted.contains(part.index) { texts[part.index] = text }
        }
        return texts
    }
}
