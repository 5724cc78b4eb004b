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
        while end < octets.count, octets[end] > .space, !Self.enders.contains(octets[end]) { end += 1 }
        while end > position, Self.trailers.contains(octets[end - 1]) { end -= 1 }
        // A closing parenthesis belongs to the address only if an opening one does.
        if end > position, octets[end - 1] == .close, !octets[start..<end].contains(.open) { end -= 1 }
        return end
    }

    private static let enders = Set("<>\"{}|\\^`".utf8)
    private static let trailers = Set(".,;:!?'*_~]".utf8)
}
