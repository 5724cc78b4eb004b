import MIME

/// Goes once through a document and notes what an ``HTMLInspection`` tells.
struct HTMLInspector {
    let document: HTMLDocument
    private(set) var resolver: StyleResolver
    var text = VisibleText()
    private(set) var code = Passages()
    private(set) var quotations = Passages()
    var preheader = VisibleText()
    var hidden: [HiddenText] = []
    var links: [HTMLLink] = []
    var images: [HTMLImage] = []
    var constructs: [HTMLConstruct] = []
    var lowContrast: [LowContrast] = []
    var smallText: [SmallText] = []
    var words = WordIntegrity()
    var outline = HTMLOutline()
    var conditionals: [ConditionalComment] = []
    /// Of the elements around the position.
    var styles: [ComputedStyle] = [ComputedStyle()]
    /// What is open around the position and ends with its element.
    private var pending: [(element: Int, construct: Pending)] = []
    private var tables: [TableUse] = []
    /// Which link the attributes of an element belong to: one that was cut in pieces is one link.
    var linkOfAttributes: [Int: Int] = [:]
    var isInBody = false
    /// No visible text has come since the last hidden one.
    var continuesHidden = false

    enum Pending {
        case link(Int, start: Int)
        case heading(Int, start: Int)
    }

    private struct TableUse {
        var range: Range<Int>
        var isPresentation: Bool
        var isData = false
    }

    var sheet: StyleSheet { resolver.cascade.sheet }
    var source: [UInt8] { document.source }
    var current: ComputedStyle { styles[styles.count - 1] }
    var isShown: Bool { current.hidden == nil && current.isVisible }

    init(_ document: HTMLDocument, limits: CSSLimits) {
        self.document = document
        let sheet = StyleParser.sheet(of: document, limits: limits)
        resolver = StyleResolver(document, cascade: Cascade(sheet, of: document, limits: limits))
    }

    mutating func inspect() -> HTMLInspection {
        var walk = HTMLWalk(document)
        while let step = walk.next() {
            switch step {
            case .enter(let index):
                switch document.nodes[index].kind {
                case .element: if !enter(index) { walk.skipChildren(of: index) }
                case .text: text(document.nodes[index].range)
                case .comment: comment(document.nodes[index].range)
                case .document, .doctype: break
                }
            case .leave(let index): leave(index)
            }
        }
        noteStyleImages()
        noteImports()
        return HTMLInspection(self)
    }

    /// Answers whether what is inside is looked at.
    private mutating func enter(_ index: Int) -> Bool {
        let node = document.nodes[index]
        styles.append(resolver.style(of: index, inside: current))
        breakLines(around: node)
        noteStructure(index, node)
        noteConstructs(index, node)
        switch node.tag {
        case .a, .area: if let link = openLink(index) { pending.append((index, .link(link, start: text.count))) }
        case .img, .input: noteImage(index)
        case .h1, .h2, .h3, .h4, .h5, .h6: openHeading(index, node)
        case .table: openTable(index, node)
        case .th, .caption, .thead: markDataTable()
        case .pre, .code: code.open(at: text.count)
        case .blockquote: quotations.open(at: text.count)
        default: break
        }
        noteBackground(index)
        return !Self.unread.contains(node.tag)
    }

    private mutating func leave(_ index: Int) {
        let tag = document.nodes[index].tag
        styles.removeLast()
        breakLines(around: document.nodes[index])
        while let last = pending.last, last.element == index {
            finish(last.construct)
            pending.removeLast()
        }
        if tag == .pre || tag == .code { code.close(at: text.count) }
        if tag == .blockquote { quotations.close(at: text.count) }
        if tag == .table, let table = tables.popLast(), !table.isData, !table.isPresentation,
            outline.layoutTables.count < HTMLInspection.maximumPlaces
        {
            outline.layoutTables.append(table.range)
        }
    }

    /// Elements whose content nobody sees.
    private static let unread: HTMLTagSet = [
        .script, .style, .title, .template, .iframe, .noembed, .noframes, .textarea, .select, .svg, .object, .audio,
        .video,
    ]
    private static let lines: HTMLTagSet = HTMLTagSet.blocks.union([
        .br, .caption, .dd, .dt, .hr, .li, .table, .tbody, .tfoot, .thead, .tr,
    ])
    private static let spaces: HTMLTagSet = [.td, .th, .img, .input, .button, .option]

    private mutating func breakLines(around node: HTMLNode) {
        let tag = node.tag
        if Self.lines.contains(tag) {
            text.breakLine()
            preheader.breakWord()
            words.breakWord()
        } else if Self.spaces.contains(tag) {
            text.breakWord()
            preheader.breakWord()
            words.breakWord()
        } else {
            let isEmpty = node.firstChild == nil && !HTMLTagSet.void.contains(tag) && !node.endTag.isEmpty
            words.passElement(
                node.range.lowerBound..<max(node.range.upperBound, node.endTag.upperBound), isEmpty: isEmpty)
        }
    }

    private mutating func openHeading(_ index: Int, _ node: HTMLNode) {
        let level = Int(node.tag.rawValue - HTMLTag.h1.rawValue) + 1
        guard outline.headings.count < HTMLInspection.maximumPlaces else { return }
        outline.headings.append(HTMLOutline.Heading(level: level, text: "", range: node.range))
        pending.append((index, .heading(outline.headings.count - 1, start: text.count)))
    }

    private mutating func finish(_ construct: Pending) {
        switch construct {
        case .link(let link, let start): addText(from: start, toLink: link)
        case .heading(let heading, let start): outline.headings[heading].text = textSince(start)
        }
    }

    func textSince(_ start: Int) -> String {
        let octets = text.octets[min(start, text.count)...].prefix(Self.longestText)
        return String(decoding: octets.drop { $0 <= 0x20 }, as: UTF8.self)
    }

    /// Octets of the text of a link or a heading that are kept.
    private static let longestText = 1000

    private mutating func openTable(_ index: Int, _ node: HTMLNode) {
        let role = document.value(of: .role, of: index)?.lowercased()
        let isPresentation = role == "presentation" || role == "none"
        let isData = document.attribute(.summary, of: index) != nil || role != nil && !isPresentation
        tables.append(TableUse(range: node.range, isPresentation: isPresentation, isData: isData))
    }

    private mutating func markDataTable() {
        if !tables.isEmpty { tables[tables.count - 1].isData = true }
    }
}
