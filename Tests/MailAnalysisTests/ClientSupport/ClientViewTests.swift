import MIME
import Testing

@testable import MailAnalysis

@Suite struct ClientViewTests {
    private func view(_ html: String, in client: String) throws -> String {
        ClientView(of: html, in: try #require(MailClient(client))).html
    }

    @Test(arguments: [
        // Declarations, in attributes and in style sheets.
        ("<p style='color:red;display:flex;margin:0'>a", "outlook.windows", "<p style='color:red;;margin:0'>a"),
        ("<p style='display:flex'>a", "apple-mail.macos", "<p style='display:flex'>a"),
        ("<style>p{color:red;border-radius:3px}</style>", "outlook.windows", "<style>p{color:red;}</style>"),
        // Blocks.
        (
            "<style>@media (prefers-color-scheme:dark){p{color:red}}b{color:red}</style>", "gmail.ios",
            "<style>b{color:red}</style>"
        ),
        ("<style>p{color:red}p::before{content:'x'}", "gmail.ios", "<style>p{color:red}"),
        (
            "<style>@font-face{font-family:x}p{color:red}</style>", "gmail.desktop-webmail",
            "<style>p{color:red}</style>"
        ),
        // Elements: what they say is left where it is text.
        ("<form action=x><p>a</p></form>b", "outlook.windows", "<p>a</p>b"),
        ("a<svg><circle r=1></circle></svg>b", "gmail.ios", "ab"),
        (
            "a<video src=x><a href='https://a.example/'>see</a></video>b", "gmail.ios",
            "a<a href='https://a.example/'>see</a>b"
        ),
        // Attributes and their values.
        ("<img src='a.png' srcset=\"b.png 2x\" alt=a>", "outlook.windows", "<img src='a.png'  alt=a>"),
        ("<img src='data:image/png;base64,AAAA' alt=a>", "gmail.ios", "<img  alt=a>"),
        ("<link rel=stylesheet href=a.css><p>a", "gmail.ios", "<p>a"),
        // What is known to everybody stays as it is, octet for octet.
        ("<P Title=\"a &amp; b\">ünïcode\r\n</p >", "outlook.windows", "<P Title=\"a &amp; b\">ünïcode\r\n</p >"),
        ("", "gmail.ios", ""),
    ])
    func `what a client lacks is not there`(_ html: String, _ client: String, _ expected: String) throws {
        #expect(try view(html, in: client) == expected)
    }

    @Test(arguments: [
        ("a<!--[if mso]><b>Word</b><![endif]-->c", "a<b>Word</b>c"),
        ("a<!--[if !mso]><!--><b>b</b><!--<![endif]-->c", "ac"),
        ("a<!--[if gte mso 9]>b<![endif]-->c", "abc"), ("a<!--[if (gte mso 9)|(IE)]>b<![endif]-->c", "abc"),
        ("a<!--[if lt mso 12]>b<![endif]-->c", "ac"), ("a<!--[if IE]>b<![endif]-->c", "ac"),
        ("a<!--[if mso & vml]>b<![endif]-->c", "abc"), ("a<![if !mso]>b<![endif]>c", "ac"),
        ("a<!--[if mso | IE]><i style='display:flex'>b<![endif]-->c", "a<i style=''>bc"),
        ("a<!--[if mso]>b", "a<!--[if mso]>b"), ("a<!--[if mso", "a<!--[if mso"), ("a<!-- b -->c", "a<!-- b -->c"),
    ])
    func `Word reads its own comments`(_ html: String, _ expected: String) throws {
        #expect(try view(html, in: "outlook.windows") == expected)
        #expect(try view(html, in: "apple-mail.macos") == html)
    }

    @Test(arguments: MailClient.all.map(\.id)) func `nothing that is left is lacking`(_ id: String) throws {
        let html = """
            <!doctype html><html lang=en><head><style>@media (hover){a{gap:1px}}a:hover{color:rgb(1 2 3)}p{width:calc(1px*2)}
            </style></head><body><section><p style="display:grid;gap:2px">a</p></section><form><input required></form>
            <img src=a.webp srcset="b.png 2x" loading=lazy><picture><source srcset=a.avif><img src=a.png></picture></body></html>
            """
        let client = try #require(MailClient.all.firstIndex { $0.id == id })
        let left = HTMLInspection(of: Array(try view(html, in: id).utf8))
        let uses = FeatureDetector(left, telling: FeatureUses()).sink.all
        let lacking = uses.indices.filter {
            uses[$0].count > 0 && ClientFeature.all[$0].support(in: client) == .unsupported
        }
        #expect(lacking.map { ClientFeature.all[$0].id } == [])
    }

    @Test func `many comments that do not end are passed over once`() throws {
        let html = String(repeating: "<!--[if mso]>", count: 100_000)
        #expect(try view(html, in: "outlook.windows") == html)
    }
}
