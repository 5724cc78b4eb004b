/// One piece of HTML source. HTML Standard §13.2.5.
struct HTMLToken {
    enum Kind { case startTag, endTag, text, comment, doctype, end }

    var kind: Kind
    /// All of it, in octets of the source.
    var range: Range<Int>
    var tag: HTMLTag = .other
    /// Of the name of a tag.
    var name: Range<Int> = 0..<0
    /// In the table of the tokenizer.
    var attributes: Range<Int> = 0..<0
    var isSelfClosing = false
}
