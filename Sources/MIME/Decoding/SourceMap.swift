/// Which octets of a source some decoded octets were made of.
///
/// Exact where the decoding is: to the octet for text that stands for itself and for quoted-printable, to the group
/// of four digits in base64. Beyond ``maximumRuns`` changes of encoding, the rest is known as a whole only.
package struct SourceMap: Sendable {
    /// A stretch of decoded octets that were made in one way; it ends where the next one begins.
    private struct Run {
        let start: Int
        let source: Range<Int>
        let origin: Origin
    }

    enum Origin {
        /// Octet for octet.
        case verbatim
        /// Every three octets from four digits that lie together.
        case quartets
        /// From all of the octets of the source.
        case whole
    }

    private var runs: [Run] = []
    private let all: Range<Int>

    static let maximumRuns = 65_536

    /// - Parameter all: Where everything comes from, as far as nothing more is known.
    init(of all: Range<Int>) { self.all = all }

    /// Notes that the decoded octets from `start` on come from `source`.
    mutating func append(_ origin: Origin, at start: Int, from source: Range<Int>) {
        if runs.count < Self.maximumRuns {
            runs.append(Run(start: start, source: source, origin: origin))
        } else if runs.count == Self.maximumRuns {
            runs.append(
                Run(start: start, source: source.lowerBound..<max(source.lowerBound, all.upperBound), origin: .whole))
        }
    }

    /// The least range of the source that is known to hold what `range` was made of.
    package func sourceRange(of range: Range<Int>) -> Range<Int> {
        guard let first = run(at: range.lowerBound) else { return all }
        let start = bounds(of: range.lowerBound, in: first).lowerBound
        guard !range.isEmpty, let last = run(at: range.upperBound - 1) else { return start..<start }
        return start..<max(start, bounds(of: range.upperBound - 1, in: last).upperBound)
    }

    /// The last run that begins at or before an offset.
    private func run(at offset: Int) -> Run? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? runs[low - 1] : nil
    }

    /// What one decoded octet was made of.
    private func bounds(of offset: Int, in run: Run) -> Range<Int> {
        let distance = offset - run.start
        let range =
            switch run.origin {
            case .verbatim: (run.source.lowerBound + distance)..<(run.source.lowerBound + distance + 1)
            case .quartets:
                (run.source.lowerBound + distance / 3 * 4)..<(run.source.lowerBound + distance / 3 * 4 + 4)
            case .whole: run.source
            }
        return range.clamped(to: run.source)
    }
}
