/// Renames the tags of HTML for which Chromium connects to a server before it asks the policy whether it may: frames and
/// links to resources. Looking up a name and connecting tell that a message was looked at.
///
/// Under the new names nothing is loaded. What would not have shown behind nested frames may show in the preview.
enum QuietTags {
    static func rename(in html: String) -> String {
        let source = Array(html.utf8)
        var (output, position): ([UInt8], Int) = ([], 0)
        var next = source.startIndex
        // A tag begins like this wherever it stands, and its name is never encoded: no parser can see it otherwise.
        while let open = source[next...].firstIndex(of: UInt8(ascii: "<")) {
            next = open + 1
            if next < source.endIndex, source[next] == UInt8(ascii: "/") { next += 1 }
            let end = source[next...].prefix(longest + 1).firstIndex { endsName($0) } ?? next
            guard let name = names[String(decoding: source[next..<end], as: UTF8.self).lowercased()] else { continue }
            output += source[position..<next]
            output += name.utf8
            (position, next) = (end, end)
        }
        return position == 0 ? html : String(decoding: output + source[position...], as: UTF8.self)
    }

    /// `noembed` is text that does not show, as `iframe` is; `meta` is empty and may stand where the others do.
    private static let names = ["iframe": "noembed", "frame": "meta", "link": "meta"]

    private static let longest = 6

    /// HTML Standard §13.2.5.8.
    private static func endsName(_ octet: UInt8) -> Bool {
        octet <= UInt8(ascii: " ") || octet == UInt8(ascii: "/") || octet == UInt8(ascii: ">")
    }
}
