/// `format=flowed`: paragraphs that were broken into lines with a space at their ends. RFC 3676.
package enum Flowed {
    /// The paragraphs whole again, quotes marked by `>` and a space.
    ///
    /// - Parameter deletesSpace: `DelSp=yes`: the space at the end of a broken line is not part of the text.
    package static func unwrapped(_ text: String, deletesSpace: Bool = false) -> String {
        var lines: [String] = []
        var paragraph: (depth: Int, text: String)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let (depth, content) = unquoted(line)
            // A signature line is never flowed. RFC 3676 §4.3.
            let isFlowed = content.hasSuffix(" ") && content != "-- "
            let piece = isFlowed && deletesSpace ? content.dropLast() : content
            if let open = paragraph, open.depth == depth, content != "-- " {
                paragraph = (depth, open.text + piece)
            } else {
                if let open = paragraph { lines.append(quoted(open)) }
                paragraph = (depth, String(piece))
            }
            if !isFlowed, let whole = paragraph {
                lines.append(quoted(whole))
                paragraph = nil
            }
        }
        if let open = paragraph { lines.append(quoted(open)) }
        return lines.joined(separator: "\n")
    }

    /// Without the quote marks and the space that was stuffed in. RFC 3676 §4.4–§4.5.
    private static func unquoted(_ line: Substring) -> (depth: Int, content: Substring) {
        let content = line.drop { $0 == ">" }
        let depth = line.count - content.count
        return (depth, content.first == " " ? content.dropFirst() : content)
    }

    private static func quoted(_ paragraph: (depth: Int, text: String)) -> String {
        paragraph.depth == 0 ? paragraph.text : "\(String(repeating: ">", count: paragraph.depth)) \(paragraph.text)"
    }
}
