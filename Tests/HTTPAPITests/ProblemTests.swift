import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPAPI

struct `Problems` {
    let harness = Harness()

    @Test(arguments: [
        ("/api/nothing", "unknown-path"), ("/nothing.js", "unknown-asset"),
        ("/api/messages?limit=501", "limit-too-large"), ("/api/messages?limt=5", "unknown-parameter"),
        ("/livez?x=1", "parameter-of-health"), ("/api/messages?limit=5&limit=6", "repeated-parameter"),
        ("/api/messages?before=abc", "bad-before"), ("/api/messages?inbox=a/b", "bad-inbox"),
        ("/api/messages?q=foo:bar", "unknown-field"), ("/api/messages?q=%22open", "open-quote"),
        ("/api/messages?q=%zz", "bad-encoding"), ("/api/messages/abc", "bad-id"),
        ("/api/messages/wait?timeout=1h", "bad-timeout"), ("/api/messages/wait?after=1", "cursor-ahead"),
        ("/api/sessions/abc", "bad-session-id"), ("/api/sessions/7", "unknown-session"),
        ("/api/events?after=x", "bad-cursor"),
    ])
    func `of requests name what is wrong and what is allowed`(uri: String, fixture: String) async throws {
        try await harness.test { client in
            let response = try await client.get(uri)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            #expect(try response.integer("status") == response.status.code)
            try response.expect("problem-\(fixture)")
        }
    }

    @Test(arguments: ["/api/messages", "/api/messages/1", "/api/messages/wait", "/livez", "/"])
    func `of methods tell which are allowed`(path: String) async throws {
        try await harness.test { client in
            for method in [HTTPRequest.Method.put, .patch, .options] {
                let response = try await client.execute(uri: path, method: method)
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow]?.hasPrefix("GET, HEAD") == true)
            }
        }
    }

    @Test func `of unknown methods say so`() async throws {
        try await harness.test { client in
            let method = try #require(HTTPRequest.Method("PROPFIND"))
            for uri in ["/livez", "/nothing"] {
                #expect(try await client.execute(uri: uri, method: method).status == .notImplemented)
            }
        }
    }

    @Test func `have no body where HEAD asks`() async throws {
        try await harness.deliver()
        try await harness.test { client in
            for uri in ["/api/messages", "/api/messages/1", "/api/messages/1/raw", "/", "/livez", "/api/nothing"] {
                let get = try await client.get(uri)
                let head = try await client.execute(uri: uri, method: .head)
                #expect(head.status == get.status)
                #expect(head.headers[.contentLength] == get.headers[.contentLength])
                #expect(head.body.readableBytes == 0)
            }
        }
    }
}
