import MIME

/// Finds the features that a document uses.
struct FeatureDetector {
    /// How often a feature is used, and where first.
    struct Use {
        var count = 0
        /// In octets of the source; at most ``FeatureDetector/maximumPlaces``.
        var places: [Range<Int>] = []
    }

    private(set) var uses = [Use](repeating: Use(), count: ClientFeature.all.count)
    private let inspection: HTMLInspection
    private let index = FeatureIndex.shared

    static let maximumPlaces = 10

    init(_ inspection: HTMLInspection) {
        self.inspection = inspection
        detectInTree()
        detectInContent()
        detectInBlocks()
        detectInDeclarations()
    }

    private mutating func note(_ features: [Int], at range: Range<Int>) {
        for feature in features {
            uses[feature].count += 1
            if uses[feature].places.count < Self.maximumPlaces { uses[feature].places.append(range) }
        }
    }

    private mutating func noteStyle(_ features: [Int], at range: Range<Int>) {
        if !features.isEmpty { note(features, at: inspection.style.sourceRange(of: range)) }
    }

    private mutating func noteSpecial(_ name: String, at range: Range<Int>) {
        note(index.special.features(name), at: range)
    }

    // MARK: HTML

    private mutating func detectInTree() {
        let document = inspection.document
        for position in document.nodes.indices {
            let node = document.nodes[position]
            guard node.kind == .element, !node.range.isEmpty, !node.isClone else { continue }
            for element in index.elements[Int(node.tag.rawValue)] where matches(element, position) {
                note([element.feature], at: node.range)
            }
            for attribute in document.attributes[node.attributes] {
                note(index.attributes[Int(attribute.name.rawValue)], at: attribute.range)
            }
        }
        if let doctype = document.doctype, doctype.mode == .standards { noteSpecial("doctype", at: doctype.range) }
        let conditionals = Set(inspection.conditionals.map(\.range))
        for node in document.nodes where node.kind == .comment && !conditionals.contains(node.range) {
            let isPlain = document.source.holds(Self.commentMark, at: node.range.lowerBound) && node.range.count > 12
            if isPlain { noteSpecial("html-comment", at: node.range) }
        }
    }

    private static let commentMark = Array("<!--".utf8)

    private func matches(_ element: FeatureIndex.Element, _ position: Int) -> Bool {
        guard let name = element.attribute else { return true }
        let value = inspection.document.value(of: name, of: position)?.lowercased() ?? ""
        return element.values.contains { $0 == value }
    }

    private mutating func detectInContent() {
        for link in inspection.links {
            if link.target.form == .fragment, link.href.utf8.count > 1 { noteSpecial("anchor", at: link.hrefRange) }
            if link.target.scheme == "mailto" { noteSpecial("mailto", at: link.hrefRange) }
        }
        for image in inspection.images {
            if image.target.scheme == "data" { noteSpecial("data-image", at: image.sourceRange) }
            if let ending = image.formatName { note(index.images.features(ending), at: image.sourceRange) }
        }
        for construct in inspection.constructs where construct.kind == .styleSheet && construct.name == "link" {
            noteSpecial("linked-style", at: construct.range)
        }
        if let range = inspection.outline.colorSchemeRange { noteSpecial("color-scheme", at: range) }
        for comment in inspection.style.comments { noteSpecial("css-comment", at: comment) }
    }

    // MARK: CSS

    private mutating func detectInBlocks() {
        let style = inspection.style
        for block in style.blocks {
            switch block.kind {
            case .at(let name):
                noteStyle(index.atRules.features(name), at: block.prelude)
                guard name == "media" else { continue }
                for feature in MediaQuery(block.prelude, in: style.octets).features {
                    noteStyle(index.media.features(feature, in: style.octets), at: block.prelude)
                }
            case .style: detectInRule(block)
            }
        }
    }

    private mutating func detectInRule(_ block: StyleSheet.Block) {
        var parent = block.parent
        while let around = parent {
            switch inspection.style.blocks[around].kind {
            case .style:
                noteStyle(index.special.features("nesting"), at: block.prelude)
                parent = nil
            // The selectors of key frames are none.
            case .at(let name) where name.hasSuffix("keyframes"): return
            case .at: parent = inspection.style.blocks[around].parent
            }
        }
        let selectors = Selector.list(block.prelude, in: inspection.style.octets)
        if selectors.count > 1 { noteSelector("grouping", at: block.prelude) }
        for selector in selectors { detect(in: selector) }
    }

    private mutating func noteSelector(_ form: String, at range: Range<Int>) {
        noteStyle(index.selectors.features(form), at: range)
    }

    private mutating func detect(in selector: Selector) {
        let octets = inspection.style.octets
        for compound in selector.compounds {
            switch compound.combinator {
            case .descendant?: noteSelector("descendant", at: selector.range)
            case .child?: noteSelector("child", at: selector.range)
            case .adjacent?: noteSelector("adjacent-sibling", at: selector.range)
            case .sibling?: noteSelector("general-sibling", at: selector.range)
            case nil: break
            }
            var classes = 0
            for simple in compound.simples {
                switch simple {
                case .universal: noteSelector("universal", at: selector.range)
                case .type: noteSelector("type", at: selector.range)
                case .id: noteSelector("id", at: selector.range)
                case .class: classes += 1
                case .attribute: noteSelector("attribute", at: selector.range)
                case .pseudoClass(let name):
                    noteStyle(index.pseudoClasses.features(name, in: octets), at: selector.range)
                case .pseudoElement(let name):
                    noteStyle(index.pseudoElements.features(name, in: octets), at: selector.range)
                case .parent: break
                }
            }
            if classes > 0 { noteSelector("class", at: selector.range) }
            if classes > 1 { noteSelector("chaining", at: selector.range) }
        }
    }

    private mutating func detectInDeclarations() {
        let style = inspection.style
        for declaration in style.declarations {
            noteStyle(index.properties.features(declaration.name, in: style.octets), at: declaration.range)
            if declaration.isImportant { noteStyle(index.special.features("important"), at: declaration.range) }
            if style.octets.holds(Self.customMark, at: declaration.name.lowerBound) {
                noteStyle(index.special.features("variable"), at: declaration.range)
            }
            let valued = index.valued.features(declaration.name, in: style.octets)
            var tokens = CSSTokenizer(style.octets, in: declaration.value)
            while let token = tokens.next() { detect(token, in: declaration, valued: valued) }
        }
    }

    private static let customMark = Array("--".utf8)

    private mutating func detect(_ token: CSSToken, in declaration: StyleSheet.Declaration, valued: [Int]) {
        let octets = inspection.style.octets
        switch token.kind {
        case .identifier:
            noteStyle(index.keywords.features(token.name, in: octets), at: declaration.range)
            for feature in valued where index.keywordsOfValued[feature]?.index(of: token.name, in: octets) != nil {
                noteStyle([feature], at: declaration.range)
            }
        case .function:
            noteStyle(index.functions.features(token.name, in: octets), at: declaration.range)
            if octets.spells("var", in: token.name) {
                noteStyle(index.special.features("variable"), at: declaration.range)
            }
        case .dimension, .percentage:
            noteStyle(index.units.features(token.name, in: octets), at: declaration.range)
        default: break
        }
    }
}

extension HTMLImage {
    /// What the address says of the format: the ending of the path, or the subtype of a `data:` address.
    var formatName: String? {
        if target.scheme == "data" {
            guard target.rest.lowercased().hasPrefix("image/") else { return nil }
            return String(target.rest.dropFirst(6).prefix { $0 != ";" && $0 != "," }).lowercased()
        }
        let path = target.rest.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: "."), path[dot...].utf8.count <= 6 else { return nil }
        return path[path.index(after: dot)...].lowercased()
    }
}
