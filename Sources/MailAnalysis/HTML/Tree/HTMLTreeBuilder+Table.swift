import MIME

/// Tables. HTML Standard §13.2.6.4.9–15.
extension HTMLTreeBuilder {
    mutating func inTable(_ token: HTMLToken) {
        switch mode {
        case .inCell, .inCaption: inCell(token)
        case .inColumnGroup: inColumnGroup(token)
        default: betweenCells(token)
        }
    }

    /// In a cell everything is as in the body, but for the tags that end the cell.
    private mutating func inCell(_ token: HTMLToken) {
        let ends = mode == .inCell ? HTMLTagSet.tableParts : HTMLTagSet.tableParts.union([.table])
        if token.kind == .startTag, HTMLTagSet.tableParts.contains(token.tag) {
            closeCell()
            return process(token)
        }
        guard token.kind == .endTag, ends.union([.table]).contains(token.tag) else { return inBody(token) }
        guard isOpen(token.tag, within: .tableScope) else { return noteStray(token) }
        if HTMLTagSet.cells.contains(token.tag) || token.tag == .caption {
            closeImplied()
            popUntil(token.tag, endTag: token)
            formatting.clearToMarker()
            mode = token.tag == .caption ? .inTable : .inRow
        } else {
            closeCell()
            process(token)
        }
    }

    private mutating func closeCell() {
        closeImplied()
        popTo([.td, .th, .caption, .html])
        let tag = currentTag
        if tag != .html { pop() }
        formatting.clearToMarker()
        mode = tag == .caption ? .inTable : .inRow
    }

    private mutating func inColumnGroup(_ token: HTMLToken) {
        switch token.kind {
        case .comment: return comment(token)
        case .text where isBlank(token.range): return text(token.range)
        case .startTag where token.tag == .col:
            insert(token)
            return
        default: break
        }
        if currentTag == .colgroup {
            if token.kind == .endTag, token.tag == .colgroup { nodes[current].endTag = token.range }
            pop()
        }
        mode = .inTable
        if token.kind == .endTag, token.tag == .colgroup || token.tag == .col { return }
        process(token)
    }

    /// In a table, a section or a row.
    private mutating func betweenCells(_ token: HTMLToken) {
        switch token.kind {
        case .comment: comment(token)
        case .text:
            if isBlank(token.range) { text(token.range) } else { misplaced(token) }
        case .startTag: tableStartTag(token)
        case .endTag: tableEndTag(token)
        case .doctype, .end: break
        }
    }

    private mutating func tableStartTag(_ token: HTMLToken) {
        switch token.tag {
        case .caption:
            clear(to: [.table])
            formatting.addMarker()
            insert(token)
            mode = .inCaption
        case .colgroup, .col:
            clear(to: [.table])
            if token.tag == .col { imply(.colgroup, at: token.range.lowerBound) }
            insert(token)
            mode = .inColumnGroup
        case .tbody, .tfoot, .thead:
            clear(to: [.table])
            insert(token)
            mode = .inTableBody
        case .tr:
            openSection(for: token)
            clear(to: .tableSections)
            insert(token)
            mode = .inRow
        case .td, .th:
            openRow(for: token)
            clear(to: [.tr])
            insert(token)
            formatting.addMarker()
            mode = .inCell
        case .table:
            // One table directly inside another ends that one.
            note(.misplacedInTable, name: token.name, at: token.range)
            closeTable()
            process(token)
        case .style, .script, .template: metadata(token)
        case .input where isHidden(token): insert(token)
        case .form:
            if form == nil {
                form = insert(token)
                pop()
            }
        default: misplaced(token)
        }
    }

    private mutating func openSection(for token: HTMLToken) {
        guard mode == .inTable || !HTMLTagSet.tableSections.contains(where: { isOpen($0, within: .tableScope) }) else {
            return
        }
        clear(to: [.table])
        imply(.tbody, at: token.range.lowerBound)
    }

    private mutating func openRow(for token: HTMLToken) {
        guard mode != .inRow || !isOpen(.tr, within: .tableScope) else { return }
        openSection(for: token)
        clear(to: .tableSections)
        imply(.tr, at: token.range.lowerBound)
        mode = .inRow
    }

    private mutating func tableEndTag(_ token: HTMLToken) {
        switch token.tag {
        case .table:
            guard isOpen(.table, within: .tableScope) else { return noteStray(token) }
            closeTable(with: token)
        case .tr, .tbody, .tfoot, .thead:
            guard isOpen(token.tag, within: .tableScope) else { return noteStray(token) }
            clear(to: token.tag == .tr ? [.tr] : .tableSections)
            nodes[current].endTag = token.range
            pop()
            mode = token.tag == .tr ? .inTableBody : .inTable
        case .body, .html, .caption, .col, .colgroup, .td, .th: noteStray(token)
        default: misplaced(token)
        }
    }

    private mutating func closeTable(with token: HTMLToken? = nil) {
        popUntil(.table, endTag: token)
        resetMode()
    }

    /// Closes rows and sections that need no end tag. HTML Standard §13.2.6.4.13.
    private mutating func clear(to tags: HTMLTagSet) {
        popTo(tags.union([.html, .template]))
    }

    /// What cannot be in a table goes in front of it. HTML Standard §13.2.6.4.9.
    private mutating func misplaced(_ token: HTMLToken) {
        note(.misplacedInTable, name: token.name, at: token.range)
        fosters = true
        inBody(token)
        fosters = false
    }

    private func isHidden(_ token: HTMLToken) -> Bool {
        tokenizer.attributes[token.attributes].contains {
            $0.name == .type && source.spells("hidden", in: $0.valueRange)
        }
    }

    /// What holds for the content of the innermost part of a table that is open. HTML Standard §13.2.4.1.
    mutating func resetMode() {
        let modes: [HTMLTag: Mode] = [
            .td: .inCell, .th: .inCell, .tr: .inRow, .tbody: .inTableBody, .thead: .inTableBody, .tfoot: .inTableBody,
            .caption: .inCaption, .colgroup: .inColumnGroup, .table: .inTable, .head: .inHead,
        ]
        for index in open.reversed() {
            guard let found = modes[nodes[index].tag] else { continue }
            mode = found
            return
        }
        mode = .inBody
    }
}
