import MIME

/// Which declarations hold for an element. CSS Cascade 5 §6, for the properties of ``CSSProperty``.
///
/// Rules are found by the rarest name of their last compound, so that an element is compared with few.
struct Cascade {
    private struct Rule {
        let selector: Selector
        let specificity: Int
        /// In order of the source.
        let declarations: [(property: CSSProperty, index: Int)]
    }

    let sheet: StyleSheet
    private let document: HTMLDocument
    private var rules: [Rule] = []
    /// Places in `rules`, by what an element must have.
    private var byName: [UInt64: [Int]] = [:]
    private var anywhere: [Int] = []
    private var comparisons: Int
    /// Names of elements are compared without case, those of classes and ids with it, unless in quirks mode.
    private let foldsNames: Bool

    init(_ sheet: StyleSheet, of document: HTMLDocument, limits: CSSLimits) {
        (self.sheet, self.document) = (sheet, document)
        comparisons = min(
            limits.comparisons, limits.leastComparisons + document.source.count * limits.comparisonsPerOctet)
        foldsNames = (document.doctype?.mode ?? .quirks) == .quirks
        collect()
    }

    private mutating func collect() {
        var owned: [Int: [(CSSProperty, Int)]] = [:]
        for (index, declaration) in sheet.declarations.enumerated() {
            guard case .block(let block) = declaration.owner,
                let property = CSSProperty(declaration.name, in: sheet.octets)
            else { continue }
            owned[block, default: []].append((property, index))
        }
        let isActive = activeBlocks()
        for block in owned.keys.sorted() where sheet.blocks[block].kind == .style && isActive[block] {
            let declarations = owned[block, default: []].map { (property: $0.0, index: $0.1) }
            for selector in Selector.list(sheet.blocks[block].prelude, in: sheet.octets) {
                add(Rule(selector: selector, specificity: selector.specificity, declarations: declarations))
            }
        }
    }

    /// For each block, whether it is outside of any condition or under ones that hold; style rules inside others are
    /// left out.
    private func activeBlocks() -> [Bool] {
        var holds: [Bool] = []
        for block in sheet.blocks {
            let isReached = block.parent.map { holds[$0] && sheet.blocks[$0].kind != .style } ?? true
            switch block.kind {
            case .style, .at("layer"): holds.append(isReached)
            case .at("media"):
                holds.append(isReached && MediaQuery(block.prelude, in: sheet.octets).appliesOnDesktop)
            case .at: holds.append(false)
            }
        }
        return holds
    }

    private mutating func add(_ rule: Rule) {
        let simples = rule.selector.compounds.last?.simples ?? []
        // What depends on the pointer, on generated content or on something not understood never holds.
        for case .pseudoElement in simples { return }
        rules.append(rule)
        for simple in simples {
            switch simple {
            case .id(let name): return byName[key(.id, name), default: []].append(rules.count - 1)
            case .class(let name): return byName[key(.class, name), default: []].append(rules.count - 1)
            default: break
            }
        }
        for case .type(let name) in simples {
            return byName[key(.other, name), default: []].append(rules.count - 1)
        }
        anywhere.append(rules.count - 1)
    }

    private func key(_ kind: HTMLAttributeName, _ name: Range<Int>) -> UInt64 {
        Self.key(kind, name, in: sheet.octets)
    }

    /// FNV-1a over a name in lower case, apart for ids, classes and elements; equal names are compared later.
    private static func key(_ kind: HTMLAttributeName, _ name: Range<Int>, in octets: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(kind.rawValue)
        for position in name { hash = (hash ^ UInt64(octets[position].lowercased)) &* 0x100_0000_01B3 }
        return hash
    }
}

// MARK: - Matching

extension Cascade {
    /// The declarations for an element, the weakest first.
    mutating func declarations(for element: Int) -> [(property: CSSProperty, declaration: StyleSheet.Declaration)] {
        let inline = sheet.inline[element] ?? 0..<0
        if rules.isEmpty, inline.isEmpty { return [] }
        var found: [(weight: Int, property: CSSProperty, index: Int)] = []
        for candidate in candidates(for: element) {
            guard comparisons > 0 else { break }
            comparisons -= rules[candidate].declarations.count
            guard matches(rules[candidate].selector, element) else { continue }
            for (property, index) in rules[candidate].declarations {
                found.append((rules[candidate].specificity + important(index), property, index))
            }
        }
        for index in inline {
            guard let property = CSSProperty(sheet.declarations[index].name, in: sheet.octets) else { continue }
            found.append((Self.inlineWeight + important(index), property, index))
        }
        if found.count > 1 { found.sort { ($0.weight, $0.index) < ($1.weight, $1.index) } }
        return found.map { ($0.property, sheet.declarations[$0.index]) }
    }

    /// The rules that an element is compared with; none when there have been too many comparisons.
    private func candidates(for element: Int) -> [Int] {
        guard comparisons > 0 else { return [] }
        var candidates = anywhere
        forEachKey(of: element) { key in
            if let rules = byName[key], candidates.count < comparisons { candidates += rules }
        }
        return candidates
    }

    private static let inlineWeight = 1_000_000_000_000
    private static let importantWeight = 1_000_000_000_000_000

    private func important(_ index: Int) -> Int {
        sheet.declarations[index].isImportant ? Self.importantWeight : 0
    }

    private func forEachKey(of element: Int, _ body: (UInt64) -> Void) {
        guard !byName.isEmpty else { return }
        let name = nameRange(of: element)
        body(Self.key(.other, name, in: document.source))
        for attribute in document.attributes[document.nodes[element].attributes] {
            if attribute.name == .id { body(Self.key(.id, attribute.valueRange, in: document.source)) }
            guard attribute.name == .class else { continue }
            var position = attribute.valueRange.lowerBound
            while let word = nextWord(from: &position, until: attribute.valueRange.upperBound) {
                body(Self.key(.class, word, in: document.source))
            }
        }
    }

    /// The word at or behind `position`, which then stands behind it; `nil` where none is left.
    private func nextWord(from position: inout Int, until end: Int) -> Range<Int>? {
        while position < end, document.source[position].isHTMLSpace { position += 1 }
        let start = position
        while position < end, !document.source[position].isHTMLSpace { position += 1 }
        return position > start ? start..<position : nil
    }

    private func nameRange(of element: Int) -> Range<Int> {
        let range = document.nodes[element].range
        guard !range.isEmpty else { return range }
        var end = range.lowerBound + 1
        while end < range.upperBound, !document.source[end].endsName { end += 1 }
        return (range.lowerBound + 1)..<end
    }

    /// Compares from the right. Where what is left of an ancestor or sibling does not fit, the next one is tried; all
    /// comparisons of the document together are bounded.
    private mutating func matches(_ selector: Selector, _ element: Int) -> Bool {
        let compounds = selector.compounds
        guard matches(compounds[compounds.count - 1], element) else { return false }
        // The elements that the last compounds stand for, from the right.
        var chosen = [element]
        var next = step(from: element, before: compounds.count - 1, of: compounds)
        while chosen.count < compounds.count {
            let place = compounds.count - chosen.count - 1
            while let candidate = next, !matches(compounds[place], candidate) {
                next = compounds[place + 1].reachesFar ? step(from: candidate, before: place + 1, of: compounds) : nil
            }
            if let found = next {
                chosen.append(found)
                next = step(from: found, before: place, of: compounds)
            } else if let other = goBack(on: &chosen, of: compounds) {
                next = other
            } else {
                return false
            }
        }
        return true
    }

    /// Takes back choices until there is another one to try; `nil` when there is none.
    private mutating func goBack(on chosen: inout [Int], of compounds: [Selector.Compound]) -> Int? {
        while chosen.count > 1 {
            let place = compounds.count - chosen.count
            let last = chosen.removeLast()
            // What is left of a descendant by being its ancestor is left of every nearer one as well.
            guard compounds[place + 1].reachesFar, compounds[place].combinator != compounds[place + 1].combinator,
                compounds[place].combinator != .descendant
            else { continue }
            if let next = step(from: last, before: place + 1, of: compounds) { return next }
        }
        return nil
    }

    /// From the element of a compound to the first that the compound before it may stand for.
    private mutating func step(from element: Int, before place: Int, of compounds: [Selector.Compound]) -> Int? {
        guard place > 0, let combinator = compounds[place].combinator else { return nil }
        return step(combinator, from: element)
    }

    private mutating func step(_ combinator: Selector.Combinator, from element: Int) -> Int? {
        switch combinator {
        case .descendant, .child: return document.nodes[element].parent.flatMap { $0 == 0 ? nil : $0 }
        case .adjacent, .sibling:
            var previous = document.nodes[element].previous
            while let index = previous, document.nodes[index].kind != .element {
                previous = document.nodes[index].previous
                comparisons -= 1
            }
            return previous
        }
    }

    private mutating func matches(_ compound: Selector.Compound, _ element: Int) -> Bool {
        comparisons -= compound.simples.count
        guard comparisons > 0 else { return false }
        for simple in compound.simples where !matches(simple, element) { return false }
        return true
    }

    private mutating func matches(_ simple: Selector.Simple, _ element: Int) -> Bool {
        switch simple {
        case .universal: return true
        case .type(let name): return isEqual(name, nameRange(of: element), foldsCase: true)
        case .id(let name):
            return document.attribute(.id, of: element).map {
                isEqual(name, $0.valueRange, foldsCase: foldsNames)
            } ?? false
        case .class(let name):
            guard let attribute = document.attribute(.class, of: element) else { return false }
            comparisons -= attribute.valueRange.count >> 4
            return hasWord(name, in: attribute.valueRange, foldsCase: foldsNames)
        case .attribute(let wanted): return matches(wanted, element)
        case .pseudoClass(let name):
            return Self.constantClasses.index(of: name, in: sheet.octets) != nil
                && document.nodes[element].tag == (sheet.octets.spells("root", in: name) ? .html : .a)
        case .pseudoElement, .parent: return false
        }
    }

    /// Pseudo-classes that hold all the time.
    private static let constantClasses = WordTable(["root", "link", "any-link"])

    private mutating func matches(_ wanted: Selector.Attribute, _ element: Int) -> Bool {
        let found = document.attributes[document.nodes[element].attributes].first {
            isEqual(wanted.name, $0.nameRange, foldsCase: true)
        }
        guard let found else { return false }
        let (value, text) = (wanted.value, found.valueRange)
        comparisons -= text.count >> 4
        switch wanted.match {
        case nil: return true
        case UInt8(ascii: "^"): return isEqual(value, text.prefix(value.count), foldsCase: true)
        case UInt8(ascii: "$"): return isEqual(value, text.suffix(value.count), foldsCase: true)
        case .asterisk:
            guard value.count <= text.count, value.count < Self.longestSearch else { return false }
            return (text.lowerBound...(text.upperBound - value.count)).contains {
                isEqual(value, $0..<($0 + value.count), foldsCase: true)
            }
        case UInt8(ascii: "~"): return hasWord(value, in: text, foldsCase: true)
        default: return isEqual(value, text, foldsCase: true)
        }
    }

    /// Octets that are looked for inside a value.
    private static let longestSearch = 64

    /// Whether one of the words of a value is `name`.
    private func hasWord(_ name: Range<Int>, in range: Range<Int>, foldsCase: Bool) -> Bool {
        var position = range.lowerBound
        while let word = nextWord(from: &position, until: range.upperBound) {
            if isEqual(name, word, foldsCase: foldsCase) { return true }
        }
        return false
    }

    private func isEqual(_ name: Range<Int>, _ range: Range<Int>, foldsCase: Bool) -> Bool {
        guard name.count == range.count else { return false }
        for offset in 0..<name.count {
            let (one, two) = (sheet.octets[name.lowerBound + offset], document.source[range.lowerBound + offset])
            if one != two, !foldsCase || one.lowercased != two.lowercased { return false }
        }
        return true
    }
}

extension Selector.Compound {
    /// What stands before it may be any ancestor, or any sibling before.
    fileprivate var reachesFar: Bool { combinator == .descendant || combinator == .sibling }
}
