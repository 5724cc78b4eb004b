/// Takes a message apart in one pass over its octets. RFC 2046 §5.
///
/// Total: whatever the octets are, there is a table with at least the message itself in it.
struct StructureParser {
    private let reader: LineReader
    private let limits: Limits
    private var header: HeaderScanner
    private var boundaries = Boundaries()
    /// The parts that the reading position is inside of, outermost first.
    private var path: [Int] = []
    private(set) var parts: [Part] = []
    private var ownDefects: [Defect] = []

    var fields: [FieldSpan] { header.fields }
    var defects: [Defect] { header.defects + ownDefects }

    init(_ source: [UInt8], limits: Limits) {
        reader = LineReader(source)
        header = HeaderScanner(reader, limit: limits.fields)
        self.limits = limits
    }

    private var source: [UInt8] { reader.source }

    mutating func parse() {
        var position = open(at: 0, parent: nil)
        while let delimiter = nextDelimiter(from: position) {
            if !delimiter.isExact || delimiter.isGlued {
                note(.delimiterInexact, in: delimiter.part, delimiter.start..<delimiter.end)
            }
            leave(inside: delimiter.part, endingAt: delimiter.start)
            boundaries.pass(delimiter)
            position = delimiter.end
            if delimiter.kind == .closing { parts[delimiter.part].isClosed = true }
            // Behind the last line end nothing can begin.
            guard delimiter.kind == .opening, position < source.count else { continue }
            guard parts.count < limits.parts else {
                note(.tooManyParts, in: delimiter.part, delimiter.start..<source.count)
                break
            }
            position = open(at: position, parent: delimiter.part)
        }
        leave(inside: nil, endingAt: source.count)
    }

    /// Begins a part, and the message inside it where it is one; answers where its content begins.
    private mutating func open(at start: Int, parent: Int?) -> Int {
        var (start, parent) = (start, parent)
        while true {
            let index = begin(at: start, parent: parent)
            let part = parts[index]
            start = part.body.lowerBound
            guard let kind = part.contentType.container(encoding: part.encoding) else { return start }
            guard path.count <= limits.depth else {
                note(.tooDeep, in: index, part.header)
                return start
            }
            switch kind {
            case .multipart:
                if let boundary = boundary(of: part) { boundaries.push(boundary, of: index) }
                return start
            case .message:
                guard parts.count < limits.parts else {
                    note(.tooManyParts, in: index, start..<source.count)
                    return start
                }
                guard header.isHeader(at: start, limit: source.count, boundaries: boundaries) else {
                    note(.embeddedHeaderMissing, in: index, part.header)
                    return start
                }
                parent = index
            }
        }
    }

    private mutating func begin(at start: Int, parent: Int?) -> Int {
        let index = parts.count
        let firstField = header.fields.count
        let bodyStart = header.scan(start..<source.count, boundaries: boundaries, part: index)
        let fields = firstField..<header.fields.count
        let isInDigest = parent.map { parts[$0].contentType.isMultipart("digest") } ?? false
        parts.append(
            Part(
                index: index, parent: parent, position: parent.map { parts[$0].children.count + 1 } ?? 1,
                header: start..<bodyStart, body: bodyStart..<source.count,
                fields: fields,
                description: PartDescription(of: header.fields[fields], in: source, isInDigest: isInDigest)))
        if let parent { parts[parent].children.append(index) }
        path.append(index)
        return index
    }

    /// Ends every part inside `container`, or all of them, before the delimiter at `position`.
    private mutating func leave(inside container: Int?, endingAt position: Int) {
        // A part that begins right at the delimiter is empty and yet not before its parent's end.
        var innerEnd = 0
        while let index = path.last, index != container {
            path.removeLast()
            let bodyStart = parts[index].body.lowerBound
            let end = container == nil ? position : reader.contentEnd(beforeLineAt: position, floor: bodyStart)
            innerEnd = max(bodyStart, end, innerEnd)
            parts[index].body = bodyStart..<innerEnd
            inspect(parts[index])
        }
    }

    private mutating func inspect(_ part: Part) {
        guard part.boundary != nil else { return }
        if part.children.isEmpty {
            note(.boundaryUnused, in: part.index, part.header)
        } else if !part.isClosed {
            note(.multipartNotClosed, in: part.index, part.body.upperBound..<part.body.upperBound)
        }
    }

    private func nextDelimiter(from start: Int) -> Boundaries.Delimiter? {
        guard !boundaries.isEmpty else { return nil }
        var position = start
        while position < source.count {
            let line = reader.line(at: position, limit: source.count)
            if let delimiter = boundaries.delimiter(in: line, of: source) { return delimiter }
            position = line.end
        }
        return nil
    }

    /// The boundary that the part announces; else the first line that looks like a delimiter.
    private mutating func boundary(of part: Part) -> [UInt8]? {
        if let stated = part.contentType.boundary { parts[part.index].boundary = stated }
        if parts[part.index].boundary == nil {
            note(.boundaryMissing, in: part.index, part.header)
            parts[part.index].boundary = likelyBoundary(from: part.body.lowerBound)
        }
        return parts[part.index].boundary
    }

    private func likelyBoundary(from start: Int) -> [UInt8]? {
        var position = start
        while position < source.count {
            let line = reader.line(at: position, limit: source.count)
            let word = source.trimming(line.start..<line.contentEnd) { $0.isFolding }
            if boundaries.delimiter(in: line, of: source) != nil { return nil }
            if word.count > 2, word.lowerBound == line.start, source[line.start] == .hyphen,
                source[line.start + 1] == .hyphen
            {
                return Array(source[(line.start + 2)..<word.upperBound])
            }
            position = line.end
        }
        return nil
    }

    private mutating func note(_ kind: DefectKind, in part: Int, _ range: Range<Int>) {
        ownDefects.append(Defect(kind: kind, part: part, range: range))
    }
}
