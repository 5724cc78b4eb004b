/// Which parts of a message make up its text, its HTML, and its attachments. RFC 8621 §4.1.4.
package struct BodySelection: Hashable, Sendable {
    /// For a reader of plain text, as indices into ``Message/parts``; HTML stands in where there is no text.
    package private(set) var text: [Int] = []
    /// For a reader of HTML; text stands in where there is no HTML.
    package private(set) var html: [Int] = []
    /// Everything else that is not a multipart.
    package private(set) var attachments: [Int] = []
    /// Those of the attachments that belong to the text: pictures that HTML refers to, and the like.
    package private(set) var inline: Set<Int> = []

    /// An embedded message is an attachment; what is inside it is not looked at.
    init(of parts: [Part]) {
        var walk = Walk(parts: parts)
        walk.visit([0], subtype: "mixed", isInAlternative: false, takesText: true, takesHTML: true)
        (text, html, attachments) = (walk.text, walk.html, walk.attachments)
        inline = Set(attachments.filter { walk.belongsToText(parts[$0]) })
    }

    private struct Walk {
        let parts: [Part]
        var text: [Int] = []
        var html: [Int] = []
        var attachments: [Int] = []

        /// - Parameters:
        ///   - takesText: Parts may become text.
        ///   - takesHTML: Parts may become HTML.
        mutating func visit(
            _ indices: [Int], subtype: String, isInAlternative: Bool, takesText: Bool, takesHTML: Bool
        ) {
            var (takesText, takesHTML) = (takesText, takesHTML)
            let before = (text: text.count, html: html.count)
            for (position, index) in indices.enumerated() {
                let part = parts[index]
                if part.contentType.isMultipart, !part.children.isEmpty {
                    let inner = part.contentType.subtype
                    visit(
                        part.children, subtype: inner, isInAlternative: isInAlternative || inner == "alternative",
                        takesText: takesText, takesHTML: takesHTML)
                } else if !isBody(part, at: position, in: subtype) {
                    attachments.append(index)
                } else if subtype == "alternative" {
                    takeAlternative(part)
                } else {
                    if isInAlternative, part.isPlainText { takesHTML = false }
                    if isInAlternative, part.isHTML { takesText = false }
                    if takesText { text.append(index) }
                    if takesHTML { html.append(index) }
                    if !(takesText && takesHTML), part.isMedia { attachments.append(index) }
                }
            }
            guard subtype == "alternative", takesText, takesHTML else { return }
            if text.count == before.text {
                text += html[before.html...]
            } else if html.count == before.html {
                html += text[before.text...]
            }
        }

        private mutating func takeAlternative(_ part: Part) {
            if part.isPlainText {
                text.append(part.index)
            } else if part.isHTML {
                html.append(part.index)
            } else {
                attachments.append(part.index)
            }
        }

        /// Text, HTML and media are the body unless they call themselves attachments. In a related group only
        /// the root is; elsewhere a text with a file name is only where it comes first.
        private func isBody(_ part: Part, at position: Int, in subtype: String) -> Bool {
            guard !(part.disposition?.isAttachment ?? false), part.isPlainText || part.isHTML || part.isMedia else {
                return false
            }
            if position == 0 { return true }
            return subtype != "related" && (part.isMedia || part.fileName == nil)
        }

        func belongsToText(_ part: Part) -> Bool {
            guard let disposition = part.disposition else { return isRelated(part) }
            return disposition.kind == "inline" || !disposition.isAttachment && isRelated(part)
        }

        /// Inside a related group and not its root. RFC 2387 §3.2.
        private func isRelated(_ part: Part) -> Bool {
            guard let parent = part.parent else { return false }
            return parts[parent].contentType.isMultipart("related") && parts[parent].children.first != part.index
        }
    }
}

extension Part {
    /// A multipart that could not be taken apart is text, so that a person sees what is in it.
    var isPlainText: Bool {
        contentType.is("text", "plain") || contentType.isMultipart && children.isEmpty
            || contentType.is("text", "")
    }

    var isHTML: Bool { contentType.is("text", "html") }

    var isText: Bool { isPlainText || isHTML }

    /// Pictures, sound and film are shown in the text. RFC 8621 §4.1.4.
    var isMedia: Bool { ["image", "audio", "video"].contains(contentType.type) }
}
