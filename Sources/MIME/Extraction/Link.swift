/// Something in a message that leads out of it.
package struct Link: Hashable, Sendable {
    /// What a person sees; the address itself where it stands in plain text.
    package let text: String
    /// As it was sent, character references resolved.
    package let href: String
    /// The part it is in, an index into ``Message/parts``.
    package let part: Int

    /// How many of a message are told.
    static let limit = 1000
}

/// Addresses in plain text: `https:`, `http:` and `mailto:`, up to white space or a sign that ends a sentence.
package enum TextLinks {
    static func all(in text: String, limit: Int = .max) -> [String] {
        let octets = Array(text.utf8)
        return ranges(in: octets, limit: limit).map { String(octets: octets[$0]) }
    }

    /// Where they stand in text, which is UTF-8.
    package static func ranges(in octets: [UInt8], limit: Int = .max) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var position = 0
        while ranges.count < limit, let colon = octets.firstIndex(of: .colon, in: position..<octets.count) {
            position = colon + 1
            guard let start = start(ofSchemeEndingAt: colon, in: octets) else { continue }
            let end = end(ofLinkAt: start, from: colon + 1, in: octets)
            guard end > colon + 3 else { continue }
            ranges.append(start..<end)
            position = end
        }
        return ranges
    }

    private static func start(ofSchemeEndingAt colon: Int, in octets: [UInt8]) -> Int? {
        var start = colon
        while start > 0, octets[start - 1].isLetter, colon - start < 7 { start -= 1 }
        let isWeb = octets.spells("https", in: start..<colon) || octets.spells("http", in: start..<colon)
        if isWeb, octets.holds([.slash, .slash], at: colon + 1) { return start }
        return octets.spells("mailto", in: start..<colon) ? start : nil
    }

    private static func end(ofLinkAt start: Int, from position: Int, in octets: [UInt8]) -> Int {
        var end = position
        while end < octets.count, octets[end] > .space, !Self.enders.contains(octets[end]),
            !endsLink(at: end, in: octets)
        { end += 1 }
        // Between angle brackets nothing but the address stands. RFC 3986 §C.
        if octets.at(end) == .greater, octets.at(start - 1) == .less { return end }
        return trimmed(start..<end, notBefore: position, in: octets)
    }

    /// Without the signs of the sentence around it; a closing bracket belongs to the address only if an opening one does.
    private static func trimmed(_ link: Range<Int>, notBefore first: Int, in octets: [UInt8]) -> Int {
        var parentheses = octets[link].reduce(0) { $0 + ($1 == .open ? 1 : $1 == .close ? -1 : 0) }
        var brackets = octets[link].reduce(0) { $0 + ($1 == .openBracket ? 1 : $1 == .closeBracket ? -1 : 0) }
        var end = link.upperBound
        while end > first {
            switch octets[end - 1] {
            case .close where parentheses < 0: parentheses += 1
            case .closeBracket where brackets < 0: brackets += 1
            case let last where Self.trailers.contains(last): break
            default: return end
            }
            end -= 1
        }
        return end
    }

    /// Blanks and punctuation beyond ASCII: U+00A0, « and », U+2000 to U+206F, U+3000 to U+303F, U+FF01 to U+FF65.
    private static func endsLink(at position: Int, in octets: [UInt8]) -> Bool {
        let (second, third) = (octets.at(position + 1), octets.at(position + 2))
        return switch octets[position] {
        case 0xC2: second == 0xA0 || second == 0xAB || second == 0xBB
        case 0xE2: second == 0x80 || second == 0x81 && third <= 0xAF
        case 0xE3: second == 0x80
        case 0xEF: second == 0xBC || second == 0xBD && third <= 0xA5
        default: false
        }
    }

    private static let enders = Set("<>\"{}|\\^`".utf8)
    private static let trailers = Set(".,;:!?'*".utf8)
}
