/// Quoted-printable. RFC 2045 §6.7.
package enum QuotedPrintable {
    /// What was decoded, and whether everything in the source was as it should be.
    package struct Result: Sendable {
        package var octets: [UInt8]
        /// An equals sign with neither two hexadecimal digits nor a line end behind it; it stands for itself then.
        package var isDamaged: Bool
    }

    /// Blanks at the ends of lines are not part of the content. RFC 2045 §6.7 (3).
    package static func decode(_ source: [UInt8], in range: Range<Int>) -> Result {
        let range = range.clamped(to: source.indices)
        var result = Result(octets: [], isDamaged: false)
        result.octets.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let lineEnd = source.firstIndex(of: .lf, in: position..<range.upperBound)
            var end = lineEnd ?? range.upperBound
            if lineEnd != nil, end > position, source[end - 1] == .cr { end -= 1 }
            let content = source.trimmingBlanks(endOf: position..<end)
            let isSoft = decodeLine(source, content, into: &result)
            let next = lineEnd.map { $0 + 1 } ?? range.upperBound
            if !isSoft { result.octets += source[end..<next] }
            position = next
        }
        return result
    }

    /// Answers whether the line goes on on the next one.
    private static func decodeLine(_ source: [UInt8], _ line: Range<Int>, into result: inout Result) -> Bool {
        var position = line.lowerBound
        while let sign = source.firstIndex(of: .equals, in: position..<line.upperBound) {
            result.octets += source[position..<sign]
            if sign + 1 == line.upperBound { return true }
            position = decodeSign(source, at: sign, end: line.upperBound, into: &result)
        }
        result.octets += source[position..<line.upperBound]
        return false
    }

    private static func decodeSign(_ source: [UInt8], at sign: Int, end: Int, into result: inout Result) -> Int {
        guard sign + 2 < end, let high = source[sign + 1].hexadecimal, let low = source[sign + 2].hexadecimal else {
            result.isDamaged = true
            result.octets.append(.equals)
            return sign + 1
        }
        result.octets.append(high << 4 | low)
        return sign + 3
    }

    /// The `Q` encoding of encoded-words: an underscore is a space. RFC 2047 §4.2.
    static func decodeWord(_ word: some Collection<UInt8>, into octets: inout [UInt8]) {
        let word = Array(word)
        var index = 0
        while index < word.count {
            if word[index] == .equals, index + 2 < word.count, let high = word[index + 1].hexadecimal,
                let low = word[index + 2].hexadecimal
            {
                octets.append(high << 4 | low)
                index += 3
            } else {
                octets.append(word[index] == .underscore ? .space : word[index])
                index += 1
            }
        }
    }
}

extension [UInt8] {
    fileprivate func trimmingBlanks(endOf range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, self[end - 1].isBlank { end -= 1 }
        return range.lowerBound..<end
    }
}
