/// Cuts octets into lines.
///
/// Lines end in LF, a CR before it being part of the line end. Where the whole source has CR but no LF at all,
/// as old Macintosh programs wrote it, lines end in CR.
struct LineReader: Sendable {
    let source: [UInt8]
    private let terminator: UInt8

    init(_ source: [UInt8]) {
        self.source = source
        let hasLF = source.firstIndex(of: .lf, in: source.indices) != nil
        let endsInCR = !hasLF && source.firstIndex(of: .cr, in: source.indices) != nil
        terminator = endsInCR ? .cr : .lf
    }

    struct Line {
        let start: Int
        /// Where the line end begins.
        let contentEnd: Int
        /// Where the next line begins.
        let end: Int

        var isEmpty: Bool { start == contentEnd }
    }

    /// The line that begins at `start`; what is behind `limit` does not exist for it.
    @inline(__always)
    func line(at start: Int, limit: Int) -> Line {
        guard let found = source.firstIndex(of: terminator, in: start..<limit) else {
            return Line(start: start, contentEnd: limit, end: limit)
        }
        let hasCR = terminator == .lf && found > start && source[found - 1] == .cr
        return Line(start: start, contentEnd: hasCR ? found - 1 : found, end: found + 1)
    }

    /// Where the line end before the line at `start` begins; `start` itself when there is none after `floor`.
    func contentEnd(beforeLineAt start: Int, floor: Int) -> Int {
        guard start > floor, source[start - 1] == terminator else { return start }
        let hasCR = terminator == .lf && start - 1 > floor && source[start - 2] == .cr
        return hasCR ? start - 2 : start - 1
    }
}
