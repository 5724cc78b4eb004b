import MailModel

/// Numbers of messages as ranges, ascending, with something between each and the next.
struct NumberRanges {
    let all: [ClosedRange<Int64>]

    /// - Parameter ranges: In any order; some may have numbers in common.
    init(_ ranges: [ClosedRange<Int64>]) {
        all = ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
            guard let last = merged.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 else {
                merged.append(range)
                return
            }
            merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
    }

    func contains(_ number: Int64) -> Bool {
        let behind = all.partitioningIndex { $0.lowerBound > number }
        return behind > 0 && all[behind - 1].contains(number)
    }

    /// Those of the numbers that lie in other ones.
    func within(_ numbers: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
        all.filter { $0.overlaps(numbers) }.map { $0.clamped(to: numbers) }
    }

    /// What of other numbers is not among these.
    func gaps(within numbers: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
        var (gaps, start): ([ClosedRange<Int64>], Int64) = ([], numbers.lowerBound)
        for range in within(numbers) {
            if start < range.lowerBound { gaps.append(start...range.lowerBound - 1) }
            guard range.upperBound < numbers.upperBound else { return gaps }
            start = range.upperBound + 1
        }
        return gaps + [start...numbers.upperBound]
    }

    /// `1-3,7-7`.
    var text: String { all.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",") }

    init(text: String) {
        self.init(
            text.split(separator: ",").compactMap { range in
                let ends = range.split(separator: "-").compactMap { Int64($0) }
                return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
            })
    }
}
