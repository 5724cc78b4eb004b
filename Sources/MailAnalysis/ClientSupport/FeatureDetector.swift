import MIME

/// What a use of a feature consists of: what is not there for a client that lacks it.
enum FeatureSite {
    /// A node of the tree.
    case element(Int)
    case attribute(HTMLAttribute)
    /// An attribute or its value, or an address in style.
    case value
    /// A block of the style sheet.
    case block(Int)
    case declaration
    /// A tag, a comment or a declaration of a type.
    case markup
    /// Nothing that could be taken out.
    case nothing
}

/// Who is told of the features that a document uses.
protocol FeatureSink {
    /// - Parameters:
    ///   - feature: A place in ``ClientFeature/all``.
    ///   - range: In octets of the source.
    mutating func note(_ feature: Int, at range: Range<Int>, _ site: FeatureSite)
}

/// How often each feature is used, and where first.
struct FeatureUses: FeatureSink {
    struct Use {
        var count = 0
        /// In octets of the source; at most ``FeatureUses/maximumPlaces``.
        var places: [Range<Int>] = []
    }

    /// By place in ``ClientFeature/all``.
    private(set) var all = [Use](repeating: Use(), count: ClientFeature.all.count)

    static let maximumPlaces = 10

    mutating func note(_ feature: Int, at range: Range<Int>, _ site: FeatureSite) {
        all[feature].count += 1
        if all[feature].places.count < Self.maximumPlaces { all[feature].places.append(range) }
    }
}

/// Finds the features that a document uses.
struct FeatureDetector<Sink: FeatureSink> {
    private(set) var sink: Sink
    private let inspection: HTMLInspection
    private let index = FeatureIndex.shared

    init(_ inspection: HTMLInspection, telling sink: Sink) {
        (self.inspection, self.sink) = (inspection, sink)
        detectInTree()
        detectInContent()
        detectInBlocks()
        detectInDeclarations()
    }

    private mutating func note(_ features: [Int], at range: Range<Int>, _ site: FeatureSite) {
        for feature in features { sink.note(feature, at: range, site) }
    }

    private mutating func noteStyle(_ features: [Int], at range: Range<Int>, _ site: FeatureSite) {
        if !features.isEmpty { note(features, at: inspection.style.sourceRange(of: range), site) }
    }

    private mutating func noteSpecial(_ name: String, at range: Range<Int>, _ site: FeatureSite) {
        note(index.special.features(name), at: range, site)
    }

    // MARK: HTML

    private mutating func detectInTree() {
        let document = inspection.document
        for position in document.nodes.indices {
            let node = document.nodes[position]
            guard node.kind == .element, !node.range.isEmpty, !node.isClone else { continue }
            for element in index.elements[Int(node.tag.rawValue)] where matches(element, position) {
                note([element.feature], at: node.range, .element(position))
            }
            for attribute in document.attributes[node.attributes] {
                note(index.attributes[Int(attribute.name.rawValue)], at: attribute.range, .attribute(attribute))
            }
        }
        if let doctype = document.doctype, doctype.mode == .standards {
            noteSpecial("doctype", at: doctype.range, .markup)
        }
        let conditionals = Set(inspection.conditionals.map(\.range))
        for node in document.nodes where node.kind == .comment && !conditionals.contains(node.range) {
            let isPlain = document.source.holds(commentMark, at: node.range.lowerBound) && node.range.count > 12
            if isPlain { noteSpecial("html-comment", at: node.range, .markup) }
        }
    }

    private var commentMark: [UInt8] { [.less, UInt8(ascii: "!"), .hyphen, .hyphen] }

    private func matches(_ element: FeatureIndex.Element, _ position: Int) -> Bool {
        guard let name = element.attribute else { return true }
        let value = inspection.document.value(of: name, of: position)?.lowercased() ?? ""
        return element.values.contains { $0 == value }
    }

    private mutating func detectInContent() {
        for link in inspection.links {
            if link.target.form == .fragment, link.href.utf8.count > 1 {
                noteSpecial("anchor", at: link.hrefRange, .value)
            }
            if link.target.scheme == "mailto" { noteSpecial("mailto", at: link.hrefRange, .value) }
        }
        for image in inspection.images {
            if image.target.scheme == "data" { noteSpecial("data-image", at: image.sourceRange, .value) }
            if let ending = image.formatName { note(index.images.features(ending), at: image.sourceRange, .value) }
        }
        for construct in inspection.constructs where construct.kind == .styleSheet && construct.name == "link" {
            noteSpecial("linked-style", at: construct.range, .markup)
        }
        if let range = inspection.outline.colorSchemeRange { noteSpecial("color-scheme", at: range, .markup) }
        for comment in inspection.style.comments { noteSpecial("css-comment", at: comment, .nothing) }
    }

    // MARK: CSS

    private mutating func detectInBlocks() {
        let style = inspection.style
        for (position, block) in style.blocks.enumerated() {
            switch block.kind {
            case .at(let name):
                noteStyle(index.atRules.features(name), at: block.prelude, .block(position))
                guard name == "media" else { continue }
                for feature in MediaQuery(block.prelude, in: style.octets).features {
                    noteStyle(index.media.features(feature, in: style.octets), at: block.prelude, .block(position))
                }
            case .style: detectInRule(block, position)
            }
        }
    }

    private mutating func detectInRule(_ block: StyleSheet.Block, _ position: Int) {
        var parent = block.parent
        while let around = parent {
            switch inspection.style.blocks[around].kind {
            case .style:
                noteStyle(index.special.features("nesting"), at: block.prelude, .block(position))
                parent = nil
            // The selectors of key frames are none.
            case .at(let name) where name.hasSuffix("keyframes"): return
            case .at: parent = inspection.style.blocks[around].parent
            }
        }
        let selectors = Selector.list(block.prelude, in: inspection.style.octets)
        if selectors.count > 1 { noteSelector("grouping", at: block.prelude, position) }
        for selector in selectors { detect(in: selector, of: position) }
    }

    private mutating func noteSelector(_ form: String, at range: Range<Int>, _ block: Int) {
        noteStyle(index.selectors.features(form), at: range, .block(block))
    }

    private mutating func detect(in selector: Selector, of block: Int) {
        let octets = inspection.style.octets
        for compound in selector.compounds {
            switch compound.combinator {
            case .descendant?: noteSelector("descendant", at: selector.range, block)
            case .child?: noteSelector("child", at: selector.range, block)
            case .adjacent?: noteSelector("adjacent-sibling", at: selector.range, block)
            case .sibling?: noteSelector("general-sibling", at: selector.range, block)
            case nil: break
            }
            var classes = 0
            for simple in compound.simples {
                switch simple {
                case .universal: noteSelector("universal", at: selector.range, block)
                case .type: noteSelector("type", at: selector.range, block)
                case .id: noteSelector("id", at: selector.range, block)
                case .class: classes += 1
                case .attribute: noteSelector("attribute", at: selector.range, block)
                case .pseudoClass(let name):
                    noteStyle(index.pseudoClasses.features(name, in: octets), at: selector.range, .block(block))
                case .pseudoElement(let name):
                    noteStyle(index.pseudoElements.features(name, in: octets), at: selector.range, .block(block))
                case .parent: break
                }
            }
            if classes > 0 { noteSelector("class", at: selector.range, block) }
            if classes > 1 { noteSelector("chaining", at: selector.range, block) }
        }
    }

    private mutating func detectInDeclarations() {
        let style = inspection.style
        for declaration in style.declarations {
            noteStyle(
                index.properties.features(declaration.name, in: style.octets), at: declaration.range, .declaration)
            if declaration.isImportant {
                noteStyle(index.special.features("important"), at: declaration.range, .declaration)
            }
            if style.octets.holds(customMark, at: declaration.name.lowerBound) {
                noteStyle(index.special.features("variable"), at: declaration.range, .declaration)
            }
            let valued = index.valued.features(declaration.name, in: style.octets)
            var tokens = CSSTokenizer(style.octets, in: declaration.value)
            while let token = tokens.next() { detect(token, in: declaration, valued: valued) }
        }
    }

    private var customMark: [UInt8] { [.hyphen, .hyphen] }

    private mutating func detect(_ token: CSSToken, in declaration: StyleSheet.Declaration, valued: [Int]) {
        let octets = inspection.style.octets
        switch token.kind {
        case .identifier:
            noteStyle(index.keywords.features(token.name, in: octets), at: declaration.range, .declaration)
            for feature in valued where index.keywordsOfValued[feature]?.index(of: token.name, in: octets) != nil {
                noteStyle([feature], at: declaration.range, .declaration)
            }
        case .function:
            noteStyle(index.functions.features(token.name, in: octets), at: declaration.range, .declaration)
            if octets.spells("var", in: token.name) {
                noteStyle(index.special.features("variable"), at: declaration.range, .declaration)
            }
        case .dimension, .percentage:
            noteStyle(index.units.features(token.name, in: octets), at: declaration.range, .declaration)
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
