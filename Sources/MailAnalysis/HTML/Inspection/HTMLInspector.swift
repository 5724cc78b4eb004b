import MIME

/// Goes once through a document and notes what an ``HTMLInspection`` tells.
struct HTMLInspector {
    let document: HTMLDocument
    private(set) var resolver: StyleResolver
    var text = VisibleText()
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
    private var styles: [ComputedStyle] = [ComputedStyle()]
    /// What is open around the position and ends with its element.
    private var pending: [(element: Int, construct: Pending)] = []
    private var tables: [TableUse] = []
    /// Which link the attributes of an element belong to: one that was cut in pieces is one link.
    var linkOfAttributes: [Int: Int] = [:]
    private var isInBody = false
    /// No visible text has come since the last hidden one.
    private var continuesHidden = false

    enum Pending {
        case link(Int, start: Int)
        case heading(Int, start: Int)
    }

    private struct TableUse {
        var range: Range<Int>
        var isPresentation: Bool
        var isData = false
    }

    var cascade: Cascade { resolver.cascade }
    var source: [UInt8] { document.source }
    private var current: ComputedStyle { styles[styles.count - 1] }
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

    // MARK: Elements

    /// Answers whether what is inside is looked at.
    private mutating func enter(_ index: Int) -> Bool {
        let node = document.nodes[index]
        styles.append(resolver.style(of: index, inside: current))
        breakLines(around: node.tag)
        noteStructure(index, node)
        noteConstructs(index, node)
        switch node.tag {
        case .a, .area: if let link = openLink(index) { pending.append((index, .link(link, start: text.count))) }
        case .img, .input: noteImage(index)
        case .h1, .h2, .h3, .h4, .h5, .h6: openHeading(index, node)
        case .table: openTable(index, node)
        case .th, .caption, .thead: markDataTable()
        default: break
        }
        noteBackground(index)
        return !Self.unread.contains(node.tag)
    }

    private mutating func leave(_ index: Int) {
        let tag = document.nodes[index].tag
        styles.removeLast()
        breakLines(around: tag)
        while let last = pending.last, last.element == index {
            finish(last.construct)
            pending.removeLast()
        }
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

    private mutating func breakLines(around tag: HTMLTag) {
        if Self.lines.contains(tag) {
            text.breakLine()
            preheader.breakWord()
            words.breakWord()
        } else if Self.spaces.contains(tag) {
            text.breakWord()
            preheader.breakWord()
            words.breakWord()
        } else {
            words.passElement()
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

    // MARK: Document

    private mutating func noteStructure(_ index: Int, _ node: HTMLNode) {
        switch node.tag {
        case .html:
            outline.hasHTML = !node.range.isEmpty
            outline.root = node.range.isEmpty ? nil : node.range
            outline.language = document.value(of: .lang, of: index) ?? document.value(of: .xmlLang, of: index)
            outline.direction = document.value(of: .dir, of: index)
        case .head: outline.hasHead = !node.range.isEmpty
        case .body:
            isInBody = true
            outline.hasBody = !node.range.isEmpty
            outline.direction = document.value(of: .dir, of: index) ?? outline.direction
            outline.language = outline.language ?? document.value(of: .lang, of: index)
        case .title where outline.title == nil && !node.isForeign:
            let content = node.firstChild.map { document.nodes[$0].range } ?? 0..<0
            let octets = CharacterReference.resolve(content, in: source, isValue: false)
            outline.title = String(decoding: octets[octets.trimming(octets.indices) { $0.isHTMLSpace }], as: UTF8.self)
        case .style:
            let content = node.firstChild.map { document.nodes[$0].range } ?? node.endTag
            outline.styles.append(HTMLOutline.Style(content: content, range: node.range, isInBody: isInBody))
        case .meta: noteMeta(index)
        default: break
        }
    }

    private mutating func noteMeta(_ index: Int) {
        if let charset = document.attribute(.charset, of: index) {
            outline.charset = outline.charset ?? document.text(of: charset)
            outline.charsetRange = outline.charsetRange ?? charset.range
        }
        let name = document.value(of: .name, of: index)?.lowercased()
        if name == "color-scheme" || name == "supported-color-schemes" {
            outline.colorSchemeRange = outline.colorSchemeRange ?? document.nodes[index].range
        }
        guard document.value(of: .httpEquiv, of: index)?.lowercased() == "content-type",
            let content = document.attribute(.content, of: index), outline.charset == nil
        else { return }
        let value = Array(document.text(of: content).utf8)
        let mark = Array("charset=".utf8)
        guard let start = value.indices.first(where: { value.spells(mark, in: $0..<min($0 + mark.count, value.count)) })
        else { return }
        let charset = value[(start + mark.count)...].prefix { $0 > .space && $0 != .semicolon && $0 != .quote }
        (outline.charset, outline.charsetRange) = (String(decoding: charset, as: UTF8.self), content.range)
    }

    // MARK: Text

    private mutating func text(_ range: Range<Int>) {
        guard isInBody else { return }
        words.text(range, in: source)
        if preheader.count < Self.preheaderLength { preheader.append(range.prefixed(Self.preheaderSource), of: source) }
        let style = current
        guard let reason = hiddenReason(of: style) else {
            let start = text.count
            text.append(range, of: source)
            if text.count > start {
                continuesHidden = false
                noteLegibility(range, style, from: start)
            }
            return
        }
        var concealed = VisibleText()
        concealed.append(range, of: source)
        if !concealed.text.isEmpty { noteHidden(concealed.text, reason, at: range) }
    }

    /// Octets of the first text that a list shows.
    private static let preheaderLength = 250
    private static let preheaderSource = 4096

    private func hiddenReason(of style: ComputedStyle) -> HiddenText.Reason? {
        if let reason = style.hidden { return reason }
        if !style.isVisible { return .visibility }
        if style.fontSize < 2 { return .fontSize }
        if style.opacity < 0.05 { return .opacity }
        guard let color = style.color, let background = style.background else { return nil }
        return color.contrast(to: background) < 1.1 ? .color : nil
    }

    private mutating func noteHidden(_ content: String, _ reason: HiddenText.Reason, at range: Range<Int>) {
        if continuesHidden, let last = hidden.last, last.reason == reason, last.range.upperBound <= range.lowerBound {
            hidden[hidden.count - 1].text += " " + content
            hidden[hidden.count - 1].range = last.range.lowerBound..<range.upperBound
        } else if hidden.count < HTMLInspection.maximumPlaces {
            hidden.append(HiddenText(reason: reason, text: content, range: range))
        }
        continuesHidden = true
    }

    private mutating func noteLegibility(_ range: Range<Int>, _ style: ComputedStyle, from start: Int) {
        let isSmall = style.fontSize < Self.smallestComfortable && smallText.count < HTMLInspection.maximumPlaces
        var ratio = 21.0
        if let color = style.color, let background = style.background { ratio = color.contrast(to: background) }
        let isLarge = style.fontSize >= 24 || style.isBold && style.fontSize >= 18.66
        let isFaint = ratio < (isLarge ? 3 : 4.5) && lowContrast.count < HTMLInspection.maximumPlaces
        guard isSmall || isFaint else { return }
        let content = textSince(start)
        guard content.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
        else { return }
        let place = source.trimming(range) { $0.isHTMLSpace }
        if isSmall { smallText.append(SmallText(size: style.fontSize, text: content, range: place)) }
        if isFaint, let foreground = style.color, let background = style.background {
            lowContrast.append(
                LowContrast(
                    ratio: ratio, foreground: foreground, background: background, isLarge: isLarge, text: content,
                    range: place))
        }
    }

    /// In CSS pixels.
    private static let smallestComfortable = 13.0

    private mutating func comment(_ range: Range<Int>) {
        if let conditional = ConditionalComment(range, in: source) { conditionals.append(conditional) }
        words.comment(range)
    }
}

extension Range<Int> {
    fileprivate func prefixed(_ length: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + length) }
}
