extension SourceMap {
    /// For content that stands for itself.
    static func verbatim(_ range: Range<Int>) -> SourceMap {
        var map = SourceMap(of: range)
        map.append(.verbatim, at: 0, from: range)
        return map
    }

    /// For what ``Base64/decode(_:in:)`` makes of a range; damaged base64 is known as a whole only.
    static func base64(_ source: [UInt8], in range: Range<Int>) -> SourceMap {
        var map = SourceMap(of: range)
        guard !Base64.decode(source, in: range).isDamaged else { return map }
        var (decoded, position) = (0, range.lowerBound)
        while position < range.upperBound {
            if source[position].isFolding {
                position += 1
                continue
            }
            let start = position
            while position < range.upperBound, !source[position].isFolding { position += 1 }
            let whole = (position - start) / 4 * 4
            if whole > 0 {
                map.append(.quartets, at: decoded, from: start..<(start + whole))
                decoded += whole / 4 * 3
                if source[start + whole - 1] == .equals {
                    decoded -= source[start + whole - 2] == .equals ? 2 : 1
                }
            }
            guard start + whole < position else { continue }
            // A group that goes on on the next line.
            var digits = position - (start + whole)
            let groupStart = start + whole
            while position < range.upperBound, digits < 4 {
                if !source[position].isFolding { digits += 1 }
                position += 1
            }
            map.append(.whole, at: decoded, from: groupStart..<position)
            decoded += 3
        }
        return map
    }

    /// For what ``QuotedPrintable/decode(_:in:)`` makes of a range.
    static func quotedPrintable(_ source: [UInt8], in range: Range<Int>) -> SourceMap {
        var map = SourceMap(of: range)
        var decoded = 0
        QuotedPrintable.walk(source, in: range) { piece in
            switch piece {
            case .plain(let octets) where !octets.isEmpty:
                map.append(.verbatim, at: decoded, from: octets)
                decoded += octets.count
            case .plain: break
            case .escaped(_, let octets):
                map.append(.whole, at: decoded, from: octets)
                decoded += 1
            }
        }
        return map
    }

    /// From UTF-8 text back to the octets that it was converted from: to the octet where every character is one, else
    /// to the line.
    static func converted(_ content: [UInt8], to text: [UInt8]) -> SourceMap {
        var map = SourceMap(of: content.indices)
        var (from, to) = (0, 0)
        while to < text.count {
            let textEnd = text.firstIndex(of: .lf, in: to..<text.count).map { $0 + 1 } ?? text.count
            let found = content.firstIndex(of: .lf, in: from..<content.count).map { $0 + 1 }
            let contentEnd = textEnd == text.count ? content.count : found ?? content.count
            map.appendLine(from..<contentEnd, of: content, as: to..<textEnd, of: text)
            (from, to) = (contentEnd, textEnd)
        }
        return map
    }

    private mutating func appendLine(
        _ source: Range<Int>, of content: [UInt8], as line: Range<Int>, of text: [UInt8]
    ) {
        let characters = text[line].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        guard characters == source.count else {
            return append(.whole, at: line.lowerBound, from: source)
        }
        var (position, offset) = (line.lowerBound, source.lowerBound)
        while position < line.upperBound {
            let start = position
            while position < line.upperBound, text[position] < 0x80 { position += 1 }
            if position > start {
                append(.verbatim, at: start, from: offset..<(offset + position - start))
                offset += position - start
            }
            guard position < line.upperBound else { return }
            append(.whole, at: position, from: offset..<(offset + 1))
            offset += 1
            position += 1
            while position < line.upperBound, text[position] & 0xC0 == 0x80 { position += 1 }
        }
    }
}
