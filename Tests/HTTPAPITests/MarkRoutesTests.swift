import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MailModel
import NIOCore
import Testing

@testable import HTTPAPI

extension TestClientProtocol {
    /// A request that says something in JSON.
    func send(_ method: HTTPRequest.Method, _ uri: String, _ json: String) async throws -> TestResponse {
        try await execute(
            uri: uri, method: method, headers: [.contentType: "application/json"], body: ByteBuffer(string: json))
    }
}

struct `Marks over HTTP` {
    let harness = Harness()

    @Test func `one message is marked`() async throws {
        for _ in 0..<2 { try await harness.deliver() }
        try await harness.test { client in
            #expect(try await client.execute(uri: "/api/messages/1/seen", method: .put).status == .noContent)
            #expect(
                try await client.send(.put, "/api/messages/latest/tags", #"{"tags":["b","a"]}"#).status == .noContent)
            try (try await client.get("/api/messages")).expect("marked")
            #expect(try await client.execute(uri: "/api/messages/1/seen", method: .delete).status == .noContent)
            #expect(try await client.get("/api/messages/1").json["seen"] as? Bool == false)
            #expect(try await client.execute(uri: "/api/messages/9/seen", method: .put).status == .notFound)
            try (try await client.get("/api/tags")).expect("tags")
        }
    }

    @Test func `all that match are marked`() async throws {
        for name in ["alice", "bob", "bob"] { try await harness.deliver(to: "\(name)@example.com") }
        try await harness.test { client in
            let seen = try await client.execute(uri: "/api/messages/seen?q=to:bob", method: .put)
            #expect(try seen.integer("matched") == 2)
            #expect(try await client.get("/api/inboxes/default").integer("unseen") == 1)
            let unseen = try await client.execute(uri: "/api/messages/seen", method: .delete)
            #expect(try unseen.integer("matched") == 3)
            let tagged = try await client.send(.patch, "/api/messages/tags?q=to:bob", #"{"add":["x","y"]}"#)
            #expect(try tagged.integer("matched") == 2)
            let untagged = try await client.send(.patch, "/api/messages/tags?inbox=default", #"{"remove":["x"]}"#)
            #expect(try untagged.integer("matched") == 3)
            #expect(try await client.get("/api/messages/3").json["tags"] as? [String] == ["y"])
            #expect(try await client.execute(uri: "/api/messages/seen?q=", method: .put).status == .badRequest)
        }
    }

    @Test(arguments: [
        ("/api/messages/1/tags", "", "tags-missing"), ("/api/messages/1/tags", "{}", "tags-missing"),
        ("/api/messages/1/tags", #"{"tags":["a,b"]}"#, "comma"), ("/api/messages/1/tags", #"{"tags":[1]}"#, "number"),
        ("/api/messages/1/tags", #"{"tags":[],"seen":true}"#, "unknown"),
        ("/api/inboxes/ci", ##"{"color":"#ffffff"}"##, "misspelled"),
        ("/api/inboxes/ci", #"{"ttl":"soon"}"#, "no span"),
        ("/api/inboxes/ci", #"{"retention":{"count":0}}"#, "nothing kept"),
        ("/api/inboxes/ci", #"{"colour":"red"}"#, "no colour"),
        ("/api/inboxes/ci", #"{"retention":{"size":1}}"#, "unknown limit"), ("/api/inboxes/a%2Fb", "{}", "slash"),
    ])
    func `what is not understood is refused`(uri: String, body: String, what: String) async throws {
        try await harness.deliver()
        try await harness.test { client in
            let refused = try await client.send(.put, uri, body)
            #expect(refused.status == .badRequest, "\(what)")
            #expect(try await client.get("/api/inboxes/ci").status == .notFound)
        }
    }

    @Test(
        arguments: [
            ("/api/messages/1/tags", #"{"tags":["a",1]}"#, "tags[1]: this kind of value is not allowed; it takes"),
            ("/api/inboxes/ci", "[]", "not understood: this kind of value is not allowed; it takes"),
            ("/api/inboxes/ci", #"{"retention":{"count":"many"}}"#, "retention.count: this kind of value"),
            ("/api/inboxes/ci", #"{"retention":{"size":1}}"#, "retention: there is no size; known are"),
        ])
    func `what is wrong with a body is told, and where`(uri: String, body: String, text: String) async throws {
        try await harness.deliver()
        try await harness.test { client in
            let refused = try await client.send(.put, uri, body)
            #expect(refused.status == .badRequest && refused.text.contains(text), "\(refused.text)")
        }
    }

    @Test func `a form is no JSON`() async throws {
        try await harness.test { client in
            let refused = try await client.execute(
                uri: "/api/inboxes/ci", method: .put, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "{}"))
            #expect(refused.status == .unsupportedMediaType)
            #expect(String(buffer: refused.body).contains("send it with 'Content-Type: application/json'"))
            let large = "{\"description\":\"\(String(repeating: "x", count: 1 << 17))\"}"
            #expect(try await client.send(.put, "/api/inboxes/ci", large).status == .contentTooLarge)
        }
    }
}

struct `Inboxes over HTTP` {
    let harness = Harness()

    @Test func `are made, set, shown and deleted`() async throws {
        try await harness.test { client in
            let made = try await client.send(
                .put, "/api/inboxes/pr-123%20%2B",
                ##"{"ttl":"2h","colour":"#AABBCC","description":"build","retention":{"count":500,"age":"7d"}}"##)
            #expect(made.status == .created)
            try made.expect("inbox")
            try await harness.deliver(inbox: #require(InboxName("pr-123 +")))
            let changed = try await client.send(.put, "/api/inboxes/pr-123%20+", #"{"ttl":null,"description":null}"#)
            #expect(changed.status == .ok)
            try (try await client.get("/api/inboxes")).expect("inboxes")
            let deleted = try await client.execute(uri: "/api/inboxes/pr-123%20+", method: .delete)
            #expect(try deleted.integer("deleted") == 1)
            #expect(try await client.execute(uri: "/api/inboxes/pr-123%20+", method: .delete).status == .notFound)
        }
    }

    /// As `curl -X PUT` and `curl -X PUT -d ''` send it.
    @Test(arguments: [nil, "application/x-www-form-urlencoded"])
    func `are made by a request that says nothing`(type: String?) async throws {
        try await harness.test { client in
            var headers = HTTPFields()
            headers[.contentType] = type
            for status in [HTTPResponse.Status.created, .ok] {
                let answer = try await client.execute(uri: "/api/inboxes/ci", method: .put, headers: headers)
                #expect(answer.status == status)
                #expect(try answer.json["name"] as? String == "ci" && answer.json["ttl"] is NSNull)
            }
        }
    }

    @Test func `of which default stays`() async throws {
        try await harness.deliver()
        try await harness.test { client in
            #expect(try await client.send(.put, "/api/inboxes/default", #"{"ttl":"1h"}"#).status == .conflict)
            let deleted = try await client.execute(uri: "/api/inboxes/default", method: .delete)
            #expect(try deleted.integer("deleted") == 1)
            #expect(try await client.get("/api/inboxes/default").integer("messages") == 0)
        }
    }
}
