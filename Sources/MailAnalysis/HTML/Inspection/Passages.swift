/// What elements of a kind hold of a text; of those in others, the outermost.
struct Passages {
    /// In order; at most ``HTMLInspection/maximumPlaces``.
    private(set) var ranges: [Range<Int>] = []
    private var (depth, start) = (0, 0)

    /// - Parameter position: How long the text is where an element begins.
    mutating func open(at position: Int) {
        if depth == 0 { start = position }
        depth += 1
    }

    mutating func close(at position: Int) {
        depth -= 1
        guard depth == 0, start < position, ranges.count < HTMLInspection.maximumPlaces else { return }
        ranges.append(start..<position)
    }
}
