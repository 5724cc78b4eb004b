import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPAPI

private let loopback = HTTPBinding(host: "127.0.0.1", port: 8025)
private let everywhere = HTTPBinding(host: "0.0.0.0", port: 8025)
private let everywhere6 = HTTPBinding(host: "::", port: 8025)
private let address = HTTPBinding(host: "192.0.2.7", port: 8025)
private let address6 = HTTPBinding(host: "2001:db8:0:0::1", port: 8025)
private let everywhereAtLength = HTTPBinding(host: "0:0:0:0:0:0:0:0", port: 8025)
private let name = HTTPBinding(host: "creel.internal", port: 8025)

/// A request and what becomes of it; 200 stands for welcome.
struct AccessCase: Sendable, CustomTestStringConvertible {
    var title: String
    var binding = loopback
    var policy = AccessPolicy()
    var request: AccessRequest
    var status: Int

    var testDescription: String { title }

    static func host(_ host: String?, at binding: HTTPBinding, _ status: Int, path: String = "/") -> AccessCase {
        AccessCase(
            title: "\(path) of Host \(host ?? "missing") at \(binding)", binding: binding,
            request: AccessRequest(path: path, host: host), status: status)
    }

    static func browser(
        _ title: String, _ status: Int, method: HTTPRequest.Method = .get, origin: String? = nil, site: String? = nil,
        mode: String? = nil, destination: String? = nil, path: String = "/"
    ) -> AccessCase {
        AccessCase(
            title: title,
            request: AccessRequest(
                method: method, path: path, host: "localhost:8025", origin: origin, fetchSite: site, fetchMode: mode,
                fetchDestination: destination),
            status: status)
    }

    static func login(
        _ title: String, _ status: Int, path: String = "/api/messages", _ authorization: String?
    ) -> AccessCase {
        AccessCase(
            title: title,
            policy: AccessPolicy(credentials: [
                .init(user: "ann", password: "pa:ss"), .init(user: "bö", password: "x"),
            ]),
            request: AccessRequest(path: path, host: "localhost", authorization: authorization), status: status)
    }

    static let hosts: [AccessCase] = [
        .host("localhost", at: loopback, 200), .host("LOCALHOST:8025", at: loopback, 200),
        .host("localhost.:1", at: loopback, 200), .host("mail.localhost:8025", at: loopback, 200),
        .host("127.0.0.1:8025", at: loopback, 200), .host("127.1.2.3", at: loopback, 200),
        .host("[::1]:8025", at: loopback, 200), .host(nil, at: loopback, 400), .host("", at: loopback, 400),
        .host("evil.example", at: loopback, 421), .host("localhost.evil.example", at: loopback, 421),
        .host("notlocalhost", at: loopback, 421), .host("192.0.2.7", at: loopback, 421),
        .host("127.0.0.1.evil.example", at: loopback, 421), .host("[::2]", at: loopback, 421),
        .host("[::1]", at: loopback, 200), .host("localhost:", at: loopback, 200),
        .host("[::1].evil.example", at: loopback, 400), .host("[::1]evil.example:80", at: loopback, 400),
        .host("[::1", at: loopback, 400), .host("localhost:80.evil.example", at: loopback, 400),
        .host("localhost:+80", at: loopback, 400), .host("[::1]:8025:1", at: loopback, 400),
        .host("192.0.2.7:8025", at: address, 200), .host("192.0.2.8", at: address, 421),
        .host("192.0.2.8:80", at: everywhere, 200), .host("[2001:db8::1]:8025", at: everywhere6, 200),
        .host("[2001:db8::1]:8025", at: address6, 200), .host("[2001:DB8::0:1]", at: address6, 200),
        .host("[2001:db8::2]:8025", at: address6, 421), .host("192.0.2.8:80", at: everywhereAtLength, 200),
        .host("[0:0:0:0:0:0:0:1]", at: loopback, 200), .host("[::ffff:127.0.0.1]:80", at: loopback, 200),
        .host("[::ffff:192.0.2.7]", at: address, 200), .host("[::ffff:192.0.2.7]", at: loopback, 421),
        .host("evil.example", at: everywhere, 421), .host("127.evil", at: everywhere, 421),
        .host("creel:8025", at: everywhere, 200, path: "/livez"), .host(nil, at: everywhere, 200, path: "/readyz"),
        .host("creel:8025", at: everywhere, 421, path: "/metrics"), .host(nil, at: everywhere, 400, path: "/metrics"),
        .host("creel.internal:8025", at: name, 200), .host("other.internal", at: name, 421),
        AccessCase(
            title: "an allowed name", binding: everywhere, policy: AccessPolicy(allowedHosts: ["Mail.Example.com"]),
            request: AccessRequest(host: "mail.example.COM:443"), status: 200),
    ]

    static let browsers: [AccessCase] = [
        .browser("our own script", 200, method: .delete, origin: "http://localhost:8025", site: "same-origin"),
        .browser("our own script behind TLS", 200, method: .delete, origin: "https://LOCALHOST:8025"),
        .browser("a script of another site", 403, origin: "https://evil.example"),
        .browser("a script of another port", 403, origin: "http://localhost:3000"),
        .browser("a page without an origin", 403, method: .post, origin: "null"),
        .browser("an image in another site", 403, site: "cross-site", mode: "no-cors", destination: "image"),
        .browser("a script in a page of another port", 403, site: "same-site", mode: "no-cors", destination: "script"),
        .browser("a frame in another site", 403, site: "cross-site", mode: "navigate", destination: "iframe"),
        .browser("a link on another site", 200, site: "cross-site", mode: "navigate", destination: "document"),
        .browser(
            "a link on another site to mail", 403, site: "cross-site", mode: "navigate", destination: "document",
            path: "/api/messages/latest/html"),
        .browser(
            "a link on another port to a file", 403, site: "same-site", mode: "navigate", destination: "document",
            path: "/api/messages/1/raw"),
        .browser(
            "an address of the API in the address bar", 200, site: "none", mode: "navigate", destination: "document",
            path: "/api/messages/1/html"),
        .browser(
            "a form on another site", 403, method: .post, site: "cross-site", mode: "navigate", destination: "document"),
        .browser("the address bar", 200, site: "none", mode: "navigate", destination: "document"),
        .browser("a frame of ours", 200, site: "same-origin", mode: "navigate", destination: "iframe"),
    ]

    // ann:pa:ss, bö:x, ann:wrong, ann:pa:ssx
    static let logins: [AccessCase] = [
        .login("the right password", 200, "Basic YW5uOnBhOnNz"), .login("in lower case", 200, "basic YW5uOnBhOnNz"),
        .login("beyond ASCII", 200, "Basic YsO2Ong="), .login("no password", 401, nil),
        .login("a wrong password", 401, "Basic YW5uOndyb25n"), .login("more than it", 401, "Basic YW5uOnBhOnNzeA=="),
        .login("another scheme", 401, "Bearer YW5uOnBhOnNz"), .login("no Base64", 401, "Basic ***"),
        .login("nothing", 401, "Basic "), .login("liveness", 200, path: "/livez", nil),
        .login("readiness", 200, path: "/readyz", nil), .login("metrics", 401, path: "/metrics", nil),
        .login("the page", 401, path: "/", nil),
    ]
}

struct `Access` {
    @Test(arguments: AccessCase.hosts + AccessCase.browsers + AccessCase.logins)
    func `is given to`(_ example: AccessCase) {
        let refusal = example.policy.refusal(of: example.request, at: example.binding)
        #expect(refusal?.status.code ?? 200 == example.status)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("localhost", true), ("::1", true), ("127.8.8.8", true), ("0.0.0.0", false), ("::", false),
        ("0:0:0:0:0:0:0:1", true), ("::ffff:127.0.0.1", true), ("::0", false), ("::ffff:0.0.0.0", false),
        ("::127.0.0.1", false),
        ("192.0.2.7", false), ("creel.internal", false), ("127.evil.example", false),
    ])
    func `without credentials is for this machine alone`(host: String, isFine: Bool) throws {
        let binding = HTTPBinding(host: host, port: 8025)
        try AccessPolicy(credentials: [.init(user: "a", password: "b")]).validate(binding: binding)
        if isFine {
            try AccessPolicy().validate(binding: binding)
        } else {
            #expect(throws: AccessError.openToOthers(binding)) { try AccessPolicy().validate(binding: binding) }
        }
    }

    @Test func `never shows a password`() {
        let policy = AccessPolicy(credentials: [.init(user: "ann", password: "secret")])
        #expect(!String(reflecting: policy).contains("secret") && !"\(policy)".contains("secret"))
    }

    @Test func `is refused as a problem before anything else`() async throws {
        var harness = Harness()
        harness.access = AccessPolicy(credentials: [.init(user: "ann", password: "x")])
        try await harness.test { client in
            let stranger = try await client.get("/api/nothing")
            #expect(stranger.status == .unauthorized)
            #expect(stranger.headers[.wwwAuthenticate]?.hasPrefix("Basic realm=") == true)
            try stranger.expect("problem-no-credentials")
            let foreign = try await client.get("/livez", headers: [.origin: "http://evil.example"])
            #expect(foreign.status == .forbidden)
            try foreign.expect("problem-other-origin")
            for path in ["/livez", "/livez/", "//livez"] {
                #expect(try await client.get(path).status == .ok, "\(path)")
            }
        }
    }

    /// What stands in front of us may go by the one, we by the other. RFC 9112 §3.2.
    @Test func `is refused to a request with two hosts`() async throws {
        let harness = Harness()
        try await harness.test { client in
            let ambiguous = try await client.get("/livez", headers: [try #require(HTTPField.Name("Host")): "localhost"])
            #expect(ambiguous.status == .badRequest)
            try ambiguous.expect("problem-two-hosts")
        }
    }
}
