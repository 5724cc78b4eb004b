/// All style of a document in flat tables: its `style` elements and its `style` attributes.
package struct StyleSheet: Sendable {
    /// A style rule or an at-rule.
    package struct Block: Sendable {
        package enum Kind: Hashable, Sendable {
            case style
            /// By name, in lower case, without the sign.
            case at(String)
        }

        package let kind: Kind
        /// What stands before the block: selectors, a condition.
        package let prelude: Range<Int>
        /// All of it, from the at sign or the first selector to the closing brace or the semicolon.
        package internal(set) var range: Range<Int>
        /// The block that it is directly inside of.
        package let parent: Int?
        /// Of a statement such as `@import` there is none.
        package let hasBody: Bool
    }

    /// A property with its value.
    package struct Declaration: Sendable {
        package enum Owner: Hashable, Sendable {
            case block(Int)
            /// The element whose `style` attribute it is in.
            case element(Int)
        }

        package let owner: Owner
        package let name: Range<Int>
        /// Without `!important` and white space at its ends.
        package let value: Range<Int>
        package let isImportant: Bool

        /// Name and value.
        package var range: Range<Int> { name.lowerBound..<value.upperBound }
    }

    /// The octets that ranges refer to: the source, and behind it the values of attributes that had references
    /// in them. ``sourceRange(of:)`` leads back.
    package internal(set) var octets: [UInt8]
    package internal(set) var blocks: [Block] = []
    package internal(set) var declarations: [Declaration] = []
    /// Comments in style, in octets of the source.
    package internal(set) var comments: [Range<Int>] = []
    /// Where the declarations of an element's attribute are.
    var inline: [Int: Range<Int>] = [:]
    /// Nothing was left out because of a limit.
    package internal(set) var isComplete = true
    let sourceCount: Int
    private var copies: [(start: Int, source: Range<Int>)] = []

    init(_ source: [UInt8]) { (octets, sourceCount) = (source, source.count) }

    /// Keeps a value that does not stand in the source as it is.
    mutating func append(_ copy: [UInt8], of source: Range<Int>) -> Range<Int> {
        copies.append((octets.count, source))
        octets += copy
        return (octets.count - copy.count)..<octets.count
    }

    /// Where something is in the source; of an attribute with references, the whole value.
    package func sourceRange(of range: Range<Int>) -> Range<Int> {
        guard range.lowerBound >= sourceCount else { return range }
        var (low, high) = (0, copies.count)
        while low < high {
            let middle = (low + high) / 2
            if copies[middle].start <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? copies[low - 1].source : 0..<0
    }

    package func text(of range: Range<Int>) -> String { String(decoding: octets[range], as: UTF8.self) }
}

/// How much of the style of a document is taken apart.
package struct CSSLimits: Sendable {
    /// Blocks inside each other; deeper ones are passed over.
    package var depth = 32
    package var blocks = 20_000
    package var declarations = 100_000
    /// Comparisons of an element with a selector, for the whole document.
    package var comparisons = 2_000_000
    /// So many of them for each octet of the document, and ``leastComparisons`` for the shortest: many rules for many
    /// elements would take time that grows with the square of both.
    package var comparisonsPerOctet = 8
    package var leastComparisons = 50_000

    package init() {}
}
