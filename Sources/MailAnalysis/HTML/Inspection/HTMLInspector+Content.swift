import MIME

/// Links, pictures, and what acts.
extension HTMLInspector {
    mutating func openLink(_ index: Int) -> Int? {
        guard let href = document.attribute(.href, of: index) else { return nil }
        let key = document.nodes[index].attributes.lowerBound
        if let known = linkOfAttributes[key] { return known }
        let address = address(in: href)
        links.append(
            HTMLLink(
                text: "", href: String(decoding: address, as: UTF8.self), target: WebAddress(octets: address),
                isVisible: isShown, holdsImage: false,
                range: document.nodes[index].range, hrefRange: href.range))
        linkOfAttributes[key] = links.count - 1
        if document.nodes[index].tag == .area {
            links[links.count - 1].text = document.value(of: .alt, of: index) ?? ""
        }
        return links.count - 1
    }

    /// The alternative texts of pictures come in front.
    mutating func addText(from start: Int, toLink link: Int) {
        let content = textSince(start)
        guard !content.isEmpty else { return }
        links[link].text += links[link].text.isEmpty ? content : " " + content
    }

    mutating func noteImage(_ index: Int) {
        let node = document.nodes[index]
        if node.tag == .input, document.value(of: .type, of: index)?.lowercased() != "image" { return }
        let attribute = document.attribute(.src, of: index)
        let address = attribute.map(address) ?? []
        let alternative = document.value(of: .alt, of: index)
        images.append(
            HTMLImage(
                origin: .element, source: String(decoding: address, as: UTF8.self),
                target: WebAddress(octets: address), alternative: alternative,
                width: size(.width, .width, of: index), height: size(.height, .height, of: index), isVisible: isShown,
                hasWidthAttribute: document.attribute(.width, of: index) != nil, range: node.range,
                sourceRange: attribute?.range ?? node.range))
        var ancestor = node.parent
        while let parent = ancestor, document.nodes[parent].tag != .a,
            !HTMLTagSet.cells.contains(document.nodes[parent].tag)
        {
            ancestor = document.nodes[parent].parent
        }
        guard let anchor = ancestor, let link = linkOfAttributes[document.nodes[anchor].attributes.lowerBound],
            document.nodes[anchor].tag == .a
        else { return }
        links[link].holdsImage = true
        if alternative == nil { links[link].holdsUndescribedImage = true }
        if let alternative, !alternative.isEmpty {
            links[link].text += links[link].text.isEmpty ? alternative : " " + alternative
        }
    }

    /// A style counts before the attribute.
    private func size(_ property: CSSProperty, _ name: HTMLAttributeName, of index: Int) -> Double? {
        for declaration in sheet.declarations[sheet.inline[index] ?? 0..<0].reversed()
        where CSSProperty(declaration.name, in: sheet.octets) == property {
            return CSSLength(declaration.value, in: sheet.octets)?.pixels(fontSize: 16, whole: nil)
        }
        let value = document.value(of: name, of: index)
        return value.flatMap { CSSLength(attribute: $0)?.pixels(fontSize: 16, whole: nil) }
    }

    mutating func noteBackground(_ index: Int) {
        guard let attribute = document.attribute(.background, of: index) else { return }
        let address = String(decoding: address(in: attribute), as: UTF8.self)
        guard !address.isEmpty else { return }
        addBackdrop(.background, address, at: attribute.range, isVisible: isShown)
    }

    /// Pictures that styles load.
    mutating func noteStyleImages() {
        for declaration in sheet.declarations {
            let isImage = declaration.value.count > 4 && CSSTokenizer.mayHoldURL(declaration.value, in: sheet.octets)
            guard isImage, !isInFontFace(declaration) else { continue }
            var tokens = CSSTokenizer(sheet.octets, in: declaration.value)
            var isURL = false
            while let token = tokens.nextSolid() {
                if token.kind == .url || token.kind == .string && isURL {
                    addBackdrop(
                        .style, sheet.text(of: token.name), at: sheet.sourceRange(of: declaration.range),
                        isVisible: true)
                }
                isURL = token.kind == .function && sheet.octets.spells("url", in: token.name)
            }
        }
    }

    private func isInFontFace(_ declaration: StyleSheet.Declaration) -> Bool {
        guard case .block(let block) = declaration.owner else { return false }
        return sheet.blocks[block].kind == .at("font-face")
    }

    private mutating func addBackdrop(
        _ origin: HTMLImage.Origin, _ address: String, at range: Range<Int>, isVisible: Bool
    ) {
        images.append(
            HTMLImage(
                origin: origin, source: address, target: WebAddress(address), alternative: nil, width: nil, height: nil,
                isVisible: isVisible, hasWidthAttribute: false, range: range, sourceRange: range))
    }

    mutating func noteImports() {
        for block in sheet.blocks where block.kind == .at("import") {
            note(.styleSheet, "@import", at: sheet.sourceRange(of: block.prelude))
        }
    }

    mutating func noteConstructs(_ index: Int, _ node: HTMLNode) {
        switch node.tag {
        case .script where !holdsData(index):
            note(.script, "script", at: node.range.lowerBound..<max(node.endTag.upperBound, node.range.upperBound))
        case .form: note(.form, "form", at: node.range)
        case .input:
            let type = document.value(of: .type, of: index)?.lowercased()
            let isSwitch = !isShown && (type == "checkbox" || type == "radio")
            if type != "image" { note(isSwitch ? .hiddenSwitch : .control, "input", at: node.range) }
        case .textarea, .select: note(.control, node.tag.name, at: node.range)
        case .iframe, .object, .embed, .applet: note(.embedded, node.tag.name, at: node.range)
        case .audio, .video: if !hasFallback(node) { note(.embedded, node.tag.name, at: node.range) }
        case .base: if document.attribute(.href, of: index) != nil { note(.base, "base", at: node.range) }
        case .meta:
            if document.value(of: .httpEquiv, of: index)?.lowercased() == "refresh" {
                note(.refresh, "meta", at: node.range)
            }
        case .link:
            let relation = document.value(of: .rel, of: index)?.lowercased() ?? ""
            if relation.split(separator: " ").contains("stylesheet") { note(.styleSheet, "link", at: node.range) }
        default: break
        }
        for attribute in document.attributes[node.attributes] {
            let isScript = attribute.name == .eventHandler || attribute.name != .href && runsScript(attribute)
            if isScript {
                note(.script, String(decoding: source[attribute.nameRange], as: UTF8.self), at: attribute.range)
            }
        }
    }

    /// What machines read and nothing runs, such as what Gmail shows of an order. HTML Standard §4.12.1.
    private func holdsData(_ index: Int) -> Bool {
        guard let type = document.value(of: .type, of: index)?.lowercased() else { return false }
        return type.hasSuffix("json") || type.hasPrefix("text/x-") || type == "text/plain"
    }

    /// A value such as `javascript:go()`.
    private func runsScript(_ attribute: HTMLAttribute) -> Bool {
        let value = attribute.valueRange
        guard value.count > 11, source[value.lowerBound] | 0x20 == UInt8(ascii: "j") else { return false }
        return source.spells("javascript:", in: value.lowerBound..<(value.lowerBound + 11))
    }

    /// Whether there is something to see where the media are not: an element that is no source, or text.
    private func hasFallback(_ node: HTMLNode) -> Bool {
        var next = node.firstChild
        while let child = next {
            let isSeen =
                switch document.nodes[child].kind {
                case .element: document.nodes[child].tag != .source && document.nodes[child].tag != .track
                case .text: document.nodes[child].range.contains { !source[$0].isHTMLSpace }
                default: false
                }
            if isSeen { return true }
            next = document.nodes[child].next
        }
        return false
    }

    private mutating func note(_ kind: HTMLConstruct.Kind, _ name: String, at range: Range<Int>) {
        guard constructs.count < HTMLInspection.maximumPlaces else { return }
        constructs.append(HTMLConstruct(kind: kind, name: name, range: range))
    }

    /// The value of an attribute in UTF-8, references resolved, white space at its ends left out.
    private func address(in attribute: HTMLAttribute) -> [UInt8] {
        let range = source.trimming(attribute.valueRange) { $0 <= .space }
        let octets = CharacterReference.resolve(range, in: source, isValue: true)
        let trimmed = octets.trimming(octets.indices) { $0 <= .space }
        return trimmed.count == octets.count ? octets : Array(octets[trimmed])
    }
}

extension CSSTokenizer {
    /// Whether `url(` stands there, told without reading tokens.
    static func mayHoldURL(_ range: Range<Int>, in octets: [UInt8]) -> Bool {
        var position = range.lowerBound
        while let parenthesis = octets.firstIndex(of: .open, in: position..<range.upperBound) {
            if parenthesis >= range.lowerBound + 3, octets.spells("url", in: (parenthesis - 3)..<parenthesis) {
                return true
            }
            position = parenthesis + 1
        }
        return false
    }
}

extension StyleParser {
    /// All style of a document: its elements, then its attributes, each in the order of the source.
    static func sheet(of document: HTMLDocument, limits: CSSLimits) -> StyleSheet {
        var parser = StyleParser(document.source, limits: limits)
        for index in document.nodes.indices where document.nodes[index].tag == .style {
            guard document.nodes[index].kind == .element, let content = document.nodes[index].firstChild else {
                continue
            }
            parser.parseSheet(document.nodes[content].range)
        }
        for index in document.nodes.indices where !document.nodes[index].attributes.isEmpty {
            guard let attribute = document.attribute(.style, of: index) else { continue }
            let value = attribute.valueRange
            if document.source.firstIndex(of: .ampersand, in: value) == nil {
                parser.parseAttribute(value, of: index)
            } else {
                let copy = CharacterReference.resolve(value, in: document.source, isValue: true)
                parser.parseAttribute(copy: copy, of: value, of: index)
            }
        }
        return parser.sheet
    }
}
