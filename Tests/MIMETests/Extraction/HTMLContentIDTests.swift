import Testing

@testable import MIME

struct HTMLContentIDTests {
    @Test(arguments: [
        FieldCase(#"<img src="cid:a@b">"#, #"<img src="/a@b/">"#),
        FieldCase("<IMG SRC = 'CID:a@b' alt=x>", "<IMG SRC = '/a@b/' alt=x>"),
        FieldCase("<img src=cid:a@b>", "<img src=/a@b/>"), FieldCase("<img src=cid:a@b", "<img src=/a@b/"),
        FieldCase(#"<img src=" cid:a@b ">"#, #"<img src=" /a@b/ ">"#),
        FieldCase(#"<img src="cid:o'neil@b">"#, #"<img src="/o'neil@b/">"#),
        FieldCase(#"<img src="cid:a%25b&amp;c@d">"#, #"<img src="/a%b&c@d/">"#),
        FieldCase(#"<img srcset="cid:a@b 1x, cid:c@d 2x,cid:e@f">"#, #"<img srcset="/a@b/ 1x, /c@d/ 2x,/e@f/">"#),
        FieldCase(
            #"<td background='cid:a@b' style="background:url(cid:a@b),url('cid:c@d')">"#,
            #"<td background='/a@b/' style="background:url(/a@b/),url('/c@d/')">"#),
        FieldCase(
            #"<p style="background: url(&quot;cid:a@b&quot;)">"#, #"<p style="background: url(&quot;/a@b/&quot;)">"#),
        FieldCase(
            #"<style>p > a { background: url("cid:a@b") }</STYLE><img src="cid:c@d">"#,
            #"<style>p > a { background: url("/a@b/") }</STYLE><img src="/c@d/">"#),
        FieldCase(#"<!-- don't --><img alt="a > b" src="cid:a@b">"#, #"<!-- don't --><img alt="a > b" src="/a@b/">"#),
    ])
    func `a reference is replaced where a browser follows it`(_ example: FieldCase<String>) {
        #expect(HTMLContentIDs.replace(in: example.body) { "/\($0)/" } == example.expected)
    }

    @Test(arguments: [
        "", "<", "cid:a@b", "<p>Write cid:a@b, or \"cid:a@b\"</p>", #"<img src="acid:a@b">"#,
        "<!-- <img src=cid:a@b> -->",
        "<script>x = '<img src=cid:a@b>'</script>", "</p src=cid:a@b>", "\u{FEFF}ünïcode\r\n\0",
    ])
    func `everything else is left as it is`(html: String) {
        #expect(HTMLContentIDs.replace(in: html) { "/\($0)/" }.utf8.elementsEqual(html.utf8))
    }

    @Test func `only what refers to a part is replaced`() throws {
        let source = """
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            <img src="cid:logo@example.com"><img src="cid:absent@example.com">
            --b
            Content-Type: image/png
            Content-ID: <logo@example.com>

            --b
            Content-Type: image/gif
            Content-ID: <logo@example.com>

            --b--
            """
        let message = Message(Array(source.utf8))
        let html = try #require(message.html)
        #expect(
            message.resolvingContentIDs(in: html) { "parts/\(message.path(of: $0))" }
                == #"<img src="parts/2"><img src="cid:absent@example.com">"#)
        #expect(message.resolvingContentIDs(in: html) { _ in nil } == html)
    }
}
