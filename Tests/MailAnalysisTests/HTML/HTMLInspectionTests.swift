import Testing

@testable import MailAnalysis

struct HTMLInspectionTests {
    private static func inspect(_ html: String) -> HTMLInspection { HTMLInspection(of: Array(html.utf8)) }

    @Test(arguments: [
        ("<p>Hello,\n  <b>Ann</b>!</p><p>Bye</p>", "Hello, Ann!\nBye"),
        ("a<br>b<td>c", "a\nbc"), ("<table><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<title>t</title><style>p{}</style><script>s</script>x<!-- y -->z", "xz"),
        ("a&nbsp;&nbsp;b&#8212;c&hellip;", "a b—c…"), ("<textarea>a</textarea><select><option>b</select>c", "c"),
        ("<li>a<li>b", "a\nb"), ("é\u{A0}ü", "é ü"), ("AT&T &amp; co", "AT&T & co"), ("  ", ""),
    ])
    func `text is what a person reads`(_ html: String, _ text: String) {
        #expect(Self.inspect(html).text.text == text)
    }

    @Test(arguments: [
        ("Hello", "Hello"), ("Ann", "<b>Ann</b>"), ("O'Neil", "O&#39;Neil"), ("Ann O'Neil", "Ann</b>  O&#39;Neil"),
        ("€", "&euro;"), ("end", "end"),
    ])
    func `text leads back to its source`(_ text: String, _ source: String) throws {
        let html = "<p>Hello  <b>Ann</b>  O&#39;Neil &euro;</p>\r\n<p>the end"
        let inspection = Self.inspect(html)
        let octets = inspection.text.octets
        let word = Array(text.utf8)
        let start = try #require(octets.indices.first { octets[$0...].starts(with: word) })
        let range = inspection.text.sourceRange(of: start..<(start + word.count))
        let found = String(decoding: Array(html.utf8)[range], as: UTF8.self)
        #expect(source.contains(found) && found.utf8.count >= min(word.count, source.utf8.count), "\(found)")
    }

    struct Hiding: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: HiddenText.Reason?

        init(_ html: String, _ reason: HiddenText.Reason?) { (testDescription, self.reason) = (html, reason) }
    }

    @Test(arguments: [
        Hiding("<p style='display:none'>x", .display), Hiding("<p style='DISPLAY : NONE !important'>x", .display),
        Hiding("<style>.a{display:none}</style><p class='b a'>x", .display),
        Hiding("<style>.a{display:none}</style><p class=a style='display:block'>x", nil),
        Hiding("<style>.a{display:none!important}</style><p class=a style='display:block'>x", .display),
        Hiding("<style>#a p > b{display:none}</style><div id=a><p><b>x</b>", .display),
        Hiding("<style>#a > b{display:none}</style><div id=a><p><b>x</b>", nil),
        Hiding("<style>@media (max-width:600px){p{display:none}}</style><p>x", nil),
        Hiding("<style>@media screen{p{display:none}}</style><p>x", .display),
        Hiding("<style>p:hover{display:none}p::after{display:none}</style><p>x", nil),
        Hiding("<style>[data-x=y]{display:none}</style><p data-x=y>x", .display),
        Hiding("<style>.c > table td{display:none}</style><div class=c><table><td><table><td>x", .display),
        Hiding("<style>.c > i b{display:none}</style><i><b class=c><i><i><b>x", .display),
        Hiding("<style>.c > div > u b{display:none}</style><div class=c><div><u><i><div><u><b>x", .display),
        Hiding("<style>.c + p ~ p{display:none}</style><p class=c></p><p></p><p></p><p>x", .display),
        Hiding("<style>.c ~ p b{display:none}</style><i class=c></i><p><b>x", .display),
        Hiding("<style>.c > i b{display:none}</style><i class=c><u><i><b>x", nil),
        Hiding("<style>p{max-height:0;overflow:hidden}</style><p style='max-height:none'>x", nil),
        Hiding("<style>p{max-height:0;overflow:hidden}</style><p style='height:9px'>x", .clipping),
        Hiding("<style>p{position:absolute;left:-9999px}</style><p style='left:0'>x", nil),
        Hiding("<style>p{text-indent:-9999px}</style><p style='text-indent:0'>x", nil),
        Hiding("<p style='visibility:inherit'>x", nil), Hiding("<p style='visibility:unset'>x", nil),
        Hiding("<p style='visibility:nonsense'>x", nil), Hiding("<p style='visibility:collapse'>x", .visibility),
        Hiding("<div style='visibility:hidden'><p style='visibility:inherit'>x", .visibility),
        Hiding("<div style='visibility:hidden'><p style='visibility:initial'>x", nil),
        Hiding("<div hidden><p>x", .attribute), Hiding("<p style='visibility:hidden'>x", .visibility),
        Hiding("<div style='visibility:hidden'><p style='visibility:visible'>x", nil),
        Hiding("<p style='font-size:0'>x", .fontSize), Hiding("<p style='font-size:1px'>x", .fontSize),
        Hiding("<td style='font-size:0'><p style='font-size:16px'>x", nil),
        Hiding("<p style='color:#ffffff'>x", .color), Hiding("<body bgcolor=black text=black>x", .color),
        Hiding("<div style='background:#123456'><p><font color='#123456'>x", .color),
        Hiding("<div style='background:url(a.png) #fff'><p style='color:white'>x", nil),
        Hiding("<div style='background:var(--x)'><p style='color:white'>x", nil),
        Hiding("<p style='color:rgba(0,0,0,0)'>x", .color), Hiding("<p style='opacity:0'>x", .opacity),
        Hiding("<p style='max-height:0;overflow:hidden'>x", .clipping), Hiding("<p style='max-height:0'>x", nil),
        Hiding("<p style='text-indent:-9999px'>x", .indent), Hiding("<p style='color:#eeeeee'>x", nil),
    ])
    func `hidden text is found, and why`(_ example: Hiding) {
        let inspection = Self.inspect("<!doctype html>" + example.testDescription)
        #expect(inspection.hidden.first?.reason == example.reason)
        #expect(inspection.text.text == (example.reason == nil ? "x" : ""))
    }

    @Test func `links are told with text, target and place`() throws {
        let html = """
            <a href=" https://example.com/a?b=1&amp;c=2 ">Our <b>shop</b></a>
            <a href="https://example.org/"><img alt="Logo" src="cid:a"></a>
            <a href="https://example.net/"><p>One</p><p>Two</a><a name="x">no link</a>
            """
        let links = Self.inspect(html).links
        #expect(links.map(\.href) == ["https://example.com/a?b=1&c=2", "https://example.org/", "https://example.net/"])
        #expect(links.map(\.text) == ["Our shop", "Logo", "One Two"])
        #expect(links.map(\.holdsImage) == [false, true, false])
        let range = try #require(links.first).hrefRange
        #expect(
            String(decoding: Array(html.utf8)[range], as: UTF8.self).hasPrefix("href=\" https://example.com/a?b=1&amp;")
        )
    }

    @Test func `pictures are told wherever they come from`() {
        let images = Self.inspect(
            """
            <style>.a { background: url('https://example.com/s.png') } @font-face { src: url(f.woff) }</style>
            <table background="https://example.com/b.png"><td><img src="cid:x" width="600" height=200 alt="">
            <img src="https://example.com/o.gif" style="width:1px;height:1px"><input type=image src="i.png">
            """
        ).images
        #expect(
            images.map(\.source) == [
                "https://example.com/b.png", "cid:x", "https://example.com/o.gif", "i.png", "https://example.com/s.png",
            ])
        #expect(images.map(\.origin) == [.background, .element, .element, .element, .style])
        #expect(images.map(\.width) == [nil, 600, 1, nil, nil])
        #expect(images.map(\.alternative) == [nil, "", nil, nil, nil])
        #expect(images.map(\.isTrackingPixel) == [false, false, true, false, false])
    }

    @Test func `what acts is told`() {
        let constructs = Self.inspect(
            """
            <base href="https://example.com/"><meta http-equiv="Refresh" content="1"><link rel="stylesheet" href="a.css">
            <style>@import "b.css";</style><script>x</script><p onclick="y">z</p><form><input><select></select></form>
            <iframe></iframe><video></video><video>z</video><input type="image" src="a.png">
            """
        ).constructs
        #expect(
            constructs.map(\.kind) == [
                .base, .refresh, .styleSheet, .script, .script, .form, .control, .control, .embedded, .embedded,
                .styleSheet,
            ])
    }

    @Test func `contrast and small print are measured on what is shown`() {
        let inspection = Self.inspect(
            """
            <!doctype html><style>.dark { background: #000000 }</style><div class=dark>black on black</div>
            <p style="color:#999999">faint</p><h1 style="color:#888888">large</h1><p style="color:#999;font-size:0">gone</p>
            <div style="background:#333"><span style="color:#555;font-size:11px">small and faint</span></div>
            <p style="color:#999">&mdash; .</p>
            """)
        #expect(inspection.lowContrast.map(\.text) == ["faint", "small and faint"])
        #expect(inspection.smallText.map(\.text) == ["small and faint"])
        #expect(inspection.hidden.map(\.text) == ["black on black", "gone"])
    }

    @Test func `the outline is told`() throws {
        let outline = Self.inspect(
            """
            <!doctype html><html lang="de" dir="ltr"><head><title> News &amp; more </title>
            <meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="color-scheme" content="light dark">
            </head><body><h1>One <i>two</i></h1><h3>Three</h3>
            <table><td>layout</td></table><table role="presentation"><td>x</td></table><table><th>data</th></table>
            <style>p{}</style></body></html>
            """
        ).outline
        #expect(outline.language == "de" && outline.direction == "ltr" && outline.title == "News & more")
        #expect(outline.charset == "utf-8" && outline.colorSchemeRange != nil)
        #expect(outline.hasHTML && outline.hasHead && outline.hasBody)
        #expect(outline.headings.map(\.text) == ["One two", "Three"] && outline.headings.map(\.level) == [1, 3])
        #expect(outline.layoutTables.count == 1)
        #expect(try #require(outline.styles.first).isInBody)
    }

    @Test func `the preheader is the first text, shown or not`() {
        let html = "<head><title>t</title></head><div style='display:none'>First &zwnj;words</div><p>Then this</p>"
        #expect(Self.inspect(html).preheader.hasPrefix("First \u{200C}words Then this"))
    }

    @Test func `comments for Outlook are told`() {
        let conditionals = Self.inspect(
            "<!--[if gte mso 9]><b>x</b><![endif]--><!--[if !mso]><!--><p>y</p><!--<![endif]--><![if !mso]><!-- z -->"
        ).conditionals
        #expect(conditionals.map(\.condition) == ["gte mso 9", "!mso", "!mso"])
        #expect(conditionals.map(\.isRevealed) == [false, true, true])
        #expect(conditionals.first.map(\.content.count) == "<b>x</b>".utf8.count)
    }

    @Test func `words in pieces are noticed`() {
        let inspection = Self.inspect(
            "<p>Vi<!-- a --><!-- b -->ag<!-- c -->ra</p><p>one<!-- d --></p><!-- e -->two &#65;&#x42;&#8212;")
        #expect(inspection.brokenWords.count == 3)
        #expect(inspection.numericLetters.count == 2)
    }
}
