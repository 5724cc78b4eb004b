import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MailStorage
import NIOCore
import Testing

@testable import HTTPAPI

struct `Health` {
    @Test func `is told to machines`() async throws {
        let harness = Harness()
        try await harness.test { client in
            let (alive, ready) = try await (client.get("/livez"), client.get("/readyz"))
            #expect(alive.text == "alive\n" && ready.text == "ready\n")
        }
    }

    @Test func `fails with the reason when nothing can be stored`() async throws {
        let harness = Harness(store: MemoryStore(limit: 10))
        await #expect(throws: StoreError.self) { try await harness.deliver() }
        try await harness.test { client in
            try (try await client.get("/readyz")).expect("problem-not-ready")
            #expect(try await client.get("/livez").status == .ok)
        }
    }

    @Test func `comes as figures`() async throws {
        let harness = Harness()
        try await harness.deliver("Subject: x\r\n\r\n")
        try await harness.test { client in
            _ = try await client.get("/api/nothing")
            let metrics = try await client.get("/metrics")
            #expect(metrics.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = metrics.text.split(separator: "\n")
            for line in [
                "# TYPE creel_messages gauge", "creel_messages 1", "creel_inboxes 1",
                "# TYPE creel_appended_total counter",
                "creel_appended_total 1", #"creel_http_requests_total{status="404"} 1"#, "creel_http_waiters 0",
                "creel_http_subscribers 0", "creel_test 7", #"creel_build_info{version="1.2.3"} 1"#,
            ] {
                #expect(lines.contains { $0 == line }, "\(line)")
            }
            #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
        }
    }

    @Test func `keeps labels on their line`() {
        let metric = Metric("a", "b.", kind: .counter, samples: [([("name", "a\"b\\c\nd")], 1)])
        #expect(metric.text == "# HELP a b.\n# TYPE a counter\na{name=\"a\\\"b\\\\c\\nd\"} 1\n")
    }
}

struct `The description of the API` {
    /// `GET /api/messages` and so on, as OpenAPI has them.
    private static func described(_ document: NSDictionary) throws -> Set<String> {
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let methods = ["get", "put", "post", "delete", "patch"]
        return Set(
            paths.flatMap { path, item in
                methods.filter { item[$0] != nil }.map { "\($0.uppercased()) \(path)" }
            })
    }

    @Test func `has every route, and no other`() async throws {
        let harness = Harness()
        try await harness.test { client in
            let document = try await client.get("/api/openapi.json")
            #expect(document.headers[.contentType] == "application/json")
            let registered = harness.api.routes.map { "\($0.method.rawValue) \($0.path)" }
            #expect(Set(registered).count == registered.count)
            #expect(try Self.described(document.json) == Set(registered))
        }
    }

    @Test func `lets every reference lead somewhere`() async throws {
        let harness = Harness()
        try await harness.test { client in
            let document = try await client.get("/api/openapi.json")
            for reference in document.text.matches(of: /"\$ref": "#\/([^"]+)"/).map({ String($0.1) }) {
                let target = try reference.split(separator: "/").reduce(document.json as Any?) { node, name in
                    (node as? NSDictionary)?[String(name)]
                }
                #expect(target != nil, "\(reference)")
            }
        }
    }
}

struct `The page` {
    let harness = Harness()

    @Test func `is served with what it loads`() async throws {
        try await harness.test { client in
            let page = try await client.get("/")
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            // Relative, so that they hold below any base path.
            let loaded = page.text.matches(of: /(?:src|href)="([a-z][^":]+)"/).map { String($0.1) }
            #expect(loaded.count > 1)
            for path in loaded { #expect(try await client.get("/" + path).status == .ok, "\(path)") }
        }
    }

    @Test func `lets no script in but its own`() async throws {
        try await harness.test { client in
            let policy = try #require(try await client.get("/").headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"))
            // No string becomes markup or the address of a script; the worker's is the one exception.
            #expect(policy.contains("; require-trusted-types-for 'script'; trusted-types creel"))
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        }
    }

    /// What opened it has no handle on it, and a browser that knows it already gets the same again.
    @Test func `stands alone, and marks what it asks for`() async throws {
        try await harness.test { client in
            let page = try await client.get("/")
            let again = try await client.get("/", headers: [.ifNoneMatch: try #require(page.headers[.eTag])])
            #expect(again.status == .notModified)
            for response in [page, again] {
                #expect(response.headers[.crossOriginOpenerPolicy] == "same-origin")
                #expect(response.headers[.setCookie] == "creel-page=1; HttpOnly; SameSite=Strict")
            }
            for path in ["/app.js", "/api/messages", "/livez"] {
                #expect(try await client.get(path).headers[.setCookie] == nil)
            }
        }
    }

    /// A module that imports another one finds it.
    @Test func `has every module that its modules import`() async throws {
        try await harness.test { client in
            for asset in WebAsset.page where asset.path.hasSuffix(".js") {
                let base = try #require(URL(string: "http://localhost\(asset.path)"))
                for match in String(buffer: asset.content).matches(of: /(?:from |import\()"([^"]+)"/) {
                    let path = try #require(URL(string: String(match.1), relativeTo: base)).path()
                    #expect(try await client.get(path).status == .ok, "\(path)")
                }
            }
        }
    }

    /// What the page begins with is asked for at once, and not when a module is found to import another.
    @Test func `names in its head all modules that it begins with`() throws {
        let modules = Dictionary(uniqueKeysWithValues: WebAsset.page.map { ($0.path, String(buffer: $0.content)) })
        var (reached, waiting): (Set<String>, [String]) = (["/app.js"], ["/app.js"])
        while let path = waiting.popLast() {
            let base = try #require(URL(string: "http://localhost\(path)"))
            for match in try #require(modules[path]).matches(of: /(?m)^import .*from "([^"]+)"/) {
                let imported = try #require(URL(string: String(match.1), relativeTo: base)).path()
                if reached.insert(imported).inserted { waiting.append(imported) }
            }
        }
        let named = try #require(modules["/"]).matches(of: /rel="modulepreload" href="([^"]+)"/).map { "/\($0.1)" }
        #expect(Set(named).union(["/app.js"]) == reached)
    }

    /// All of it loads before anything shows, over links of any speed.
    @Test func `weighs less than 150 KB`() {
        let octets = WebAsset.page.reduce(0) { $0 + $1.content.readableBytes }
        #expect(octets < 150_000)
    }

    @Test func `comes compressed for those who take that`() async throws {
        try await harness.test { client in
            let plain = try await client.get("/app.js", headers: [.acceptEncoding: "br, gzip;q=0"])
            #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
            let small = try await client.get("/app.js", headers: [.acceptEncoding: "br, gzip;q=0.5"])
            #expect(small.headers[.contentEncoding] == "gzip" && small.headers[.eTag] != plain.headers[.eTag])
            #expect(small.body.readableBytes < plain.body.readableBytes / 2)
            #expect(Array(small.body.readableBytesView.prefix(2)) == [0x1F, 0x8B])
            let tag = try #require(small.headers[.eTag])
            let again = try await client.get("/app.js", headers: [.acceptEncoding: "gzip", .ifNoneMatch: tag])
            #expect(again.status == .notModified)
        }
    }

    @Test(arguments: ["/creel/", "/creel/livez", "/", "/livez", "/creel/api/messages?limit=1"])
    func `lives below a base path, and at the top for proxies that take it away`(path: String) async throws {
        try await below("/creel") { client in
            let answer = try await client.get(path)
            #expect(answer.status == .ok)
        }
    }

    @Test func `is nowhere else`() async throws {
        try await below("/creel") { client in
            #expect(try await client.get("/creelx/").status == .notFound)
            let redirect = try await client.get("/creel?a=b")
            #expect(redirect.status == .permanentRedirect && redirect.headers[.location] == "/creel/?a=b")
        }
    }

    private func below(_ path: String, _ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let responder = harness.api.responder(at: harness.binding, access: harness.access)
        let application = Application(
            responder: BasePathResponder(path: path, inner: responder), logger: harness.api.logger)
        try await application.test(.router, body)
    }

    @Test func `is not sent twice`() async throws {
        try await harness.test { client in
            let first = try await client.get("/app.js")
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.cacheControl] == "no-cache")
            let again = try await client.get("/app.js", headers: [.ifNoneMatch: "\"other\", \(tag)"])
            #expect(again.status == .notModified && again.body.readableBytes == 0)
            #expect(try await client.get("/", headers: [.ifNoneMatch: tag]).status == .ok)
        }
    }
}
