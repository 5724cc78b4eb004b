import Foundation
import MIME
import MailModel
import MailStorage
import TestSupport
import Testing

@testable import Intake

@Suite struct InboxRuleTests {
    private static let delivery = Delivery(
        envelope: Envelope(
            reversePath: "app@Billing.example", forwardPaths: ["a@other.example", "bob+1@shop.example"]),
        content: Array(
            "X-App: web\r\nX-App: =?utf-8?q?Gr=C3=B6=C3=9Fe?=\r\nSubject: [staging] Hi\r\n\r\nX-Body: 1\r\n".utf8),
        client: "[2001:db8::7]:4000", listener: "10.0.0.5:2526")

    private static func holds(_ condition: String, _ delivery: Delivery = delivery) throws -> Bool {
        try InboxRule("\(condition) -> there").inbox(for: delivery, Header(of: delivery.content)) != nil
    }

    @Test(arguments: [
        "rcpt:bob+1@shop.example", "rcpt:*@SHOP.example", "rcpt:bob+*@*.example", "rcpt:*", "from:*@billing.example",
        "header:X-App=web", "header:x-app=grosse", "header:X-App", "header:Subject=\"[staging] *\"", "listener:2526",
        "listener:10.0.0.5:2526", "client:2001:db8::/32", "client:2001:DB8::7", "rcpt:*@shop.example header:X-App=web",
        "  RCPT:a@other.example  ",
    ])
    func `holds`(condition: String) throws {
        #expect(try Self.holds(condition))
    }

    @Test(arguments: [
        "rcpt:ob+1@shop.example", "rcpt:*@shop", "rcpt:b", "rcpt:bob+*1@shop.example.org", "from:*@shop.example",
        "header:X-App=we", "header:X-Body", "header:Subject=\"[staging]\"", "listener:252", "listener:526",
        "listener:10.0.0.6:2526", "listener:unix:/run/x", "client:unix", "client:10.0.0.0/8",
        "rcpt:*@shop.example header:X-App=shop",
    ])
    func `does not hold`(condition: String) throws {
        #expect(try !Self.holds(condition))
    }

    @Test(
        arguments: [
            ("rcpt:*+*@shop.example -> $2", "1"), ("rcpt:*+*@shop.example -> ci-$2-$1", "ci-1-bob"),
            ("rcpt:bob+*@shop.example -> pr-*", "pr-1"), ("header:X-App=*b header:Subject=[*]* -> $2/$1", nil),
            ("header:X-App=*b header:Subject=\"[*]*\" -> $2.$1", "staging.we"), ("from:*@* -> $2", "Billing.example"),
            ("header:X-App=gr* -> *", "osse"), ("header:Subject=\"[staging] Hi*\" -> *", nil),
            ("header:Subject=* -> *", "[staging] Hi"), ("header:X-App -> $x$", "$x$"),
            ("header:X-Path=* -> *", "a-b-c"), ("header:X-Long=* -> a*", "a" + String(repeating: "x", count: 254)),
            ("header:X-Dots=* -> *", "--"), ("header:X-Dots=* -> a*", "a.."),
        ] as [(String, String?)])
    func `names an inbox after what asterisks stand for`(rule: String, inbox: String?) throws {
        guard !rule.contains("/") else {
            #expect(throws: QueryError.self) { try InboxRule(rule) }
            return
        }
        var delivery = Self.delivery
        delivery.content =
            Array("X-Path: a/b/c\r\nX-Dots: ..\r\nX-Long: \(String(repeating: "x", count: 300))\r\n".utf8)
            + delivery.content
        let name = try InboxRule(rule).inbox(for: delivery, Header(of: delivery.content))
        #expect(name?.rawValue == inbox)
    }

    @Test func `a rule that leads nowhere leaves the message to the next`() throws {
        let rules = try ["header:X-Job=* -> *", "rcpt:*@other.example -> *", "rcpt:* -> all"].map { try InboxRule($0) }
        let header = Header(of: Array("X-Job: \r\n\r\n".utf8))
        #expect(rules.inbox(for: Self.delivery, header).rawValue == "a")
    }

    @Test func `knows sockets, and messages that came over no connection`() throws {
        var socket = Self.delivery
        (socket.client, socket.listener) = ("unix", "unix:/run/creel:1.sock")
        #expect(try Self.holds("client:unix listener:unix:/run/creel:1.sock", socket))
        #expect(try !Self.holds("client:::/0", socket))
        var posted = Self.delivery
        (posted.client, posted.listener) = (nil, nil)
        #expect(try !Self.holds("client:0.0.0.0/0", posted))
        #expect(try !Self.holds("listener:2526", posted))
        #expect(try Self.holds("header:X-App", posted))
    }

    @Test func `the listener's IPv6 address is compared as an address`() throws {
        var delivery = Self.delivery
        delivery.listener = "[2001:db8::1]:25"
        #expect(try Self.holds("listener:[2001:DB8:0::1]:25", delivery))
        #expect(try Self.holds("listener:25", delivery))
    }

    @Test(arguments: [
        ("rcpt:a@b", 9, "There is no arrow"), (" -> x", 1, "There is no condition"),
        ("rcpt:a@b -> *", 13, "'*' cannot be named here"), ("rcpt:*@* -> *", 13, "'*' cannot be named here"),
        ("rcpt:*@* -> $3", 13, "'$3' cannot be named here"), ("header:X-Job -> *", 17, "'*' cannot be named here"),
        ("rcpt:a@b -> ", 13, "'' cannot be named here"), ("rcpt:a@b ->a/b", 12, "'a/b' cannot be named here"),
        ("rcp:a@b -> x", 1, "There is no condition rcp:"), ("rcpt:a hello -> x", 8, "No condition begins so"),
        ("rcpt: -> x", 6, "A value is missing behind the colon"), ("client:10.0.0.0/99 -> x", 8, "'10.0.0.0/99'"),
        ("listener:0 -> x", 10, "'0'"), ("listener:localhost:25 -> x", 10, "'localhost:25'"),
        ("listener:65536 -> x", 10, "'65536'"), ("listener:unix: -> x", 10, "'unix:'"),
        ("listener:::1:25 -> x", 10, "'::1:25'"), ("header:=a -> x", 8, "The name of a field is missing"),
        ("header:Subject=\"a -> x", 16, "The quote is not closed"),
        ("header:X-App= -> x", 14, "A value is missing behind the equals sign"),
    ])
    func `says where it is not understood`(text: String, column: Int, message: String) {
        #expect {
            try InboxRule(text)
        } throws: { error in
            let error = error as? QueryError
            return error?.column == column && error?.message.hasPrefix(message) == true
                && error?.expected.isEmpty == false
        }
    }

    @Test(arguments: InboxField.all.map { ($0.name, $0.examples) })
    func `understands its own examples`(name: String, examples: [String]) throws {
        #expect(!examples.isEmpty)
        for example in examples { #expect(throws: Never.self) { try InboxRule("\(example) -> x") } }
    }

    @Test func `is described as it is`() throws {
        let page = try String(contentsOf: Fixtures.folder.appending(path: "../docs/inboxes.md"), encoding: .utf8)
        let begin = "<!-- fields: a test compares them with the parser -->\n"
        let start = try #require(page.range(of: begin)?.upperBound)
        let end = try #require(page.range(of: "\n<!-- end of fields -->")?.lowerBound)
        #expect(start <= end && page[start..<end] == InboxField.markdown, "\(InboxField.markdown)")
    }
}
