import MIME
import Testing

@testable import MailAnalysis

struct ClientSupportTests {
    private static func support(_ html: String) -> ClientSupport {
        let message = Message(Array("Content-Type: text/html\r\n\r\n\(html)".utf8))
        return ExaminedMessage(Subject(message)).clientSupport
    }

    private static func features(_ html: String) -> Set<String> {
        let uses = FeatureDetector(HTMLInspection(of: Array(html.utf8)), telling: FeatureUses()).sink.all
        return Set(uses.indices.filter { uses[$0].count > 0 }.map { ClientFeature.all[$0].id })
    }

    @Test func `the facts are complete`() {
        #expect(MailClient.all.count == 48 && ClientFeature.all.count == 307)
        #expect(MailClient.all.filter(\.isMain).count == 14)
        #expect(Set(ClientFeature.all.map(\.id)).count == 307)
        for feature in ClientFeature.all {
            #expect(feature.title.isEmpty == false && feature.advice.hasSuffix("."), "\(feature.id)")
            let supports: [ClientFeature.Support] = [.supported, .partial, .unsupported, .unknown, .untested]
            #expect(supports.flatMap { feature.clients(where: $0) }.sorted() == Array(MailClient.all.indices))
        }
    }

    @Test(arguments: [
        ("<style>p{a{color:red}}</style>", "css-nesting", true),
        ("<style>@media all{a{color:red}}</style>", "css-nesting", false),
        ("<style>@media screen and (max-width:1px){}</style>", "css-at-media", true),
        ("<style>@media screen and (hover) and (color){}</style>", "css-at-media-hover", true),
        ("<style>@media (prefers-color-scheme: dark){}</style>", "css-at-media-prefers-color-scheme", true),
        ("<style>@media (prefers-color-scheme: dark){}</style>", "css-at-media-hover", false),
        ("<input type=CheckBox>", "html-input-checkbox", true), ("<input>", "html-input-text", true),
        ("<input type=hidden>", "html-input-text", false), ("<button>a</button>", "html-button-submit", true),
        ("<p style='display: flex'>", "css-display-flex", true),
        ("<p style='display: block'>", "css-display-flex", false),
        ("<p style='display:block'>", "css-display", true),
        ("<p style='flex-direction:row'>", "css-flex-direction", false),
        ("<p style='width:calc(1px + 2em)'>", "css-unit-calc", true),
        ("<p style='width:calc(1px + 2em)'>", "css-unit-em", true),
        ("<p style='width:10vw'>", "css-unit-vw", true), ("<p style='width:50%'>", "css-unit-percent", true),
        ("<p style='color:var(--a)'>", "css-variables", true), ("<style>p{--a:1}</style>", "css-variables", true),
        ("<style>a>b{}</style>", "css-selector-child", true), ("<style>a b{}</style>", "css-selector-descendant", true),
        ("<style>a > b{}</style>", "css-selector-descendant", false),
        ("<style>.a.b{}</style>", "css-selector-chaining", true),
        ("<style>.a .b{}</style>", "css-selector-chaining", false),
        ("<style>a[b~=c]{}</style>", "css-selector-general-sibling", false),
        ("<style>a ~ b{}</style>", "css-selector-general-sibling", true),
        ("<style>a:hover{}</style>", "css-pseudo-class-hover", true),
        ("<style>a::before{}</style>", "css-pseudo-element-before", true),
        ("<style>a:after{}</style>", "css-pseudo-element-after", true),
        ("<style>@keyframes x{from{color:red}to{color:blue}}</style>", "css-selector-type", false),
        ("<p style='color:red!important'>", "css-important", true), ("<style>/* x */</style>", "css-comments", true),
        ("<a href='#top'>x</a>", "html-anchor-links", true), ("<a href='#'>x</a>", "html-anchor-links", false),
        ("<a href='mailto:a@b.example'>x</a>", "html-mailto-links", true), ("<img src='a.webp?x'>", "image-webp", true),
        ("<img src='data:image/png;base64,x'>", "image-base64", true),
        ("<img src='data:image/svg+xml,x'>", "image-svg", true),
        ("<img src='a.png' srcset='b.png 2x'>", "html-srcset", true),
        ("<p aria-hidden=true>", "html-aria-hidden", true),
        ("<link rel=stylesheet href=a>", "html-link", true), ("<link rel=icon href=a>", "html-link", false),
        ("<!-- a comment here -->", "html-comments", true), ("<!--[if mso]>x<![endif]-->", "html-comments", false),
        ("<!doctype html>", "html-doctype", true), ("x", "html-body", false),
        ("<p style='border-top-width:1px'>", "css-border", true),
        ("<p style='font-family:system-ui'>", "css-sytem-ui", true),
        ("<p style='color:oklch(1 2 3)'>", "css-modern-color", true),
    ])
    func `features are told by what they are`(_ html: String, _ feature: String, _ isUsed: Bool) {
        #expect(Self.features(html).contains(feature) == isUsed)
    }

    @Test func `clients are scored by the features that work`() throws {
        let support = Self.support("<div style='display:grid'>x</div>")
        let word = try #require(support.clients.first { $0.client == "outlook.windows" })
        let apple = try #require(support.clients.first { $0.client == "apple-mail.macos" })
        #expect(apple.percentage == 100)
        #expect(try #require(word.percentage) < 100)
        let grid = try #require(support.features.first)
        #expect(grid.id == "css-display-grid" && grid.unsupported.contains("outlook.windows"))
        #expect(grid.places.count == 1 && grid.count == 1)
    }

    @Test func `a message without HTML has nothing to say`() {
        let support = ExaminedMessage(Subject(Message(Array("Subject: a\r\n\r\nHello".utf8)))).clientSupport
        #expect(support.features.isEmpty && support.clients.isEmpty)
    }
}
