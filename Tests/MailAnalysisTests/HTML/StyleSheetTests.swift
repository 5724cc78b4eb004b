import Testing

@testable import MailAnalysis

struct StyleSheetTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let source: String
        let tree: String
        var testDescription: String { source }

        init(_ source: String, _ tree: String) { (self.source, self.tree) = (source, tree) }
    }

    @Test(arguments: [
        Case("p { color: red }", "p{color=red}"),
        Case("p{color:red;}a{}", "p{color=red} a{}"),
        Case("p { color : RED !important ; }", "p{color=RED!}"),
        Case("p{a:1!important;b:2 ! IMPORTANT;c:important}", "p{a=1! b=2! c=important}"),
        Case(
            "@media screen and (max-width: 600px) { p { a: b } q { c: d } } e{f:g}",
            "@media screen and (max-width: 600px){p{a=b} q{c=d}} e{f=g}"),
        Case("@import url(a;b.css) screen; p{a:b}", "@import url(a;b.css) screen p{a=b}"),
        Case("@font-face { font-family: X; src: url(a.woff) }", "@font-face {font-family=X src=url(a.woff)}"),
        Case("p { a: b; &:hover { c: d } e: f; q { g: h } }", "p{a=b &:hover{c=d} e=f q{g=h}}"),
        Case("a:hover{b:c}", "a:hover{b=c}"),
        Case("p{a:url(data:image/png;base64,x);b:c}", "p{a=url(data:image/png;base64,x) b=c}"),
        Case("p{a:';}';b:\"\\\";\"}", "p{a=';}' b=\"\\\";\"}"),
        Case("/* x { */p/* } */{a:b/* ; */}", "p/* } */{a=b/* ; */}"),
        Case("<!-- p{a:b} -->", "p{a=b}"),
        Case("p{a:b", "p{a=b}"),
        Case("p{a:b}}q{c:d}", "p{a=b} q{c=d}"),
        Case("p{;a;:b;a b:c;--x:1;*zoom:1}", "p{--x=1 *zoom=1}"),
        Case("p,q>r{a:b}", "p,q>r{a=b}"),
        Case("p{a:rgb(1,2,3);b:calc(1px + (2px * 3))}", "p{a=rgb(1,2,3) b=calc(1px + (2px * 3))}"),
    ])
    func `style becomes blocks and declarations`(_ example: Case) {
        let source = Array(example.source.utf8)
        var parser = StyleParser(source, limits: CSSLimits())
        parser.parseSheet(source.indices)
        #expect(parser.sheet.dump == example.tree)
    }

    @Test func `an attribute with references leads back to itself`() throws {
        let html = #"<p style="font-family: &quot;A&quot;; color: red">x"#
        let sheet = HTMLInspection(of: Array(html.utf8)).style
        let declaration = try #require(sheet.declarations.first)
        #expect(sheet.text(of: declaration.value) == "\"A\"")
        let place = sheet.sourceRange(of: declaration.range)
        #expect(String(decoding: Array(html.utf8)[place], as: UTF8.self) == "font-family: &quot;A&quot;; color: red")
    }

    @Test(arguments: [
        ("{", 40_000), ("a{", 20_000), ("@media(", 10_000), ("a{b:c}", 10_000), ("(", 40_000), ("\"\n", 20_000),
        ("/*", 20_000), ("a:b;", 10_000), ("url(", 10_000), ("\\", 20_000), ("}", 40_000), ("a,", 10_000),
    ])
    func `hostile style is read within its limits`(_ piece: String, _ count: Int) {
        let source = Array("<style>\(String(repeating: piece, count: count))</style><p class=a>x".utf8)
        let limits = CSSLimits()
        let sheet = HTMLInspection(of: source).style
        #expect(sheet.blocks.count <= limits.blocks)
        #expect(sheet.declarations.count <= limits.declarations)
    }

    /// Each of these would take hours if something were looked at again for every rule or attribute.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "<style>@media \(String(repeating: "(a) and ", count: 1000)) { \(String(repeating: "p{color:red}", count: 1000)) }</style>",
            String(repeating: "<p style='color:red;&amp;'>", count: 1000),
            "<style>\(String(repeating: ".a", count: 5000)){color:red}</style>\(String(repeating: "<p class=a>", count: 2000))",
            "<style>\(String(repeating: ".a{color:red}", count: 300))</style><p class='\(String(repeating: "a ", count: 2000))'>",
            "<style>\(String(repeating: "a+b{color:red}", count: 500))</style><a>\(String(repeating: "<!-- -->", count: 5000))<b>",
        ])
    func `style is looked at once`(_ html: String) {
        #expect(!FeatureDetector(HTMLInspection(of: Array(html.utf8)), telling: FeatureUses()).sink.all.isEmpty)
    }

    @Test func `comparisons with selectors have an end`() {
        let rules = String(repeating: ".a .b * + p ~ p > .a { color: red }", count: 500)
        let body = String(repeating: "<p class='a b'>x", count: 500)
        var limits = CSSLimits()
        limits.comparisons = 10_000
        let inspection = HTMLInspection(of: Array("<style>\(rules)</style>\(body)".utf8), styleLimits: limits)
        #expect(inspection.text.count >= 999)
    }

    @Test(arguments: [
        ("#fff", 1, 1, 1, 1), ("#0080ff80", 0, 128, 255, 128), ("red", 255, 0, 0, 255), ("rgb(1, 2, 3)", 1, 2, 3, 255),
        ("rgba(0 0 0 / 50%)", 0, 0, 0, 128), ("hsl(120, 100%, 50%)", 0, 255, 0, 255), ("transparent", 0, 0, 0, 0),
        ("rgb(100%, 0%, 0%)", 255, 0, 0, 255), ("hsl(210 50% 40%)", 51, 102, 153, 255),
    ])
    func `colours are read`(_ text: String, _ red: Int, _ green: Int, _ blue: Int, _ alpha: Int) throws {
        let octets = Array(text.utf8)
        let color = try #require(Color(octets.indices, in: octets))
        let scale = text == "#fff" ? 1.0 : 255
        let channels = [color.red, color.green, color.blue, color.alpha].map { Int(($0 * scale).rounded()) }
        #expect(channels == [red, green, blue, alpha])
    }

    @Test(arguments: ["inherit", "#ff", "#12345", "rgb(1,2)", "var(--x)", "bluish", "", "rgb(calc(1),2,3)"])
    func `what is no colour is none`(_ text: String) {
        let octets = Array(text.utf8)
        #expect(Color(octets.indices, in: octets) == nil)
    }

    @Test func `contrast is that of the guidelines`() {
        #expect(abs(Color.black.contrast(to: .white) - 21) < 0.001)
        let gray = Color(red: 0x76 / 255.0, green: 0x76 / 255.0, blue: 0x76 / 255.0)
        #expect(abs(gray.contrast(to: .white) - 4.54) < 0.01)
    }

    @Test(arguments: [
        ("screen", true), ("print", false), ("only screen and (max-width: 600px)", false), ("(min-width: 480px)", true),
        ("print, screen", true), ("not print", true), ("(prefers-color-scheme: dark)", false), ("all", true),
        ("screen and (min-width: 100px) and (max-width: 2000px)", true), ("(unknown: 1)", false), ("", true),
    ])
    func `queries are answered for a desktop`(_ query: String, _ applies: Bool) {
        let octets = Array(query.utf8)
        #expect(MediaQuery(octets.indices, in: octets).appliesOnDesktop == applies)
    }
}

extension StyleSheet {
    /// Blocks in braces and declarations, on one line.
    fileprivate var dump: String { contents(of: nil) }

    private func contents(of parent: Int?) -> String {
        let inner = blocks.indices.filter { blocks[$0].parent == parent }.map { index in
            (blocks[index].prelude.lowerBound, dump(of: blocks[index], at: index))
        }
        let owned = parent.map { StyleSheet.Declaration.Owner.block($0) }
        let values = declarations.filter { $0.owner == owned }.map { declaration in
            let value = text(of: declaration.name) + "=" + text(of: declaration.value)
            return (declaration.name.lowerBound, value + (declaration.isImportant ? "!" : ""))
        }
        return (inner + values).sorted { $0.0 < $1.0 }.map(\.1).joined(separator: " ")
    }

    private func dump(of block: Block, at index: Int) -> String {
        let body = block.hasBody ? "{\(contents(of: index))}" : ""
        guard case .at(let name) = block.kind else { return text(of: block.prelude) + body }
        return "@\(name) \(text(of: block.prelude))\(body)"
    }
}
