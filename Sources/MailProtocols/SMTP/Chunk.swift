/// A part of a message whose length is told before it comes: nothing in it is looked at. RFC 3030 §2.
struct Chunk: Sendable {
    /// Octets.
    let size: Int
    /// Whether the message ends with it.
    let isLast: Bool
    /// Octets that have come.
    private(set) var count = 0

    /// Reads the argument of BDAT: `1000`, `1000 LAST`. `nil` when it is malformed.
    init?(_ argument: Substring) {
        let words = argument.split(separator: " ")
        guard let digits = words.first, (1...18).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit),
            let size = Int(digits), words.count == 1 || words.count == 2 && words[1].uppercased() == "LAST"
        else { return nil }
        (self.size, isLast) = (size, words.count == 2)
    }

    var isComplete: Bool { count == size }

    /// Takes octets from `position` on, up to the end of the chunk, and moves it behind what was taken.
    mutating func consume(
        _ octets: borrowing RawSpan, from position: inout Int, into content: inout ContentBuffer
    ) {
        let end = position + min(size - count, octets.byteCount - position)
        octets.extracting(position..<end).withUnsafeBytes { content.append($0) }
        count += end - position
        position = end
    }
}
