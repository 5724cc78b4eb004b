import Testing

@testable import MailAnalysis

struct HTMLTreeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let source: String
        let tree: String
        var testDescription: String { source }

        init(_ source: String, _ tree: String) { (self.source, self.tree) = (source, tree) }
    }

    @Test(arguments: documents)
    func `a document has its parts, written or not`(_ example: Case) {
        #expect(HTMLDocument(Array(example.source.utf8)).dump == example.tree)
    }

    static let documents: [Case] = [
        Case("", "html(head body)"),
        Case("x", "html(head body(\"x\"))"),
        Case("  \n<p>x", "html(head body(p(\"x\")))"),
        Case(
            "<!DOCTYPE html>\n<html lang=en>\n<head>\n</head>\n<body>x</body></html>",
            "<!DOCTYPE html> html[lang=en](head(\"\n\") \"\n\" body(\"x\"))"),
        Case("<title>a<b>&amp;</title>x", "html(head(title(\"a<b>&\")) body(\"x\"))"),
        Case("<head><style>a<b</style><p>x", "html(head(style(\"a<b\")) body(p(\"x\")))"),
        Case("</head><style></style><meta>x", "html(head(style meta) body(\"x\"))"),
        Case("<p>x<html lang=de><body bgcolor=red>", "html[lang=de](head body[bgcolor=red](p(\"x\")))"),
        Case("<html lang=a><html lang=b>", "html[lang=a](head body)"),
        Case("<body a=1><body b=2>", "html(head body[a=1])"),
        Case("<body>x</body> </html><p>y", "html(head body(\"x \" p(\"y\")))"),
        Case("<!-- a --><?xml x?><!x><p>", "<!-- a --> <?xml x?> <!x> html(head body(p))"),
        Case("\u{FEFF}<p>x", "html(head body(p(\"x\")))"),
        Case("<!--[if mso]><p>x</p><![endif]--><p>y", "<!--[if mso]><p>x</p><![endif]--> html(head body(p(\"y\")))"),
        Case("<![if !mso]>x", "<![if !mso]> html(head body(\"x\"))"),
    ]

    @Test(arguments: bodies)
    func `a body is built as browsers build it`(_ example: Case) {
        #expect(HTMLDocument(Array("<!doctype html><body>\(example.source)".utf8)).bodyDump == example.tree)
    }

    static let bodies: [Case] = [
        // Implied ends.
        Case("<p>a<p>b", "p(\"a\") p(\"b\")"),
        Case("<p>a<div>b</div>c", "p(\"a\") div(\"b\") \"c\""),
        Case("<p>a<table><td>b</table>c", "p(\"a\") table(tbody(tr(td(\"b\")))) \"c\""),
        Case("a</p>b", "\"a\" p \"b\""),
        Case("a</br>b", "\"a\" br \"b\""),
        Case("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(\"a\") li(\"b\" ul(li(\"c\"))) li(\"d\"))"),
        Case("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(\"a\") dd(\"b\") dt(\"c\"))"),
        Case("<h1>a<h2>b</h1>c", "h1(\"a\") h2(\"b\") \"c\""),
        Case("<select><option>a<option>b</select>", "select(option(\"a\") option(\"b\"))"),
        Case("<ruby>a<rt>b<rt>c</ruby>", "ruby(\"a\" rt(\"b\") rt(\"c\"))"),
        Case("<button>a<button>b", "button(\"a\") button(\"b\")"),
        Case("<form>a<form>b</form>c", "form(\"ab\") \"c\""),
        // Void elements and text without markup.
        Case("<br/><img src=a>x</img><hr>", "br img[src=a] \"x\" hr"),
        Case("<image src=a>", "img[src=a]"),
        Case("<div/>x", "div(\"x\")"),
        Case("<textarea><p>&lt;</textarea>x", "textarea(\"<p><\") \"x\""),
        Case("<script>if (a<b) '</p>'</script>x", "script(\"if (a<b) '</p>'\") \"x\""),
        Case("<script><!--<script></script>--></script>x", "script(\"<!--<script></script>-->\") \"x\""),
        Case("<script><!--></script>x", "script(\"<!-->\") \"x\""),
        Case("<style>a</styles></STYLE >x", "style(\"a</styles>\") \"x\""),
        Case("<iframe><p></iframe>x", "iframe(\"<p>\") \"x\""),
        Case("<plaintext></p>", "plaintext(\"</p>\")"),
        Case("<noscript><img src=a></noscript>", "noscript(img[src=a])"),
        // Tags and attributes.
        Case("<a HREF='x\"y' Title=\"it's\" b c=d>", "a[href=x\"y title=it's b= c=d]"),
        Case("<a b=1 B=2 c=3>x", "a[b=1 c=3](\"x\")"),
        Case("<a href=a/b/>x", "a[href=a/b/](\"x\")"),
        Case("<a =b c = d>x", "a[=b= c=d](\"x\")"),
        Case("<a href=\"?a=1&copy=2&copy;&amp;\">", "a[href=?a=1&copy=2©&]"),
        Case("<a/b/c>x", "a[b= c=](\"x\")"),
        Case("a < b <3 </ x>c<", "\"a < b <3 \" </ x> \"c<\""),
        Case("x<a href=\"y", "\"x\""),
        Case("x<!-- a", "\"x\" <!-- a"),
        Case("<!-->x<!--->y<!--a--!>z<!--b>c-->", "<!--> \"x\" <!---> \"y\" <!--a--!> \"z\" <!--b>c-->"),
        Case("<o:p>x</o:p>y", "o:p(\"x\") \"y\""),
        Case("<x>a<y>b</x>c", "x(\"a\" y(\"b\")) \"c\""),
        // References.
        Case("&lt;&#60;&#x3C;&#128;&#0;&#xD800;&hellip;&copy&notit;&amp", "\"<<<€\u{FFFD}\u{FFFD}…©¬it;&\""),
        Case("&;&x;&#;&#x;&nosuchname;&NotEqualTilde;", "\"&;&x;&#;&#x;&nosuchname;≂̸\""),
        // Misnested formatting.
        Case("<b>1<i>2</b>3</i>4", "b(\"1\" i(\"2\")) i(\"3\") \"4\""),
        Case("<b>1<p>2</b>3</p>4", "b(\"1\") p(b(\"2\") \"3\") \"4\""),
        Case("<p><b>1<p>2", "p(b(\"1\")) p(b(\"2\"))"),
        Case("<a>1<a>2", "a(\"1\") a(\"2\")"),
        Case("<a>1<div>2<a>3", "a(\"1\") div(a(\"2\") a(\"3\"))"),
        Case("<a>1<p>2</a>3</p>", "a(\"1\") p(a(\"2\") \"3\")"),
        Case("<b><b><b><b><p>x", "b(b(b(b(p(\"x\")))))"),
        Case("<p><b><b><b><b><p>x", "p(b(b(b(b)))) p(b(b(b(\"x\"))))"),
        Case("<b><em><div>x</b>y", "b(em) em(div(b(\"x\") \"y\"))"),
        Case("<table><td><b>1<td>2</table>3", "table(tbody(tr(td(b(\"1\")) td(\"2\")))) \"3\""),
        Case("<span>a<div>b</span>c", "span(\"a\" div(\"bc\"))"),
        // Tables.
        Case("<table><tr><td>a<td>b<tr><th>c</table>", "table(tbody(tr(td(\"a\") td(\"b\")) tr(th(\"c\"))))"),
        Case("<table>a<tr>b<td>c</table>d", "\"ab\" table(tbody(tr(td(\"c\")))) \"d\""),
        Case("<table><b>x<tr><td>y</table>z", "b(\"x\") table(tbody(tr(td(\"y\")))) b(\"z\")"),
        Case("<table><div>x</div><tr><td>y</table>", "div(\"x\") table(tbody(tr(td(\"y\"))))"),
        Case("<table><caption>a<tr><td>b</table>", "table(caption(\"a\") tbody(tr(td(\"b\"))))"),
        Case("<table><colgroup><col><tr><td>b</table>", "table(colgroup(col) tbody(tr(td(\"b\"))))"),
        Case("<table><col><td>b</table>", "table(colgroup(col) tbody(tr(td(\"b\"))))"),
        Case(
            "<table><td><table><td>x</table>y</table>z",
            "table(tbody(tr(td(table(tbody(tr(td(\"x\")))) \"y\")))) \"z\""),
        Case("<table><tr><table><td>x", "table(tbody(tr)) table(tbody(tr(td(\"x\"))))"),
        Case(
            "<table><thead><tr><td>a</thead><tbody><td>b</table>",
            "table(thead(tr(td(\"a\"))) tbody(tr(td(\"b\"))))"),
        Case("<table><td>a</tr></td>b</table>", "\"b\" table(tbody(tr(td(\"a\"))))"),
        Case("<tr><td>x</td></tr>y", "\"xy\""),
        Case("<table><tr><td></table></td></tr>x", "table(tbody(tr(td))) \"x\""),
        Case("<table><input type=hidden><td>a</table>", "table(input[type=hidden] tbody(tr(td(\"a\"))))"),
        Case("<table><form><tr><td>a</form>b</table>", "table(form tbody(tr(td(\"ab\"))))"),
        // Drawings.
        Case("<svg><rect/><title>a</title><g><p>b", "svg(rect title(\"a\") g) p(\"b\")"),
        Case("<svg><style>a</style></svg>b", "svg(style(\"a\")) \"b\""),
    ]
}
