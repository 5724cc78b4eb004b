import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MailModel
import MailStorage
import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct AssertTests {
    private func message(_ subject: String) -> String {
        "From: a@example.com\r\nMessage-ID: <\(subject)@example.com>\r\nSubject: \(subject)\r\n\r\nhello\r\n"
    }

    @Test func `what holds passes`() async throws {
        let harness = Harness()
        try await harness.deliver(message("Hello"))
        try await harness.test { client in
            let answer = try await client.assert(#"{"q":"to:alice","expect":["subject=Hello","no link","count=1"]}"#)
            #expect(answer.status == .ok, "\(answer.text)")
            try answer.expect("assert-passed")
        }
    }

    @Test func `what does not hold is told of each message`() async throws {
        let harness = Harness()
        try await harness.deliver(message("Hello"))
        try await harness.deliver(message("Welcome"))
        try await harness.test { client in
            let answer = try await client.assert(#"{"expect":["subject=Hello","size<10"],"inbox":"default"}"#)
            #expect(answer.status == .ok)
            try answer.expect("assert-failed")
        }
    }

    @Test func `with a timeout it waits for what has to be there`() async throws {
        let harness = Harness()
        try await harness.test { client in
            async let answer = client.assert(#"{"q":"to:alice","expect":["count=2"],"timeout":"60s"}"#)
            try await harness.deliver(message("Hello"))
            try await harness.deliver(message("Hello"), to: "bob@example.com")
            try await harness.deliver(message("Again"))
            #expect(try await answer.json["passed"] as? Bool == true)
        }
    }

    @Test func `what is waited for in vain is told with what came instead`() async throws {
        let harness = Harness()
        try await harness.deliver(message("Old"))
        try await harness.test { client in
            async let answer = client.assert(#"{"q":"to:bob","expect":["subject=Hello"],"timeout":1,"after":1}"#)
            while harness.api.waits.count == 0 { await Task.yield() }
            try await harness.deliver(message("Hello"), to: "carol@example.com")
            try await answer.expect("assert-in-vain")
        }
    }

    @Test func `that nothing comes takes the whole time, and one message is enough to refute it`() async throws {
        let harness = Harness()
        try await harness.test { client in
            let quiet = try await client.assert(#"{"q":"to:alice","expect":["count=0"],"timeout":"10ms"}"#)
            #expect(try quiet.json["passed"] as? Bool == true)
            async let answer = client.assert(#"{"q":"to:alice","expect":["count=0"],"timeout":"60s"}"#)
            while harness.api.waits.count == 0 { await Task.yield() }
            try await harness.deliver(message("Hello"))
            #expect(try await answer.json["passed"] as? Bool == false)
        }
    }

    @Test(arguments: [
        ("assert-no-json", "nonsense"), ("assert-unknown-key", #"{"expects":["count=1"]}"#),
        ("assert-nothing-expected", #"{"q":"to:alice"}"#), ("assert-unknown-expectation", #"{"expect":["sbject=a"]}"#),
    ])
    func `what is not understood is refused`(_ name: String, _ body: String) async throws {
        try await Harness().test { client in
            let answer = try await client.assert(body)
            #expect(answer.status == .badRequest)
            try answer.expect("problem-\(name)")
        }
    }

    @Test func `queries, cursors and times are read as in a wait`() async throws {
        try await Harness().test { client in
            for body in [
                #"{"q":"\"open","expect":["count=1"]}"#, #"{"after":99,"expect":["count=1"]}"#,
                #"{"timeout":"1h","expect":["count=1"]}"#, #"{"inbox":"a/b","expect":["count=1"]}"#,
            ] {
                #expect(try await client.assert(body).status == .badRequest, "\(body)")
            }
            let large = try await client.assert(String(repeating: " ", count: AssertRequest.limit + 1))
            #expect(large.status == .contentTooLarge)
            #expect(try await client.get("/api/assert").status == .methodNotAllowed)
        }
    }

    @Test func `of very many messages only the newest are looked at, which is no success`() async throws {
        let harness = Harness()
        for _ in 0..<101 { try await harness.deliver() }
        try await harness.test { client in
            let answer = try await client.assert(#"{"expect":["subject=hello","count=101"]}"#)
            #expect(try answer.json["passed"] as? Bool == false)
            #expect(answer.text.contains("101 messages are there, of which 100 were looked at"))
            #expect(try await client.assert(#"{"expect":["count=101"]}"#).json["passed"] as? Bool == true)
        }
    }
}

extension TestClientProtocol {
    fileprivate func assert(_ body: String) async throws -> TestResponse {
        try await execute(
            uri: "/api/assert", method: .post, headers: [.contentType: "application/json"],
            body: ByteBuffer(string: body))
    }
}
