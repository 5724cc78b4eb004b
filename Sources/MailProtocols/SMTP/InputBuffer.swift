/// Octets that have come and are not used yet.
struct InputBuffer: Sendable {
    private(set) var octets: [UInt8] = []
    /// What lies before has been used.
    private(set) var position = 0
    /// From `position` up to here there is no line feed.
    private var searched = 0

    var isEmpty: Bool { octets.isEmpty }
    /// Octets ahead.
    var count: Int { octets.count - position }

    mutating func append(_ more: borrowing RawSpan, from start: Int) {
        guard start < more.byteCount else { return }
        dropUsed()
        more.extracting(start...).withUnsafeBytes { octets.append(contentsOf: $0) }
    }

    /// Octets of the next line, its end included; `nil` when that has not come.
    ///
    /// Looks at each octet once, however many pieces a line comes in.
    mutating func lineLength() -> Int? {
        let lineFeed = octets[max(position, searched)...].firstIndex(of: UInt8(ascii: "\n"))
        searched = lineFeed ?? octets.count
        return lineFeed.map { $0 + 1 - position }
    }

    /// Takes a line of `length` octets: its text, `nil` when it is no UTF-8, and whether its end lacks the CR.
    mutating func takeLine(_ length: Int) -> (text: String?, lacksCR: Bool) {
        let lineFeed = position + length - 1
        let lacksCR = length < 2 || octets[lineFeed - 1] != UInt8(ascii: "\r")
        let text = String(validating: octets[position..<(lacksCR ? lineFeed : lineFeed - 1)], as: UTF8.self)
        use(upTo: lineFeed + 1)
        return (text, lacksCR)
    }

    /// The first octets ahead, as text.
    func beginning(_ length: Int) -> String { String(decoding: octets[position...].prefix(length), as: UTF8.self) }

    mutating func use(upTo end: Int) {
        position = end
        if position == octets.count { forget() }
    }

    /// Gives back what has been used. What is left is seldom more than the beginning of a line.
    private mutating func dropUsed() {
        guard position > 0 else { return }
        octets.removeFirst(position)
        (position, searched) = (0, max(0, searched - position))
    }

    mutating func forget() {
        octets.removeAll(keepingCapacity: octets.capacity <= 16_384)
        (position, searched) = (0, 0)
    }
}
