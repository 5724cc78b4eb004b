#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes mail data apart: removes the dot from lines that begin with one and finds the end. RFC 5321 §4.5.2.
///
/// Only CRLF ends a line and only CRLF.CRLF ends the data. A lone CR or LF is content like any other octet:
/// whoever takes it for a line end lets one message carry another past a neighbour who does not. They are counted.
struct DataDecoder: Sendable {
    /// What the last octets were.
    private enum State {
        /// At the beginning of a line; the first line begins here too, so a dot there needs no special case.
        case lineStart
        /// After the first dot of a line, which is not content.
        case dot
        /// After `.` CR at the beginning of a line: LF ends the data.
        case dotCR
        case inLine
        /// After a CR that may begin a line end; it is content already.
        case cr
        /// The end has come.
        case complete
    }

    private var state = State.lineStart
    private(set) var irregularities = Irregularities()
    /// Octets of the line so far.
    private var lineLength = 0

    /// Whether the end has come.
    var isComplete: Bool { state == .complete }

    /// Takes octets from `position` on, up to the end of the data, and moves it behind what was taken.
    mutating func consume(
        _ octets: borrowing RawSpan, from position: inout Int, into content: inout ContentBuffer
    ) {
        octets.withUnsafeBytes { buffer in
            while position < buffer.count {
                switch state {
                case .lineStart, .dot, .dotCR, .cr: step(buffer[position], at: &position, into: &content)
                case .inLine: takeRun(of: buffer, from: &position, into: &content)
                case .complete: return
                }
            }
        }
    }

    /// One octet in a state where it decides.
    private mutating func step(_ octet: UInt8, at position: inout Int, into content: inout ContentBuffer) {
        switch (state, octet) {
        case (.lineStart, UInt8(ascii: ".")):
            state = .dot
        case (.dot, UInt8(ascii: "\r")):
            state = .dotCR
        case (.dotCR, UInt8(ascii: "\n")):
            state = .complete
        case (.dotCR, _):
            // The CR behind the dot was content, and so may be this.
            append(UInt8(ascii: "\r"), to: &content)
            state = .cr
            return
        case (.cr, UInt8(ascii: "\n")):
            append(octet, to: &content)
            endLine(at: content.count)
        case (.cr, _):
            irregularities.noteBareCR(at: content.count - 1)
            state = .inLine
            return
        case (.lineStart, _), (.dot, _), (.inLine, _), (.complete, _):
            state = .inLine
            return
        }
        position += 1
    }

    /// Everything up to the next CR, and that CR.
    private mutating func takeRun(
        of buffer: UnsafeRawBufferPointer, from position: inout Int, into content: inout ContentBuffer
    ) {
        guard let base = buffer.baseAddress else { return }
        let rest = buffer.count - position
        let found = memchr(base + position, Int32(UInt8(ascii: "\r")), rest)
        let length = found.map { base.distance(to: UnsafeRawPointer($0)) - position + 1 } ?? rest
        let run = UnsafeRawBufferPointer(start: base + position, count: length)
        irregularities.noteBareLFs(in: run, at: content.count)
        append(run, to: &content)
        position += length
        if found != nil { state = .cr }
    }

    private mutating func endLine(at end: Int) {
        if lineLength > 1000 { irregularities.noteLongLine(at: end - lineLength) }
        lineLength = 0
        state = .lineStart
    }

    private mutating func append(_ octet: UInt8, to content: inout ContentBuffer) {
        withUnsafeBytes(of: octet) { append($0, to: &content) }
    }

    private mutating func append(_ run: UnsafeRawBufferPointer, to content: inout ContentBuffer) {
        lineLength += run.count
        content.append(run)
    }
}

/// What was wrong with the line ends of mail data. RFC 5321 §2.3.8, §4.5.3.1.6.
struct Irregularities: Sendable {
    private(set) var bareCRs = Occurrences()
    private(set) var bareLFs = Occurrences()
    private(set) var longLines = Occurrences()

    struct Occurrences: Sendable {
        var count = 0
        /// Offset in the content.
        var first: Int?

        mutating func add(at offset: Int) {
            count += 1
            first = first ?? offset
        }
    }

    mutating func noteBareCR(at offset: Int) { bareCRs.add(at: offset) }
    mutating func noteLongLine(at offset: Int) { longLines.add(at: offset) }

    /// Every LF within a run is bare: a CR would have ended the run.
    mutating func noteBareLFs(in run: UnsafeRawBufferPointer, at offset: Int) {
        guard let base = run.baseAddress else { return }
        var start = 0
        while start < run.count, let found = memchr(base + start, Int32(UInt8(ascii: "\n")), run.count - start) {
            let index = base.distance(to: UnsafeRawPointer(found))
            bareLFs.add(at: offset + index)
            start = index + 1
        }
    }

    /// One sentence for each kind that occurred.
    var notes: [String] {
        [
            (bareCRs, "CR without LF; kept as content (RFC 5321 §2.3.8)"),
            (bareLFs, "LF without CR; kept as content (RFC 5321 §2.3.8)"),
            (longLines, "line over 998 octets (RFC 5322 §2.1.1)"),
        ].compactMap { occurrences, text in
            occurrences.first.map { "\(occurrences.count) × \(text); the first at octet \($0)" }
        }
    }
}
