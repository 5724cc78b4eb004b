import Foundation
import MailStorage
import Testing

@Suite struct TextFoldTests {
    private static func fold(_ text: String) -> String { String(decoding: TextFold.octets(text), as: UTF8.self) }

    @Test(arguments: [
        ("Hello  World", "hello world"), ("a\r\n\tb", "a b"), ("Grüße", "grusse"), ("GRÜSSE", "grusse"),
        ("e\u{301}t\u{e9}", "ete"), ("Łódź", "lodz"), ("Ærø", "aero"), ("ΆΛΦΑ ς", "αλφα σ"), ("Ёлка", "елка"),
        ("don’t – “x”…", "don't - \"x\"..."), ("soft\u{AD}hyphen\u{200B}", "softhyphen"), ("東京 タワー", "東京 タワー"),
        ("İstanbul ı", "istanbul i"), ("a\u{3000}b\u{A0} c", "a b c"), ("ＦＵＬＬ", "ｆｕｌｌ"), ("", ""),
    ])
    func `folds`(text: String, folded: String) { #expect(Self.fold(text) == folded) }

    /// Every letter that Unicode takes apart into a letter of Latin, Greek or Cyrillic and accents.
    @Test func `folds letters as Unicode takes them apart`() throws {
        for value in [0xC0...0x24F, 0x386...0x45F, 0x1E00...0x1EFF, 0x1F00...0x1FFF].joined() as FlattenSequence {
            guard let scalar = Unicode.Scalar(UInt32(value)), scalar.properties.isAlphabetic else { continue }
            let apart = String(scalar).lowercased().decomposedStringWithCanonicalMapping
            let base = apart.unicodeScalars.filter { !$0.properties.generalCategory.isMark }
            // A letter and its accents, whole or in pieces, fold to the same.
            #expect(Self.fold(String(scalar)) == Self.fold(apart), "\(scalar)")
            if base.count == 1, base.count < apart.unicodeScalars.count {
                #expect(Self.fold(String(scalar)) == Self.fold(String(String.UnicodeScalarView(base))), "\(scalar)")
            }
        }
    }

    @Test func `folding twice changes nothing`() {
        for text in ["Grüße \u{301}x", "İ ǅ ﬁ ŉ", "ẞ", "\u{1F600} \u{FFFD}"] {
            #expect(Self.fold(Self.fold(text)) == Self.fold(text))
        }
    }

    @Test(arguments: [
        ("Hello, world-wide 42nd!", ["hello", "world", "wide", "42nd"]), ("a_b@c.de", ["a", "b", "c", "de"]),
        ("東京タワー x", ["東", "京", "タ", "ワ", "ー", "x"]), ("Grüße×2", ["grusse", "2"]), ("  ", []), ("жук9", ["жук9"]),
    ])
    func `has words`(text: String, words: [String]) {
        let folded = TextFold.octets(text)
        #expect(Words(of: folded).map { String(decoding: folded[$0], as: UTF8.self) } == words)
    }

    @Test(arguments: [
        ("bob@example.com", "Bob@Example.com", true), ("bob@example.com", "jimbob@example.com", false),
        ("bob@example.com", "bob@example.com.au", false), ("é", " E ", true), ("a b", "A \r\n B", true),
        ("a", "", false),
    ])
    func `finds what is whole`(needle: String, text: String, isFound: Bool) {
        let needle = Needle(needle, .whole)
        #expect(needle.isFound(in: text) == isFound)
        #expect(needle.isFound(inFolded: TextFold.octets(text)) == isFound)
    }

    @Test(arguments: [
        ("invoice", false, "My Invoices", true), ("voice", false, "invoice", true),
        ("voice", true, "invoice voice", true),
        ("voice", true, "invoice", false), ("your password", false, "reset your\r\n password", true),
        (" a ", false, "bab", true), ("東", true, "大東", true), ("@x", true, "a@x.example", true),
        ("é", false, "CAFE", true), ("cafe", false, "café", true), ("xyz", false, "xy", false),
        ("aab", false, "aaab", true),
        ("b", true, "ab éb", false), ("", false, "", true),
    ])
    func `finds`(needle: String, beginsWord: Bool, text: String, isFound: Bool) {
        let needle = Needle(needle, beginsWord: beginsWord)
        #expect(needle.isFound(in: text) == isFound)
        #expect(needle.isFound(inFolded: TextFold.octets(text)) == isFound)
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}
