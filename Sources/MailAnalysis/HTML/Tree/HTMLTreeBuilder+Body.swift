import MIME

/// The body, outside of tables. HTML Standard §13.2.6.4.7.
extension HTMLTreeBuilder {
    mutating func inBody(_ token: HTMLToken) {
        switch token.kind {
        case .comment: comment(token)
        case .text:
            if !isBlank(token.range) { reconstructFormatting() }
            text(token.range)
        case .startTag: startTag(token)
        case .endTag: endTag(token)
        case .doctype, .end: break
        }
    }

    private mutating func startTag(_ token: HTMLToken) {
        let tag = token.tag
        if HTMLTagSet.formatting.contains(tag) { return formattingStartTag(token) }
        if HTMLTagSet.blocks.contains(tag) { return block(token) }
        if HTMLTagSet.metadata.contains(tag) { return metadata(token) }
        switch tag {
        case .html: adopt(token, into: open.first ?? 0)
        case .body:
            if let body { adopt(token, into: body) }
        case .head, .frameset, .frame: note(.nestedDocument, name: token.name, at: token.range)
        case .li: item(token, among: [.li])
        case .dd, .dt: item(token, among: [.dd, .dt])
        case .table:
            if doctype.map({ $0.mode != .quirks }) ?? false { closeParagraph() }
            insert(token)
            mode = .inTable
        case .hr:
            closeParagraph()
            insert(token)
        case .param, .source, .track: insert(token)
        case .plaintext, .xmp:
            closeParagraph()
            insert(token)
            readRawText(of: token)
        case .textarea, .iframe, .noembed:
            insert(token)
            readRawText(of: token)
        case .option, .optgroup:
            if currentTag == .option { pop() }
            reconstructFormatting()
            insert(token)
        case .rb, .rp, .rt, .rtc:
            if isOpen(.ruby, within: .scope) { closeImplied() }
            insert(token)
        case .button:
            if isOpen(.button, within: .scope) {
                closeImplied()
                popUntil(.button)
            }
            reconstructFormatting()
            insert(token)
        default:
            if HTMLTagSet.tableParts.contains(tag) { return noteStray(token) }
            reconstructFormatting()
            insert(token, isForeign: tag == .svg || tag == .math)
            if HTMLTagSet.markers.contains(tag) { formatting.addMarker() }
        }
    }

    private mutating func block(_ token: HTMLToken) {
        if token.tag == .form, form != nil { return noteStray(token) }
        closeParagraph()
        if HTMLTagSet.headings.contains(token.tag), HTMLTagSet.headings.contains(currentTag) {
            noteUnclosed(current)
            pop()
        }
        let index = insert(token)
        if token.tag == .form { form = index }
    }

    /// An item closes the one before it in the same list.
    private mutating func item(_ token: HTMLToken, among kinds: HTMLTagSet) {
        let passable: HTMLTagSet = [.address, .div, .p]
        for index in open.reversed() {
            let tag = nodes[index].tag
            if kinds.contains(tag) {
                closeImplied(except: tag)
                popUntil(tag)
                break
            }
            if HTMLTagSet.special.contains(tag), !passable.contains(tag) { break }
        }
        closeParagraph()
        insert(token)
    }

    private mutating func endTag(_ token: HTMLToken) {
        let tag = token.tag
        if HTMLTagSet.formatting.contains(tag) { return adoptionAgency(token) }
        switch tag {
        case .body, .html:
            guard isOpen(.body) else { return noteStray(token) }
            closeBody(token)
        case .p: closeParagraph(with: token)
        case .br:
            reconstructFormatting()
            imply(.br, at: token.range.lowerBound)
        case .li: close(token, within: .listScope)
        case .dd, .dt, .button, .applet, .marquee, .object: close(token, within: .scope)
        case .form:
            form = nil
            close(token, within: .scope)
        default:
            if HTMLTagSet.headings.contains(tag) { return closeHeading(token) }
            if HTMLTagSet.blocks.contains(tag) { return close(token, within: .scope) }
            anyOtherEndTag(token)
        }
    }

    /// What is open in the body stays so: its end may come still.
    private mutating func closeBody(_ token: HTMLToken) {
        for index in open.reversed() where nodes[index].tag == token.tag { nodes[index].endTag = token.range }
        mode = .afterBody
    }

    /// An end tag without a paragraph makes an empty one.
    private mutating func closeParagraph(with token: HTMLToken) {
        if !isOpen(.p, within: .buttonScope) {
            noteStray(token)
            imply(.p, at: token.range.lowerBound)
        }
        closeImplied(except: .p)
        popUntil(.p, endTag: token)
    }

    private mutating func close(_ token: HTMLToken, within boundary: HTMLTagSet) {
        guard isOpen(token.tag, within: boundary) else { return noteStray(token) }
        closeImplied(except: token.tag)
        popUntil(token.tag, endTag: token)
        if HTMLTagSet.markers.contains(token.tag) { formatting.clearToMarker() }
    }

    /// Any heading closes any other.
    private mutating func closeHeading(_ token: HTMLToken) {
        let levels: [HTMLTag] = [.h1, .h2, .h3, .h4, .h5, .h6]
        guard levels.contains(where: { isOpen($0, within: .scope) }) else { return noteStray(token) }
        closeImplied()
        popTo(.headings)
        if currentTag == token.tag { nodes[current].endTag = token.range } else { noteStray(token) }
        pop()
    }

    mutating func anyOtherEndTag(_ token: HTMLToken) {
        guard isOpen(token.tag) else { return noteStray(token) }
        // Deviation: an element of an unknown name is searched among the innermost only, since names of such are
        // not counted and each end tag would look through everything that is open.
        for position in open.indices.reversed().prefix(token.tag == .other ? Self.unknownReach : .max) {
            let index = open[position]
            if nodes[index].tag == token.tag, token.tag != .other || hasName(token.name, index) {
                closeImplied(except: token.tag)
                while open.count > position + 1 {
                    noteUnclosed(current)
                    pop()
                }
                if open.count > position {
                    nodes[index].endTag = token.range
                    pop()
                }
                return
            }
            if HTMLTagSet.special.contains(nodes[index].tag) { break }
        }
        noteStray(token)
    }

    private static let unknownReach = 32

    /// Whether an element whose kind is not known has that name.
    private func hasName(_ name: Range<Int>, _ index: Int) -> Bool {
        let own = nameRange(of: index)
        guard own.count == name.count else { return false }
        return zip(own, name).allSatisfy { source[$0].lowercased == source[$1].lowercased }
    }
}

// MARK: - Drawings and formulas

extension HTMLTreeBuilder {
    /// Inside `svg` or `math`, where other names and other rules hold. HTML Standard §13.2.6.5.
    var isInForeignContent: Bool {
        guard let index = open.last, nodes[index].isForeign else { return false }
        // Text of a drawing is HTML again.
        let name = nameRange(of: index)
        return
            !(nodes[index].tag == .title || source.spells("foreignobject", in: name)
            || source.spells("desc", in: name) || source.spells("mtext", in: name))
    }

    /// An element that no drawing has ends it.
    mutating func leavesForeignContent(_ token: HTMLToken) -> Bool {
        guard token.kind == .startTag, HTMLTagSet.foreignBreakout.contains(token.tag) else { return false }
        while open.count > 1, nodes[current].isForeign { pop() }
        return true
    }

    mutating func foreign(_ token: HTMLToken) {
        switch token.kind {
        case .comment: comment(token)
        case .text: text(token.range)
        case .startTag: insert(token, isForeign: true)
        case .endTag: foreignEndTag(token)
        case .doctype, .end: break
        }
    }

    private mutating func foreignEndTag(_ token: HTMLToken) {
        for position in open.indices.reversed() {
            let index = open[position]
            guard nodes[index].isForeign else { break }
            guard nodes[index].tag == token.tag, token.tag != .other || hasName(token.name, index) else { continue }
            nodes[index].endTag = token.range
            while open.count > position { pop() }
            return
        }
        noteStray(token)
    }
}
