import MIME
import TestSupport
import Testing

@testable import MailAnalysis

struct InspectionFuzzTests {
    /// Fixed, so that every run is the same; change it to look further.
    private static let seed: UInt64 = 20_260_131

    @Test func `pieces of mail in any order are inspected, with places in the source`() throws {
        var generator = SplitMix(seed: Self.seed)
        for round in 0..<400 {
            var source = (0..<Int.random(in: 0..<40, using: &generator)).flatMap { _ in
                Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
            }
            if round % 4 == 0, !source.isEmpty {
                source[Int.random(in: source.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let inspection = HTMLInspection(of: source)
            for range in inspection.ranges {
                try #require(range.upperBound <= source.count, "seed \(Self.seed), round \(round)")
            }
            let text = inspection.text
            for _ in 0..<10 where text.count > 0 {
                let start = Int.random(in: 0..<text.count, using: &generator)
                let range = text.sourceRange(of: start..<Int.random(in: (start + 1)...text.count, using: &generator))
                try #require(!range.isEmpty && range.upperBound <= source.count, "seed \(Self.seed), round \(round)")
            }
        }
    }

    @Test func `every rule is total`() {
        var generator = SplitMix(seed: Self.seed)
        let analyzer = Analyzer.standard
        for _ in 0..<60 {
            let html = (0..<40).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let source = Array("From: a@b.example\r\nContent-Type: text/html\r\n\r\n\(html)".utf8)
            let report = analyzer.report(on: Subject(Message(source)))
            for range in report.findings.flatMap(\.places).compactMap(\.range) {
                #expect(range.upperBound <= source.count)
            }
        }
    }

    private static let pieces = [
        "<p style='color:#fff'>", "<p style='font-size:0'>", "</p>", "text ", "&nbsp;", "&#x41;", "&hellip;", "\u{A0}",
        "é",
        "<a href='http://1.2.3.4/'>", "<a href='https://xn--80ak6aa92e.com/'>", "<a href=' '>",
        "<a href=https://[::1]:x/>",
        "</a>", "example.com", "<img src='cid:a'>", "<img width=1e999 height=9e999 src=a.webp>",
        "<img width=-1 height=0>",
        "<img src='data:image/png;base64,AA' width=1 height=1>", "<table>", "<td background='http://a/b'>", "</table>",
        "<style>p{color:red}.a>b{display:none}@media(max-width:1px){a{b:c}}</style>", "<style>", "</style>", "<b>",
        "</b>",
        "<style>p{background:url(a) hsl(1e400 1% 1%);width:calc(1px*2)}</style>", "<p class='a b' id=c dir=rtl>",
        "<p style=\"font:bold 0/1 'x'&quot;;color:&#x72;ed\">", "<!-- x -->", "<!--[if mso]>x<![endif]-->", "<script>",
        "</script>",
        "<h1>", "<h4>", "</h4>", "<body bgcolor=black text=#000>", "<html lang=he>", "שלום ", "<font size=99 color=zz>",
        "<form>",
        "<input type=image src=a>", "<base href=a>", "<meta http-equiv=refresh>", "<iframe>", "<div hidden>", "</div>",
        "<svg>",
        "<p style='text-indent:-9e99px;opacity:-1;max-height:0;overflow:hidden'>", "\u{200C}", "<", "&", "\"", "{", "}",
        ";",
    ]
}

extension HTMLInspection {
    /// Every place that is told.
    fileprivate var ranges: [Range<Int>] {
        hidden.map(\.range) + links.flatMap { [$0.range, $0.hrefRange] }
            + images.flatMap { [$0.range, $0.sourceRange] }
            + constructs.map(\.range) + lowContrast.map(\.range) + smallText.map(\.range) + brokenWords + numericLetters
            + outline.layoutTables + outline.headings.map(\.range) + outline.styles.flatMap { [$0.range, $0.content] }
            + conditionals.flatMap { [$0.range, $0.content] } + document.defects.map(\.range)
            + style.declarations.map { style.sourceRange(of: $0.range) } + style.comments
            + FeatureDetector(self, telling: FeatureUses()).sink.all.flatMap(\.places)
    }
}
