import Testing

@testable import MIME

struct LinkTests {
    @Test(arguments: [
        FieldCase("See https://example.com/a?b=c&d=%20e#f.", ["https://example.com/a?b=c&d=%20e#f"]),
        FieldCase("(http://example.com) <HTTPS://example.org/x>", ["http://example.com", "HTTPS://example.org/x"]),
        FieldCase("https://en.wikipedia.org/wiki/A_(b)", ["https://en.wikipedia.org/wiki/A_(b)"]),
        FieldCase("mailto:a@example.com?subject=x, ok", ["mailto:a@example.com?subject=x"]),
        FieldCase("https://app.example/verify?token=aGVsbG8_", ["https://app.example/verify?token=aGVsbG8_"]),
        FieldCase("<https://app.example/verify?token=aGVsbG8~>.", ["https://app.example/verify?token=aGVsbG8~"]),
        FieldCase(
            "<https://example.com/a.>, <URL:https://example.com/b.>",
            ["https://example.com/a.", "https://example.com/b"]),
        FieldCase("*https://example.com/a_b_*", ["https://example.com/a_b_"]),
        FieldCase("https://example.com/v?t=1。谢谢", ["https://example.com/v?t=1"]),
        FieldCase("（https://example.com/v）をクリック", ["https://example.com/v"]),
        FieldCase(
            "https://example.com/a\u{A0}! «https://example.com/b»", ["https://example.com/a", "https://example.com/b"]),
        FieldCase(
            "“https://example.com/a”, https://example.com/b… and", ["https://example.com/a", "https://example.com/b"]),
        FieldCase(
            "(see https://example.com/y).) [https://example.com/z]", ["https://example.com/y", "https://example.com/z"]),
        FieldCase(
            "https://example.com/a[1] https://example.com/(a)_(b)).",
            ["https://example.com/a[1]", "https://example.com/(a)_(b)"]),
        FieldCase("https://例え.example/パス?q=ü", ["https://例え.example/パス?q=ü"]),
        FieldCase("note: this http: is none https://", []),
    ])
    func `links in text end where a person would end them`(_ example: FieldCase<[String]>) {
        #expect(TextLinks.all(in: example.body) == example.expected)
    }

    @Test(arguments: [
        FieldCase(
            "<a href=\"https://example.com/?a=1&amp;b=2\">Click <b>here</b></a>",
            ["Click here https://example.com/?a=1&b=2"]),
        FieldCase("<A class=x HREF='x'>1</A><a href=y>2<a href = \" z \" >3", ["1 x", "2 y", "3 z"]),
        FieldCase("<area href=m><a name=top>no</a><!-- <a href=c>c</a> --><abbr href=n>", [" m"]),
        FieldCase("<a href=a><img src=x alt=' Verify &amp; go '></a>", ["Verify & go a"]),
        FieldCase("<a href=a><img alt=x> now</a><a href=b><img alt=1><img alt=2></a>", ["now a", "1 2 b"]),
        FieldCase(
            "<a href='?a=1&copy=2&lt;&kappa;'>&kappa;&alpha;&lambda;&eta; &lstrok;&nbsp&copy</a>",
            ["καλη ł © ?a=1&copy=2<κ"]),
        FieldCase("<a href=a><noscript>shown</noscript></a>", ["shown a"]),
        FieldCase("<a href=\"a\"", [" a"]), FieldCase("<a href=\"a", [" a"]), FieldCase("<", []),
    ])
    func `links in HTML come with their text`(_ example: FieldCase<[String]>) {
        #expect(HTMLLinks.all(in: example.body).map { "\($0.text) \($0.href)" } == example.expected)
    }

    @Test func `links of a message name their parts`() {
        let source = """
            Content-Type: multipart/alternative; boundary=b

            --b

            https://example.com/text
            --b
            Content-Type: text/html

            <a href="https://example.com/html">x</a>
            --b--
            """
        let links = Message(Array(source.utf8)).links
        #expect(links.map(\.href) == ["https://example.com/text", "https://example.com/html"])
        #expect(links.map(\.part) == [1, 2])
    }
}
