import MIME
import MailModel
import MailStorage
import Testing

@testable import HTTPAPI

struct `The sieve` {
    private let summary = Summary(
        id: CaptureID(1), inbox: .default, receivedAt: Timestamp(milliseconds: 0), session: nil,
        envelope: Envelope(reversePath: "bounce@example.com", forwardPaths: ["bob@example.net"]), size: 0,
        digest: Digest(from: Address(name: "Alice", address: "alice@example.org"), subject: "Grüße AND more"))

    @Test(arguments: [
        "alice", "ALICE", "Alice", "bounce@", "bob@example.net", "and more", "", "a", "xx", "Grüße", "GRUSSE",
    ])
    func `lets everything pass that may be there`(text: String) {
        #expect(Sieve(of: summary).mayContain(Needle(text)))
    }

    @Test(arguments: ["carol", "größer", "alicf", "bob@other.example", "xyz"])
    func `holds back what is not there`(text: String) {
        #expect(!Sieve(of: summary).mayContain(Needle(text)))
    }

    @Test func `knows nothing of the content before it is added`() {
        let message = Message(Array("X-Job: 4711\r\n\r\nelephant\r\n".utf8))
        let query = MessageQuery(terms: [
            .header(name: "X-Job", value: Needle("4711")), .text(.anywhere, Needle("elephant")),
            .text(.from, Needle("alice")),
        ])
        let row = Sieve(of: summary)
        #expect(row.mayMatch(query))
        #expect(row.adding(SearchableContent(message)).mayMatch(query))
        #expect(!row.adding(SearchableContent(Message([]))).mayMatch(query))
        #expect(!row.mayMatch(MessageQuery(inbox: InboxName("ci"))))
        #expect(!row.mayMatch(MessageQuery(terms: [.text(.to, Needle("carol"))])))
    }
}
