import MailModel
import Testing

@testable import MIME

struct PartTests {
    private let message = Message(
        Array(
            """
            Content-Type: multipart/mixed; boundary=a

            --a
            Content-Type: multipart/alternative; boundary=b

            --b

            text
            --b
            Content-Type: text/html
            Content-ID: <html@example.com>

            <p>html</p>
            --b--
            --a
            Content-Type: message/rfc822

            Content-Type: multipart/mixed; boundary=c

            --c

            inner
            --c--
            --a
            Content-Type: message/rfc822
            Content-Transfer-Encoding: base64

            U3ViamVjdDogZW5jb2RlZAoKdGV4dAo=
            --a
            Content-Type: message/rfc822

            Subject: single

            text
            --a--
            """.utf8))

    @Test func `every part has a path of its own`() {
        let paths = message.parts.map(message.path(of:))
        #expect(paths == ["0", "1", "1.1", "1.2", "2", "2.0", "2.1", "3", "4", "4.1"])
        for (index, path) in paths.enumerated() { #expect(message.part(at: path)?.index == index) }
        #expect(message.part(at: "9") == nil)
        #expect(Message(Array("a".utf8)).part(at: "1")?.index == 0)
    }

    @Test(arguments: [
        "-1", "+1", "1.+1", "1.-0", "\(Int.min)", "1.\(Int.min)", "2.\(Int.min)", "\(Int.max)", "1.\(Int.max)",
        String(repeating: "9", count: 30), "1.", ".1", "", "1..2", "1.2.1", "4.1.1", "a", "\u{661}", "0.1", "2.0.1",
    ])
    func `there is no part at what is no path`(_ path: String) {
        #expect(message.part(at: path) == nil)
    }

    @Test func `parts are found by content-id`() {
        #expect(message.part(contentID: "html@example.com").map(message.path(of:)) == "1.2")
        #expect(message.part(contentID: "absent") == nil)
    }

    @Test func `stated encodings are told as they are spelled`() {
        #expect(message.part(at: "3").map(message.encodingName(of:)) == "base64")
        #expect(message.part(at: "1").map(message.encodingName(of:)) == "7bit")
        let binary = Message(Array("Content-Transfer-Encoding: BINARY (c)\nContent-Location: x\n\n".utf8))
        #expect(binary.encodingName(of: binary.parts[0]) == "binary")
        #expect(binary.part(contentLocation: "x")?.index == 0)
    }

    @Test func `an embedded message is read for itself, encoded or not`() throws {
        let encoded = try #require(message.part(at: "3").flatMap(message.embedded(in:)))
        #expect(encoded.header.last("Subject") == "encoded" && encoded.text == "text\n")
        let plain = try #require(message.part(at: "4").flatMap(message.embedded(in:)))
        #expect(plain.header.last("Subject") == "single" && plain.text == "text")
        #expect(message.part(at: "1.1").flatMap(message.embedded(in:)) == nil)
    }

    @Test func `pictures between pieces of text are inline, files are attached`() {
        let source = """
            Content-Type: multipart/mixed; boundary=a

            --a

            before
            --a
            Content-Type: image/png

            --a
            Content-Type: text/plain; name=list.txt

            --a
            Content-Type: image/gif
            Content-Disposition: attachment

            --a--
            """
        let message = Message(Array(source.utf8))
        #expect(message.inlineParts.map(message.path(of:)) == ["2"])
        #expect(message.attachments.map(message.path(of:)) == ["3", "4"])
        #expect(message.digest.attachments == 2)
    }
}
