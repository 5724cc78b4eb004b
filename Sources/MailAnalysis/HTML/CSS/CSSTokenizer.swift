import MIME

/// Cuts CSS into tokens. CSS Syntax 3 §4.3.
///
/// Comments are passed over. Escapes are part of a name and not resolved: what something here knows has none.
struct CSSTokenizer {
    private let octets: [UInt8]
    private let end: Int
    private(set) var position: Int

    init(_ octets: [UInt8], in range: Range<Int>) {
        (self.octets, position, end) = (octets, range.lowerBound, range.upperBound)
    }

    mutating func next() -> CSSToken? {
        skipComments()
        guard position < end else { return nil }
        let start = position
        let octet = octets[start]
        switch octet {
        case .space, .tab, .lf, .cr, 0x0C: return space()
        case .quote, .apostrophe: return string(octet)
        case .hash where nameLength(at: start + 1) > 0: return marked(.hash)
        case .at where startsName(at: start + 1): return marked(.atKeyword)
        default: break
        }
        if startsNumber(at: start) { return number() }
        if startsName(at: start) { return nameOrFunction() }
        position += 1
        return CSSToken(kind: Self.punctuation(octet), range: start..<position)
    }

    /// The next token that is no white space.
    mutating func nextSolid() -> CSSToken? {
        while let token = next() {
            if token.kind != .space { return token }
        }
        return nil
    }

    private static func punctuation(_ octet: UInt8) -> CSSToken.Kind {
        switch octet {
        case .colon: .colon
        case .semicolon: .semicolon
        case .comma: .comma
        case .openBrace: .openBrace
        case .closeBrace: .closeBrace
        case .openBracket: .openBracket
        case .closeBracket: .closeBracket
        case .open: .openParenthesis
        case .close: .closeParenthesis
        default: .delimiter
        }
    }

    private mutating func skipComments() {
        while octets.holdsComment(at: position, before: end) {
            position = octets.endOfComment(at: position, before: end)
        }
    }

    private mutating func space() -> CSSToken {
        let start = position
        while position < end, octets[position].isHTMLSpace { position += 1 }
        return CSSToken(kind: .space, range: start..<position)
    }

    private mutating func string(_ quote: UInt8) -> CSSToken {
        let start = position
        position = octets.endOfString(at: start, before: end)
        let isClosed = position > start + 1 && octets[position - 1] == quote
        return CSSToken(
            kind: .string, range: start..<position,
            name: (start + 1)..<max(start + 1, isClosed ? position - 1 : position))
    }

    private mutating func marked(_ kind: CSSToken.Kind) -> CSSToken {
        let start = position
        position += 1 + nameLength(at: start + 1)
        return CSSToken(kind: kind, range: start..<position, name: (start + 1)..<position)
    }

    private mutating func nameOrFunction() -> CSSToken {
        let start = position
        position += nameLength(at: start)
        let name = start..<position
        guard position < end, octets[position] == .open else {
            return CSSToken(kind: .identifier, range: name, name: name)
        }
        position += 1
        if octets.spells("url", in: name), let address = unquotedAddress() {
            return CSSToken(kind: .url, range: start..<position, name: address)
        }
        return CSSToken(kind: .function, range: start..<position, name: name)
    }

    /// `nil` where a string follows, as of any other function.
    private mutating func unquotedAddress() -> Range<Int>? {
        var start = position
        while start < end, octets[start].isHTMLSpace { start += 1 }
        guard start < end, octets[start] != .quote, octets[start] != .apostrophe else { return nil }
        var close = start
        while close < end, octets[close] != .close {
            close += octets[close] == .backslash ? 2 : 1
        }
        close = min(close, end)
        position = min(close + 1, end)
        return octets.trimming(start..<close) { $0.isHTMLSpace }
    }

    private mutating func number() -> CSSToken {
        let start = position
        let value = readNumber()
        if position < end, octets[position] == .percent {
            position += 1
            return CSSToken(kind: .percentage, range: start..<position, name: (position - 1)..<position, value: value)
        }
        let unit = startsName(at: position) ? nameLength(at: position) : 0
        position += unit
        return CSSToken(
            kind: unit > 0 ? .dimension : .number, range: start..<position, name: (position - unit)..<position,
            value: value)
    }

    /// A sign, digits, a fraction, an exponent. CSS Syntax 3 §4.3.12.
    private mutating func readNumber() -> Double {
        let sign: Double = octets[position] == .hyphen ? -1 : 1
        if octets[position] == .hyphen || octets[position] == .plus { position += 1 }
        var value = 0.0
        while position < end, octets[position].isDigit { value = value * 10 + readDigit() }
        if position + 1 < end, octets[position] == .dot, octets[position + 1].isDigit {
            position += 1
            var scale = 1.0
            while position < end, octets[position].isDigit {
                scale /= 10
                value += readDigit() * scale
            }
        }
        return min(max(sign * value * readExponent(), -Self.largestNumber), Self.largestNumber)
    }

    /// Numbers beyond it mean nothing on a screen, and none is infinite.
    private static let largestNumber = 1e9

    private mutating func readDigit() -> Double {
        defer { position += 1 }
        return Double(octets[position] - .zero)
    }

    private mutating func readExponent() -> Double {
        guard position + 1 < end, octets[position] | 0x20 == UInt8(ascii: "e") else { return 1 }
        let isSigned = octets[position + 1] == .hyphen || octets[position + 1] == .plus
        let first = position + (isSigned ? 2 : 1)
        guard first < end, octets[first].isDigit else { return 1 }
        let isNegative = octets[position + 1] == .hyphen
        position = first
        var exponent = 0.0
        while position < end, octets[position].isDigit { exponent = min(exponent * 10 + readDigit(), 300) }
        var factor = 1.0
        for _ in 0..<Int(exponent) { factor *= isNegative ? 0.1 : 10 }
        return factor
    }

    private func startsNumber(at position: Int) -> Bool {
        guard position < end else { return false }
        let octet = octets[position]
        if octet.isDigit { return true }
        guard position + 1 < end else { return false }
        let next = octets[position + 1]
        if octet == .dot { return next.isDigit }
        guard octet == .plus || octet == .hyphen else { return false }
        return next.isDigit || next == .dot && position + 2 < end && octets[position + 2].isDigit
    }

    private func startsName(at position: Int) -> Bool {
        guard position < end else { return false }
        let octet = octets[position]
        if octet.startsCSSName { return true }
        if octet == .backslash { return position + 1 < end && octets[position + 1] != .lf }
        guard octet == .hyphen, position + 1 < end else { return false }
        return octets[position + 1].startsCSSName || octets[position + 1] == .hyphen
            || octets[position + 1] == .backslash
    }

    private func nameLength(at start: Int) -> Int {
        var position = start
        while position < end {
            if octets[position].continuesCSSName {
                position += 1
            } else if octets[position] == .backslash, position + 1 < end, octets[position + 1] != .lf {
                position += 2
            } else {
                break
            }
        }
        return position - start
    }
}

extension [UInt8] {
    func holdsComment(at position: Int, before end: Int) -> Bool {
        position + 1 < end && self[position] == .slash && self[position + 1] == .asterisk
    }

    /// Behind `*/`, or the end where there is none.
    func endOfComment(at start: Int, before end: Int) -> Int {
        var position = start + 2
        while let slash = firstIndex(of: .slash, in: Swift.min(position, end)..<end) {
            if slash > start + 2, self[slash - 1] == .asterisk { return slash + 1 }
            position = slash + 1
        }
        return end
    }

    /// Behind the closing quote; at a line end, which no string holds, or at the end where there is no quote.
    func endOfString(at start: Int, before end: Int) -> Int {
        var position = start + 1
        while position < end {
            let octet = self[position]
            if octet == self[start] { return position + 1 }
            if octet == .lf { return position }
            position += octet == .backslash ? 2 : 1
        }
        return end
    }
}

extension UInt8 {
    static var hash: UInt8 { 0x23 }
    static var openBrace: UInt8 { 0x7B }
    static var closeBrace: UInt8 { 0x7D }

    @inline(__always)
    var startsCSSName: Bool { isLetter || self == .underscore || self >= 0x80 }

    @inline(__always)
    var continuesCSSName: Bool { startsCSSName || isDigit || self == .hyphen }
}
