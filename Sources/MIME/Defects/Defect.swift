/// Damage or oddity in a message, with its place. Never an error: the message is read on.
package struct Defect: Hashable, Sendable {
    package let kind: DefectKind
    /// The number of the part it is in, an index into ``Message/parts``.
    package let part: Int
    /// In octets of the source. Where a kind occurs many times in a part, the first place.
    package let range: Range<Int>
    /// What it is about, such as the name of a field or how often it occurs; empty when the kind says it all.
    package let detail: String

    package init(kind: DefectKind, part: Int, range: Range<Int>, detail: String = "") {
        (self.kind, self.part, self.range, self.detail) = (kind, part, range, detail)
    }
}
