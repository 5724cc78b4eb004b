import MIME

/// Builds the tree of a document from its tokens. HTML Standard §13.2.6.
///
/// Deviation: the modes for frame sets and templates are left out, a frame set is an element like others and so is a
/// template; mail has neither. What is inside `select` is not restricted.
struct HTMLTreeBuilder {
    /// What the next token is read as. HTML Standard §13.2.4.1.
    enum Mode {
        case initial, beforeHTML, beforeHead, inHead, afterHead, inBody
        case inTable, inCaption, inColumnGroup, inTableBody, inRow, inCell
        case afterBody
    }

    var tokenizer: HTMLTokenizer
    var mode = Mode.initial
    var nodes: [HTMLNode] = []
    /// Elements that have begun and not ended, the innermost last.
    var open: [Int] = []
    /// How many of each kind are open, so that a search for one that is not is over at once.
    var openCounts = [UInt16](repeating: 0, count: HTMLTag.allCases.count)
    var formatting = FormattingList()
    var head: Int?
    var body: Int?
    var form: Int?
    var doctype: HTMLDoctype?
    /// What is inserted into a table goes in front of it. HTML Standard §13.2.6.1.
    var fosters = false
    private var defects: [HTMLDefect] = []
    private var isComplete: Bool

    init(_ source: [UInt8], limits: HTMLLimits) {
        isComplete = source.count <= limits.octets
        tokenizer = HTMLTokenizer(isComplete ? source : Array(source[..<limits.octets]), limits: limits)
        nodes.reserveCapacity(source.count / 24 + 8)
        nodes.append(HTMLNode(.document, range: 0..<0))
    }

    var source: [UInt8] { tokenizer.source }

    mutating func build() -> HTMLDocument {
        while true {
            let token = tokenizer.next()
            if token.kind == .end { break }
            guard nodes.count < tokenizer.limits.nodes else {
                isComplete = false
                break
            }
            process(token)
        }
        finish()
        return HTMLDocument(
            source: source, nodes: nodes, attributes: tokenizer.attributes,
            defects: (defects + tokenizer.defects).sorted { $0.range.lowerBound < $1.range.lowerBound },
            doctype: doctype, isComplete: isComplete && tokenizer.isComplete)
    }

    mutating func process(_ token: HTMLToken) {
        if isInForeignContent, !leavesForeignContent(token) { return foreign(token) }
        switch mode {
        case .initial, .beforeHTML, .beforeHead, .inHead, .afterHead: beforeBody(token)
        case .inBody: inBody(token)
        case .inTable, .inCaption, .inColumnGroup, .inTableBody, .inRow, .inCell: inTable(token)
        case .afterBody: afterBody(token)
        }
    }

    /// The elements every document has, and a fault for each that needed an end.
    private mutating func finish() {
        if mode == .initial || mode == .beforeHTML || mode == .beforeHead || mode == .inHead || mode == .afterHead {
            openBody(HTMLToken(kind: .startTag, range: source.count..<source.count, tag: .body))
        }
        for index in open.reversed() where !HTMLTagSet.optionalEnd.contains(nodes[index].tag) {
            noteUnclosed(index)
        }
    }

    /// Behind `</body>`: white space belongs to the body still, everything else is a fault.
    private mutating func afterBody(_ token: HTMLToken) {
        if token.kind == .comment { return comment(token) }
        if token.kind == .endTag, token.tag == .html || token.tag == .body { return }
        if token.kind == .text, isBlank(token.range) { return text(token.range) }
        note(.contentAfterEnd, name: token.name, at: token.range)
        mode = .inBody
        process(token)
    }
}

// MARK: - Inserting

extension HTMLTreeBuilder {
    /// Makes an element, puts it where it belongs, and opens it unless it is void or too deep.
    @discardableResult
    mutating func insert(_ token: HTMLToken, isForeign: Bool = false) -> Int {
        let tag: HTMLTag = token.tag == .image && !isForeign ? .img : token.tag
        let index = make(
            HTMLNode(.element, tag: tag, range: token.range, attributes: token.attributes, isForeign: isForeign))
        place(index)
        let isEmpty = isForeign ? token.isSelfClosing : HTMLTagSet.void.contains(tag)
        if !isEmpty {
            if open.count < tokenizer.limits.depth { push(index) } else { isComplete = false }
        }
        return index
    }

    /// An element that is there though nobody wrote it.
    mutating func imply(_ tag: HTMLTag, at position: Int) {
        insert(HTMLToken(kind: .startTag, range: position..<position, tag: tag))
    }

    /// An element like another one, for content that follows what closed it.
    mutating func clone(of index: Int) -> Int {
        let node = nodes[index]
        return make(HTMLNode(.element, tag: node.tag, range: node.range, attributes: node.attributes, isClone: true))
    }

    private mutating func make(_ node: HTMLNode) -> Int {
        nodes.append(node)
        return nodes.count - 1
    }

    mutating func text(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let (parent, before) = location(under: current)
        let neighbour = before.map { nodes[$0].previous } ?? nodes[parent].lastChild
        if let neighbour, nodes[neighbour].kind == .text, nodes[neighbour].range.upperBound == range.lowerBound {
            nodes[neighbour].range = nodes[neighbour].range.lowerBound..<range.upperBound
        } else {
            link(make(HTMLNode(.text, range: range)), under: parent, before: before)
        }
    }

    mutating func comment(_ token: HTMLToken) {
        link(make(HTMLNode(.comment, range: token.range)), under: current, before: nil)
    }

    mutating func addDoctype(_ token: HTMLToken) {
        link(make(HTMLNode(.doctype, range: token.range)), under: 0, before: nil)
    }

    mutating func place(_ index: Int) {
        place(index, under: current)
    }

    /// Puts a node under `target`, or in front of the table that the target is part of.
    mutating func place(_ index: Int, under target: Int) {
        let (parent, before) = location(under: target)
        link(index, under: parent, before: before)
    }

    private func location(under target: Int) -> (parent: Int, before: Int?) {
        guard fosters, HTMLTagSet.tableContainers.contains(nodes[target].tag),
            let table = open.last(where: { nodes[$0].tag == .table }), let parent = nodes[table].parent
        else { return (target, nil) }
        return (parent, table)
    }

    mutating func link(_ index: Int, under parent: Int, before: Int?) {
        let previous = before.map { nodes[$0].previous } ?? nodes[parent].lastChild
        nodes[index].parent = parent
        nodes[index].previous = previous
        nodes[index].next = before
        if let previous { nodes[previous].next = index } else { nodes[parent].firstChild = index }
        if let before { nodes[before].previous = index } else { nodes[parent].lastChild = index }
    }

    mutating func unlink(_ index: Int) {
        let node = nodes[index]
        if let previous = node.previous { nodes[previous].next = node.next }
        if let next = node.next { nodes[next].previous = node.previous }
        if let parent = node.parent {
            if nodes[parent].firstChild == index { nodes[parent].firstChild = node.next }
            if nodes[parent].lastChild == index { nodes[parent].lastChild = node.previous }
        }
        (nodes[index].parent, nodes[index].previous, nodes[index].next) = (nil, nil, nil)
    }
}

// MARK: - Faults

extension HTMLTreeBuilder {
    mutating func note(_ kind: HTMLDefect.Kind, name: Range<Int>, at range: Range<Int>) {
        guard defects.count < tokenizer.limits.defects else { return }
        defects.append(
            HTMLDefect(kind: kind, name: String(decoding: source[name], as: UTF8.self).lowercased(), range: range))
    }

    mutating func noteStray(_ token: HTMLToken) {
        note(.strayEndTag, name: token.name, at: token.range)
    }

    mutating func noteUnclosed(_ index: Int) {
        let node = nodes[index]
        guard !node.isClone, !node.range.isEmpty, !node.isForeign else { return }
        note(.unclosedElement, name: nameRange(of: index), at: node.range)
    }

    func nameRange(of index: Int) -> Range<Int> {
        let start = nodes[index].range.lowerBound + 1
        var end = start
        while end < nodes[index].range.upperBound, !source[end].endsName { end += 1 }
        return start..<max(start, end)
    }

    func isBlank(_ range: Range<Int>) -> Bool { range.allSatisfy { source[$0].isHTMLSpace } }
}
