/// Where one header field lies in its message.
package struct FieldSpan: Sendable {
    package let start: Int
    /// Where the name ends, blanks before the colon left out. Equal to `start` for a line that has no colon.
    package let nameEnd: Int
    /// After the colon.
    package let bodyStart: Int
    /// Before the last line end.
    package let bodyEnd: Int
    /// After the last line end.
    package let end: Int

    package var name: Range<Int> { start..<nameEnd }
    package var body: Range<Int> { bodyStart..<bodyEnd }
    /// Line ends included.
    package var range: Range<Int> { start..<end }
}

/// Splits header sections into fields. RFC 5322 §2.2.
struct HeaderScanner {
    let reader: LineReader
    /// The fields of every section that was scanned, in order.
    private(set) var fields: [FieldSpan] = []
    private(set) var defects: [Defect] = []
    private let limit: Int
    private var isFull = false

    init(_ reader: LineReader, limit: Int) {
        self.reader = reader
        self.limit = limit
    }

    /// Scans the section at `start`, notes its fields, and answers where the body begins.
    ///
    /// A section ends at an empty line, at a delimiter, or where text begins that cannot be a field. A single such
    /// line is passed over between two fields, and in a body part also before the empty line: there it is mostly
    /// the rest of a field that was broken without a blank.
    mutating func scan(_ section: Range<Int>, boundaries: Boundaries, part: Int) -> Int {
        var position = skipEnvelopeLine(section, part: part)
        let first = position
        while position < section.upperBound {
            let line = reader.line(at: position, limit: section.upperBound)
            if line.isEmpty { return line.end }
            if boundaries.delimiter(in: line, of: reader.source)?.start == line.start {
                note(.headerNotEnded, part, line.start..<line.contentEnd)
                return position
            }
            let colon = Self.colon(of: line, in: reader.source)
            if colon == nil, endsSection(line, limit: section.upperBound, boundaries: boundaries) {
                note(position == first ? .headerMissing : .headerNotEnded, part, line.start..<line.contentEnd)
                return position
            }
            position = take(line, colon: colon, limit: section.upperBound, part: part)
        }
        return position
    }

    /// Whether a message may begin at `start`: with a field, an envelope line, or no header at all.
    func isHeader(at start: Int, limit: Int, boundaries: Boundaries) -> Bool {
        guard start < limit else { return true }
        let line = reader.line(at: start, limit: limit)
        return line.isEmpty || Self.colon(of: line, in: reader.source) != nil
            || isFollowedByField(line, limit: limit) || boundaries.delimiter(in: line, of: reader.source) != nil
    }

    /// Whether a line without a colon is where the section ends.
    private func endsSection(_ line: LineReader.Line, limit: Int, boundaries: Boundaries) -> Bool {
        let source = reader.source
        if line.contentEnd - line.start > 2, source[line.start] == .hyphen, source[line.start + 1] == .hyphen {
            return true
        }
        if isFollowedByField(line, limit: limit) { return false }
        return boundaries.isEmpty || !isFollowedByEmptyLine(line, limit: limit)
    }

    /// An mbox separator or an SMTP-era `>From ` before the first field is not part of the header.
    private mutating func skipEnvelopeLine(_ section: Range<Int>, part: Int) -> Int {
        let source = reader.source
        let start = skipByteOrderMark(section, part: part)
        guard start < section.upperBound else { return start }
        let offset = source[start] == .greater ? 1 : 0
        guard source.holds(Self.envelopeMark, at: start + offset), start + offset + 5 <= section.upperBound else {
            return start
        }
        let line = reader.line(at: start, limit: section.upperBound)
        guard Self.colon(of: line, in: source) == nil else { return start }
        note(.envelopeLine, part, line.start..<line.contentEnd)
        return line.end
    }

    /// Some programs write one before the first field, whose name would then be another.
    private mutating func skipByteOrderMark(_ section: Range<Int>, part: Int) -> Int {
        let end = section.lowerBound + Self.byteOrderMark.count
        guard end <= section.upperBound, reader.source.holds(Self.byteOrderMark, at: section.lowerBound) else {
            return section.lowerBound
        }
        note(.byteOrderMark, part, section.lowerBound..<end)
        return end
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let envelopeMark = Array("From ".utf8)

    private mutating func take(_ line: LineReader.Line, colon: Int?, limit end: Int, part: Int) -> Int {
        let source = reader.source
        var last = line
        while last.end < end, source[last.end].isBlank {
            last = reader.line(at: last.end, limit: end)
        }
        guard fields.count < limit else {
            if !isFull { note(.tooManyFields, part, line.start..<last.end) }
            isFull = true
            return last.end
        }
        var nameEnd = colon ?? line.start
        while nameEnd > line.start, source[nameEnd - 1].isBlank { nameEnd -= 1 }
        if colon == nil {
            note(.fieldWithoutColon, part, line.start..<line.contentEnd)
        } else if nameEnd != colon {
            note(.blankBeforeColon, part, line.start..<line.contentEnd)
        }
        fields.append(
            FieldSpan(
                start: line.start, nameEnd: nameEnd, bodyStart: colon.map { $0 + 1 } ?? line.start,
                bodyEnd: last.contentEnd, end: last.end))
        return last.end
    }

    private func isFollowedByField(_ line: LineReader.Line, limit: Int) -> Bool {
        guard line.end < limit else { return false }
        return Self.colon(of: reader.line(at: line.end, limit: limit), in: reader.source) != nil
    }

    private func isFollowedByEmptyLine(_ line: LineReader.Line, limit: Int) -> Bool {
        line.end < limit && reader.line(at: line.end, limit: limit).isEmpty
    }

    /// The colon behind a field name at the start of the line, or `nil` when the line begins no field.
    private static func colon(of line: LineReader.Line, in source: [UInt8]) -> Int? {
        var position = line.start
        while position < line.contentEnd, source[position] > .space, source[position] != .colon,
            source[position] != 0x7F
        {
            position += 1
        }
        guard position > line.start else { return nil }
        while position < line.contentEnd, source[position].isBlank { position += 1 }
        return position < line.contentEnd && source[position] == .colon ? position : nil
    }

    private mutating func note(_ kind: DefectKind, _ part: Int, _ range: Range<Int>) {
        defects.append(Defect(kind: kind, part: part, range: range))
    }
}
