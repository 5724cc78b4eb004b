import MailModel
import Testing

@testable import MIME

struct ReceivedTests {
    @Test func `a hop is read clause by clause`() throws {
        let header = Header(
            of: Array(
                """
                Received: from mail.example.com (host.example.com [192.0.2.1])
                 (using TLSv1.3) by mx.example.org (Postfix) with ESMTPS id 4711
                 for <ann@example.org>; Sat, 31 Jan 2026 10:00:00 +0100 (CET)
                Received: from [IPv6:2001:db8::1] by x via HTTP; 31 Jan 2026 10:00:00 +0100
                Received: by y

                """.utf8))
        let hops = header.received
        try #require(hops.count == 3)
        #expect(hops[0].from == "mail.example.com" && hops[0].fromAddress == "192.0.2.1")
        #expect(hops[0].by == "mx.example.org" && hops[0].with == "ESMTPS" && hops[0].id == "4711")
        #expect(hops[0].recipient == "ann@example.org")
        #expect(hops[0].date?.description == "2026-01-31T10:00:00+01:00")
        #expect(hops[0].comments == ["host.example.com [192.0.2.1]", "using TLSv1.3", "Postfix"])
        #expect(hops[1].fromAddress == "2001:db8::1" && hops[1].via == "HTTP")
        #expect(hops[2].by == "y" && hops[2].date == nil)
    }

    @Test func `the ways out of a list are told`() {
        let header = Header(
            of: Array(
                """
                List-Unsubscribe: <mailto:u@example.com?subject=bye>,
                 <https://example.com/u?
                 id=1>
                List-Unsubscribe-Post: List-Unsubscribe=One-Click

                """.utf8))
        let ways = header.listUnsubscribe
        #expect(ways?.mail == "mailto:u@example.com?subject=bye")
        #expect(ways?.web == "https://example.com/u?id=1")
        #expect(ways?.isOneClick == true)
        #expect(Header(of: Array("Subject: x\n\n".utf8)).listUnsubscribe == nil)
    }
}
