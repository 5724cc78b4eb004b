import MIME

/// Everything before the body. HTML Standard §13.2.6.4.1–6.
extension HTMLTreeBuilder {
    mutating func beforeBody(_ token: HTMLToken) {
        switch token.kind {
        case .comment: comment(token)
        case .doctype: doctype(token)
        case .text: textBeforeBody(token)
        case .endTag: endTagBeforeBody(token)
        case .startTag: startTagBeforeBody(token)
        case .end: break
        }
    }

    private mutating func doctype(_ token: HTMLToken) {
        guard mode == .initial else { return }
        mode = .beforeHTML
        addDoctype(token)
        doctype = HTMLDoctype(token.range, in: source)
    }

    /// White space is left out before the head and kept in and behind it; any other text begins the body.
    private mutating func textBeforeBody(_ token: HTMLToken) {
        var start = token.range.lowerBound
        while start < token.range.upperBound, source[start].isHTMLSpace { start += 1 }
        if mode == .inHead || mode == .afterHead { text(token.range.lowerBound..<start) }
        guard start < token.range.upperBound else { return }
        if mode == .inHead, currentTag != .head {
            return text(start..<token.range.upperBound)
        }
        openBody(HTMLToken(kind: .startTag, range: start..<start, tag: .body))
        var rest = token
        rest.range = start..<token.range.upperBound
        process(rest)
    }

    private mutating func startTagBeforeBody(_ token: HTMLToken) {
        switch token.tag {
        case .html where !isOpen(.html): openHTML(token)
        case .html: adopt(token, into: open[0])
        case .head where mode != .inHead && mode != .afterHead: openHead(token)
        case .head: note(.nestedDocument, name: token.name, at: token.range)
        case .body: openBody(token)
        case .noscript where mode != .afterHead: insertIntoHead(token)
        default:
            if HTMLTagSet.metadata.contains(token.tag) { return insertIntoHead(token) }
            openBody(HTMLToken(kind: .startTag, range: token.range.lowerBound..<token.range.lowerBound, tag: .body))
            process(token)
        }
    }

    private mutating func endTagBeforeBody(_ token: HTMLToken) {
        switch token.tag {
        case .head:
            if mode != .inHead { openHead(HTMLToken(kind: .startTag, range: emptyRange(of: token), tag: .head)) }
            popUntil(.head, endTag: token)
            mode = .afterHead
        case .html, .body, .br, .p:
            openBody(HTMLToken(kind: .startTag, range: emptyRange(of: token), tag: .body))
            process(token)
        case .noscript, .template, .title, .style, .script, .noframes:
            if isOpen(token.tag) { popUntil(token.tag, endTag: token) } else { noteStray(token) }
        default: noteStray(token)
        }
    }

    private func emptyRange(of token: HTMLToken) -> Range<Int> { token.range.lowerBound..<token.range.lowerBound }

    private mutating func openHTML(_ token: HTMLToken) {
        insert(token)
        mode = .beforeHead
    }

    private mutating func openHead(_ token: HTMLToken) {
        if !isOpen(.html) { openHTML(HTMLToken(kind: .startTag, range: emptyRange(of: token), tag: .html)) }
        head = insert(token)
        mode = .inHead
    }

    mutating func openBody(_ token: HTMLToken) {
        if mode == .initial || mode == .beforeHTML || mode == .beforeHead {
            openHead(HTMLToken(kind: .startTag, range: emptyRange(of: token), tag: .head))
        }
        if isOpen(.head) { popUntil(.head) }
        body = insert(token)
        mode = .inBody
    }

    /// Behind `</head>` what belongs into the head still goes there.
    private mutating func insertIntoHead(_ token: HTMLToken) {
        if mode != .inHead, mode != .afterHead {
            openHead(HTMLToken(kind: .startTag, range: emptyRange(of: token), tag: .head))
        }
        let isLate = mode == .afterHead
        if isLate, let head { push(head) }
        metadata(token)
        if isLate, let head, let position = open.firstIndex(of: head) { removeFromOpen(at: position) }
    }

    /// `title`, `style`, `meta` and the like, wherever they stand; their text follows as one token.
    mutating func metadata(_ token: HTMLToken) {
        insert(token)
        guard HTMLTagSet.rawText.contains(token.tag) else { return }
        readRawText(of: token)
    }

    /// Reads the content of an element that holds no markup, and its end tag.
    mutating func readRawText(of token: HTMLToken) {
        guard currentTag == token.tag else { return }
        tokenizer.readRawText(of: token)
        var next = tokenizer.next()
        if next.kind == .text {
            text(next.range)
            next = tokenizer.next()
        }
        if next.kind == .endTag { nodes[current].endTag = next.range } else { noteUnclosed(current) }
        pop()
    }

    /// A second `html` or `body`: what it adds to an implied one counts.
    mutating func adopt(_ token: HTMLToken, into index: Int) {
        guard nodes[index].range.isEmpty else {
            return note(.nestedDocument, name: token.name, at: token.range)
        }
        nodes[index].adopt(range: token.range, attributes: token.attributes)
    }
}

extension HTMLDoctype {
    /// Reads a whole declaration. HTML Standard §13.2.6.4.1.
    init(_ range: Range<Int>, in source: [UInt8]) {
        let text = source[range].map { $0.isHTMLSpace ? .space : $0.lowercased }
        let name = text.dropFirst("<!doctype".utf8.count).drop { $0 == .space }.prefix {
            $0 != .space && $0 != .greater
        }
        self.range = range
        guard name.elementsEqual("html".utf8), !Self.quirks.areIn(text, text.indices) else {
            mode = .quirks
            return
        }
        if Self.quirksWithoutAddress.areIn(text, text.indices) {
            mode = Self.address.areIn(text, text.indices) ? .limitedQuirks : .quirks
        } else {
            mode = Self.limitedQuirks.areIn(text, text.indices) ? .limitedQuirks : .standards
        }
    }

    private static let limitedQuirks = WordFinder([
        "-//w3c//dtd xhtml 1.0 frameset//", "-//w3c//dtd xhtml 1.0 transitional//",
    ])
    private static let quirksWithoutAddress = WordFinder([
        "-//w3c//dtd html 4.01 transitional//", "-//w3c//dtd html 4.01 frameset//",
    ])
    private static let address = WordFinder([".dtd"])
    private static let quirks = WordFinder([
        "-//w3c//dtd html 4.0 ", "-//w3c//dtd html 3.", "-//ietf//dtd html", "-//w3o//dtd", "-//netscape",
        "-//microsoft//dtd", "ibmxhtml1-transitional.dtd",
    ])
}
