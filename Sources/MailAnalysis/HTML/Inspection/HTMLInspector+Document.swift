import MIME

/// How the document is built, as its elements tell.
extension HTMLInspector {
    mutating func noteStructure(_ index: Int, _ node: HTMLNode) {
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
}
