import MIME
import TestSupport
import Testing

@testable import MailAnalysis

/// Input made to be slow, deep or large.
struct HostileHTMLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let piece: String
        let count: Int
        let ending: String

        init(_ name: String, _ piece: String, count: Int, ending: String = "") {
            (testDescription, self.piece, self.count, self.ending) = (name, piece, count, ending)
        }

        var source: [UInt8] {
            let octets = Array(piece.utf8)
            // Ten million single octets take a while to add one by one.
            let body =
                octets.count == 1
                ? [UInt8](repeating: octets[0], count: count) : Array(repeatElement(octets, count: count).joined())
            return body + ending.utf8
        }
    }

    static let cases: [Case] = [
        Case("less-than signs", "<", count: 10_000_000),
        Case("empty end tags", "</>", count: 10_000),
        Case("nesting", "<div>", count: 5000),
        Case("nesting and back", "<div>", count: 1000, ending: String(repeating: "</div>", count: 10_000)),
        Case("tables in tables", "<table><td>", count: 10_000),
        Case("text in tables", "<table>x", count: 10_000),
        Case("formatting in paragraphs", "<p><font color=1><b><i>", count: 5000),
        Case("formatting of many kinds", "<b><i><u><s><p></b></u>", count: 5000),
        Case("links in blocks", "<a><div>", count: 10_000),
        Case("end tags over formatting", "<b><div><i><p></b></div></i>", count: 5000),
        Case("end tags of unknown elements", "<x></y>", count: 10_000),
        Case("an unclosed quote", "<a href=\"<a href='", count: 10_000),
        Case("unclosed comments", "<!--", count: 10_000),
        Case("nearly closed comments", "<!-- -- > ->", count: 10_000),
        Case("nearly closed styles", "<style></styl", count: 10_000),
        Case("nearly closed scripts", "<script><!--<script></script", count: 10_000),
        Case("references without an end", "&abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq", count: 5000),
        Case("ampersands", "&", count: 10_000_000),
        Case("drawings", "<svg><g>", count: 10_000),
        Case("items", "<li><ul>", count: 10_000),
        Case("headings", "<h1><h2>", count: 10_000),
        Case("options", "<select><option>", count: 10_000),
    ]

    /// Anything worse than linear would take minutes and more.
    @Test(.timeLimit(.minutes(5)), arguments: cases)
    func `reading ends within the limits`(_ example: Case) {
        let limits = HTMLLimits()
        let document = HTMLDocument(example.source, limits: limits)
        #expect(document.nodes.count <= limits.nodes + 2 * limits.formatting)
        #expect(document.attributes.count <= limits.attributes)
        #expect(document.defects.count <= 2 * limits.defects)
        #expect(document.depth <= limits.depth + 2)
    }

    @Test func `a hundred thousand attributes are one element`() {
        let names = (0..<100_000).map { " a\($0)=b" }.joined()
        let document = HTMLDocument(Array("<p\(names)>x".utf8))
        #expect(document.attributes.count == HTMLLimits().attributesPerElement)
        #expect(!document.isComplete)
    }

    @Test func `text is kept where elements are too deep`() {
        let document = HTMLDocument(Array((String(repeating: "<div>", count: 1000) + "deep").utf8))
        let text = document.nodes.last { $0.kind == .text }
        #expect(text.map { String(decoding: document.source[$0.range], as: UTF8.self) } == "deep")
        #expect(!document.isComplete)
    }

    @Test func `pieces of HTML in any order make a tree`() throws {
        var generator = SplitMix(seed: 20_260_131)
        for round in 0..<300 {
            let source = (0..<Int.random(in: 0..<40, using: &generator)).flatMap { _ in
                Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
            }
            var limits = HTMLLimits()
            (limits.depth, limits.nodes, limits.formatting) = (8, 60, 4)
            try HTMLDocument(source, limits: limits).checkTree("seed 20260131, round \(round)")
            try HTMLDocument(source).checkTree("seed 20260131, round \(round)")
        }
    }

    private static let pieces = [
        "<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<i>", "</i>", "<table>", "</table>", "<tr>", "</tr>",
        "<td>",
        "</td>", "<caption>", "<col>", "<tbody>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "text", " ", "<br>",
        "&amp;",
        "&#", "<!-- x -->", "<style>a</style>", "<script>", "</script>", "<svg>", "</svg>", "<select>", "<option>",
        "<form>",
        "</form>", "<html>", "<head>", "</head>", "<body>", "</body>", "</html>", "<title>", "<nobr>", "<button>",
        "<h1>",
        "</h2>", "<object>", "</object>", "<", ">", "\"", "<a b=\"", "<!doctype html>", "\u{0}", "é", "<template>",
        "</x>",
        "<plaintext>",
    ]
}

extension HTMLDocument {
    /// Elements around the innermost node.
    var depth: Int {
        var (depth, deepest) = (0, 0)
        for step in HTMLWalk(self) {
            switch step {
            case .enter(let index) where nodes[index].kind == .element:
                depth += 1
                deepest = Swift.max(deepest, depth)
            case .leave: depth -= 1
            case .enter: break
            }
        }
        return deepest
    }

    /// Every node is in the tree once, all links agree, and every range is inside the source.
    func checkTree(_ comment: String) throws {
        var seen = Set<Int>()
        for case .enter(let index) in HTMLWalk(self) { seen.insert(index) }
        try #require(seen.count == nodes.count, "\(comment): nodes are lost")
        for (index, node) in nodes.enumerated() {
            try #require(node.range.upperBound <= source.count, "\(comment): beyond the source")
            try #require(node.endTag.upperBound <= source.count, "\(comment): beyond the source")
            if let next = node.next {
                try #require(nodes[next].previous == index && nodes[next].parent == node.parent, "\(comment): siblings")
            }
            if let child = node.firstChild { try #require(nodes[child].parent == index, "\(comment): children") }
        }
    }
}
