import MIME

/// Reads blocks and declarations into a ``StyleSheet``. CSS Syntax 3 §5, CSS Nesting 1.
///
/// In a block, something is a declaration if a semicolon or the end of the block comes before any brace, and a rule
/// otherwise; so each octet is looked at twice at most.
struct StyleParser {
    private(set) var sheet: StyleSheet
    private let limits: CSSLimits
    private var position = 0
    private var end = 0
    /// The blocks around the position; `nil` for one that is passed over.
    private var stack: [Int?] = []

    init(_ source: [UInt8], limits: CSSLimits) { (sheet, self.limits) = (StyleSheet(source), limits) }

    /// Reads the content of a `style` element.
    mutating func parseSheet(_ range: Range<Int>) {
        (position, end, stack) = (range.lowerBound, range.upperBound, [])
        while skipToItem() { item(inElement: nil) }
        position = end
        while !stack.isEmpty { closeBlock() }
    }

    /// Reads the value of a `style` attribute.
    mutating func parseAttribute(_ range: Range<Int>, of element: Int) {
        (position, end, stack) = (range.lowerBound, range.upperBound, [])
        let first = sheet.declarations.count
        while skipToItem() { item(inElement: element) }
        sheet.inline[element] = first..<sheet.declarations.count
    }

    /// Makes a value that had references in it part of the octets, and reads it.
    mutating func parseAttribute(copy: [UInt8], of source: Range<Int>, of element: Int) {
        parseAttribute(sheet.append(copy, of: source), of: element)
    }

    /// Goes over white space, comments and what separates; answers whether anything is left.
    private mutating func skipToItem() -> Bool {
        while position < end {
            let octet = sheet.octets[position]
            if octet.isHTMLSpace || octet == .semicolon {
                position += 1
            } else if octet == .closeBrace {
                position += 1
                closeBlock()
            } else if sheet.octets.holdsComment(at: position, before: end) {
                let close = sheet.octets.endOfComment(at: position, before: end)
                sheet.comments.append(sheet.sourceRange(of: position..<close))
                position = close
            } else if stack.isEmpty, sheet.octets.holds(Self.commentOpen, at: position) {
                position += 4
            } else if stack.isEmpty, sheet.octets.holds(Self.commentClose, at: position) {
                position += 3
            } else {
                return true
            }
        }
        return false
    }

    /// The marks of an HTML comment mean nothing around rules. CSS Syntax 3 §5.4.1.
    private static let commentOpen = Array("<!--".utf8)
    private static let commentClose = Array("-->".utf8)

    private mutating func item(inElement element: Int?) {
        let start = position
        position = endOfItem(from: start)
        let text = sheet.octets.trimming(start..<min(position, end)) { $0.isHTMLSpace }
        let opensBlock = position < end && sheet.octets[position] == .openBrace
        if opensBlock { position += 1 }
        let isAtRule = sheet.octets[start] == .at
        if opensBlock || isAtRule {
            let index = isSkipping ? nil : block(text, isAtRule: isAtRule, hasBody: opensBlock)
            if opensBlock { stack.append(index) }
        } else if !isSkipping, let owner = element.map(StyleSheet.Declaration.Owner.element) ?? blockOwner {
            declaration(text, owner: owner)
        }
    }

    /// Ends the innermost block here.
    private mutating func closeBlock() {
        guard let block = stack.popLast() ?? nil else { return }
        sheet.blocks[block].range = sheet.blocks[block].range.lowerBound..<position
    }

    private var isSkipping: Bool { stack.last.map { $0 == nil } ?? false }

    private var blockOwner: StyleSheet.Declaration.Owner? { stack.last.flatMap { $0 }.map { .block($0) } }

    /// At the brace, the semicolon or the closing brace behind an item; strings, comments and what is in
    /// parentheses are passed over.
    private func endOfItem(from start: Int) -> Int {
        var index = start
        var depth = 0
        while index < end {
            switch sheet.octets[index] {
            case .quote, .apostrophe: index = sheet.octets.endOfString(at: index, before: end)
            case .slash where sheet.octets.holdsComment(at: index, before: end):
                index = sheet.octets.endOfComment(at: index, before: end)
            case .backslash: index += 2
            case .open, .openBracket:
                depth += 1
                index += 1
            case .close, .closeBracket:
                depth -= 1
                index += 1
            case .semicolon where depth <= 0, .openBrace where depth <= 0, .closeBrace where depth <= 0: return index
            default: index += 1
            }
        }
        return end
    }

    private mutating func block(_ text: Range<Int>, isAtRule: Bool, hasBody: Bool) -> Int? {
        guard sheet.blocks.count < limits.blocks, stack.count < limits.depth else {
            sheet.isComplete = false
            return nil
        }
        var (kind, prelude) = (StyleSheet.Block.Kind.style, text)
        if isAtRule {
            var nameEnd = text.lowerBound + 1
            while nameEnd < text.upperBound, sheet.octets[nameEnd].continuesCSSName { nameEnd += 1 }
            kind = .at(sheet.octets.lowercased((text.lowerBound + 1)..<nameEnd))
            prelude = sheet.octets.trimming(nameEnd..<max(nameEnd, text.upperBound)) { $0.isHTMLSpace }
        }
        sheet.blocks.append(
            StyleSheet.Block(
                kind: kind, prelude: prelude, range: text.lowerBound..<max(text.upperBound, min(position + 1, end)),
                parent: stack.last.flatMap { $0 }, hasBody: hasBody))
        return sheet.blocks.count - 1
    }

    private mutating func declaration(_ text: Range<Int>, owner: StyleSheet.Declaration.Owner) {
        guard let colon = sheet.octets.firstIndex(of: .colon, in: text), colon > text.lowerBound else { return }
        guard sheet.declarations.count < limits.declarations else {
            sheet.isComplete = false
            return
        }
        let name = sheet.octets.trimming(text.lowerBound..<colon) { $0.isHTMLSpace }
        var value = sheet.octets.trimming((colon + 1)..<text.upperBound) { $0.isHTMLSpace }
        let mark = endOfValue(value)
        let isImportant = mark < value.upperBound
        value = sheet.octets.trimming(value.lowerBound..<mark) { $0.isHTMLSpace }
        guard !name.isEmpty, name.allSatisfy({ sheet.octets[$0].continuesCSSName || sheet.octets[$0] == .asterisk })
        else { return }
        sheet.declarations.append(
            StyleSheet.Declaration(owner: owner, name: name, value: value, isImportant: isImportant))
    }

    /// Before `!important`, with white space anywhere around the mark.
    private func endOfValue(_ value: Range<Int>) -> Int {
        let word = 9
        guard value.count > word,
            sheet.octets.spells("important", in: (value.upperBound - word)..<value.upperBound)
        else { return value.upperBound }
        let before = sheet.octets.trimming(value.lowerBound..<(value.upperBound - word)) { $0.isHTMLSpace }
        guard let last = before.last, sheet.octets[last] == UInt8(ascii: "!") else { return value.upperBound }
        return last
    }
}
