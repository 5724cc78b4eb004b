import MIME

/// A condition of `@media`, read for what holds on a desktop in daylight. Media Queries 4 §2–§3.
struct MediaQuery {
    /// The features that it asks about, in lower case, `min-` and `max-` included.
    private(set) var features: [Range<Int>] = []
    /// Whether it holds on a light screen of ``screenWidth``; anything not understood does not.
    private(set) var appliesOnDesktop = false

    /// In CSS pixels; the width that a message has in a usual client.
    private static let screenWidth = 800.0

    init(_ prelude: Range<Int>, in octets: [UInt8]) {
        var tokens = CSSTokenizer(octets, in: prelude)
        var (applies, isNegated) = (true, false)
        while let token = tokens.nextSolid() {
            switch token.kind {
            case .comma:
                appliesOnDesktop = appliesOnDesktop || applies != isNegated
                (applies, isNegated) = (true, false)
            case .openParenthesis:
                let holds = feature(&tokens, in: octets)
                applies = applies && holds
            case .identifier where octets.spells("not", in: token.name): isNegated = true
            case .identifier where Self.glue.index(of: token.name, in: octets) != nil: break
            default: applies = false
            }
        }
        appliesOnDesktop = appliesOnDesktop || applies != isNegated
    }

    private static let glue = WordTable(["and", "only", "all", "screen"])

    /// One condition in parentheses, or several in parentheses of their own.
    private mutating func feature(_ tokens: inout CSSTokenizer, in octets: [UInt8]) -> Bool {
        var (depth, holds) = (1, false)
        var name: Range<Int>?
        while depth > 0, let token = tokens.nextSolid() {
            switch token.kind {
            case .openParenthesis, .function: depth += 1
            case .closeParenthesis: depth -= 1
            case .identifier where name == nil:
                name = token.name
                features.append(token.name)
            case .dimension, .number:
                guard let name, let length = CSSLength(token, in: octets)?.pixels(fontSize: 16, whole: nil) else {
                    break
                }
                if octets.spells("min-width", in: name) { holds = length <= Self.screenWidth }
                if octets.spells("max-width", in: name) { holds = length >= Self.screenWidth }
            case .identifier:
                if let name, octets.spells("prefers-color-scheme", in: name) {
                    holds = octets.spells("light", in: token.name)
                }
            default: break
            }
        }
        return holds
    }
}
