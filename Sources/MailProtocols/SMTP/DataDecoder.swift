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
    }

    /// Why content is not kept any more; its end is still looked for.
    enum Overflow: Sendable { case limit, memory }

    private var state = State.lineStart
    private let limit: Int
    private(set) var content: [UInt8] = []
    /// Octets of content so far, kept or not.
    private(set) var count = 0
    private(set) var overflow: Overflow?
    private(set) var irregularities = Irregularities()
    /// Octets of the line so far.
    private var lineLength = 0

    init(limit: Int, expected: Int? = nil) {
        self.limit = limit
        // A promise only: enough to spare small messages the growing, not enough to hurt when it is broken.
        if let expected { content.reserveCapacity(min(expected + 2, limit, 1 << 20)) }
    }

    /// Takes octets from `position` on and moves it behind what was taken.
    ///
    /// - Returns: Whether the end has come; what follows is not touched.
    mutating func consume(_ octets: borrowing RawSpan, from position: inout Int) -> Bool {
        octets.withUnsafeBytes { buffer in
            while position < buffer.count {
                switch state {
                case .lineStart, .dot, .dotCR, .cr:
                    if step(buffer[position], at: &position) { return true }
                case .inLine:
                    takeRun(of: buffer, from: &position)
                }
            }
            return false
        }
    }

    /// Gives up the content: what has come and what comes is counted, not kept.
    mutating func abandon(_ reason: Overflow) {
        guard overflow == nil else { return }
        overflow = reason
        content = []
    }

    /// One octet in a state where it decides.
    private mutating func step(_ octet: UInt8, at position: inout Int) -> Bool {
        switch (state, octet) {
        case (.lineStart, UInt8(ascii: ".")):
            state = .dot
        case (.dot, UInt8(ascii: "\r")):
            state = .dotCR
        case (.dotCR, UInt8(ascii: "\n")):
            position += 1
            return true
        case (.dotCR, _):
            // The CR behind the dot was content, and so may be this.
            append(UInt8(ascii: "\r"))
            state = .cr
            return false
        case (.cr, UInt8(ascii: "\n")):
            append(octet)
            endLine()
        case (.cr, _):
            irregularities.noteBareCR(at: count - 1)
            state = .inLine
            return false
        case (.lineStart, _), (.dot, _), (.inLine, _):
            state = .inLine
            return false
        }
        position += 1
        return false
    }

    /// Everything up to the next CR, and that CR.
    private mutating func takeRun(of buffer: UnsafeRawBufferPointer, from position: inout Int) {
        guard let base = buffer.baseAddress else { return }
        let rest = buffer.count - position
        let found = memchr(base + position, Int32(UInt8(ascii: "\r")), rest)
        let length = found.map { base.distance(to: UnsafeRawPointer($0)) - position + 1 } ?? rest
        let run = UnsafeRawBufferPointer(start: base + position, count: length)
        irregularities.noteBareLFs(in: run, at: count)
        append(run)
        position += length
        if found != nil { state = .cr }
    }

    private mutating func endLine() {
        if lineLength > 1000 { irregularities.noteLongLine(at: count - lineLength) }
        lineLength = 0
        state = .lineStart
    }

    private mutating func append(_ octet: UInt8) {
        withUnsafeBytes(of: octet) { append($0) }
    }

    private mutating func append(_ run: UnsafeRawBufferPointer) {
        count += run.count
        lineLength += run.count
        if count > limit { abandon(.limit) }
        if overflow == nil { content.append(contentsOf: run) }
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
