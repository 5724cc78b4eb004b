/// Uuencode: `begin 644 name`, lines that begin with their length, `end`. IEEE Std 1003.1, `uuencode`.
package enum UUEncoding {
    package struct Result: Sendable {
        package var octets: [UInt8]
        /// The name on the `begin` line.
        package var fileName: String?
        /// There was no `end`, or a line was shorter than it says.
        package var isDamaged: Bool
    }

    /// Without a `begin` line there is nothing to decode and the octets stay as they are.
    package static func decode(_ source: [UInt8], in range: Range<Int>) -> Result {
        let reader = LineReader(source)
        var result = Result(octets: [], fileName: nil, isDamaged: true)
        var position = range.lowerBound
        var hasBegun = false
        while position < range.upperBound {
            let line = reader.line(at: position, limit: range.upperBound)
            position = line.end
            if !hasBegun {
                guard let name = name(of: line, in: source) else { continue }
                (result.fileName, hasBegun) = (name, true)
            } else if source.spells("end", in: source.trimming(line.start..<line.contentEnd) { $0.isFolding }) {
                result.isDamaged = false
                return result
            } else {
                decode(line, in: source, into: &result.octets)
            }
        }
        if !hasBegun { result.octets = Array(source[range]) }
        return result
    }

    /// The file name on a `begin` line with a mode of three or four octal digits.
    static func name(of line: LineReader.Line, in source: [UInt8]) -> String? {
        guard line.contentEnd - line.start > 10, source.spells("begin ", in: line.start..<(line.start + 6)) else {
            return nil
        }
        var position = line.start + 6
        while position < line.contentEnd, UInt8(ascii: "0")...UInt8(ascii: "7") ~= source[position] { position += 1 }
        let digits = position - line.start - 6
        guard 3...4 ~= digits, position < line.contentEnd, source[position] == .space else { return nil }
        return String(octets: source[(position + 1)..<line.contentEnd])
    }

    private static func decode(_ line: LineReader.Line, in source: [UInt8], into octets: inout [UInt8]) {
        guard !line.isEmpty else { return }
        let length = Int((source[line.start] &- 0x20) & 0x3F)
        var written = 0
        var position = line.start + 1
        while written < length, position < line.contentEnd {
            var group: UInt32 = 0
            for offset in 0..<4 {
                let digit = position + offset < line.contentEnd ? source[position + offset] &- 0x20 : 0
                group = group << 6 | UInt32(digit & 0x3F)
            }
            for shift in [16, 8, 0] as [UInt32] where written < length {
                octets.append(UInt8(truncatingIfNeeded: group >> shift))
                written += 1
            }
            position += 4
        }
    }
}
