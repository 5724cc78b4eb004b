import Testing

@testable import MailServer

/// What is known of a connection once it is encrypted.
@Suite struct HandshakeTests {
    @Test func `what a client says of itself is short and legible`() {
        #expect("mail.example".legible == "mail.example")
        #expect("a\u{1F}b\r\n\u{9B}é".legible == "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}é")
        #expect(String(repeating: "a", count: 16_000).legible.count == 255)
    }
}
