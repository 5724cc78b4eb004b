import Testing

@testable import MIME

struct UnstructuredTests {
    @Test(arguments: [
        FieldCase(" hello ", "hello"),
        FieldCase(" a\r\n  b \n\tc", "a b c"),
        FieldCase("=?utf-8?q?a_b=3F?=", "a b?"),
        FieldCase("=?UTF-8?B?w6Q=?= =?UTF-8?B?w7Y=?=", "äö"),
        FieldCase("=?UTF-8?B?w6Q=?=\r\n =?UTF-8?B?w7Y=?= x =?UTF-8?B?w7w=?=", "äö x ü"),
        FieldCase("=?utf-8?b?4g==?= =?utf-8?b?gqw=?=", "€"),
        FieldCase("=?iso-8859-1*fr?q?caf=E9?=", "café"),
        FieldCase("=?windows-1251?b?z/Do4uXy?=", "Привет"),
        FieldCase("=?koi8-r?b?8NLJ18XU?=", "Привет"),
        FieldCase("=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本"),
        FieldCase("=?gb2312?b?xOO6ww==?=", "你好"),
        FieldCase("=?big5?b?p0Gmbg==?=", "你好"),
        FieldCase("=?euc-kr?b?vsiz5w==?=", "안녕"),
        FieldCase("=?no-such-charset?q?abc?=", "abc"),
        FieldCase("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        FieldCase("=?utf-8?q?never closed", "=?utf-8?q?never closed"),
        FieldCase("=? =?=?= ?=", "=? =?=?= ?="),
        FieldCase("a=?utf-8?q?b?=c", "abc"),
        FieldCase("1 + 1 = 2?", "1 + 1 = 2?"),
        FieldCase("=?utf-8?q?folded\r\n inside?=", "foldedinside"),
        FieldCase("naïve", "naïve"),
        FieldCase("", ""),
    ])
    func `text is unfolded and decoded`(_ example: FieldCase<String>) {
        #expect(HeaderText.unstructured(0..<example.octets.count, in: example.octets) == example.expected)
    }

    @Test(arguments: [
        FieldCase("<a@b>", ["a@b"]), FieldCase("<a@b> <c@d>\r\n <e@f>", ["a@b", "c@d", "e@f"]),
        FieldCase("a@b", ["a@b"]), FieldCase("<>", []), FieldCase("(c) <a@b", ["a@b"]), FieldCase("", []),
    ])
    func `identifiers are found with and without brackets`(_ example: FieldCase<[String]>) {
        let found = Identifier.list(0..<example.octets.count, in: example.octets)
        #expect(found.map(\.text) == example.expected)
    }
}
