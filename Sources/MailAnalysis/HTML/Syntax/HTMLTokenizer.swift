import MIME

/// Cuts HTML into tags, text and comments, as browsers do. HTML Standard §13.2.5.
///
/// Goes over the source once and never back; nothing is copied, tokens are ranges. References in text and values are
/// left as they are, see ``CharacterReference``.
struct HTMLTokenizer {
    let source: [UInt8]
    let limits: HTMLLimits
    private let end: Int
    private var position = 0
    private(set) var attributes: [HTMLAttribute] = []
    private(set) var defects: [HTMLDefect] = []
    private(set) var isComplete = true
    /// The element whose content comes next and holds no markup.
    private var raw: RawText?

    init(_ source: [UInt8], limits: HTMLLimits) {
        (self.source, self.limits, end) = (source, limits, source.count)
        // A byte order mark is no text.
        if source.holds([0xEF, 0xBB, 0xBF], at: 0) { position = 3 }
    }

    /// Makes everything up to the end tag of an element text; called behind its start tag.
    mutating func readRawText(of element: HTMLToken) {
        raw = RawText(tag: element.tag, name: element.name)
    }

    mutating func next() -> HTMLToken {
        if let raw, let text = rawText(raw) { return text }
        let start = position
        while let open = source.firstIndex(of: .less, in: position..<end) {
            guard isMarkup(at: open) else {
                position = open + 1
                // Of many in a row only the last can be more than a character.
                while position + 1 < end, source[position] == .less, source[position + 1] == .less { position += 1 }
                continue
            }
            if open > start {
                position = open
                return HTMLToken(kind: .text, range: start..<open)
            }
            return markup(at: open)
        }
        position = end
        return HTMLToken(kind: start < end ? .text : .end, range: start..<end)
    }

    /// Whether the less-than sign there is more than a character.
    private func isMarkup(at open: Int) -> Bool {
        guard open + 1 < end else { return false }
        let next = source[open + 1]
        if next == .slash { return open + 2 < end }
        return next.isLetter || next == UInt8(ascii: "!") || next == .question
    }

    private mutating func markup(at open: Int) -> HTMLToken {
        let next = source[open + 1]
        if next.isLetter { return tag(.startTag, at: open, name: open + 1) }
        if next == .slash, source[open + 2].isLetter { return tag(.endTag, at: open, name: open + 2) }
        if source.holds(Self.commentMark, at: open) { return comment(at: open) }
        // Everything else that begins so ends at the next `>`, whatever it is.
        let close = source.firstIndex(of: .greater, in: open..<end)
        position = close.map { $0 + 1 } ?? end
        let isDoctype = source.spells("<!doctype", in: open..<min(open + 9, end))
        return HTMLToken(kind: isDoctype ? .doctype : .comment, range: open..<position)
    }

    private static let commentMark = Array("<!--".utf8)

    private mutating func comment(at open: Int) -> HTMLToken {
        let start = open + 4
        var search = start
        while let close = source.firstIndex(of: .greater, in: search..<end) {
            search = close + 1
            guard endsComment(at: close, from: start) else { continue }
            position = close + 1
            return HTMLToken(kind: .comment, range: open..<position)
        }
        note(.unterminatedMarkup, name: open..<min(start, end), at: open..<min(start, end))
        position = end
        return HTMLToken(kind: .comment, range: open..<end)
    }

    /// `-->`, `--!>`, and `>` or `->` right at the start.
    private func endsComment(at close: Int, from start: Int) -> Bool {
        if close == start { return true }
        guard source[close - 1] != .hyphen else {
            return close == start + 1 || close >= start + 2 && source[close - 2] == .hyphen
        }
        return source[close - 1] == UInt8(ascii: "!") && close >= start + 3 && source[close - 2] == .hyphen
            && source[close - 3] == .hyphen
    }
}

// MARK: - Tags

extension HTMLTokenizer {
    private mutating func tag(_ kind: HTMLToken.Kind, at open: Int, name start: Int) -> HTMLToken {
        position = start
        while position < end, !source[position].endsName { position += 1 }
        let name = start..<position
        let first = attributes.count
        var isSelfClosing = false
        while position < end {
            let octet = source[position]
            if octet == .greater {
                position += 1
                return HTMLToken(
                    kind: kind, range: open..<position, tag: HTMLTag(name, in: source), name: name,
                    attributes: first..<attributes.count, isSelfClosing: isSelfClosing)
            }
            isSelfClosing = octet == .slash
            if octet.isHTMLSpace || octet == .slash { position += 1 } else { attribute(from: first) }
        }
        // A tag that never ends is no tag. HTML Standard §13.2.5.32.
        note(.unterminatedMarkup, name: name, at: open..<name.upperBound)
        attributes.removeSubrange(first...)
        return HTMLToken(kind: .end, range: end..<end)
    }

    private mutating func attribute(from first: Int) {
        let start = position
        position += 1
        while position < end, !source[position].endsName, source[position] != .equals { position += 1 }
        let name = start..<position
        var value = position..<position
        skipSpace()
        if position < end, source[position] == .equals {
            position += 1
            skipSpace()
            value = attributeValue()
        }
        let attribute = HTMLAttribute(name: HTMLAttributeName(name, in: source), nameRange: name, valueRange: value)
        guard position < end else { return }
        if attributes[first...].contains(where: { isSame($0, attribute) }) {
            return note(.duplicateAttribute, name: name, at: attribute.range)
        }
        guard attributes.count - first < limits.attributesPerElement, attributes.count < limits.attributes else {
            isComplete = false
            return
        }
        attributes.append(attribute)
    }

    private mutating func attributeValue() -> Range<Int> {
        guard position < end else { return end..<end }
        let quote = source[position]
        if quote == .quote || quote == .apostrophe {
            let start = position + 1
            let close = source.firstIndex(of: quote, in: start..<end)
            position = close.map { $0 + 1 } ?? end
            return start..<(close ?? end)
        }
        let start = position
        while position < end, !source[position].isHTMLSpace, source[position] != .greater { position += 1 }
        return start..<position
    }

    private func isSame(_ left: HTMLAttribute, _ right: HTMLAttribute) -> Bool {
        guard left.name == right.name, left.nameRange.count == right.nameRange.count else { return false }
        for offset in 0..<left.nameRange.count {
            let octet = source[left.nameRange.lowerBound + offset]
            if octet.lowercased != source[right.nameRange.lowerBound + offset].lowercased { return false }
        }
        return true
    }

    private mutating func skipSpace() {
        while position < end, source[position].isHTMLSpace { position += 1 }
    }

    private mutating func note(_ kind: HTMLDefect.Kind, name: Range<Int>, at range: Range<Int>) {
        guard defects.count < limits.defects else { return }
        defects.append(HTMLDefect(kind: kind, name: String(decoding: source[name], as: UTF8.self), range: range))
    }
}

// MARK: - Raw text

extension HTMLTokenizer {
    private struct RawText {
        let tag: HTMLTag
        let name: Range<Int>
    }

    /// What is before the end tag; `nil` when that comes at once.
    private mutating func rawText(_ raw: RawText) -> HTMLToken? {
        self.raw = nil
        let start = position
        position = raw.tag == .plaintext ? end : endOfRawText(raw)
        return position > start ? HTMLToken(kind: .text, range: start..<position) : nil
    }

    private func endOfRawText(_ raw: RawText) -> Int {
        var escape = ScriptEscape.none
        var search = position
        while let open = source.firstIndex(of: .less, in: search..<end) {
            if raw.tag == .script { escape = escape.passing(search..<open, in: source) }
            if source.holds(Self.commentMark, at: open), escape == .none {
                escape = .comment
                // The marks may share their hyphens: `<!-->` opens and closes.
                search = open + 2
                continue
            }
            search = open + 1
            if escape == .comment, spellsName(of: raw, at: open + 1) { escape = .script }
            guard open + 1 < end, source[open + 1] == .slash, spellsName(of: raw, at: open + 2) else { continue }
            guard escape == .script else { return open }
            escape = .comment
        }
        return end
    }

    private func spellsName(of raw: RawText, at start: Int) -> Bool {
        let close = start + raw.name.count
        guard close < end, source[close].endsName else { return false }
        for offset in 0..<raw.name.count
        where source[start + offset].lowercased != source[raw.name.lowerBound + offset].lowercased {
            return false
        }
        return true
    }

    /// How deep in comments a script is: one that holds a script of its own ends only behind both.
    /// HTML Standard §13.2.5.20–30.
    private enum ScriptEscape {
        case none, comment, script

        /// What holds behind a stretch that has no less-than sign in it.
        func passing(_ stretch: Range<Int>, in source: [UInt8]) -> ScriptEscape {
            guard self != .none else { return self }
            var position = stretch.lowerBound
            while let close = source.firstIndex(of: .greater, in: position..<stretch.upperBound) {
                if close >= stretch.lowerBound + 2, source[close - 1] == .hyphen, source[close - 2] == .hyphen {
                    return .none
                }
                position = close + 1
            }
            return self
        }
    }
}

extension UInt8 {
    /// Tab, line feed, form feed, carriage return, space. HTML Standard §13.2.5.
    @inline(__always)
    var isHTMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }

    /// What the name of a tag or an attribute cannot hold.
    @inline(__always)
    var endsName: Bool { isHTMLSpace || self == .slash || self == .greater }
}
