/// The start tags of HTML, in order. What stands in a comment, a script or a style sheet is none.
struct HTMLTags: Sequence, IteratorProtocol {
    let input: [UInt8]
    private var position = 0

    init(_ html: String) { input = Array(html.utf8) }

    mutating func next() -> HTMLTag? {
        while let open = input.firstIndex(of: .less, in: position..<input.count) {
            position = open + 1
            if input.holds(Self.commentMark, at: open) {
                position = endOfComment(from: open + Self.commentMark.count)
            } else if let tag = HTMLTag(in: input, at: open) {
                position = tag.content.upperBound
                return tag
            }
        }
        return nil
    }

    private static let commentMark = Array("<!--".utf8)

    private func endOfComment(from start: Int) -> Int {
        var position = start
        while let close = input.firstIndex(of: .greater, in: position..<input.count) {
            if close >= start + 2, input[close - 1] == .hyphen, input[close - 2] == .hyphen { return close + 1 }
            position = close + 1
        }
        return input.count
    }
}

/// A start tag with its attributes. HTML Standard §13.1.2.1.
struct HTMLTag {
    private let input: [UInt8]
    private let name: Range<Int>
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    /// Behind the `>`.
    private(set) var end: Int
    /// What is no markup although it follows: of a script or a style sheet all of it, of other elements nothing.
    private(set) var content: Range<Int>

    /// `nil` for anything but a start tag.
    init?(in input: [UInt8], at open: Int) {
        var position = open + 1
        while position < input.count, input[position].isLetter || input[position].isDigit { position += 1 }
        guard position > open + 1, input[open + 1].isLetter else { return nil }
        (self.input, name, end, content) = (input, (open + 1)..<position, position, 0..<0)
        while end < input.count, input[end] != .greater, attributes.count < 100 {
            if input[end] <= .space || input[end] == .slash { end += 1 } else { readAttribute() }
        }
        while end < input.count, input[end] != .greater { end += 1 }
        end = min(end + 1, input.count)
        content = end..<(isRawText ? input.closingTag(of: Array(input[name]), from: end) ?? input.count : end)
    }

    private var isRawText: Bool { self.is("script") || self.is("style") }

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
        return String(octets: CharacterReference.resolve(value, in: input, isValue: true))
    }

    /// Where the values of its attributes stand, quotes excluded, in the order of the input.
    var values: [Range<Int>] { attributes.map(\.value) }
}

extension [UInt8] {
    /// Where the first closing tag of an element begins, whose name is given in any case.
    func closingTag(of name: [UInt8], from start: Int) -> Int? {
        let name = name.map(\.lowercased)
        var position = start
        while let open = firstIndex(of: .less, in: position..<Swift.max(position, count)) {
            let end = open + 2 + name.count
            if end <= count, self[open + 1] == .slash, spells(name, in: (open + 2)..<end) { return open }
            position = open + 1
        }
        return nil
    }
}
