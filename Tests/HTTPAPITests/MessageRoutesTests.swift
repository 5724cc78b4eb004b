import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import MailModel
import MailProtocols
import MailStorage
import NIOCore
import Testing

@testable import HTTPAPI

private let alternative = """
    From: "Alice A." <alice@example.com>\r
    To: Bob <bob@example.com>, carol@example.com\r
    Cc: dave@example.com\r
    Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from\r
     Alice\r
    Date: Sat, 31 Jan 2026 10:00:00 +0100\r
    Message-ID: <one@example.com>\r
    MIME-Version: 1.0\r
    Content-Type: multipart/alternative; boundary=b\r
    \r
    --b\r
    Content-Type: text/plain; charset=utf-8\r
    \r
    Hello Bob\r
    --b\r
    Content-Type: text/html; charset=iso-8859-1\r
    Content-Transfer-Encoding: quoted-printable\r
    \r
    <p>Gr=FC=DFe</p>\r
    --b--\r

    """

struct `Messages over HTTP` {
    let harness = Harness()

    @Test func `an empty store lists nothing`() async throws {
        try await harness.test { client in
            try (try await client.get("/api/messages")).expect("empty-list")
        }
    }

    @Test func `a list is newest first and pages by number`() async throws {
        for number in 1...5 { try await harness.deliver("Subject: \(number)\r\n\r\n") }
        try await harness.test { client in
            let first = try await client.get("/api/messages?limit=2")
            #expect(try first.ids == [5, 4])
            #expect(try first.integer("matched") == 5)
            #expect(try first.integer("next") == 4)
            let last = try await client.get("/api/messages?limit=3&before=4")
            #expect(try last.ids == [3, 2, 1])
            #expect(try last.json["next"] is NSNull)
        }
    }

    @Test func `a list holds what was asked for`() async throws {
        try await harness.deliver("Subject: one\r\n\r\n", to: "alice@example.com")
        try await harness.deliver("Subject: two\r\n\r\n", to: "bob+tag@example.com", inbox: #require(InboxName("ci")))
        try await harness.test { client in
            for (query, ids) in [
                ("q=to:bob%2Btag", [2]), ("q=subject:one+to:alice", [1]), ("inbox=ci", [2]), ("inbox=ci&q=one", []),
            ] {
                let list = try await client.get("/api/messages?\(query)")
                #expect(try list.ids == ids)
            }
        }
    }

    @Test func `a bounce is explained, a complaint and a receipt are told`() async throws {
        let part = { (type: String, fields: String) in
            "Subject: Undelivered\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n"
                + "--b\r\nContent-Type: message/\(type)\r\n\r\n\(fields)\r\n--b--\r\n"
        }
        try await harness.deliver(
            part(
                "delivery-status",
                "Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ann@example.net\r\nAction: failed\r\n"
                    + "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n"))
        try await harness.deliver(
            part("feedback-report", "Feedback-Type: abuse\r\nUser-Agent: X/1\r\nOriginal-Rcpt-To: ann@example.net\r\n"))
        try await harness.deliver(
            part(
                "disposition-notification",
                "Final-Recipient: rfc822; ann@example.net\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n"
            ))
        try await harness.test { client in
            for id in 1...3 {
                let notification = try await client.get("/api/messages/\(id)").json["notification"] as? NSDictionary
                #expect(notification == (try Self.notifications())[id - 1])
            }
        }
    }

    private static func notifications() throws -> [NSDictionary] {
        let text = """
            [{"deliveryStatus": {"reportingMTA": "mx.example.com", "originalEnvelopeID": null, "recipients": [{
                "original": null, "final": "ann@example.net", "action": "failed", "status": "5.1.1",
                "meaning": "Not delivered, for good: the mailbox does not exist", "remoteMTA": null,
                "diagnosticCode": "550 5.1.1 unknown"}]}, "feedback": null, "disposition": null},
            {"deliveryStatus": null, "disposition": null, "feedback": {"type": "abuse", "userAgent": "X/1",
                "originalMailFrom": null, "originalRecipients": ["ann@example.net"], "sourceIP": null,
                "reportedDomains": []}},
            {"deliveryStatus": null, "feedback": null, "disposition": {"finalRecipient": "ann@example.net",
                "originalMessageID": null, "disposition": "displayed"}}]
            """
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [NSDictionary])
    }

    @Test func `one message is shown with header fields and bodies`() async throws {
        let session = SessionID(1_769_850_000_000_000)
        try await harness.deliver(alternative, to: "bob@example.com", session: session)
        try await harness.test { client in
            try (try await client.get("/api/messages/1")).expect("message")
            try (try await client.get("/api/messages/latest")).expect("message")
            try (try await client.get("/api/messages")).expect("list")
        }
    }

    @Test func `a message without anything is shown like any other`() async throws {
        try await harness.deliver("")
        try await harness.test { client in
            try (try await client.get("/api/messages/1")).expect("message-of-no-octets")
        }
    }

    @Test func `latest means the newest match`() async throws {
        try await harness.deliver(to: "alice@example.com")
        try await harness.deliver(to: "bob@example.com")
        try await harness.test { client in
            let latest = try await client.get("/api/messages/latest")
            #expect(try latest.integer("id") == 2)
            #expect(try await client.get("/api/messages/latest?q=to:alice").integer("id") == 1)
            #expect(try await client.get("/api/messages/latest?q=to:nobody").status == .notFound)
            #expect(try await client.get("/api/messages/1?q=to:alice").status == .badRequest)
        }
    }

    @Test func `raw is the octets that came`() async throws {
        let content = "Subject: \u{0}\r\n.\r\n..\nbare\rand no end"
        try await harness.deliver(content)
        try await harness.test { client in
            let raw = try await client.get("/api/messages/1/raw")
            #expect(raw.text == content)
            #expect(raw.headers[.contentType] == "message/rfc822")
            #expect(raw.headers[.contentLength] == "\(content.utf8.count)")
            #expect(raw.headers[.contentDisposition] == nil)
            let download = try await client.get("/api/messages/1/raw?download=1")
            #expect(download.headers[.contentDisposition] == #"attachment; filename="creel-1.eml""#)
        }
    }

    @Test func `text and HTML come decoded, and HTML can do nothing`() async throws {
        try await harness.deliver(alternative)
        try await harness.test { client in
            let text = try await client.get("/api/messages/1/text")
            #expect(text.text.hasPrefix("Hello Bob"))
            #expect(text.headers[.contentType] == "text/plain; charset=utf-8")
            let html = try await client.get("/api/messages/1/html")
            #expect(html.text.contains("<p>Grüße</p>"))
            #expect(html.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(html.headers[.contentSecurityPolicy])
            for part in ["sandbox; ", "default-src 'none'", "form-action 'none'", "frame-ancestors 'self'"] {
                #expect(policy.contains(part))
            }
            #expect(!policy.contains("allow"))
            #expect(html.headers[.xContentTypeOptions] == "nosniff")
            #expect(html.headers[.referrerPolicy] == "no-referrer")
            #expect(html.headers[try #require(HTTPField.Name("X-DNS-Prefetch-Control"))] == "off")
        }
    }

    @Test func `what a message does not have is not found`() async throws {
        try await harness.deliver()
        try await harness.test { client in
            #expect(try await client.get("/api/messages/1/html").status == .notFound)
            #expect(try await client.get("/api/messages/9").status == .notFound)
            #expect(try await client.get("/api/messages/9/raw").status == .notFound)
            try (try await client.get("/api/messages/1/session")).expect("problem-session-of-posted-message")
        }
    }

    @Test func `deleting tells how many matched`() async throws {
        for name in ["alice", "bob", "bob"] { try await harness.deliver(to: "\(name)@example.com") }
        try await harness.test { client in
            let some = try await client.execute(uri: "/api/messages?q=to:bob", method: .delete)
            try some.expect("deleted")
            #expect(try await client.get("/api/messages").ids == [1])
            let one = try await client.execute(uri: "/api/messages/1", method: .delete)
            #expect(one.status == .noContent && one.body.readableBytes == 0)
            #expect(try await client.execute(uri: "/api/messages/1", method: .delete).status == .notFound)
            #expect(try await client.execute(uri: "/api/messages/latest", method: .delete).status == .notFound)
        }
    }

    /// A script whose variable is unset asks for this; it does not mean everything.
    @Test(arguments: ["/api/messages?q=", "/api/messages?q", "/api/messages?q=+%09", "/api/messages/latest?q="])
    func `deleting what an empty query finds is refused`(uri: String) async throws {
        try await harness.deliver()
        try await harness.test { client in
            let refused = try await client.execute(uri: uri, method: .delete)
            #expect(refused.status == .badRequest)
            #expect(try refused.json["parameter"] as? String == "q")
            #expect(try await client.get("/api/messages?q=").ids == [1])
        }
    }

    @Test func `a posted message comes in like one over SMTP`() async throws {
        try await harness.test { client in
            let posted = try await client.execute(
                uri: "/api/messages?from=&to=x@example.com&to=y@example.com&inbox=ci", method: .post,
                headers: [.contentType: "message/rfc822"], body: ByteBuffer(string: alternative))
            #expect(posted.status == .created)
            #expect(posted.headers[.location] == "messages/1")
            try posted.expect("posted")
            #expect(try await client.get("/api/messages/1/raw").text == alternative)
        }
    }

    @Test func `a posted message loses source routes, as over SMTP`() async throws {
        try await harness.test { client in
            for query in ["from=@relay.example:alice@example.com&to=@relay.example:bob@example.com", ""] {
                let posted = try await client.execute(
                    uri: "/api/messages?\(query)", method: .post,
                    body: ByteBuffer(string: "From: alice@example.com\r\nTo: <@relay.example:bob@example.com>\r\n\r\n"))
                #expect(posted.status == .created)
            }
            for id in [1, 2] as [Int64] {
                let envelope = try await harness.store.message(CaptureID(id))?.summary.envelope
                #expect(envelope == Envelope(reversePath: "alice@example.com", forwardPaths: ["bob@example.com"]))
            }
        }
    }

    @Test func `a posted message gives its own envelope where none is given`() async throws {
        try await harness.test { client in
            _ = try await client.execute(
                uri: "/api/messages", method: .post, body: ByteBuffer(string: alternative))
            let envelope = try await harness.store.message(CaptureID(1))?.summary.envelope
            #expect(envelope?.reversePath == "alice@example.com")
            #expect(envelope?.forwardPaths == ["bob@example.com", "carol@example.com", "dave@example.com"])
        }
    }

    @Test(arguments: [
        "to=@", "to=a%20b@c.example", "to=a@b.example%3E%20SIZE=1", "to=%3Ca@b.example%3E", "from=nobody",
        "from=postmaster", "to=nobody", "to=a@b.example.",
        "to=\(String(repeating: "a", count: 60))@b.example", "to=a@b.example&to=c@b.example&to=d@b.example",
    ])
    func `a posted message gets no envelope that SMTP would refuse`(query: String) async throws {
        let harness = Harness(limits: HTTPLimits(recipients: 2, path: 64, paths: .strict))
        try await harness.test { client in
            let posted = try await client.execute(
                uri: "/api/messages?\(query)", method: .post, body: ByteBuffer(string: alternative))
            #expect(posted.status == .badRequest)
            #expect(try await client.get("/api/messages").ids.isEmpty)
        }
    }

    @Test func `a posted message gets an envelope that SMTP takes as it stands`() async throws {
        try await harness.test { client in
            let uri = "/api/messages?from=www-data&to=root&to=a@b.example."
            let posted = try await client.execute(uri: uri, method: .post, body: ByteBuffer(string: alternative))
            #expect(posted.status == .created)
            let envelope = try await harness.store.message(CaptureID(1))?.summary.envelope
            #expect(envelope?.reversePath == "www-data" && envelope?.forwardPaths == ["root", "a@b.example."])
        }
    }

    @Test func `what a header names is taken as recipients, as far as it can be`() async throws {
        let harness = Harness(limits: HTTPLimits(recipients: 2, path: 64))
        @Sendable func message(to names: String) -> ByteBuffer {
            ByteBuffer(string: "From: nobody\r\nTo: \(names)\r\n\r\n")
        }
        try await harness.test { client in
            let odd = try await client.execute(
                uri: "/api/messages", method: .post,
                body: message(to: "everybody, <a@b.example>, <\(String(repeating: "a", count: 60))@b.example>"))
            #expect(odd.status == .created)
            let envelope = try await harness.store.message(CaptureID(1))?.summary.envelope
            #expect(envelope?.reversePath == "" && envelope?.forwardPaths == ["a@b.example"])
            let many = message(to: "a@b.example, c@b.example, d@b.example")
            let refused = try await client.execute(uri: "/api/messages", method: .post, body: many)
            #expect(refused.status == .badRequest && refused.text.contains("name 3 recipients"))
            #expect(refused.text.contains("--max-recipients"))
            let told = try await client.execute(uri: "/api/messages?from=&to=a@b.example", method: .post, body: many)
            #expect(told.status == .created)
        }
    }

    @Test func `all that a header names are recipients, and not only those that a list shows`() async throws {
        let harness = Harness()
        let names = (1...300).map { "u\($0)@many.example" }
        try await harness.test { client in
            let to = names[..<299].joined(separator: ",\r\n ")
            let message = ByteBuffer(string: "To: \(to)\r\nCc: \(names[299])\r\n\r\n")
            for path in ["/api/messages", "/api/import"] {
                _ = try await client.execute(uri: path, method: .post, body: message)
            }
        }
        let envelopes = try await harness.store.matches(.init(), after: .zero, limit: 9).map(\.envelope)
        #expect(envelopes.map(\.forwardPaths) == [names, names])
    }

    @Test func `a posted message shares the memory of all that come in, and gives it back`() async throws {
        let harness = Harness(budget: 100)
        try await harness.test { client in
            let large = try await client.execute(
                uri: "/api/messages", method: .post, body: ByteBuffer(repeating: 0x61, count: 101))
            #expect(large.status == .serviceUnavailable)
            #expect(large.headers[.retryAfter] == "1")
            #expect(String(buffer: large.body).contains("--max-octets-in-flight"))
            let small = try await client.execute(
                uri: "/api/messages", method: .post, body: ByteBuffer(repeating: 0x61, count: 100))
            #expect(small.status == .created)
        }
        #expect(harness.budget.heldOctets == 0)
    }

    @Test func `a posted message is limited in size, and no form`() async throws {
        try await harness.test { client in
            let large = ByteBuffer(repeating: 0x61, count: (1 << 16) + 1)
            let tooLarge = try await client.execute(uri: "/api/messages", method: .post, body: large)
            #expect(tooLarge.status == .contentTooLarge)
            try tooLarge.expect("problem-message-too-large")
            let form = try await client.execute(
                uri: "/api/messages", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "a=b"))
            #expect(form.status == .unsupportedMediaType)
            #expect(try await client.get("/api/messages").ids == [])
        }
    }

    @Test(arguments: [(512 << 10) - 1, 512 << 10, (512 << 10) + 1, 1_500_000])
    func `a large message is handed on in parts`(size: Int) async throws {
        let harness = Harness(limits: HTTPLimits(message: 1 << 22))
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 / 7) }
        try await harness.deliver(content)
        try await harness.test { client in
            let raw = try await client.get("/api/messages/1/raw")
            #expect(Array(raw.body.readableBytesView) == content)
            #expect(raw.headers[.contentLength] == "\(size)")
            let tag = try #require(raw.headers[.eTag])
            let again = try await client.execute(
                uri: "/api/messages/1/raw", method: .get, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0)
        }
    }

    @Test func `one inbox more than may be is 409`() async throws {
        let harness = Harness(store: MemoryStore(limit: 1 << 20, inboxLimit: 2))
        try await harness.test { client in
            for (inbox, status) in [("a", 201), ("b", 409), ("a", 201)] {
                let answer = try await client.execute(
                    uri: "/api/messages?inbox=\(inbox)", method: .post, body: ByteBuffer(string: "a"))
                #expect(answer.status.code == status)
            }
            let made = try await client.execute(
                uri: "/api/inboxes/b", method: .put, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: "{}"))
            #expect(made.status == .conflict)
            #expect(String(buffer: made.body).contains("raise --max-inboxes"))
            #expect(try await client.get("/readyz").status == .ok)
        }
    }

    @Test func `a full store is 507`() async throws {
        let harness = Harness(store: MemoryStore(limit: 10))
        try await harness.test { client in
            let refused = try await client.execute(uri: "/api/messages", method: .post, body: ByteBuffer(string: "a"))
            #expect(refused.status.code == 507)
            #expect(try await client.get("/readyz").status == .serviceUnavailable)
        }
    }
}
