/// A reading position in the body of a structured field. RFC 5322 §3.2.
struct FieldCursor {
    let source: [UInt8]
    private(set) var position: Int
    let end: Int

    init(_ source: [UInt8], _ range: Range<Int>) {
        self.source = source
        (position, end) = (range.lowerBound, range.upperBound)
    }

    var isAtEnd: Bool { position >= end }

    /// The octet at the position; `nil` at the end.
    @inline(__always)
    var peek: UInt8? { position < end ? source[position] : nil }

    @inline(__always)
    func peek(after distance: Int) -> UInt8? {
        position + distance < end ? source[position + distance] : nil
    }

    @inline(__always)
    mutating func advance(by distance: Int = 1) { position = min(position + distance, end) }

    /// Goes over `octet` if it is next.
    mutating func take(_ octet: UInt8) -> Bool {
        guard peek == octet else { return false }
        position += 1
        return true
    }

    mutating func skipBlanks() {
        while position < end, source[position].isFolding { position += 1 }
    }

    /// Goes over white space and comments. RFC 5322 §3.2.2.
    mutating func skipComments() {
        while let octet = peek {
            if octet.isFolding {
                position += 1
            } else if octet == .open {
                _ = comment()
            } else {
                return
            }
        }
    }

    /// The inside of the comment that begins here; comments nest. One that is not closed ends with the field.
    mutating func comment() -> Range<Int> {
        let start = position + 1
        var depth = 0
        while let octet = peek {
            switch octet {
            case .backslash: skipToEscaped()
            case .open: depth += 1
            case .close: depth -= 1
            default: break
            }
            advance()
            if depth == 0 { return start..<(position - 1) }
        }
        return min(start, end)..<end
    }

    /// Goes over a backslash, and a fold behind it, to the octet that it protects. RFC 5322 §3.2.1.
    mutating func skipToEscaped() {
        advance()
        if peek == .cr || peek == .lf { skipBlanks() }
    }

    /// Octets up to white space, a comment, or what `isEnd` says.
    mutating func token(until isEnd: (UInt8) -> Bool) -> Range<Int> {
        let start = position
        while let octet = peek, !octet.isFolding, octet != .open, !isEnd(octet) { position += 1 }
        return start..<position
    }

    /// The content of the quoted string that begins here; `nil`, without a move, for one that is not closed.
    mutating func closedQuotedString() -> [UInt8]? {
        var ahead = self
        let (content, isClosed) = ahead.quotedString()
        guard isClosed else { return nil }
        self = ahead
        return content
    }

    /// The content of the quoted string that begins here, quotes and backslashes removed. RFC 5322 §3.2.4.
    ///
    /// A line end inside is dropped and the blanks behind it stay. A string that is not closed ends with the field.
    mutating func quotedString() -> (content: [UInt8], isClosed: Bool) {
        var content: [UInt8] = []
        advance()
        while let octet = peek {
            advance()
            switch octet {
            case .quote: return (content, true)
            case .backslash:
                if let escaped = peek {
                    content.append(escaped)
                    advance()
                }
            case .cr, .lf: break
            default: content.append(octet)
            }
        }
        return (content, false)
    }
}

extension String {
    /// Text of octets that ought to be ASCII and may be UTF-8. RFC 6532 §3.
    init(octets: some Collection<UInt8>) {
        self.init(decoding: octets, as: UTF8.self)
    }

    init(lowercasing octets: ArraySlice<UInt8>) {
        let isLower = octets.allSatisfy { $0 == $0.lowercased }
        self.init(octets: isLower ? octets : ArraySlice(octets.map(\.lowercased)))
    }
}
