import Testing

@testable import MailAnalysis

struct WordTests {
    @Test(arguments: [
        ("Unsubscribe", "unsubscribe"), ("ОТПИСАТЬСЯ", "отписаться"), ("Отписаться", "отписаться"), ("ЁЖ", "ёж"),
        ("Désinscription", "désinscription"), ("ÜBER", "über"), ("ŠKODA", "škoda"), ("ŻÓŁĆ", "żółć"),
        ("ΑΘΗΝΑ", "αθηνα"),
        ("Don’t", "dont"),
    ])
    func `capitals do not count, nor do apostrophes`(text: String, word: String) {
        let words = Word.all(in: Array(text.utf8)[...])
        #expect(words.map(\.hash) == [WordHash.of(word)])
    }

    @Test(arguments: ["：", "，", "！", "（", "＿", "｡", "\u{3000}", "“", "—"])
    func `punctuation parts words in every width`(sign: String) {
        let hashes = Word.all(in: Array("a\(sign)b".utf8)[...]).map(\.hash)
        #expect(hashes == [WordHash.of("a"), WordHash.of("b")])
    }

    @Test(arguments: ["×", "÷", "ß", "ÿ", "ж", "я"])
    func `what has no capital stays`(text: String) {
        let hashes = Word.all(in: Array("a\(text)b".utf8)[...]).map(\.hash)
        #expect(hashes == [WordHash.of("a\(text)b")])
    }
}
