import MIME

/// The comments that Outlook's Word engine reads as markup: what it shows of them, and what it does not show of what stands
/// between those for everybody else.
enum WordConditionals {
    /// The source that Word goes by: octet for octet, but for the comments and what they hide.
    static func resolve(_ source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        while let start = firstMark(in: source, from: position) {
            result += source[position..<start]
            position = take(start, of: source, into: &result)
        }
        return result + source[position...]
    }

    private static let hiddenMark = Array("<!--[if".utf8)
    private static let revealedMark = Array("<![if".utf8)
    private static let endMark = Array("<![endif]".utf8)

    private static func firstMark(in source: [UInt8], from position: Int) -> Int? {
        var next = position
        while let start = source.firstIndex(of: .less, in: next..<source.count) {
            if source.holds(hiddenMark, at: start) || source.holds(revealedMark, at: start) { return start }
            next = start + 1
        }
        return nil
    }

    /// Takes over what Word sees of a comment; answers where it ends.
    private static func take(_ start: Int, of source: [UInt8], into result: inout [UInt8]) -> Int {
        let isHidden = source.holds(hiddenMark, at: start)
        let condition = start + (isHidden ? hiddenMark.count : revealedMark.count)
        guard let opened = endOfCondition(from: condition, in: source) else {
            result.append(source[start])
            return start + 1
        }
        guard let end = endMark(in: source, from: opened) else {
            // Nor is there one for those that follow.
            result += source[start...]
            return source.count
        }
        var content = (opened + 1)..<end.lowerBound
        // `<!-->` behind the condition, and `<!--` before the end, hide the marks from everybody else.
        for opener in ["<!-->", "<!-- -->"].map({ Array($0.utf8) }) where source.holds(opener, at: content.lowerBound) {
            content = (content.lowerBound + opener.count)..<content.upperBound
        }
        if source[content].suffix(4).elementsEqual("<!--".utf8) {
            content = content.lowerBound..<(content.upperBound - 4)
        }
        if WordCondition.holds(source[condition..<(opened - 1)]) { result += source[content] }
        return end.upperBound
    }

    /// At the `>` behind a condition, which is short.
    private static func endOfCondition(from start: Int, in source: [UInt8]) -> Int? {
        let bracket = source.firstIndex(of: .closeBracket, in: start..<min(start + 200, source.count))
        guard let bracket, bracket + 1 < source.count, source[bracket + 1] == .greater else { return nil }
        return bracket + 1
    }

    /// Of `<![endif]>` or `<![endif]-->`, with everything up to its end.
    private static func endMark(in source: [UInt8], from position: Int) -> Range<Int>? {
        var next = position
        while let start = source.firstIndex(of: .less, in: next..<source.count) {
            if source.holds(endMark, at: start) {
                let close = source.firstIndex(of: .greater, in: start..<source.count) ?? source.count - 1
                return start..<(close + 1)
            }
            next = start + 1
        }
        return nil
    }
}

/// What stands between the brackets: `mso`, `!mso`, `gte mso 9`, `(gte mso 9)|(IE)`.
private enum WordCondition {
    /// The version that Outlook 2016 and everything since say they are.
    private static let version = 16.0

    static func holds(_ octets: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: octets, as: UTF8.self).lowercased()
        // Parentheses do nothing in the forms that are in use: no condition has more than one kind of sign.
        let plain = text.filter { $0 != "(" && $0 != ")" }
        return plain.split(separator: "|").contains { part in part.split(separator: "&").allSatisfy(isTrue) }
    }

    private static func isTrue(_ term: Substring) -> Bool {
        var words = term.split(whereSeparator: \.isWhitespace)
        if let first = words.first, first.hasPrefix("!") {
            words[0] = first.dropFirst()
            return !isTrue(words.filter { !$0.isEmpty })
        }
        return isTrue(words)
    }

    private static func isTrue(_ words: [Substring]) -> Bool {
        let comparison = words.first.flatMap { comparisons[$0] }
        let rest = comparison == nil ? words[...] : words.dropFirst()
        guard let name = rest.first, name == "mso" || name == "vml" else { return false }
        guard let number = rest.dropFirst().first.flatMap({ Double($0) }) else { return true }
        return comparison.map { $0(version, number) } ?? (version == number)
    }

    private static let comparisons: [Substring: @Sendable (Double, Double) -> Bool] = [
        "gt": { $0 > $1 }, "gte": { $0 >= $1 }, "lt": { $0 < $1 }, "lte": { $0 <= $1 },
    ]
}
