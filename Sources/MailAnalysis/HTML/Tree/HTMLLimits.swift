/// How much of a document is taken apart. What lies beyond is left out, and
/// ``HTMLDocument/isComplete`` says so.
package struct HTMLLimits: Sendable {
    /// Octets that are read.
    package var octets = 64 << 20
    /// Elements around a node, as in browsers; elements beyond become siblings.
    package var depth = 512
    /// Nodes in the table.
    package var nodes = 200_000
    /// Attributes of one element.
    package var attributesPerElement = 256
    /// Attributes of all elements together.
    package var attributes = 200_000
    /// Formatting elements that are opened again behind a block that cut them off. Each paragraph copies them all.
    package var formatting = 64
    /// Faults of the markup that are told.
    package var defects = 1000

    package init() {}
}
