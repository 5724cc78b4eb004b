import MIME

/// Tells whether the path of an address has `undefined`, `null` or `NaN` where the name or the number of something
/// belongs, and not because its page is about them.
enum UnfilledPath {
    /// - Parameter rest: What follows the host.
    static func isOne(_ rest: String) -> Bool {
        guard words.areIn(rest) else { return false }
        let (address, fragment) = halves(of: rest[...], at: "#")
        let (path, query) = halves(of: address, at: "?")
        let segments = path.split(separator: "/")
        let isPath = segments.indices.contains { isValue(segments[$0]) && !explains(segments[..<$0]) }
        let isQuery = query.split(separator: "&").contains { pair in
            let (name, value) = halves(of: pair, at: "=")
            return values.contains(value) && !searches.contains(name.lowercased())
        }
        // `#/orders/undefined` is the path of a page that is made in the browser, `#null` a place in a page.
        let pieces = fragment.split(separator: "/")
        let isFragment = values.contains(fragment) ? !explains(segments[...]) : pieces.contains(where: values.contains)
        return isPath || isQuery || isFragment
    }

    private static func halves(of text: Substring, at sign: Character) -> (Substring, Substring) {
        guard let place = text.firstIndex(of: sign) else { return (text, "") }
        return (text[..<place], text[text.index(after: place)...])
    }

    /// `undefined`, and `undefined.pdf`.
    private static func isValue(_ segment: Substring) -> Bool {
        let (stem, ending) = halves(of: segment, at: ".")
        return values.contains(stem) && (ending.isEmpty || documents.contains(ending.lowercased()))
    }

    /// How files end that are made for somebody, and no pages.
    private static let documents: Set<String> = ["pdf", "png", "jpg", "jpeg", "gif", "webp", "svg", "ics", "csv"]

    /// Whether what stands before a segment makes it the subject of a page: a manual, a glossary, a tag. What holds
    /// documents of customers as well does so only from afar: `/docs/types/null`, `/docs/undefined`.
    private static func explains(_ before: ArraySlice<Substring>) -> Bool {
        before.contains { subjects.contains($0.lowercased()) }
            || before.dropLast().contains { shelves.contains($0.lowercased()) }
    }

    private static let subjects: Set<String> = [
        "wiki", "glossary", "manual", "dictionary", "define", "definition", "tag", "tags", "tagged", "hashtag",
        "global_objects", "operators", "keywords",
    ]
    private static let shelves: Set<String> = [
        "blog", "docs", "doc", "reference", "language", "questions", "articles", "guide", "topic", "topics", "tree",
        "blob", "commit", "commits",
    ]
    /// Parameters that say what somebody looks for, or which page.
    private static let searches: Set<String> = ["q", "query", "s", "search", "term", "text", "title", "tag", "keyword"]
    private static let values: Set<Substring> = ["undefined", "null", "NaN"]
    private static let words = WordFinder(["undefined", "null", "nan"])
}
