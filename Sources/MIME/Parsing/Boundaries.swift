/// The boundaries of the multiparts that are open at one place, outermost first. RFC 2046 §5.1.1.
struct Boundaries {
    private struct Entry {
        let boundary: [UInt8]
        let part: Int
        /// A delimiter was exactly the boundary. Until then one that only begins with it will do.
        var isConfirmed = false
    }

    private var open: [Entry] = []
    /// Boundaries of multiparts that a delimiter of an outer one cut short, latest last.
    private var cutShort: [[UInt8]] = []

    /// How many of them are remembered.
    private static let memory = 100

    var isEmpty: Bool { open.isEmpty }

    mutating func push(_ boundary: [UInt8], of part: Int) {
        open.append(Entry(boundary: boundary, part: part))
    }

    /// Acts on a delimiter: forgets what it ends.
    mutating func pass(_ delimiter: Delimiter) {
        guard let level = open.lastIndex(where: { $0.part == delimiter.part }) else { return }
        if delimiter.isExact { open[level].isConfirmed = true }
        cutShort += open[(level + 1)...].map(\.boundary)
        cutShort.removeFirst(max(0, cutShort.count - Self.memory))
        open.removeSubrange((level + 1)...)
        if delimiter.kind == .closing { open.removeLast() }
    }

    /// What separates parts.
    struct Delimiter {
        enum Kind {
            /// Another part of the multipart follows.
            case opening
            /// The multipart ends.
            case closing
            /// A multipart that was cut short ends here at last: so does the part, and nothing begins.
            case belated
        }

        /// The multipart that what follows is in.
        let part: Int
        let kind: Kind
        /// Where the delimiter begins, not counting a line end before it.
        let start: Int
        /// Where the next line begins.
        let end: Int
        let isExact: Bool
        /// It is not on a line of its own.
        var isGlued = false
    }

    /// The delimiter that `line` is or ends in.
    @inline(__always)
    func delimiter(in line: LineReader.Line, of source: [UInt8]) -> Delimiter? {
        guard line.contentEnd - line.start > 2 else { return nil }
        if source[line.start] == .hyphen, source[line.start + 1] == .hyphen, let found = search(line, in: source) {
            return found
        }
        guard source[line.contentEnd - 1] == .hyphen, source[line.contentEnd - 2] == .hyphen else { return nil }
        return searchGlued(line, in: source)
    }

    /// Looks for the boundary and nothing else but blanks, so that a boundary may begin with another; the
    /// innermost multipart wins. Outer boundaries count at any depth. RFC 2046 §5.1.2.
    private func search(_ line: LineReader.Line, in source: [UInt8]) -> Delimiter? {
        var end = line.contentEnd
        while end > line.start, source[end - 1].isFolding { end -= 1 }
        for entry in open.reversed() {
            if let isClosing = Self.isExact(entry.boundary, line.start..<end, in: source) {
                return Delimiter(
                    part: entry.part, kind: isClosing ? .closing : .opening, start: line.start, end: line.end,
                    isExact: true)
            }
        }
        return searchCutShort(line, end, in: source) ?? searchPrefix(line, in: source)
    }

    /// Whether the line is the closing delimiter; `nil` when it is no delimiter of that boundary.
    private static func isExact(_ boundary: [UInt8], _ line: Range<Int>, in source: [UInt8]) -> Bool? {
        let surplus = line.count - 2 - boundary.count
        let isClosing = surplus == 2 && source[line.upperBound - 1] == .hyphen && source[line.upperBound - 2] == .hyphen
        guard surplus == 0 || isClosing, source.holds(boundary, at: line.lowerBound + 2) else { return nil }
        return isClosing
    }

    /// Parts put behind the end of their own multipart still begin and end where they say.
    private func searchCutShort(_ line: LineReader.Line, _ end: Int, in source: [UInt8]) -> Delimiter? {
        guard let innermost = open.last else { return nil }
        for boundary in cutShort.reversed() {
            if let isClosing = Self.isExact(boundary, line.start..<end, in: source) {
                return Delimiter(
                    part: innermost.part, kind: isClosing ? .belated : .opening, start: line.start, end: line.end,
                    isExact: false)
            }
        }
        return nil
    }

    /// A line that only begins with a boundary delimits a multipart that has no better delimiters. RFC 2046 §5.1.1.
    private func searchPrefix(_ line: LineReader.Line, in source: [UInt8]) -> Delimiter? {
        for entry in open.reversed() where !entry.isConfirmed {
            let behind = line.start + 2 + entry.boundary.count
            guard behind < line.contentEnd, source.holds(entry.boundary, at: line.start + 2) else { continue }
            let isClosing = behind + 1 < line.contentEnd && source[behind] == .hyphen && source[behind + 1] == .hyphen
            return Delimiter(
                part: entry.part, kind: isClosing ? .closing : .opening, start: line.start, end: line.end,
                isExact: false)
        }
        return nil
    }

    /// A closing delimiter right behind text whose author forgot the line end.
    private func searchGlued(_ line: LineReader.Line, in source: [UInt8]) -> Delimiter? {
        for entry in open.reversed() {
            let start = line.contentEnd - entry.boundary.count - 4
            if start > line.start, source[start] == .hyphen, source[start + 1] == .hyphen,
                source.holds(entry.boundary, at: start + 2)
            {
                return Delimiter(
                    part: entry.part, kind: .closing, start: start, end: line.end, isExact: true, isGlued: true)
            }
        }
        return nil
    }
}
