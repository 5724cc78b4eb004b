/// One node of an ``HTMLDocument``. Nodes lie in one table and refer to each other by their place in it.
///
/// Places are kept in 32 bits: a newsletter has thousands of nodes, and all of them stay in the cache so.
package struct HTMLNode: Sendable {
    package enum Kind: UInt8, Sendable {
        case document, doctype, element, text, comment
    }

    package let kind: Kind
    /// What kind of element it is; ``HTMLTag/other`` for everything that is none, and for names not known.
    package let tag: HTMLTag
    /// Whether the element stands for a part of one that was closed in the wrong order; it has that one's source.
    let isClone: Bool
    /// Inside `svg` or `math`.
    let isForeign: Bool
    private var start: UInt32
    private var end: UInt32
    private var endTagStart: UInt32
    private var endTagEnd: UInt32
    private var attributesStart: UInt32
    private var attributeCount: UInt32
    private var links = Links()

    private struct Links {
        var parent: Int32 = -1
        var firstChild: Int32 = -1
        var lastChild: Int32 = -1
        var previous: Int32 = -1
        var next: Int32 = -1
    }

    init(
        _ kind: Kind, tag: HTMLTag = .other, range: Range<Int>, attributes: Range<Int> = 0..<0, isClone: Bool = false,
        isForeign: Bool = false
    ) {
        (self.kind, self.tag, self.isClone, self.isForeign) = (kind, tag, isClone, isForeign)
        (start, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
        (endTagStart, endTagEnd) = (end, end)
        (attributesStart, attributeCount) = (UInt32(attributes.lowerBound), UInt32(attributes.count))
    }

    /// Takes the tag of an element that was only implied so far.
    mutating func adopt(range: Range<Int>, attributes: Range<Int>) {
        self.range = range
        endTag = range.upperBound..<range.upperBound
        (attributesStart, attributeCount) = (UInt32(attributes.lowerBound), UInt32(attributes.count))
    }

    /// Of the start tag, the text, or the comment with its marks, in octets of the source; empty for an element
    /// that was only implied.
    package internal(set) var range: Range<Int> {
        get { Int(start)..<Int(end) }
        set { (start, end) = (UInt32(newValue.lowerBound), UInt32(newValue.upperBound)) }
    }

    /// Of the end tag; empty where there is none.
    package internal(set) var endTag: Range<Int> {
        get { Int(endTagStart)..<Int(endTagEnd) }
        set { (endTagStart, endTagEnd) = (UInt32(newValue.lowerBound), UInt32(newValue.upperBound)) }
    }

    /// Where its attributes are in ``HTMLDocument/attributes``.
    package var attributes: Range<Int> { Int(attributesStart)..<Int(attributesStart + attributeCount) }

    package internal(set) var parent: Int? {
        get { Self.index(links.parent) }
        set { links.parent = Self.link(newValue) }
    }
    package internal(set) var firstChild: Int? {
        get { Self.index(links.firstChild) }
        set { links.firstChild = Self.link(newValue) }
    }
    package internal(set) var lastChild: Int? {
        get { Self.index(links.lastChild) }
        set { links.lastChild = Self.link(newValue) }
    }
    package internal(set) var previous: Int? {
        get { Self.index(links.previous) }
        set { links.previous = Self.link(newValue) }
    }
    package internal(set) var next: Int? {
        get { Self.index(links.next) }
        set { links.next = Self.link(newValue) }
    }

    @inline(__always)
    private static func index(_ link: Int32) -> Int? { link < 0 ? nil : Int(link) }

    @inline(__always)
    private static func link(_ index: Int?) -> Int32 { index.map { Int32($0) } ?? -1 }
}

/// One attribute of a start tag. HTML Standard §13.1.2.3.
package struct HTMLAttribute: Sendable {
    package let name: HTMLAttributeName
    /// In octets of the source, as it is spelled there.
    package let nameRange: Range<Int>
    /// Without its quotes; empty where there is no value.
    package let valueRange: Range<Int>

    /// Name and value, without the closing quote.
    package var range: Range<Int> { nameRange.lowerBound..<max(nameRange.upperBound, valueRange.upperBound) }
}
