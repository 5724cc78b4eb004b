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
