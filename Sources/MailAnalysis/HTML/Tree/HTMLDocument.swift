import MIME

/// HTML as a tree in one flat table, built as browsers build it. HTML Standard §13.2.
///
/// Everything has its place in the source, which is never changed: what an element holds is told by ranges.
/// Reading one never fails and takes time linear in the source; damage becomes an ``HTMLDefect``.
package struct HTMLDocument: Sendable {
    /// The octets that every range refers to, in UTF-8.
    package let source: [UInt8]
    /// In the order they were made; the document itself first.
    package let nodes: [HTMLNode]
    package let attributes: [HTMLAttribute]
    /// What is wrong with the markup, in the order of the source.
    package let defects: [HTMLDefect]
    package let doctype: HTMLDoctype?
    /// Nothing was left out because of a limit.
    package let isComplete: Bool
}

extension HTMLDocument {
    /// - Parameter source: UTF-8; what lies beyond ``HTMLLimits/octets`` is left away.
    package init(_ source: [UInt8], limits: HTMLLimits = HTMLLimits()) {
        var builder = HTMLTreeBuilder(source, limits: limits)
        self = builder.build()
    }

    /// The attribute of an element, by name.
    package func attribute(_ name: HTMLAttributeName, of index: Int) -> HTMLAttribute? {
        attributes[nodes[index].attributes].first { $0.name == name }
    }

    /// The value of an attribute, references resolved; `nil` where the element does not have it.
    package func value(of name: HTMLAttributeName, of index: Int) -> String? {
        attribute(name, of: index).map { text(of: $0) }
    }

    /// The value of an attribute, references resolved.
    package func text(of attribute: HTMLAttribute) -> String {
        String(
            decoding: CharacterReference.resolve(attribute.valueRange, in: source, isValue: true), as: UTF8.self)
    }

    /// The name of an element as it is spelled, in lower case.
    package func name(of index: Int) -> String {
        let node = nodes[index]
        guard node.tag == .other, node.kind == .element else { return node.tag.name }
        var end = node.range.lowerBound + 1
        while end < node.range.upperBound, !source[end].endsName { end += 1 }
        return String(decoding: source[(node.range.lowerBound + 1)..<end].map(\.lowercased), as: UTF8.self)
    }
}

/// Goes through all nodes of a document in the order of the tree, without recursion.
struct HTMLWalk: IteratorProtocol, Sequence {
    enum Step {
        case enter(Int)
        /// Behind the children; for elements only.
        case leave(Int)
    }

    private let nodes: [HTMLNode]
    private var index = 0
    private var isEntering = true
    private var isOver = false

    init(_ document: HTMLDocument) { nodes = document.nodes }

    mutating func next() -> Step? {
        while !isOver {
            let current = index
            let isElement = nodes[current].kind == .element
            if isEntering {
                if let child = nodes[current].firstChild { index = child } else { isEntering = false }
                return .enter(current)
            }
            if let next = nodes[current].next {
                (index, isEntering) = (next, true)
            } else if let parent = nodes[current].parent {
                index = parent
            } else {
                isOver = true
            }
            if isElement { return .leave(current) }
        }
        return nil
    }

    /// Called behind `enter`: goes on with `leave` of the same node.
    mutating func skipChildren(of entered: Int) { (index, isEntering) = (entered, false) }
}

/// What the document type declaration makes clients do. HTML Standard §13.2.6.4.1.
package struct HTMLDoctype: Hashable, Sendable {
    package enum Mode: Sendable {
        case standards, limitedQuirks, quirks
    }

    /// How browsers would lay the document out.
    package var mode: Mode
    package var range: Range<Int>
}

/// One fault of the markup that changes what is shown, with its place.
package struct HTMLDefect: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// An element whose end tag may not be left out has none.
        case unclosedElement
        /// An end tag closes an element over the head of others.
        case crossedElements
        /// An end tag without an element to close.
        case strayEndTag
        /// An attribute that the element has already; only the first counts.
        case duplicateAttribute
        /// Content behind `</html>`.
        case contentAfterEnd
        /// A second `html`, `head` or `body`.
        case nestedDocument
        /// A tag, an attribute value or a comment that the document ends in.
        case unterminatedMarkup
        /// Text or elements directly inside a table, which browsers move in front of it.
        case misplacedInTable
    }

    package var kind: Kind
    /// The element or attribute that it is about, as it is spelled.
    package var name: String
    package var range: Range<Int>
}
