/// The `href` of every `<a>` and `<area>`, with what stands between the tags.
enum HTMLLinks {
    static func all(in html: String, limit: Int = .max) -> [(text: String, href: String)] {
        let tags = HTMLTags(html)
        var links: [(text: String, href: String)] = []
        for tag in tags where tag.is("a") || tag.is("area") {
            guard links.count < limit else { break }
            guard let href = tag.value(of: "href") else { continue }
            let end = tag.is("a") ? endOfAnchor(in: tags.input, from: tag.end) : tag.end
            links.append((text(of: String(octets: tags.input[tag.end..<end])), href))
        }
        return links
    }

    /// What a person sees; of a link that is a picture, what stands for it.
    private static func text(of content: String) -> String {
        let text = Text.folded(HTMLText.visible(content), limit: longestText).text
        guard text.isEmpty else { return text }
        let alternatives = HTMLTags(content).filter { $0.is("img") }.compactMap { $0.value(of: "alt") }
        return Text.folded(alternatives.joined(separator: " "), limit: longestText).text
    }

    private static let longestText = 500

    /// At `</a>`, at the next `<a `, or after 4096 octets: an anchor that is not closed must not take the rest.
    private static func endOfAnchor(in input: [UInt8], from start: Int) -> Int {
        let limit = min(start + 4096, input.count)
        var position = start
        while let open = input.firstIndex(of: .less, in: position..<limit) {
            let name = open + 1 < limit && input[open + 1] == .slash ? open + 2 : open + 1
            if name + 1 < input.count, input[name].lowercased == UInt8(ascii: "a"), !input[name + 1].isLetter {
                return open
            }
            position = open + 1
        }
        return limit
    }
}
