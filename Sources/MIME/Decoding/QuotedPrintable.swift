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
        var octets: [UInt8] = []
        octets.reserveCapacity(range.count)
        let isDamaged = walk(source, in: range) { piece in
            switch piece {
            case .plain(let range): octets += source[range]
            case .escaped(let octet, _): octets.append(octet)
            }
        }
        return Result(octets: octets, isDamaged: isDamaged)
    }

    /// Something that decodes to one or more octets.
    enum Piece {
        /// Octets of the source that stand for themselves.
        case plain(Range<Int>)
        /// An octet, and the equals sign and digits that stand for it.
        case escaped(UInt8, Range<Int>)
    }

    /// Goes over everything that is content; answers whether something was damaged.
    @discardableResult
    @inline(__always)
    static func walk(_ source: [UInt8], in range: Range<Int>, visit: (Piece) -> Void) -> Bool {
        let range = range.clamped(to: source.indices)
        var isDamaged = false
        var position = range.lowerBound
        while position < range.upperBound {
            let lineEnd = source.firstIndex(of: .lf, in: position..<range.upperBound)
            var end = lineEnd ?? range.upperBound
            if lineEnd != nil, end > position, source[end - 1] == .cr { end -= 1 }
            let content = source.trimmingBlanks(endOf: position..<end)
            let isSoft = walkLine(source, content, isDamaged: &isDamaged, visit: visit)
            let next = lineEnd.map { $0 + 1 } ?? range.upperBound
            if !isSoft { visit(.plain(end..<next)) }
            position = next
        }
        return isDamaged
    }

    /// Answers whether the line goes on on the next one.
    @inline(__always)
    private static func walkLine(
        _ source: [UInt8], _ line: Range<Int>, isDamaged: inout Bool, visit: (Piece) -> Void
    ) -> Bool {
        var position = line.lowerBound
        while let sign = source.firstIndex(of: .equals, in: position..<line.upperBound) {
            visit(.plain(position..<sign))
            if sign + 1 == line.upperBound { return true }
            if sign + 2 < line.upperBound, let high = source[sign + 1].hexadecimal,
                let low = source[sign + 2].hexadecimal
            {
                visit(.escaped(high << 4 | low, sign..<(sign + 3)))
                position = sign + 3
            } else {
                isDamaged = true
                visit(.plain(sign..<(sign + 1)))
                position = sign + 1
            }
        }
        visit(.plain(position..<line.upperBound))
        return false
    }

    /// The `Q` encoding of encoded-words: an underscore is a space. RFC 2047 §4.2.
    package static func decodeWord(_ word: some Collection<UInt8>, into octets: inout [UInt8]) {
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
