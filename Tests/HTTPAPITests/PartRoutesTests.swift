import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@testable import HTTPAPI

/// A message of `fixtures/mail`.
private func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: "mail/\(name).eml")))
}

/// A message that is one part.
private func message(_ fields: [String], _ body: String = "content") -> String {
    (fields + ["", body]).joined(separator: "\r\n")
}

struct `Parts over HTTP` {
    let harness = Harness()

    @Test func `a message is told with everything it is made of`() async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            try (try await client.get("/api/messages/1")).expect("message-with-parts-of-every-kind")
            try (try await client.get("/api/messages/latest/tree")).expect("tree")
        }
    }

    @Test(
        arguments: [
            ("1.1.1", "Gr\u{FC}\u{DF}e! Confirm at https://shop.example/confirm?code=482913."), ("2", "%PDF-1.4\n"),
            ("4.0", nil), ("4.1", "inner text"), ("4.2", "a,b"), ("5", "Subject: encoded\r\n\r\ntext\r\n"), ("0", nil),
        ] as [(String, String?)])
    func `a part is its decoded content, however deep it is`(path: String, content: String?) async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            let part = try await client.get("/api/messages/1/parts/\(path)")
            #expect(part.status == .ok)
            if let content {
                #expect(Array(part.body.readableBytesView) == content.unicodeScalars.map { UInt8($0.value) })
            }
        }
    }

    @Test(arguments: ["9", "4.3", "0.1", "1.1.1.1", "", "abc", "1.", "-1", "99999999999999999999", "%00", "..%2f1"])
    func `a part that is not there is not found`(path: String) async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            let part = try await client.get("/api/messages/1/parts/\(path)")
            #expect(part.status == .notFound)
            #expect(part.headers[.contentType] == "application/problem+json")
        }
    }

    @Test func `a missing part says where the others are`() async throws {
        try await harness.deliver()
        try await harness.test { client in
            try (try await client.get("/api/messages/1/parts/1.7")).expect("problem-unknown-part")
            #expect(try await client.get("/api/messages/9/parts/1").status == .notFound)
            #expect(try await client.get("/api/messages/9/tree").status == .notFound)
        }
    }

    /// What a part calls itself, and what it is served as.
    @Test(
        arguments: [
            ("image/png", "image/png"), ("IMAGE/JPEG; name=x", "image/jpeg"), ("application/pdf", "application/pdf"),
            ("text/plain; charset=UTF-8", "text/plain; charset=UTF-8"), ("text/csv", "text/csv"),
            ("text/plain; charset=\"utf-8; x=<>\"", "text/plain"),
            ("text/plain; charset*=us-ascii''utf-8%0D%0ASet-Cookie:%20a", "text/plain"),
            ("text/html", nil), ("TEXT/HTML; charset=utf-8", nil), ("image/svg+xml", nil),
            ("application/xhtml+xml", nil),
            ("text/xml", nil), ("application/xml", nil), ("text/xsl", nil), ("application/rdf+xml", nil),
            ("text/javascript", nil), ("application/x-shockwave-flash", nil), ("multipart/x-mixed-replace", nil),
            ("application/x-unknown", nil), ("text", nil), ("image/png\u{0}", nil), ("a/b,text/html", nil),
        ] as [(String, String?)])
    func `no part can act as a page of ours`(type: String, served: String?) async throws {
        try await harness.deliver(message(["Content-Type: \(type)"], "<script>alert(1)</script>"))
        try await harness.test { client in
            let path = type.hasPrefix("multipart") ? "0" : "1"
            let part = try await client.get("/api/messages/1/parts/\(path)")
            #expect(part.headers[.contentType] == served ?? "application/octet-stream")
            #expect(part.headers[.xContentTypeOptions] == "nosniff")
            #expect(part.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"") == true)
            #expect(part.headers[.crossOriginResourcePolicy] == "same-origin")
            let policy = try #require(part.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("sandbox; default-src 'none';") && !policy.contains("allow-"))
            #expect(part.headers.allSatisfy { !$0.value.contains { $0.isNewline } })
            #expect(part.headers[.setCookie] == nil)
        }
    }

    /// What a part is called, and which file is suggested.
    @Test(arguments: [
        (#"filename="report.pdf""#, #"filename="report.pdf""#),
        (#"filename="../../etc/passwd""#, #"filename="passwd""#),
        (#"filename="C:\\Windows\\system.ini""#, #"filename="system.ini""#),
        ("filename*=utf-8''a%0D%0ASet-Cookie%3A%20b", #"filename="aSet-Cookie_ b""#),
        ("filename*=utf-8''exe.%E2%80%AEfdp.scr", #"filename="exe.fdp.scr""#),
        (#"filename="say \"hi\".txt""#, #"filename="say _hi_.txt""#),
        (#"filename="100%25.txt""#, #"filename="100_25.txt"; filename*=UTF-8''100%2525.txt"#),
        (#"filename="Grüße 😀.txt""#, #"filename="Gr__e _.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%98%80.txt"#),
        ("filename*=utf-8''it's%20(1).txt", #"filename="it's (1).txt""#),
        (#"filename="..""#, #"filename="creel-1-part-1.bin""#), ("size=3", #"filename="creel-1-part-1.bin""#),
        (#"filename=".htaccess""#, #"filename="htaccess""#), (#"filename="nul.txt""#, #"filename="_nul.txt""#),
    ])
    func `a file name is never a path and never breaks out`(parameter: String, suggested: String) async throws {
        let fields = ["Content-Type: application/x-unknown", "Content-Disposition: attachment; \(parameter)"]
        try await harness.deliver(message(fields))
        try await harness.test { client in
            let part = try await client.get("/api/messages/1/parts/1")
            #expect(part.headers[.contentDisposition] == "attachment; \(suggested)")
            #expect(part.headers[.setCookie] == nil)
        }
    }

    @Test func `a file without a name gets one with an extension`() async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            for (path, name) in [
                ("4", "creel-1-part-4.eml"), ("1.1.1", "creel-1-part-1.1.1.txt"), ("4.0", "creel-1-part-4.0.bin"),
            ] {
                let part = try await client.get("/api/messages/1/parts/\(path)")
                #expect(part.headers[.contentDisposition] == "attachment; filename=\"\(name)\"")
            }
        }
    }

    @Test func `octets that a client has are not sent again`() async throws {
        try await harness.deliver("Subject: a\r\n\r\none\r\n")
        try await harness.deliver("Subject: b\r\n\r\ntwo\r\n")
        try await harness.test { client in
            for path in ["parts/1", "raw"] {
                let first = try await client.get("/api/messages/1/\(path)")
                let tag = try #require(first.headers[.eTag])
                #expect(first.headers[.cacheControl] == "private, no-cache")
                for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                    let again = try await client.get("/api/messages/1/\(path)", headers: [.ifNoneMatch: known])
                    #expect(again.status == .notModified && again.body.readableBytes == 0)
                    #expect(again.headers[.eTag] == tag)
                }
                let other = try await client.get("/api/messages/2/\(path)", headers: [.ifNoneMatch: tag])
                #expect(other.status == .ok)
            }
        }
    }

    @Test func `what is nested deeper than is read is told all the same`() async throws {
        let deep = (0..<200).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        try await harness.deliver(deep + "\r\ntext\r\n")
        try await harness.test { client in
            var parts = try #require(try await client.get("/api/messages/1").json["parts"] as? [NSDictionary])
            var depth = 0
            while let part = parts.first {
                depth += 1
                parts = try #require(part["children"] as? [NSDictionary])
            }
            #expect(depth == 101)
        }
    }
}

/// Every message of `fixtures/mail`, over HTTP.
struct `Fixtures over HTTP` {
    private static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.folder.path + "/mail"))
        .map { $0.filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted() } ?? []

    private static let messageKeys: Set<String> = [
        "id", "inbox", "receivedAt", "from", "to", "cc", "subject", "messageID", "date", "size", "snippet",
        "attachments",
        "envelope", "session", "headers", "text", "html", "attachmentList", "inlineList", "parts", "defects", "codes",
        "links", "unsubscribe", "notification", "seen", "tags", "score", "severity", "duplicateOf",
    ]
    private static let partKeys: Set<String> = [
        "path", "type", "charset", "encoding", "disposition", "filename", "contentID", "size", "sha256", "range",
        "children",
    ]

    private static func all(_ parts: Any?) throws -> [NSDictionary] {
        try #require(parts as? [NSDictionary]).flatMap { [$0] + (try all($0["children"])) }
    }

    private static func keys(_ object: NSDictionary) -> Set<String> { Set(object.allKeys.compactMap { $0 as? String }) }

    @Test(arguments: names)
    func `every part has the size and the hash that the message tells`(name: String) async throws {
        let harness = Harness()
        try await harness.deliver(fixture(name))
        try await harness.test { client in
            let message = try await client.get("/api/messages/1").json
            #expect(Self.keys(message) == Self.messageKeys)
            #expect((message["attachmentList"] as? [NSDictionary])?.count == message["attachments"] as? Int)
            let parts = try Self.all(message["parts"])
            #expect(try Self.all(try await client.get("/api/messages/1/tree").json["parts"]) == parts)
            for part in parts {
                #expect(Self.keys(part) == Self.partKeys)
                let content = try await client.get("/api/messages/1/parts/\(try #require(part["path"] as? String))")
                #expect(content.status == .ok)
                #expect(content.body.readableBytes == part["size"] as? Int)
                guard let hash = part["sha256"] as? String else { continue }
                #expect(content.headers[.eTag] == "\"\(hash)\"")
            }
            let paths = parts.compactMap { $0["path"] as? String }
            for place in (message["defects"] as? [NSDictionary] ?? []) + (message["links"] as? [NSDictionary] ?? []) {
                #expect(paths.contains(try #require(place["part"] as? String)))
            }
        }
    }
}

struct `HTML over HTTP` {
    let harness = Harness()

    @Test(arguments: ["1", "latest"])
    func `carries the pictures of the message`(id: String) async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            let html = try await client.get("/api/messages/\(id)/html")
            let (first, second) = (try await url(of: "1.2", client), try await url(of: "1.3", client))
            #expect(html.text.contains("<img src=\"\(first)\" alt=\"\">"))
            #expect(html.text.contains("url(\(second))"))
            #expect(html.text.contains(#"src="cid:absent@shop.example""#))
            #expect(html.text.contains(#"src="https://shop.example/pixel.gif""#))
        }
    }

    private func url(of part: String, _ client: any TestClientProtocol) async throws -> String {
        let picture = try await client.get("/api/messages/1/parts/\(part)")
        let type = try #require(picture.headers[.contentType])
        return "data:\(type);base64,\(Data(picture.body.readableBytesView).base64EncodedString())"
    }

    @Test func `carries no pictures where none are wanted`() async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            let html = try await client.get("/api/messages/1/html?images=block")
            #expect(html.text.contains("cid:") && !html.text.contains("base64"))
        }
    }

    @Test func `carries what may act no more than what is too large`() async throws {
        let harness = Harness(limits: HTTPLimits(inlinePictures: 250))
        let part = { (id: String, type: String, octets: Int) in
            "--b\r\nContent-Type: \(type)\r\nContent-ID: <\(id)>\r\n\r\n\(String(repeating: "x", count: octets))\r\n"
        }
        let html = ["svg", "html", "jpeg", "png", "png", "png", "gif"].map { "<img src=cid:\($0)>" }.joined()
        try await harness.deliver(
            "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\(html)\r\n"
                + part("svg", "image/svg+xml", 10) + part("html", "text/html", 10) + part("jpeg", "image/jpeg", 251)
                + part("png", "image/png", 99) + part("gif", "image/gif", 10) + "--b--\r\n")
        try await harness.test { client in
            let text = try await client.get("/api/messages/1/html").text
            // Each time that it is referred to counts, and one that is too much leaves the room to those behind it.
            #expect(text.components(separatedBy: "data:image/png;base64,").count - 1 == 2)
            #expect(text.components(separatedBy: "data:image/gif;base64,").count - 1 == 1)
            for id in ["svg", "html", "png", "jpeg"] { #expect(text.contains("<img src=cid:\(id)>")) }
            #expect(text.components(separatedBy: "data:").count - 1 == 3)
        }
    }

    /// Chromium connects to servers of frames and links before it asks the policy.
    @Test(arguments: [
        ("<iframe src=//a>b</iframe>c", "<noembed src=//a>b</noembed>c"),
        ("<IFrame\n/src=//a></iFRAME >", "<noembed\n/src=//a></noembed >"),
        ("<p><link rel=preconnect", "<p><meta rel=preconnect"),
        ("<frameset><frame src=//a></frameset>", "<frameset><meta src=//a></frameset>"),
        ("a<!--<link>--><p title='<link/>'>", "a<!--<meta>--><p title='<meta/>'>"),
        ("<links><a-link>< link><x:link></ link><iframes><frame-x>&lt;link>", nil), ("<", nil), ("</", nil),
        ("<link", nil),
    ])
    func `connects to nobody for frames and links`(html: String, expected: String?) {
        #expect(QuietTags.rename(in: html) == expected ?? html)
    }

    @Test func `comes without the tags that connect`() async throws {
        try await harness.deliver("Content-Type: text/html\r\n\r\n<p>a<iframe src=http://a.example></iframe>\r\n")
        try await harness.test { client in
            let html = try await client.get("/api/messages/1/html")
            #expect(html.text.hasPrefix("<p>a<noembed src=http://a.example>"))
        }
    }

    @Test(arguments: [
        ("", "data:"), ("?images=all", "data: http: https:"), ("?images=embedded", "data:"),
        ("?images=block", "'none'"),
    ])
    func `loads the pictures that are wanted and nothing else`(query: String, sources: String) async throws {
        try await harness.deliver(fixture("parts-of-every-kind"))
        try await harness.test { client in
            let html = try await client.get("/api/messages/1/html\(query)", headers: [.secFetchSite: "same-origin"])
            let policy = try #require(html.headers[.contentSecurityPolicy])
            let directives = policy.split(separator: "; ").map(String.init)
            #expect(
                directives == [
                    "sandbox", "default-src 'none'", "img-src \(sources)", "style-src 'unsafe-inline'",
                    "base-uri 'none'",
                    "form-action 'none'", "frame-ancestors 'self'",
                ])
        }
    }

    /// Who asks, by `Sec-Fetch-Site` and `Cookie`, and whether pictures on other servers may load.
    @Test(
        arguments: [
            ("same-origin", nil, true), ("none", nil, true), (nil, "creel-page=1", true),
            (nil, "a=b; creel-page=1;c=d", true), ("none", "a=b", true), (nil, nil, false), (nil, "a=b", false),
            (nil, "creel-page=", false), (nil, "x-creel-page=1", false),
        ] as [(String?, String?, Bool)])
    func `loads pictures of other servers for the page and its user alone`(
        site: String?, cookie: String?, isGiven: Bool
    ) async throws {
        try await harness.deliver(fixture("html-only"))
        var headers: HTTPFields = [:]
        (headers[.secFetchSite], headers[.cookie]) = (site, cookie)
        try await harness.test { [headers] client in
            let html = try await client.get("/api/messages/1/html?images=all", headers: headers)
            let policy = try #require(html.headers[.contentSecurityPolicy])
            #expect(policy.contains("img-src \(isGiven ? "data: http: https:" : "data:");"))
        }
    }

    /// What a link in mail can lead its frame to, in browsers that tell and in those that do not.
    @Test func `loads nothing from elsewhere where mail leads`() throws {
        #expect(!AccessRequest(fetchSite: "cross-site", cookie: PageCookie.header).isOfPage)
        #expect(!AccessRequest(fetchSite: "same-site", cookie: PageCookie.header).isOfPage)
        #expect(PageCookie.header.hasSuffix("; SameSite=Strict"))
    }

    @Test func `refuses another wish for pictures`() async throws {
        try await harness.deliver(fixture("html-only"))
        try await harness.test { client in
            try (try await client.get("/api/messages/1/html?images=no")).expect("problem-bad-images")
        }
    }
}
