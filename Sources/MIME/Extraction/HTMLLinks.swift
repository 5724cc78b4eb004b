/// The `href` of every `<a>` and `<area>`, with what stands between the tags.
enum HTMLLinks {
    static func all(in html: String) -> [(text: String, href: String)] {
        let input = Array(html.utf8)
        var links: [(text: String, href: String)] = []
        var position = 0
        while let open = input.firstIndex(of: .less, in: position..<input.count) {
            position = open + 1
            if input.holds(commentMark, at: open) {
                position = endOfComment(in: input, from: open + 4)
                continue
            }
            guard let tag = HTMLTag(in: input, at: open) else { continue }
            position = tag.end
            guard tag.is("a") || tag.is("area"), let href = tag.value(of: "href") else { continue }
            let end = tag.is("a") ? endOfAnchor(in: input, from: tag.end) : tag.end
            let content = HTMLText.visible(String(octets: input[tag.end..<end]))
            links.append((Text.folded(content, limit: 500).text, href))
        }
        return links
    }

    private static let commentMark = Array("<!--".utf8)

    private static func endOfComment(in input: [UInt8], from start: Int) -> Int {
        var position = start
        while let close = input.firstIndex(of: .greater, in: position..<input.count) {
            if close >= start + 2, input[close - 1] == .hyphen, input[close - 2] == .hyphen { return close + 1 }
            position = close + 1
        }
        return input.count
    }

    /// At `</a>`, at the next `<a `, or after 4096 octets: an anchor that is not closed must not take the rest.
    private static func endOfAnchor(in input: [UInt8], from start: Int) -> Int {
        let limit = min(start + 4096, input.count)
        var position = start
        while let open = input.firstIndex(of: .less, in: position..<limit) {
            let name = open + 1 < limit && input[open + 1] == .slash ? open + 2 : open + 1
            if name + 1 < input.count, input[name].lowercased == UInt8(ascii: "a"), !input[name + 1].isLetter {
                return open
            }
            position = open + 1
        }
        return limit
    }
}

/// A start tag with its attributes. HTML Standard §13.1.2.1.
struct HTMLTag {
    private let input: [UInt8]
    private let name: Range<Int>
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    /// Behind the `>`.
    private(set) var end: Int

    /// `nil` for anything but a start tag.
    init?(in input: [UInt8], at open: Int) {
        var position = open + 1
        while position < input.count, input[position].isLetter || input[position].isDigit { position += 1 }
        guard position > open + 1, input[open + 1].isLetter else { return nil }
        (self.input, name, end) = (input, (open + 1)..<position, position)
        while end < input.count, input[end] != .greater, attributes.count < 100 {
            if input[end] <= .space || input[end] == .slash { end += 1 } else { readAttribute() }
        }
        while end < input.count, input[end] != .greater { end += 1 }
        end = min(end + 1, input.count)
    }

    private mutating func readAttribute() {
        let start = end
        while end < input.count, input[end] > .space, input[end] != .equals, input[end] != .greater { end += 1 }
        let name = start..<end
        skipBlanks()
        guard end < input.count, input[end] == .equals else {
            attributes.append((name, end..<end))
            return
        }
        end += 1
        skipBlanks()
        attributes.append((name, readValue()))
    }

    private mutating func skipBlanks() {
        while end < input.count, input[end].isFolding { end += 1 }
    }

    private mutating func readValue() -> Range<Int> {
        guard end < input.count else { return end..<end }
        let quote = input[end]
        if quote == .quote || quote == .apostrophe {
            let start = end + 1
            let close = input.firstIndex(of: quote, in: start..<input.count) ?? input.count
            end = min(close + 1, input.count)
            return start..<close
        }
        let start = end
        while end < input.count, input[end] > .space, input[end] != .greater { end += 1 }
        return start..<end
    }

    /// - Parameter name: In lower case.
    func `is`(_ name: StaticString) -> Bool { input.spells(name, in: self.name) }

    /// The value of the first attribute with that name, given in lower case, references resolved, blanks trimmed.
    func value(of name: StaticString) -> String? {
        guard let attribute = attributes.first(where: { input.spells(name, in: $0.name) }) else { return nil }
        let value = input.trimming(attribute.value) { $0 <= .space }
        return HTMLReference.resolve(Array(input[value]))
    }
}
