import Testing

@testable import MIME

struct ParameterTests {
    @Test(arguments: [
        FieldCase("text/plain", "text/plain"),
        FieldCase("Text/HTML; Charset=\"UTF-8\"", "text/html charset=UTF-8"),
        FieldCase(
            "text/plain (comment) ; charset (c) = utf-8 (c) ; format=flowed", "text/plain charset=utf-8 format=flowed"),
        FieldCase("text/plain charset=utf-8", "text/plain charset=utf-8"),
        FieldCase("application/pdf; name=My file (1).pdf; x=1", "application/pdf name=My file (1).pdf x=1"),
        FieldCase("a/b; name=\"a\\\"b\\\\c;d\"", "a/b name=a\"b\\c;d"),
        FieldCase("a/b; name*=utf-8'de'%C3%84.txt", "a/b name=Ä.txt"),
        FieldCase("a/b; name*=iso-8859-1''%C4.txt; name=old.txt", "a/b name=Ä.txt"),
        FieldCase("a/b; name*1=\"b\"; name*0*=utf-8''a%20; name*2*=%63", "a/b name=a bc"),
        FieldCase("a/b; name*0*=utf-8''%C3; name*1*=%84", "a/b name=Ä"),
        FieldCase("a/b; name*0*=utf-8''a; name*1*=utf-8''b", "a/b name=ab"),
        FieldCase("a/b; name*0*=utf-8'en'a; name*1*=utf-8'en'b; name*2*=c", "a/b name=abc"),
        FieldCase("a/b; name*0*=''a; name*1*=''b", "a/b name=a''b"),
        FieldCase("a/b; name=a ( (x; y)  z) b; x=1", "a/b name=a ( (x; y) z) b x=1"),
        FieldCase("a/b; name=a (b) (c) d; x=1", "a/b name=a (b) (c) d x=1"),
        FieldCase("a/b; name=a (b) (c) ; x=1", "a/b name=a x=1"),
        FieldCase("a/b; name=a (b) x=1", "a/b name=a (b) x=1"),
        FieldCase("a/b; name=\"=?utf-8?b?w4QudHh0?=\"", "a/b name=Ä.txt"),
        FieldCase("a/b; name==?utf-8?q?=C3=84?=\r\n =?utf-8?q?.txt?=", "a/b name=Ä.txt"),
        FieldCase("a/b; name=Ä.txt", "a/b name=Ä.txt"),
        FieldCase("a/b; name=\"not closed", "a/b name=not closed"),
        FieldCase("a/b; =x; ; y; z=", "a/b"),
        FieldCase("a / b", "a/b"),
        FieldCase("text", "text"),
    ])
    func `types and parameters are read in every form`(_ example: FieldCase<String>) throws {
        let type = try #require(ContentType(parsing: 0..<example.octets.count, in: example.octets))
        let words = [type.mediaType] + type.parameters.all.map { "\($0.name)=\($0.value)" }
        #expect(words.joined(separator: " ") == example.expected)
    }

    @Test(arguments: ["", ";", "/plain", " ; charset=utf-8"])
    func `without a type there is no content type`(_ body: String) {
        #expect(ContentType(parsing: 0..<body.utf8.count, in: Array(body.utf8)) == nil)
    }

    @Test(arguments: [
        FieldCase("base64", TransferEncoding.base64), FieldCase(" BASE64 (comment)", .base64),
        FieldCase("\"quoted-printable\"", .quotedPrintable), FieldCase("8bit;", .identity),
        FieldCase("x-uuencode", .other("x-uuencode")), FieldCase("Weird", .other("weird")),
    ])
    func `transfer encodings are recognised`(_ example: FieldCase<TransferEncoding>) {
        #expect(TransferEncoding(parsing: 0..<example.octets.count, in: example.octets) == example.expected)
    }
}
