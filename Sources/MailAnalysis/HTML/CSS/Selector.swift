import MIME

/// One complex selector, as its simple selectors from the left. Selectors 4 §2.
struct Selector: Sendable {
    enum Combinator: Sendable { case descendant, child, adjacent, sibling }

    enum Simple: Hashable, Sendable {
        case universal
        case type(Range<Int>)
        case id(Range<Int>)
        case `class`(Range<Int>)
        case attribute(Attribute)
        case pseudoClass(Range<Int>)
        case pseudoElement(Range<Int>)
        /// `&` of nesting.
        case parent
    }

    struct Attribute: Hashable, Sendable {
        var name: Range<Int>
        /// `=`, `~`, `|`, `^`, `$`, `*`; `nil` where only the attribute must be there.
        var match: UInt8?
        var value: Range<Int>
    }

    /// Simple selectors for one element, and how it is related to the one before.
    struct Compound: Sendable {
        var combinator: Combinator?
        var simples: [Simple] = []
    }

    var compounds: [Compound] = []
    var range: Range<Int> = 0..<0

    /// Selectors 4 §17, as one number: ids, then classes and the like, then types.
    var specificity: Int {
        compounds.flatMap(\.simples).reduce(0) { sum, simple in
            switch simple {
            case .id: sum + 1_000_000
            case .class, .attribute, .pseudoClass: sum + 1000
            case .type, .pseudoElement: sum + 1
            case .universal, .parent: sum
            }
        }
    }
}

extension Selector {
    /// The selectors of a list. CSS Selectors 4 §18.
    static func list(_ prelude: Range<Int>, in octets: [UInt8]) -> [Selector] {
        var reader = SelectorReader(octets, in: prelude)
        return reader.read()
    }
}

private struct SelectorReader {
    private let octets: [UInt8]
    private var tokens: CSSTokenizer
    private var selectors: [Selector] = []
    private var selector = Selector()
    private var compound = Selector.Compound()
    private var combinator: Selector.Combinator?

    init(_ octets: [UInt8], in prelude: Range<Int>) {
        (self.octets, tokens) = (octets, CSSTokenizer(octets, in: prelude))
    }

    mutating func read() -> [Selector] {
        var token = tokens.next()
        while let current = token {
            token = take(current)
        }
        finishSelector()
        return selectors
    }

    /// Answers the token behind what was read.
    private mutating func take(_ token: CSSToken) -> CSSToken? {
        switch token.kind {
        case .space: finishCompound(.descendant)
        case .comma: finishSelector()
        case .identifier: add(.type(token.name), at: token.range)
        case .hash: add(.id(token.name), at: token.range)
        case .openBracket: attribute(from: token)
        case .colon: return pseudo(from: token)
        case .delimiter: return delimiter(token)
        default: break
        }
        return tokens.next()
    }

    private mutating func delimiter(_ token: CSSToken) -> CSSToken? {
        switch octets[token.range.lowerBound] {
        case .dot:
            let name = tokens.next()
            guard let name, name.kind == .identifier else { return name }
            add(.class(name.name), at: token.range.lowerBound..<name.range.upperBound)
        case .greater: finishCompound(.child)
        case .plus: finishCompound(.adjacent)
        case UInt8(ascii: "~"): finishCompound(.sibling)
        case .asterisk: add(.universal, at: token.range)
        case .ampersand: add(.parent, at: token.range)
        default: break
        }
        return tokens.next()
    }

    private mutating func add(_ simple: Selector.Simple, at range: Range<Int>) {
        if compound.simples.isEmpty {
            compound.combinator = selector.compounds.isEmpty ? nil : combinator ?? .descendant
        }
        if selector.range.isEmpty { selector.range = range }
        selector.range = selector.range.lowerBound..<range.upperBound
        compound.simples.append(simple)
    }

    /// White space beside another combinator means nothing.
    private mutating func finishCompound(_ next: Selector.Combinator) {
        if compound.simples.isEmpty {
            if next != .descendant { combinator = next }
            return
        }
        selector.compounds.append(compound)
        (compound, combinator) = (Selector.Compound(), next)
    }

    private mutating func finishSelector() {
        finishCompound(.descendant)
        if !selector.compounds.isEmpty { selectors.append(selector) }
        (selector, combinator) = (Selector(), nil)
    }

    private mutating func attribute(from open: CSSToken) {
        var attribute = Selector.Attribute(name: 0..<0, match: nil, value: 0..<0)
        var last = open.range.upperBound
        while let token = tokens.nextSolid() {
            last = token.range.upperBound
            if token.kind == .closeBracket { break }
            switch token.kind {
            case .identifier where attribute.name.isEmpty: attribute.name = token.name
            case .identifier, .string, .hash:
                if attribute.value.isEmpty { attribute.value = token.name }
            case .number, .dimension: attribute.value = token.range
            case .delimiter where attribute.match == nil: attribute.match = octets[token.range.lowerBound]
            default: break
            }
        }
        add(.attribute(attribute), at: open.range.lowerBound..<last)
    }

    private mutating func pseudo(from colon: CSSToken) -> CSSToken? {
        var token = tokens.next()
        let isElement = token?.kind == .colon
        if isElement { token = tokens.next() }
        guard let name = token, name.kind == .identifier || name.kind == .function else { return token }
        var last = name.range.upperBound
        if name.kind == .function { last = endOfArguments() }
        let isOldElement = Self.oldElements.index(of: name.name, in: octets) != nil
        add(
            isElement || isOldElement ? .pseudoElement(name.name) : .pseudoClass(name.name),
            at: colon.range.lowerBound..<last)
        return tokens.next()
    }

    /// Pseudo-elements that one colon suffices for.
    private static let oldElements = WordTable(["before", "after", "first-line", "first-letter"])

    private mutating func endOfArguments() -> Int {
        var depth = 1
        while depth > 0, let token = tokens.next() {
            if token.kind == .function || token.kind == .openParenthesis { depth += 1 }
            if token.kind == .closeParenthesis { depth -= 1 }
        }
        return tokens.position
    }
}
