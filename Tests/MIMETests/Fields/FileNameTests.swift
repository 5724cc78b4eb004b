import Testing

@testable import MIME

struct FileNameTests {
    @Test(
        arguments: [
            FieldCase("report.pdf", "report.pdf"), FieldCase("Ä b (1).txt", "Ä b (1).txt"),
            FieldCase("../../etc/passwd", "passwd"), FieldCase("C:\\Windows\\system.ini", "system.ini"),
            FieldCase(".htaccess", "htaccess"), FieldCase("a\r\nSet-Cookie: x", "aSet-Cookie_ x"),
            FieldCase("nul\0.txt", "_nul.txt"),
            FieldCase("exe.\u{202E}fdp.scr", "exe.fdp.scr"), FieldCase("CON.txt", "_CON.txt"),
            FieldCase("a<b>|c?.txt", "a_b__c_.txt"),
            // An accent makes one character of itself and what is before it, which is a path all the same.
            FieldCase("../\u{301}../\u{301}passwd", "\u{301}passwd"), FieldCase(".\u{301}rc", "\u{301}rc"),
            FieldCase("a" + String(repeating: "\u{301}", count: 500), "a" + String(repeating: "\u{301}", count: 99)),
            FieldCase("..", nil), FieldCase("/", nil), FieldCase("", nil), FieldCase(" . ", nil),
            FieldCase(String(repeating: "x", count: 500) + ".pdf", String(repeating: "x", count: 196) + ".pdf"),
        ] as [FieldCase<String?>])
    func `a name is made safe and stays recognisable`(_ example: FieldCase<String?>) {
        #expect(FileName.safe(example.body) == example.expected)
    }
}
