/// One `name=value` as it stands in a field.
struct ParameterSegment {
    /// In lower case.
    var name: String
    /// The number behind an asterisk: which piece of a divided value this is. RFC 2231 §3.
    var section: Int?
    /// The name ends in an asterisk: the value is percent-encoded. RFC 2231 §4.
    var isExtended: Bool
    var value: [UInt8]
    var isQuoted: Bool
    var range: Range<Int>
}

/// Reads parameters one after the other, in every form that mail programs make of them.
struct ParameterReader {
    private var cursor: FieldCursor

    init(_ cursor: FieldCursor) { self.cursor = cursor }

    /// The next parameter that has a name and a value.
    mutating func next() -> ParameterSegment? {
        while !cursor.isAtEnd {
            cursor.skipComments()
            if cursor.take(.semicolon) { continue }
            let start = cursor.position
            let name = cursor.token { $0 == .equals || $0 == .semicolon }
            let attribute = attribute(name)
            guard cursor.take(.equals) else {
                // Neither name nor value: an octet that no rule takes must not stop the reading.
                if cursor.position == start { cursor.advance() }
                continue
            }
            cursor.skipBlanks()
            let isQuoted = cursor.peek == .quote
            let value = isQuoted ? cursor.quotedString().content : unquotedValue()
            guard !name.isEmpty, !value.isEmpty, let (word, section, isExtended) = attribute else { continue }
            return ParameterSegment(
                name: word, section: section, isExtended: isExtended, value: value, isQuoted: isQuoted,
                range: start..<cursor.position)
        }
        return nil
    }

    /// Takes the name apart into word, section number and asterisk, and goes on to the equals sign.
    private mutating func attribute(_ name: Range<Int>) -> (String, Int?, Bool)? {
        let source = cursor.source
        var isExtended = name.count > 1 && source[name.upperBound - 1] == .asterisk
        let star = source.firstIndex(of: .asterisk, in: name)
        var section: Int?
        if let star {
            var digits = star + 1
            while digits < name.upperBound, source[digits].isDigit {
                section = min((section ?? 0) * 10 + Int(source[digits] - .zero), 1_000_000)
                digits += 1
            }
            isExtended = isExtended && name.upperBound - 1 >= star
        }
        skipToEquals()
        let word = name.lowerBound..<(star ?? name.upperBound)
        return word.isEmpty ? nil : (String(lowercasing: source[word]), section, isExtended)
    }

    /// Goes over blanks and asterisks between the name and `=`.
    private mutating func skipToEquals() {
        var ahead = cursor
        ahead.skipComments()
        if ahead.peek == .equals { cursor = ahead }
    }

    /// Up to the semicolon. White space ends the value where another parameter or a comment follows it; else it
    /// belongs to the value, as in `name=My file.pdf`.
    private mutating func unquotedValue() -> [UInt8] {
        var value: [UInt8] = []
        while let octet = cursor.peek, octet != .semicolon {
            guard octet.isFolding else {
                value.append(octet)
                cursor.advance()
                continue
            }
            var ahead = cursor
            ahead.skipBlanks()
            let comments = ahead.comments()
            guard ahead.peek != nil, !ahead.isAtNewParameter, comments?.isLast != true else {
                cursor = ahead
                break
            }
            value.append(.space)
            cursor = ahead
            guard let comments else { continue }
            value += cursor.source.unfolded(comments.range)
            cursor.advance(by: comments.range.count)
        }
        return value
    }
}

extension FieldCursor {
    /// Whether `name=` begins here. An encoded-word does not count, though it has equals signs.
    fileprivate var isAtNewParameter: Bool {
        if peek == .semicolon { return true }
        if peek == .equals, peek(after: 1) == .question { return false }
        var ahead = self
        let name = ahead.token { $0 == .equals || $0 == .semicolon || $0 == .quote || $0 == .question }
        ahead.skipBlanks()
        return !name.isEmpty && ahead.peek == .equals
    }

    /// The comments that begin here, and whether nothing but a separator comes behind them; `nil` where none begins.
    fileprivate func comments() -> (range: Range<Int>, isLast: Bool)? {
        guard peek == .open else { return nil }
        var ahead = self
        ahead.skipComments()
        let end = source[position..<ahead.position].lastIndex { !$0.isFolding }.map { $0 + 1 } ?? position
        return (position..<end, ahead.peek == nil || ahead.peek == .semicolon)
    }
}

extension [UInt8] {
    /// A piece, each white space of it as one blank.
    fileprivate func unfolded(_ range: Range<Int>) -> [UInt8] {
        self[range].reduce(into: []) { piece, octet in
            if !octet.isFolding { piece.append(octet) } else if piece.last != .space { piece.append(.space) }
        }
    }
}
