import MailModel
import Testing

@testable import MIME

struct AddressTests {
    @Test(arguments: [
        FieldCase("a@example.com", [" a@example.com"]),
        FieldCase("Ann <a@example.com>", ["Ann a@example.com"]),
        FieldCase(
            "\"Ann, B. \\\"C\\\"\" <a@example.com>,b@example.com", ["Ann, B. \"C\" a@example.com", " b@example.com"]),
        FieldCase("a@example.com (Ann)", ["Ann a@example.com"]),
        FieldCase("Ann (at work) <a@example.com>", ["Ann (at work) a@example.com"]),
        FieldCase("Ann\r\n\tB.\r\n <a@example.com>", ["Ann B. a@example.com"]),
        FieldCase("<a@example.com>", [" a@example.com"]),
        FieldCase("<@one.example,@two.example:a@example.com>", [" a@example.com"]),
        FieldCase("a (c1) @ (c2) example . com", ["c1 c2 a@example.com"]),
        FieldCase("\"a b\"@example.com", [" \"a b\"@example.com"]),
        FieldCase("\"a@b\"@example.com", [" \"a@b\"@example.com"]),
        FieldCase(
            "Team: a@example.com, Ben <b@example.com>; c@example.com",
            [
                " a@example.com", "Ben b@example.com", " c@example.com",
            ]),
        FieldCase("undisclosed-recipients:;", []),
        FieldCase("=?utf-8?q?J=C3=BCrgen?= =?utf-8?b?SG9mZg==?= <j@example.com>", ["JürgenHoff j@example.com"]),
        FieldCase("\"=?utf-8?q?J=C3=BCrgen?=\" <j@example.com>", ["Jürgen j@example.com"]),
        FieldCase("Jürgen <jürgen@exämple.com>", ["Jürgen jürgen@exämple.com"]),
        FieldCase("a@example.com; b@example.com", [" a@example.com", " b@example.com"]),
        FieldCase("Ann <a@example.com, b@example.com", ["Ann a@example.com", " b@example.com"]),
        FieldCase("a@[192.0.2.1]", [" a@[192.0.2.1]"]),
        FieldCase("a@[IPv6:2001:db8::1]", [" a@[IPv6:2001:db8::1]"]),
        FieldCase("Ann <a@[IPv6:2001:db8::1]>, b@example.com", ["Ann a@[IPv6:2001:db8::1]", " b@example.com"]),
        FieldCase("Team: a@[IPv6:::1], b@example.com;", [" a@[IPv6:::1]", " b@example.com"]),
        FieldCase("a@[IPv6:2001, b@example.com", [" 2001", " b@example.com"]),
        FieldCase("\"support@example.com\"", [" support@example.com"]),
        FieldCase("\"a@b\\\"c\"@example.com", [" \"a@b\\\"c\"@example.com"]),
        FieldCase("o\"brien@example.com", [" obrien@example.com"]),
        FieldCase("MAILER-DAEMON (Mail System)", ["Mail System MAILER-DAEMON"]),
        FieldCase("a@example.com <a@example.com>", ["a@example.com a@example.com"]),
        FieldCase("<>", []),
        FieldCase(", ,, ;", []),
        FieldCase("(only a comment)", []),
        FieldCase("\"never closed <a@example.com>", ["never closed a@example.com"]),
    ])
    func `addresses are found in every form`(_ example: FieldCase<[String]>) {
        let list = AddressParser.list(0..<example.octets.count, in: example.octets)
        #expect(list.addresses.map { "\($0.name ?? "") \($0.address)" } == example.expected)
    }

    @Test func `a limit leaves out the rest`() {
        let octets = Array(String(repeating: "a@example.com, ", count: 50).utf8)
        #expect(AddressParser.list(0..<octets.count, in: octets, limit: 7).addresses.count == 7)
    }

    @Test func `groups keep their names, mailboxes their places`() throws {
        let octets = Array("Team : Ann <a@example.com>; b@example.com".utf8)
        let list = AddressParser.list(0..<octets.count, in: octets)
        try #require(list.items.count == 2)
        guard case .group(let name, let members) = list.items[0] else { return #expect(Bool(false)) }
        #expect(name == "Team")
        #expect(String(decoding: octets[members[0].range], as: UTF8.self) == "Ann <a@example.com>")
        #expect(members[0].localPart == "a" && members[0].domain == "example.com")
        #expect(String(decoding: octets[list.mailboxes[1].range], as: UTF8.self) == "b@example.com")
    }
}
