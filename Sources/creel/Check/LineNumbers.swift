import MIME

/// The lines, from 1, that some octets of a text lie in.
struct LineNumbers: Sendable {
    private var numbers: [Int: Int] = [:]

    /// Reads the text once.
    init(of offsets: [Int], in source: [UInt8]) {
        var (line, position) = (1, 0)
        for offset in offsets.sorted() where numbers[offset] == nil {
            while position < offset, let end = source.firstIndex(of: .lf, in: position..<offset) {
                (line, position) = (line + 1, end + 1)
            }
            position = max(position, min(offset, source.count))
            numbers[offset] = line
        }
    }

    subscript(offset: Int) -> Int { numbers[offset] ?? 1 }
}
