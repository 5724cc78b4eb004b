import Testing

@testable import MIME

struct CharsetTests {
    @Test(arguments: [
        "utf-8", "UTF8", "\"utf-8\"", "charset=utf-8", "utf-8;format=flowed", "latin1", "ISO_8859-1", "iso8859_15",
        "1252",
        "cp-1252", "ks_c_5601-1987", "x-gbk", "x-mac-roman", "unicode-1-1-utf-7", "csISO2022JP", "hz-gb-2312", "l9",
        "iso-8859-8-i", "TIS-620", "ibm850", "koi8-ru", "us-ascii*en",
    ])
    func `a name is known in all its spellings`(_ label: String) {
        #expect(Charset(label: label) != nil)
    }

    @Test(arguments: ["", "klingon", "../../etc/passwd", "utf-8//IGNORE", "a b", String(repeating: "x", count: 500)])
    func `what is no charset is not known`(_ label: String) {
        #expect(Charset(label: label) == nil)
    }

    @Test func `text without a label is UTF-8, damage shows`() {
        #expect(Charset.read(Array("ä".utf8), label: nil) == .init(text: "ä", isExact: true))
        #expect(Charset.read([0x61, 0xE4], label: nil) == .init(text: "a\u{FFFD}", isExact: false))
    }

    @Test func `a label that cannot be right is second-guessed`() {
        #expect(Charset.read(Array("ä".utf8), label: "us-ascii") == .init(text: "ä", isExact: false))
        #expect(Charset.read([0x61, 0xE4], label: "us-ascii") == .init(text: "aä", isExact: false))
        #expect(Charset.read([0x80], label: "klingon") == .init(text: "€", isExact: false))
    }

    @Test func `octets without meaning become U+FFFD, the rest is read on`() {
        #expect(Charset.read([0xFA, 0xFB, 0xE0], label: "windows-1255").text == "ת\u{FFFD}א")
        #expect(Charset.read([0xC4, 0xE3, 0xFF, 0x41], label: "gb2312").text == "你\u{FFFD}A")
        #expect(!Charset.read([0xC4], label: "gb2312").isExact)
        #expect(Charset.read([], label: "gb2312") == .init(text: "", isExact: true))
    }

    @Test(arguments: [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0, 0x61], [0x61, 0]] as [[UInt8]])
    func `the order of octets in UTF-16 is found out`(_ octets: [UInt8]) {
        #expect(Charset.read(octets, label: "utf-16") == .init(text: "a", isExact: true))
    }

    @Test func `a long text is converted whole`() {
        let octets = [UInt8](repeating: 0xC0, count: 100_000)
        #expect(Charset.text(of: octets, label: "windows-1251") == String(repeating: "А", count: 100_000))
    }
}
