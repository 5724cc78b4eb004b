/// What a person sees of HTML, as text. Not a renderer: good enough to search and to show a few words of.
package enum HTMLText {
    /// Without tags, comments, scripts, styles and the head's title; references resolved; a line end for every
    /// block.
    ///
    /// - Parameter limit: Octets of text that suffice; a few more may come.
    package static func visible(_ html: String, limit: Int = .max) -> String {
        var reader = HTMLTextReader(Array(html.utf8))
        return reader.run(limit: limit)
    }
}

private struct HTMLTextReader {
    private let input: [UInt8]
    private var output: [UInt8] = []
    private var position = 0

    init(_ input: [UInt8]) { self.input = input }

    mutating func run(limit: Int) -> String {
        output.reserveCapacity(min(input.count / 2, limit))
        while position < input.count, output.count < limit {
            switch input[position] {
            case .less: markup()
            case .ampersand: reference()
            default:
                output.append(input[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// A tag, a comment, a declaration, or just a less-than sign.
    private mutating func markup() {
        guard let next = position + 1 < input.count ? input[position + 1] : nil else {
            position += 1
            return
        }
        if next == UInt8(ascii: "!"), input.holds(Array("<!--".utf8), at: position) {
            position = end(of: "-->", from: position + 4)
        } else if next == UInt8(ascii: "!") || next == .question {
            position = end(of: ">", from: position)
        } else if next.isLetter || next == .slash {
            tag(isClosing: next == .slash)
        } else {
            output.append(.less)
            position += 1
        }
    }

    private mutating func tag(isClosing: Bool) {
        let start = position + (isClosing ? 2 : 1)
        var nameEnd = start
        while nameEnd < input.count, input[nameEnd].isLetter || input[nameEnd].isDigit { nameEnd += 1 }
        let name = String(lowercasing: input[start..<nameEnd])
        position = endOfTag(from: nameEnd)
        if !isClosing, Self.hidden.contains(name) {
            position =
                input.closingTag(of: Array(name.utf8), from: position).map { endOfTag(from: $0 + 2) } ?? input.count
        } else if Self.blocks.contains(name) {
            output.append(.lf)
        } else if Self.cells.contains(name) {
            output.append(.space)
        }
    }

    private static let hidden: Set<String> = ["script", "style", "title", "template", "textarea", "svg"]
    private static let cells: Set<String> = ["td", "th", "img", "input", "button", "option"]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main",
        "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    ]

    /// Behind the `>`; quoted attribute values may hold one.
    private func endOfTag(from start: Int) -> Int {
        var index = start
        while index < input.count {
            let octet = input[index]
            if octet == .greater { return index + 1 }
            if octet == .quote || octet == .apostrophe, index > 0, input[index - 1] == .equals {
                guard let close = input.firstIndex(of: octet, in: (index + 1)..<input.count) else { return input.count }
                index = close
            }
            index += 1
        }
        return index
    }

    private func end(of mark: String, from start: Int) -> Int {
        let mark = Array(mark.utf8)
        var index = start
        while let last = input.firstIndex(of: .greater, in: min(index, input.count)..<input.count) {
            let first = last + 1 - mark.count
            if first >= start, input.holds(mark, at: first) { return last + 1 }
            index = last + 1
        }
        return input.count
    }

    private mutating func reference() {
        let start = output.count
        let end = CharacterReference.read(
            at: position, in: input, until: input.count, isValue: false, into: &output)
        if let end {
            Self.simplify(&output, from: start)
            position = end
        } else {
            output.append(input[position])
            position += 1
        }
    }

    /// Blanks of all widths become the plain one, and what nobody sees is left out.
    private static func simplify(_ output: inout [UInt8], from start: Int) {
        if spaces.contains(output[start...]) {
            output.replaceSubrange(start..., with: CollectionOfOne(.space))
        } else if invisible.contains(output[start...]) {
            output.removeSubrange(start...)
        }
    }

    private static let spaces = Set(["\u{A0}", "\u{2002}", "\u{2003}", "\u{2009}"].map { Array($0.utf8)[...] })
    private static let invisible = Set(
        ["\u{AD}", "\u{34F}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{FEFF}"]
            .map { Array($0.utf8)[...] })
}
