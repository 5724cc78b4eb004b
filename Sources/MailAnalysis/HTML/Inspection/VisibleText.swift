import MIME

/// Text as a person reads it, with the way back to where it stands in the source.
package struct VisibleText: Sendable {
    /// White space folded, a line end for every block; UTF-8.
    package private(set) var octets: [UInt8] = []
    private var runs: [Run] = []
    /// White space is due before the next character.
    private var gap = Gap.none

    /// A stretch of the text, which is as long in the source, or was made of all of it.
    private struct Run: Sendable {
        var start: Int
        var source: Range<Int>
        var isVerbatim: Bool
    }

    private enum Gap: Int, Comparable, Sendable {
        case none, space, line

        static func < (left: Gap, right: Gap) -> Bool { left.rawValue < right.rawValue }
    }

    package var text: String { String(decoding: octets, as: UTF8.self) }
    package var count: Int { octets.count }

    /// The least range of the source that holds what `range` of the text was made of.
    package func sourceRange(of range: Range<Int>) -> Range<Int> {
        guard !octets.isEmpty, !range.isEmpty else { return 0..<0 }
        let start = bounds(of: range.lowerBound, isEnd: false)
        return start..<max(start, bounds(of: range.upperBound - 1, isEnd: true))
    }

    private func bounds(of offset: Int, isEnd: Bool) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0 }
        let run = runs[low - 1]
        guard run.isVerbatim else { return isEnd ? run.source.upperBound : run.source.lowerBound }
        return min(run.source.lowerBound + offset - run.start + (isEnd ? 1 : 0), run.source.upperBound)
    }
}

// MARK: - Building

extension VisibleText {
    mutating func breakLine() { gap = octets.isEmpty ? .none : .line }

    mutating func breakWord() { if !octets.isEmpty { gap = max(gap, .space) } }

    /// Adds the text of a node, references resolved.
    mutating func append(_ range: Range<Int>, of source: [UInt8]) {
        var position = range.lowerBound
        while position < range.upperBound {
            let octet = source[position]
            if octet.isHTMLSpace {
                breakWord()
                position += 1
            } else if octet == .ampersand {
                position = appendReference(at: position, of: source, until: range.upperBound)
            } else if octet == 0xC2, position + 1 < range.upperBound, source[position + 1] == 0xA0 {
                breakWord()
                position += 2
            } else {
                let start = position
                position += 1
                while position < range.upperBound, !source[position].endsRun { position += 1 }
                fillGap(at: start)
                add(Run(start: octets.count, source: start..<position, isVerbatim: true))
                octets += source[start..<position]
            }
        }
    }

    private mutating func appendReference(at sign: Int, of source: [UInt8], until limit: Int) -> Int {
        var text: [UInt8] = []
        let end = CharacterReference.read(at: sign, in: source, until: limit, isValue: false, into: &text)
        guard let end else {
            fillGap(at: sign)
            add(Run(start: octets.count, source: sign..<(sign + 1), isVerbatim: true))
            octets.append(.ampersand)
            return sign + 1
        }
        if text == [0xC2, 0xA0] || text.count == 1 && text[0].isHTMLSpace {
            breakWord()
        } else {
            fillGap(at: sign)
            add(Run(start: octets.count, source: sign..<end, isVerbatim: false))
            octets += text
        }
        return end
    }

    private mutating func fillGap(at position: Int) {
        if gap != .none {
            // A blank that stands for exactly one octet keeps its run together with its neighbours.
            add(Run(start: octets.count, source: max(position - 1, 0)..<position, isVerbatim: true))
            octets.append(gap == .line ? .lf : .space)
        }
        gap = .none
    }

    private mutating func add(_ run: Run) {
        if run.isVerbatim, let last = runs.last, last.isVerbatim, last.source.upperBound == run.source.lowerBound {
            runs[runs.count - 1].source = last.source.lowerBound..<run.source.upperBound
        } else {
            runs.append(run)
        }
    }
}

extension UInt8 {
    fileprivate var endsRun: Bool { isHTMLSpace || self == .ampersand || self == 0xC2 }
}
